"""What would be: under another policy, or with a few hours more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.stars.evaluate import Evaluation, Gift, LevelResult, evaluate, gifts
from leifeng_cli.domain.stars.policy import Policy
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.stars.facts import facts_of
from leifeng_cli.services.stars.listing import Star, as_of_day, stars_on
from leifeng_cli.services.stars.policies import named_policy, policy_on
from leifeng_cli.services.volunteers import the_person
from leifeng_cli.store.connection import Connection


@dataclass(frozen=True)
class Shift:
    """One person whose level would differ. ``change`` is positive for a rise, counted in levels."""

    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level: Annotated[int, Col("现在星级")]
    level_name: Annotated[str | None, Col("现在", listed=True)]
    new_level: Annotated[int, Col("将为星级")]
    new_level_name: Annotated[str | None, Col("将为", listed=True)]
    change: Annotated[int, Col("升降", listed=True)]
    seconds: Annotated[int, Col("计星时长(小时)", show=hours_text, listed=True)]


@dataclass(frozen=True)
class Simulation:
    """The policies compared, everybody whose level differs, and how many reach each level under both."""

    policy: Policy
    other: Policy
    as_of: str
    shifts: list[Shift]
    counts: dict[int, int]
    other_counts: dict[int, int]
    people: int


@dataclass(frozen=True)
class Due:
    """Somebody near a level: what is missing, first in hours. ``missing`` names every condition not met."""

    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level: Annotated[int, Col("下一级")]
    level_name: Annotated[str, Col("下一级别", listed=True)]
    seconds: Annotated[int, Col("现有(小时)", show=hours_text, listed=True)]
    short_seconds: Annotated[int, Col("还差(小时)", show=hours_text, listed=True)]
    missing: Annotated[str, Col("还缺什么", listed=True)]


def simulate(ctx: Context, word: str, *, as_of: str | None = None) -> Simulation:
    """Who would rise or fall if the policy called ``word`` (shipped, or a file) were in force. Writes nothing."""
    day = as_of_day(ctx, as_of)
    other = named_policy(word)
    with ctx.read() as conn:
        policy = policy_on(conn, day)
        now, then = stars_on(conn, day, policy), stars_on(conn, day, other)
    before = {s.volunteer_number: s for s in now}
    pairs = [(before[b.volunteer_number], b) for b in then if b.volunteer_number in before]
    shifts = [_shift(a, b) for a, b in pairs if (a.level, a.level_name) != (b.level, b.level_name)]
    shifts.sort(key=lambda s: (-s.change, s.volunteer_number))
    return Simulation(policy, other, day, shifts, _counts(policy, now), _counts(other, then), len(now))


def _shift(a: Star, b: Star) -> Shift:
    return Shift(
        a.volunteer_number, a.volunteer_name, a.level, a.level_name, b.level, b.level_name, b.level - a.level, b.seconds
    )


def _counts(policy: Policy, stars: list[Star]) -> dict[int, int]:
    found = dict.fromkeys([0, *(level.level for level in policy.levels)], 0)
    for star in stars:
        found[star.level] = found.get(star.level, 0) + 1
    return found


def list_due(ctx: Context, within_seconds: int, *, as_of: str | None = None) -> list[Due]:
    """Who lacks at most so many seconds for the next level, those nearest first; other conditions are named."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        policy = policy_on(conn, day)
        found = [
            due for star in stars_on(conn, day) if (due := _due(conn, policy, star, day, within_seconds)) is not None
        ]
    return sorted(found, key=lambda d: (d.short_seconds, d.volunteer_number))


def _due(conn: Connection, policy: Policy, star: Star, day: str, within: int) -> Due | None:
    following = next((x for x in policy.all_levels() if x.level > star.level), None)
    if following is None:
        return None
    # Of a lifetime ladder the list's own total tells at once who is too far off to be judged one by one.
    need, window = following.conditions.hours, following.conditions.window
    if need is not None and window == policy.counting.window and need - star.seconds > within:
        return None
    evaluation = evaluate(policy, facts_of(conn, the_volunteer(conn, star.volunteer_number), day), day)
    result = _next_level(evaluation, star.level)
    if result is None:
        return None
    short = sum(c.short_by for c in result.conditions if c.name == "hours")
    if short > within:
        return None
    missing = "；".join(c.text for c in result.conditions if not c.met)
    return Due(
        star.volunteer_number, star.volunteer_name, result.level, result.name, evaluation.seconds, short, missing
    )


def _next_level(evaluation: Evaluation, level: int) -> LevelResult | None:
    return next((r for r in (*evaluation.levels, *evaluation.honours) if r.level > level and not r.met), None)


def list_gifts(ctx: Context, who: str, *, as_of: str | None = None) -> tuple[Volunteer, Policy, tuple[Gift, ...]]:
    """The gifts of the policy's cycle that are due to one person, medals in the first round only."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        person = the_person(conn, the_volunteer(conn, who).id)
        policy = policy_on(conn, day)
        return person, policy, gifts(policy, facts_of(conn, person, day), day)
