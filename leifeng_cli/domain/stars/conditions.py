"""Each condition of the vocabulary: measured on a day, and put into words.

Measuring is kept apart from wording because the day a level was reached is found by measuring many days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from leifeng_cli.domain.stars.dates import add_days, add_months, days_between
from leifeng_cli.domain.stars.facts import Prepared, bounds, just_after
from leifeng_cli.domain.stars.policy import Conditions
from leifeng_cli.messages import _

Unit = Literal["seconds", "days", "count", "points", "rating_x100", "level"]


class Measure(NamedTuple):
    """What there is and what is needed, in ``unit``; ``need`` of a strict bound must be exceeded."""

    name: str
    unit: Unit
    have: int
    need: int
    met: bool
    subject: str = ""
    strict: bool = False

    @property
    def short_by(self) -> int:
        if self.met:
            return 0
        if self.name == "no_complaints":
            return self.have
        return max(0, self.need - self.have + (1 if self.strict else 0))


@dataclass(frozen=True)
class ConditionResult:
    """One condition on the day asked about.

    ``name``: its key in the policy file; ``subject``: the category of ``category_hours``. ``have``, ``need`` and
    ``short_by`` are in ``unit`` (``rating_x100``: hundredths of a rating; ``short_by`` is 0 when met or unknown).
    ``text`` is one Chinese sentence to read out.
    """

    name: str
    met: bool
    have: int
    need: int
    short_by: int
    unit: Unit
    text: str
    subject: str = ""


def measures(facts: Prepared, asked: Conditions, day: str) -> Iterator[Measure]:
    """Every condition asked for, measured on ``day``; cheap ones first."""
    since, until = bounds(asked.window, day)
    if facts.policy.counting.after_registration and facts.facts.registered_on is None:
        yield Measure("after_registration", "days", 0, 0, False)
    if asked.hours is not None:
        have = facts.seconds(since, until)
        met = have > asked.hours if asked.strict else have >= asked.hours
        yield Measure("hours", "seconds", have, asked.hours, met, strict=asked.strict)
    if asked.member_days is not None or asked.member_months is not None:
        yield _membership(facts.facts.registered_on, asked, day)
    if asked.granted_level is not None:
        have = max((level for level, on in facts.facts.granted if on <= day), default=0)
        yield Measure("granted_level", "level", have, asked.granted_level, have >= asked.granted_level)
    sums: tuple[tuple[str, Unit, int | None, Callable[[str, str], int]], ...] = (
        ("points", "points", asked.points, facts.points.between),
        ("training_hours", "seconds", asked.training, facts.training.between),
        ("awards", "count", asked.awards, facts.awards.between),
    )
    for name, unit, need, total in sums:
        if need is not None:
            have = total(since, until)
            yield Measure(name, unit, have, need, have >= need)
    yield from _quality(facts, asked, since, until, day)
    yield from _variety(facts, asked, since, until)


def holds(facts: Prepared, asked: Conditions, day: str) -> bool:
    return all(measure.met for measure in measures(facts, asked, day))


def matures_on(registered_on: str, asked: Conditions) -> str:
    """The first day the membership is long enough."""
    if asked.member_days is not None:
        return add_days(registered_on, asked.member_days)
    return add_months(registered_on, asked.member_months or 0)


def _membership(registered_on: str | None, asked: Conditions, day: str) -> Measure:
    subject = _span(asked)
    if registered_on is None:
        return Measure("member", "days", 0, 0, False, subject)
    matures = matures_on(registered_on, asked)
    have, need = days_between(registered_on, day), days_between(registered_on, matures)
    return Measure("member", "days", max(0, have), need, have >= need, subject)


def _span(asked: Conditions) -> str:
    if asked.member_days is not None:
        return _("{n}天").format(n=asked.member_days)
    months = asked.member_months or 0
    return _("{n}年").format(n=months // 12) if months % 12 == 0 else _("{n}个月").format(n=months)


def _quality(facts: Prepared, asked: Conditions, since: str, until: str, day: str) -> Iterator[Measure]:
    if asked.no_complaints:
        own = asked.complaint_months  # a stretch of the complaints' own: what follows keeps the window
        stretch = (just_after(add_months(day, -own)), day) if own else (since, until)
        count = facts.complaints.between(*stretch)
        yield Measure("no_complaints", "count", count, 0, count == 0)
    if asked.average_rating is not None:
        total, rated = facts.ratings.between(since, until), facts.rated.between(since, until)
        met = rated > 0 and total * 100 >= asked.average_rating * rated
        # Rounded down, so that an average just below the bound is never shown as having reached it.
        yield Measure("average_rating", "rating_x100", total * 100 // rated if rated else 0, asked.average_rating, met)


def _variety(facts: Prepared, asked: Conditions, since: str, until: str) -> Iterator[Measure]:
    if not (asked.activities or asked.categories or asked.major_events or asked.category_hours):
        return
    records = facts.records(since, until)
    counts: tuple[tuple[str, int | None, set[object]], ...] = (
        ("activities", asked.activities, {r[2] for r in records if r[2] is not None}),
        ("categories", asked.categories, {r[3] for r in records if r[3] is not None}),
        ("major_events", asked.major_events, {r[2] for r in records if r[6]}),
    )
    for name, need, found in counts:
        if need is not None:
            yield Measure(name, "count", len(found), need, len(found) >= need)
    for category, need in asked.category_hours:
        have = sum(r[1] for r in records if r[3] == category)
        yield Measure("category_hours", "seconds", have, need, have >= need, category)
