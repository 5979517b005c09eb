"""Star levels as the records and the policy in force make them. Computing never grants."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.stars import Evaluation, Policy, attained_days, level_of, thresholds
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.services.context import Context
from leifeng_cli.services.stars.facts import evaluations
from leifeng_cli.services.stars.policies import policy_on
from leifeng_cli.store import figures
from leifeng_cli.store.connection import Connection


@dataclass(frozen=True)
class Star:
    """One volunteer's level under a policy. ``seconds`` is what counts for it, ``attained_on`` when it was reached.

    ``attained``: level -> the day it was reached, for every level that stands.
    """

    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level: Annotated[int, Col("星级", listed=True)]
    level_name: Annotated[str | None, Col("级别", listed=True)]
    seconds: Annotated[int, Col("计星时长(小时)", show=hours_text, listed=True)]
    attained_on: Annotated[str | None, Col("达到日期", listed=True)]
    attained: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Reached:
    seconds: int
    level: int
    attained: dict[int, str]


def as_of_day(ctx: Context, given: str | None) -> str:
    return date_text(given, ctx.hints()) if given else ctx.today.isoformat()


def list_stars(ctx: Context, *, as_of: str | None = None, level: int | None = None) -> list[Star]:
    """Everybody registered by the day or with time that counts by then, with the level they had reached."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        return [s for s in stars_on(conn, day) if level is None or s.level == level]


def stars_on(conn: Connection, day: str, policy: Policy | None = None) -> list[Star]:
    """See :func:`list_stars`; by number. Under ``policy``, or the one in force on the day."""
    policy = policy or policy_on(conn, day)
    reached = _reached(conn, policy, day)
    none = _Reached(0, 0, {})
    return [
        _star(number, name, policy, reached.get(row_id, none))
        for row_id, number, name, registered_on in figures.query(conn, "star_people")
        if row_id in reached or registered_on is None or registered_on <= day
    ]


def _star(number: str, name: str, policy: Policy, r: _Reached) -> Star:
    level_name = policy.name_of(r.level) if r.level else None
    return Star(number, name, r.level, level_name, r.seconds, r.attained.get(r.level), r.attained)


def _reached(conn: Connection, policy: Policy, day: str) -> dict[int, _Reached]:
    """Volunteer id -> what counts and which levels stand, for whoever has credited time."""
    ladder = thresholds(policy)
    if ladder is None or policy.honours:
        return {i: _Reached(e.seconds, e.level, _attained(e)) for i, e in evaluations(conn, policy, day)}
    left_out = figures.excluded(policy.counting.excluded_ratings)
    history = figures.query(conn, "star_history", as_of=day, least=min(n for _l, n, _s in ladder), **left_out)
    days = {who: attained_days(ladder, ((d, s) for _v, d, s in rows)) for who, rows in groupby(history, lambda r: r[0])}
    totals = figures.query(conn, "star_totals", as_of=day, **left_out)
    return {who: _Reached(seconds, level_of(ladder, seconds), days.get(who, {})) for who, seconds in totals}


def _attained(e: Evaluation) -> dict[int, str]:
    return {r.level: r.attained_on for r in e.levels if r.met and r.attained_on is not None}


def star_distribution(conn: Connection, day: str) -> list[tuple[int, str, int]]:
    """(level, name, how many hold it) for every level of the policy in force on the day, from totals alone."""
    policy = policy_on(conn, day)
    ladder = thresholds(policy)
    counts: Counter[int]
    if ladder is None or policy.honours:
        counts = Counter(e.level for _i, e in evaluations(conn, policy, day))
    else:
        left_out = figures.excluded(policy.counting.excluded_ratings)
        totals = figures.query(conn, "star_totals", as_of=day, **left_out)
        counts = Counter(level_of(ladder, seconds) for _who, seconds in totals)
    return [(level.level, level.name, counts[level.level]) for level in policy.all_levels()]
