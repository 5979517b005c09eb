"""Data checks: what one finds, and the closed list of thresholds a unit may set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col

DATA, AUDIT, RULES = "data", "audit", "rules"
KIND_NAMES = {DATA: "数据", AUDIT: "时长审计", RULES: "规则"}


def kind_name(kind: str) -> str:
    return KIND_NAMES[kind]


@dataclass(frozen=True)
class CheckFinding:
    """One thing a check found: about what record, where, why, and what to do."""

    check: Annotated[str, Col("检查", listed=True)]
    kind: Annotated[str, Col("类别", show=kind_name)]
    subject: Annotated[str, Col("对象", listed=True)]
    place: Annotated[str, Col("哪里", listed=True)]
    message: Annotated[str, Col("问题", listed=True)]
    hint: Annotated[str, Col("怎么办", listed=True)]
