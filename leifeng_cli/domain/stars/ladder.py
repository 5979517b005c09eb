"""The short way for ladders of nothing but lifetime hours: plain totals do, as a database can sum them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from leifeng_cli.domain.stars.policy import Conditions, Policy, Window

Thresholds = Sequence[tuple[int, int, bool]]


def thresholds(policy: Policy) -> tuple[tuple[int, int, bool], ...] | None:
    """(level, seconds, strict) rising, or None where the stars need more than the total of counted seconds.

    Only ``policy.counting.excluded_ratings`` must still be left out by the caller. Honours are not among them:
    they are judged one by one, by ``evaluate``.
    """
    counting = policy.counting
    if counting.publicised_only or counting.after_registration or counting.subtract_time_bank:
        return None
    found = []
    for level in policy.levels:
        asked = level.conditions
        if asked.hours is None or asked != Conditions(window=Window(), hours=asked.hours, strict=asked.strict):
            return None
        found.append((level.level, asked.hours, asked.strict))
    return tuple(found)


def level_of(ladder: Thresholds, seconds: int) -> int:
    """The highest level a total of seconds reaches, 0 for none."""
    return max(
        (level for level, need, strict in ladder if seconds > need or (seconds == need and not strict)), default=0
    )


def attained_days(ladder: Thresholds, ordered: Iterable[tuple[str, int]]) -> dict[int, str]:
    """Level -> the day its total was reached, for (date, seconds) in order of date; levels not reached are absent."""
    found: dict[int, str] = {}
    rising = iter(_rising(tuple(ladder)))
    need, level = next(rising)
    total = 0
    for date, seconds in ordered:
        total += seconds
        while total >= need:
            found[level] = date
            following = next(rising, None)
            if following is None:
                return found
            need, level = following
    return found


@cache
def _rising(ladder: Thresholds) -> tuple[tuple[int, int], ...]:
    """(seconds that are enough, level), rising: to exceed a bound is to reach the next whole second."""
    return tuple(sorted((need + strict, level) for level, need, strict in ladder))
