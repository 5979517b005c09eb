"""Star levels as the records and the policy in force make them. Computing never grants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.stars import (
    Evaluation,
    Facts,
    Policy,
    Served,
    attained_days,
    evaluate,
    level_of,
    parse_policy,
    thresholds,
)
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.messages import _
from leifeng_cli.services import packaged
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.settings import DEFAULT_STARS
from leifeng_cli.store import figures
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.settings import policy_uses


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


@cache
def shipped_policy(name: str) -> Policy:
    return parse_policy(packaged.text("policies", name), name)


def policy_on(conn: Connection, day: str) -> Policy:
    """The star policy in force on a day; the ministry's of 2012 before any was chosen."""
    for start, name, text in policy_uses(conn, "star"):
        if start <= day:
            return parse_policy(text, name)
    return shipped_policy(DEFAULT_STARS)


def use_policy(ctx: Context, name: str, from_date: str) -> Policy:
    """Judge by another shipped policy from a day on."""
    policy = shipped_policy(name)
    day = date_text(from_date, ctx.hints())
    with ctx.write("star.use", summary=_("自 {day} 起星级按 {name} 评定").format(day=day, name=name)) as tx:
        row = {"kind": "star", "name": name, "from_date": day, "text": packaged.text("policies", name)}
        tx.insert("policy_use", row)
    return policy


def list_policies() -> list[Policy]:
    return [shipped_policy(name) for name in packaged.names("policies")]


def list_stars(ctx: Context, *, as_of: str | None = None, level: int | None = None) -> list[Star]:
    """Everybody registered by the day or with time that counts by then, with the level they had reached."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        return [s for s in stars_on(conn, day) if level is None or s.level == level]


def stars_on(conn: Connection, day: str) -> list[Star]:
    """See :func:`list_stars`; by number."""
    policy = policy_on(conn, day)
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
        return {i: _Reached(e.seconds, e.level, _attained(e)) for i, e in _evaluations(conn, policy, day)}
    left_out = figures.excluded(policy.counting.excluded_ratings)
    history = figures.query(conn, "star_history", as_of=day, least=min(n for _l, n, _s in ladder), **left_out)
    days = {who: attained_days(ladder, ((d, s) for _v, d, s in rows)) for who, rows in groupby(history, lambda r: r[0])}
    totals = figures.query(conn, "star_totals", as_of=day, **left_out)
    return {who: _Reached(seconds, level_of(ladder, seconds), days.get(who, {})) for who, seconds in totals}


def _attained(e: Evaluation) -> dict[int, str]:
    return {r.level: r.attained_on for r in e.levels if r.met and r.attained_on is not None}


def _evaluations(conn: Connection, policy: Policy, day: str) -> Iterator[tuple[int, Evaluation]]:
    registered = {row[0]: row[3] for row in figures.query(conn, "star_people").fetchall()}
    rows = figures.query(conn, "star_facts", as_of=day)
    for who, records in groupby(rows, lambda r: r[0]):
        facts = Facts(registered_on=registered[who], records=[Served(*r[1:]) for r in records])
        yield who, evaluate(policy, facts, day)


def star_distribution(conn: Connection, day: str) -> list[tuple[int, str, int]]:
    """(level, name, how many hold it) for every level of the policy in force on the day, from totals alone."""
    policy = policy_on(conn, day)
    ladder = thresholds(policy)
    counts: Counter[int]
    if ladder is None or policy.honours:
        counts = Counter(e.level for _i, e in _evaluations(conn, policy, day))
    else:
        left_out = figures.excluded(policy.counting.excluded_ratings)
        totals = figures.query(conn, "star_totals", as_of=day, **left_out)
        counts = Counter(level_of(ladder, seconds) for _who, seconds in totals)
    return [(level.level, level.name, counts[level.level]) for level in policy.all_levels()]


def explain_star(ctx: Context, who: str, *, as_of: str | None = None) -> tuple[Volunteer, Policy, Evaluation]:
    """One volunteer's level, with every condition of every level: met or not, and by how much."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        person = the_volunteer(conn, who)
        policy = policy_on(conn, day)
        records = [Served(*r) for r in figures.query(conn, "star_facts_of", volunteer=person.id, as_of=day)]
    return person, policy, evaluate(policy, Facts(registered_on=person.registered_on, records=records), day)
