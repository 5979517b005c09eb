"""Which level a volunteer has reached as of a day, since when, and what is missing for each. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from leifeng_cli.domain.stars.conditions import ConditionResult, holds, matures_on, measures
from leifeng_cli.domain.stars.dates import FIRST_DAY, LAST_DAY, add_days, add_months, is_iso
from leifeng_cli.domain.stars.facts import Facts, Prepared, bounds
from leifeng_cli.domain.stars.ladder import attained_days
from leifeng_cli.domain.stars.policy import Conditions, Level, Policy
from leifeng_cli.domain.stars.wording import explain
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _


@dataclass(frozen=True)
class LevelResult:
    """``met``: the level stands reached on the day asked about; ``conditions`` are as they are on that day.

    A level that is never lost stays met when a condition no longer holds: ``holds_now`` tells the two apart.
    """

    level: int
    name: str
    met: bool
    attained_on: str | None
    conditions: tuple[ConditionResult, ...]

    @property
    def holds_now(self) -> bool:
        return all(c.met for c in self.conditions)


@dataclass(frozen=True)
class Evaluation:
    """``level``: highest star reached, 0 for none; ``attained_on`` its day; ``seconds`` counted in the window.

    ``honour``: the number of the highest honour reached, 0 for none.
    """

    level: int
    attained_on: str | None
    seconds: int
    levels: tuple[LevelResult, ...]
    honours: tuple[LevelResult, ...] = ()
    honour: int = 0

    def find(self, number: int) -> LevelResult | None:
        return next((r for r in self.levels + self.honours if r.level == number), None)


@dataclass(frozen=True)
class Gift:
    """A gift due: ``seconds`` of service reached on ``attained_on``; the medal comes in the first round only."""

    level: int
    prize: str
    seconds: int
    attained_on: str
    round: int
    medal: bool


def evaluate(policy: Policy, facts: Facts, as_of: str) -> Evaluation:
    """Levels and honours as of the end of the day ``as_of`` (ISO). Raises InvalidInput where that is no date.

    Ladders whose levels are never lost: the first day on which all conditions held (once the lower level stood,
    where the policy's sequence says so). Policies that demote: the first day of the unbroken stretch up to
    ``as_of``. Yearly and dated windows: only the window ``as_of`` lies in.
    """
    if not is_iso(as_of):
        raise InvalidInput(_("截止日期“{day}”不是确有的日期。").format(day=as_of), hint=_("请写成 2021-12-31 的样子。"))
    prepared = Prepared(policy, facts)
    days = _turning_days(policy, facts, as_of)
    find = _stretch_start if policy.demotion == "on-evaluation" else _first_day
    levels: list[LevelResult] = []
    floor: str | None = FIRST_DAY
    below: tuple[Conditions, ...] = ()
    for level in policy.levels:
        attained = None if floor is None else find(prepared, level, below, days, floor)
        levels.append(_result(prepared, level, attained, as_of))
        if policy.sequence == "conditions":
            floor, below = attained, (*below, level.conditions)
    honours = [_result(prepared, h, find(prepared, h, (), days, FIRST_DAY), as_of) for h in policy.honours]
    top = next((r for r in reversed(levels) if r.met), None)
    return Evaluation(
        level=top.level if top else 0,
        attained_on=top.attained_on if top else None,
        seconds=prepared.seconds(*bounds(policy.counting.window, as_of)),
        levels=tuple(levels),
        honours=tuple(honours),
        honour=max((h.level for h in honours if h.met), default=0),
    )


def gifts(policy: Policy, facts: Facts, as_of: str) -> tuple[Gift, ...]:
    """Every gift due by the end of ``as_of``, in order. Redeemed time-bank hours do not lessen it."""
    if policy.gifts is None:
        return ()
    cycle = policy.gifts
    counted = [(r[0], r[1]) for r in Prepared(policy, facts).counted if r[0] <= as_of]
    total = sum(seconds for _date, seconds in counted)
    due = [
        (turn * cycle.seconds + step.seconds, turn, step)
        for turn in range(total // cycle.seconds + 1)
        for step in cycle.steps
    ]
    reached = attained_days([(at, at, False) for at, _turn, _step in due], counted)
    return tuple(
        Gift(step.level, step.prize, at, reached[at], turn, medal=turn == 0) for at, turn, step in due if at in reached
    )


def _result(facts: Prepared, level: Level, attained: str | None, as_of: str) -> LevelResult:
    window = level.conditions.window
    found = tuple(explain(m, facts.policy, window, as_of) for m in measures(facts, level.conditions, as_of))
    return LevelResult(level.level, level.name, attained is not None, attained, found)


def _first_day(
    facts: Prepared, level: Level, _below: tuple[Conditions, ...], days: list[str], floor: str
) -> str | None:
    """The first day, from ``floor`` on, on which the level's conditions hold."""
    start = _earliest(facts, level, days[-1])
    if start is None:
        return None
    candidates = days[bisect_left(days, max(start, floor)) :]
    return next((day for day in candidates if holds(facts, level.conditions, day)), None)


def _stretch_start(
    facts: Prepared, level: Level, below: tuple[Conditions, ...], days: list[str], _floor: str
) -> str | None:
    """The first day of the unbroken stretch, up to the last day, on which this and all lower levels hold."""
    start = _earliest(facts, level, days[-1])
    if start is None:
        return None
    since = None
    for day in reversed(days[bisect_left(days, start) :]):
        if not all(holds(facts, asked, day) for asked in (level.conditions, *below)):
            break
        since = day
    return since


def _earliest(facts: Prepared, level: Level, as_of: str) -> str | None:
    """A day before which the level cannot hold, or None where the hours served can never do: saves the search."""
    asked = level.conditions
    start = bounds(asked.window, as_of)[0] if asked.window.renews else FIRST_DAY
    if asked.hours is None:
        return start
    return facts.gross.first_reaching(asked.hours + asked.strict, start)


def _turning_days(policy: Policy, facts: Facts, as_of: str) -> list[str]:
    """Every day up to ``as_of`` on which any condition can begin or cease to hold, in order."""
    days = {as_of}
    days.update(r[0] for r in facts.records)
    for pairs in (facts.points, facts.trainings, facts.redeemed_seconds):
        days.update(date for date, _amount in pairs)
    days.update(facts.awards, facts.complaints, (date for _level, date in facts.granted))
    if facts.registered_on is not None:
        days.add(facts.registered_on)
    days.add(add_days(min(days), -1))  # what asks only that something did not happen holds before anything did
    events = tuple(days)
    for level in policy.all_levels():
        days.update(_derived_days(level.conditions, facts.registered_on, events, as_of))
    return sorted(day for day in days if day <= as_of)


def _derived_days(asked: Conditions, registered_on: str | None, events: tuple[str, ...], as_of: str) -> Iterator[str]:
    if registered_on is not None and (asked.member_days is not None or asked.member_months is not None):
        yield matures_on(registered_on, asked)
    if asked.window.renews:
        yield bounds(asked.window, as_of)[0]
    spans = {asked.window.months if asked.window.kind == "rolling" else 0, asked.complaint_months or 0} - {0}
    for months in spans:
        for day in events:
            # A day leaves the stretch N months later; where that month is short, on the day after its last.
            left = add_months(day, months)
            yield left
            if left != LAST_DAY:
                yield add_days(left, 1)
