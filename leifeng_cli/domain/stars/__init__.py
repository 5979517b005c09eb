"""Star policies as data: reading them, judging a volunteer by them, checking an application."""

from leifeng_cli.domain.stars.application import check_application
from leifeng_cli.domain.stars.conditions import ConditionResult
from leifeng_cli.domain.stars.evaluate import Evaluation, Gift, LevelResult, evaluate, gifts
from leifeng_cli.domain.stars.facts import Facts, Served
from leifeng_cli.domain.stars.ladder import attained_days, level_of, thresholds
from leifeng_cli.domain.stars.parse import check_policy, parse_policy
from leifeng_cli.domain.stars.policy import CONFIDENCE, RATINGS, Level, Policy
from leifeng_cli.domain.stars.reader import Problem

__all__ = [
    "CONFIDENCE",
    "RATINGS",
    "ConditionResult",
    "Evaluation",
    "Facts",
    "Gift",
    "Level",
    "LevelResult",
    "Policy",
    "Problem",
    "Served",
    "attained_days",
    "check_application",
    "check_policy",
    "evaluate",
    "gifts",
    "level_of",
    "parse_policy",
    "thresholds",
]
