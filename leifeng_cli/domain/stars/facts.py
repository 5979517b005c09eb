"""What is known of one volunteer, and the same prepared for being asked many times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from leifeng_cli.domain.stars.dates import FIRST_DAY, add_months, in_year
from leifeng_cli.domain.stars.policy import Policy, Window


class Served(NamedTuple):
    """One credited record. ``activity`` is any key that is the same for the same activity.

    ``rating`` 1 to 5 or None; ``publicised`` whether its public notice is over; ``major`` whether the activity
    is a major event.
    """

    service_date: str
    seconds: int
    activity: object = None
    category: str | None = None
    rating: int | None = None
    publicised: bool = True
    major: bool = False


@dataclass(frozen=True)
class Facts:
    """All dates ISO text; order does not matter. ``redeemed_seconds``: time-bank withdrawals, positive.

    ``granted``: (level, date) of each grant in force, honours by their own number.
    """

    registered_on: str | None = None
    records: Sequence[Served] = ()
    points: Sequence[tuple[str, int]] = ()
    trainings: Sequence[tuple[str, int]] = ()
    awards: Sequence[str] = ()
    complaints: Sequence[str] = ()
    granted: Sequence[tuple[int, str]] = ()
    redeemed_seconds: Sequence[tuple[str, int]] = ()


class Series:
    """Dated amounts, summed over any stretch of days in logarithmic time."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(pairs)
        self.dates = [date for date, _amount in ordered]
        self.sums = [0, *accumulate(amount for _date, amount in ordered)]

    def between(self, since: str, until: str) -> int:
        """The sum from ``since`` to ``until``, both included."""
        low, high = bisect_left(self.dates, since), bisect_right(self.dates, until)
        return self.sums[high] - self.sums[low] if high > low else 0

    def first_reaching(self, amount: int, since: str) -> str | None:
        """The first day the sum counted from ``since`` is at least ``amount`` (above 0); no negative amounts."""
        low = bisect_left(self.dates, since)
        at = bisect_left(self.sums, self.sums[low] + amount, lo=low)
        return self.dates[at - 1] if low < at < len(self.sums) else None


class Prepared:
    """A volunteer's facts under one policy: only what counts, in order, with running sums."""

    def __init__(self, policy: Policy, facts: Facts) -> None:
        self.policy, self.facts = policy, facts
        self.counted = sorted((r for r in facts.records if self._counts(r)), key=lambda r: r[0])
        self.dates = [r[0] for r in self.counted]
        self.gross = Series((r[0], r[1]) for r in self.counted)
        self.redeemed = Series(facts.redeemed_seconds if policy.counting.subtract_time_bank else ())
        self.points = Series(facts.points)
        self.training = Series(facts.trainings)
        self.awards = Series((day, 1) for day in facts.awards)
        self.complaints = Series((day, 1) for day in facts.complaints)
        # A bad rating bars the record from the hours, but must not vanish from the average it spoils.
        self.ratings = Series((r[0], r[4]) for r in facts.records if r[4] is not None)
        self.rated = Series((r[0], 1) for r in facts.records if r[4] is not None)

    def _counts(self, record: Served) -> bool:
        date, _seconds, _activity, _category, rating, publicised, _major = record
        counting, registered = self.policy.counting, self.facts.registered_on
        if rating in counting.excluded_ratings or (counting.publicised_only and not publicised):
            return False
        return not counting.after_registration or (registered is not None and date >= registered)

    def seconds(self, since: str, until: str) -> int:
        return max(0, self.gross.between(since, until) - self.redeemed.between(since, until))

    def records(self, since: str, until: str) -> list[Served]:
        return self.counted[bisect_left(self.dates, since) : bisect_right(self.dates, until)]


def bounds(window: Window, day: str) -> tuple[str, str]:
    """First and last day (both included, never after ``day``) of the window as it stands on ``day``.

    In the gap between two yearly windows the last one still stands; before a once-only window nothing counts.
    """
    if window.kind == "calendar-year":
        return day[:4] + "-01-01", day
    if window.kind == "rolling":
        return just_after(add_months(day, -window.months)), day
    if window.kind == "dated":
        start = window.start if len(window.start) == 10 else _latest_start(window.start, day)
        return start, min(day, window_end(window, start))
    return FIRST_DAY, day


def window_end(window: Window, start: str) -> str:
    """The last day of the dated window that began on ``start``."""
    if len(window.end) == 10:
        return window.end
    same_year = in_year(int(start[:4]), window.end, starts=False)
    return same_year if same_year >= start else in_year(min(9999, int(start[:4]) + 1), window.end, starts=False)


def _latest_start(month_day: str, day: str) -> str:
    this_year = in_year(int(day[:4]), month_day, starts=True)
    return this_year if this_year <= day else in_year(max(1, int(day[:4]) - 1), month_day, starts=True)


def just_after(day: str) -> str:
    """Sorts after the day and before the next: spares a date computation in an inner loop."""
    return day + "~"
