"""Rounds, cases, grants and decisions: what was proposed, granted and taken back, each with what it was based on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import REASON, Lifecycle, Move
from leifeng_cli.domain.stars.application import check_application
from leifeng_cli.domain.stars.evaluate import Evaluation, LevelResult
from leifeng_cli.domain.stars.facts import Facts, bounds
from leifeng_cli.domain.stars.policy import Level, Policy
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import Conflict

PROPOSED, POSTED, GRANTED, WITHDRAWN = "proposed", "posted", "granted", "withdrawn"
CASE_NAMES = {PROPOSED: "已申报", POSTED: "公示中", GRANTED: "已授予", WITHDRAWN: "已撤回"}
#: A case is posted again where its notice was taken down.
CASE_LIFE = Lifecycle(
    CASE_NAMES,
    (
        Move("notice", "公示", (PROPOSED, POSTED), POSTED),
        Move("grant", "授予", (PROPOSED, POSTED), GRANTED),
        Move(
            "withdraw", "撤回", (PROPOSED, POSTED), WITHDRAWN, reason=True, stamps={"status_reason": REASON},
            remedy="已授予的用 leifeng star revoke。",
        ),
    ),
    ended=(GRANTED, WITHDRAWN),
)  # fmt: skip
BY_ROUND, EXCEPTIONAL, EARLIER = "round", "exceptional", "earlier"
KIND_NAMES = {BY_ROUND: "评定", EXCEPTIONAL: "破格", EARLIER: "以往授予"}
REVOKED, KEPT = "revoked", "kept"


def case_status(status: str) -> str:
    return CASE_NAMES[status]


def grant_kind(kind: str) -> str:
    return KIND_NAMES[kind]


@dataclass(frozen=True)
class Round:
    """One time people were proposed together, under the policy text kept with it, as of one day."""

    id: int
    number: Annotated[str, Col("批次", listed=True)]
    as_of: Annotated[str, Col("截止日期", listed=True)]
    policy: Annotated[str, Col("评定办法", listed=True)]
    opened_on: Annotated[str, Col("申报日期", listed=True)]
    opened_by: Annotated[str, Col("申报人", listed=True)]
    submit_by: Annotated[str | None, Col("申报截止", listed=True)]
    cases: Annotated[int, Col("人数", listed=True)]
    granted: Annotated[int, Col("已授予", listed=True)]
    note: Annotated[str | None, Col("备注")] = None


@dataclass(frozen=True)
class Case:
    """One person's proposal in a round. ``evidence`` is the JSON of :func:`evidence`."""

    id: int
    round_number: Annotated[str, Col("批次", listed=True)]
    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level: Annotated[int, Col("星级")]
    level_name: Annotated[str, Col("级别", listed=True)]
    seconds: Annotated[int, Col("计星时长(小时)", show=hours_text, listed=True)]
    attained_on: Annotated[str, Col("达到日期", listed=True)]
    body: Annotated[str, Col("评定单位", listed=True)]
    notice_days: Annotated[int, Col("公示工作日")]
    status: Annotated[str, Col("状态", show=case_status, listed=True)]
    status_reason: Annotated[str | None, Col("说明", listed=True)]
    notice_number: Annotated[str | None, Col("公示编号", listed=True)]
    notice_ends_on: Annotated[str | None, Col("公示至", listed=True)]
    notice_id: int | None
    volunteer_id: int
    round_id: int
    evidence: str


@dataclass(frozen=True)
class Grant:
    """A star or honour granted. It stays whatever the records say later; only ``revoked_on`` ends it."""

    id: int
    number: Annotated[str, Col("授予编号", listed=True)]
    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level: Annotated[int, Col("星级")]
    level_name: Annotated[str, Col("级别", listed=True)]
    granted_on: Annotated[str, Col("授予日期", listed=True)]
    body: Annotated[str, Col("授予单位", listed=True)]
    kind: Annotated[str, Col("方式", show=grant_kind, listed=True)]
    reason: Annotated[str | None, Col("理由", listed=True)]
    policy: Annotated[str, Col("评定办法")]
    round_number: Annotated[str | None, Col("批次", listed=True)]
    revoked_on: Annotated[str | None, Col("撤销日期", listed=True)]
    revoke_reason: Annotated[str | None, Col("撤销理由")]
    volunteer_id: int
    case_id: int | None
    as_of: str | None
    evidence: str | None

    @property
    def counted_on(self) -> str:
        """The day whose records it rests on: of a yearly ladder this, not the ceremony, names the year."""
        return self.as_of or self.granted_on


@dataclass(frozen=True)
class StarFinding:
    """A grant the records no longer support: for a person to decide, never a silent change."""

    grant_number: Annotated[str, Col("授予编号", listed=True)]
    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level_name: Annotated[str, Col("级别", listed=True)]
    message: Annotated[str, Col("问题", listed=True)]
    hint: Annotated[str, Col("怎么办", listed=True)]


def facts_digest(facts: Facts) -> str:
    """SHA-256 of everything a level was judged by: the same facts, in whatever order, give the same digest."""
    parts = [
        facts.registered_on,
        sorted([list(r) for r in facts.records], key=repr),
        *(sorted(map(list, pairs)) for pairs in (facts.points, facts.trainings, facts.granted, facts.redeemed_seconds)),
        *(sorted(days) for days in (facts.awards, facts.complaints)),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def evidence(policy: Policy, policy_text: str, result: LevelResult, facts: Facts, as_of: str, chain_head: str) -> str:
    """What a grant stands on, as JSON: conditions as measured, and digests of the policy and of the facts."""
    return json.dumps(
        {
            "as_of": as_of,
            "policy": policy.id,
            "policy_sha256": text_digest(policy_text),
            "chain_head": chain_head,
            "records": len(facts.records),
            "facts_sha256": facts_digest(facts),
            "conditions": [
                {"name": c.name, "have": c.have, "need": c.need, "unit": c.unit, "text": c.text}
                for c in result.conditions
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def granted_in_window(policy: Policy, grants: list[Grant], day: str) -> int:
    """The highest level granted that bars a new application: of a yearly ladder only that of the same window."""
    first = bounds(policy.counting.window, day)[0] if policy.counting.window.renews else ""
    return max((g.level for g in grants if g.revoked_on is None and g.counted_on >= first), default=0)


def level_to_propose(policy: Policy, evaluation: Evaluation, granted: int) -> LevelResult | None:
    """The highest star that may be applied for; once no star is left, the highest honour; None for neither."""
    for ladder in (evaluation.levels, evaluation.honours):
        for result in reversed(ladder):
            if result.met and _may_apply(policy, evaluation, result.level, granted):
                return result
    return None


def _may_apply(policy: Policy, evaluation: Evaluation, level: int, granted: int) -> bool:
    try:
        check_application(policy, evaluation, level, granted)
    except Conflict:
        return False
    return True


def submission(level: Level, day: str) -> str | None:
    """The next day, from ``day`` on, by which papers must be in; None where the policy names none."""
    if not level.approval.submit_by:
        return None
    year = int(day[:4])
    days = [f"{y:04d}-{md}" for y in (year, year + 1) for md in level.approval.submit_by]
    return min(d for d in days if d >= day)
