"""Star levels as the records and the policy in force make them. Computing never grants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, NamedTuple

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.stars.ladder import Thresholds, attained_days, level_of, thresholds
from leifeng_cli.domain.stars.policy import Policy
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.services.context import Context
from leifeng_cli.services.stars.policies import policy_on
from leifeng_cli.store import queries
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.star_totals import CountedTime

if TYPE_CHECKING:
    from leifeng_cli.domain.stars.evaluate import Evaluation


def _days_text(attained: dict[int, str]) -> str:
    return "、".join(f"{level}：{day}" for level, day in sorted(attained.items()))


class Star(NamedTuple):
    """One volunteer's level under a policy. ``seconds`` is what counts for it, ``attained_on`` when it was reached.

    ``attained``: level -> the day it was reached, for every level that stands. ``granted_level``: the highest level
    granted and not taken back, whatever was reached. A tuple, because a city has a hundred thousand of them.
    """

    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level: Annotated[int, Col("星级", listed=True)]
    level_name: Annotated[str | None, Col("级别", listed=True)]
    seconds: Annotated[int, Col("计星时长(小时)", show=hours_text, listed=True)]
    attained_on: Annotated[str | None, Col("达到日期", listed=True)]
    granted_level: Annotated[int, Col("已授予", listed=True)]
    attained: Annotated[dict[int, str], Col("各级达到日期", show=_days_text)]


def as_of_day(ctx: Context, given: str | None) -> str:
    if not given:
        return ctx.today.isoformat()
    from leifeng_cli.domain.values.dates import date_text  # with all its patterns: nearly always it is today

    return date_text(given, ctx.hints())


def each_listed(ctx: Context, *, as_of: str | None = None, level: int | None = None) -> Iterator[Star]:
    """The stars of :func:`list_stars` one by one, for printing many without holding them all."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        for star in each_star(conn, day):
            if level is None or star.level == level:
                yield star


def list_stars(ctx: Context, *, as_of: str | None = None, level: int | None = None) -> list[Star]:
    """Everybody registered by the day or with time that counts by then, with the level they had reached."""
    return list(each_listed(ctx, as_of=as_of, level=level))


def stars_on(conn: Connection, day: str, policy: Policy | None = None) -> list[Star]:
    """See :func:`list_stars`; by number. Under ``policy``, or the one in force on the day."""
    return list(each_star(conn, day, policy))


def each_star(conn: Connection, day: str, policy: Policy | None = None) -> Iterator[Star]:
    """The stars of :func:`stars_on` one by one: what is only printed need not be held."""
    policy = policy or policy_on(conn, day)
    totals, reached = _reached(conn, policy, day)
    names = {level.level: level.name for level in policy.levels}
    granted: dict[int, int] = {}
    for who, _on, level in queries.query(conn, "star_granted", as_of=day):
        granted[who] = max(level, granted.get(who, 0))
    nothing: tuple[int, dict[int, str]] = (0, {})
    for row_id, number, name, registered_on in queries.query(conn, "star_people"):
        seconds = totals.get(row_id)
        if seconds is None and registered_on is not None and registered_on > day:
            continue
        level, attained = reached.get(row_id, nothing)
        yield Star(
            number, name, level, names.get(level), seconds or 0, attained.get(level), granted.get(row_id, 0), attained
        )


#: Volunteer id -> seconds that count, and -> (level, level -> the day it was reached) of those who reached any.
_Standing = tuple[dict[int, int], dict[int, tuple[int, dict[int, str]]]]


def _reached(conn: Connection, policy: Policy, day: str) -> _Standing:
    """What counts for whom, and who has reached what.

    A plain ladder of lifetime hours needs only totals; the days are looked for only of those whose total reaches the
    lowest level.
    """
    ladder = thresholds(policy)
    if ladder is None or policy.honours:
        judged = list(_judged(conn, policy, day))
        return {i: e.seconds for i, e in judged}, {i: (e.level, _attained(e)) for i, e in judged if e.level}
    counted = CountedTime(conn, day, policy.counting.excluded_ratings)
    totals = counted.totals()
    least = min(seconds for _level, seconds, _strict in ladder)
    reached = {}
    for who in [who for who, seconds in totals.items() if seconds >= least]:
        reached[who] = (level_of(ladder, totals[who]), attained_days(ladder, counted.history(who)))
    return totals, reached


def _judged(conn: Connection, policy: Policy, day: str) -> Iterator[tuple[int, Evaluation]]:
    """Everybody judged one by one, as any ladder but the plainest asks for."""
    from leifeng_cli.services.stars.facts import evaluations  # plain ladders need no judge

    return evaluations(conn, policy, day)


def _attained(e: Evaluation) -> dict[int, str]:
    return {r.level: r.attained_on for r in e.levels if r.met and r.attained_on is not None}


def list_distribution(ctx: Context, *, as_of: str | None = None) -> list[tuple[int, str, int]]:
    """See :func:`star_distribution`; as of today where no day is given."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        return star_distribution(conn, day)


def star_distribution(conn: Connection, day: str) -> list[tuple[int, str, int]]:
    """(level, name, how many hold it) for every level of the policy in force on the day, from totals alone.

    A star is counted where it is the highest reached; honours are counted each for itself.
    """
    policy = policy_on(conn, day)
    ladder = thresholds(policy)
    if ladder is None or policy.honours:
        counts: Counter[int] = Counter()
        for _who, e in _judged(conn, policy, day):
            counts[e.level] += 1
            counts.update(h.level for h in e.honours if h.met)
    else:
        counts = _count_plainly(CountedTime(conn, day, policy.counting.excluded_ratings), ladder)
    return [(level.level, level.name, counts[level.level]) for level in policy.all_levels()]


def _count_plainly(counted: CountedTime, ladder: Thresholds) -> Counter[int]:
    """How many hold each level: those who reach it less those who reach the next, counted where the totals are."""
    ordered = sorted(ladder, key=lambda step: (step[1], step[2]))
    reaching = counted.reaching([n + strict for _level, n, strict in ordered])
    following = [*reaching[1:], 0]
    return Counter({level: n - m for (level, _n, _s), n, m in zip(ordered, reaching, following, strict=True)})
