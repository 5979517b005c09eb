"""The working-day calendar of the State Council's notices, with the unit's own overrides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from leifeng_cli.domain.workdays import IsWorkday

_NO_OVERRIDES: Mapping[dt.date, bool] = {}


def calendar(overrides: Mapping[dt.date, bool] = _NO_OVERRIDES) -> IsWorkday:
    """A function: is this day worked? ``overrides`` (date -> worked) come before everything else.

    In a year whose notice is not known (see :func:`is_published`) Monday to Friday are worked. Answers are kept
    for the life of the returned function.
    """
    # Imported here: only commands that count working days pay for it.
    from chinese_calendar import is_workday as official  # type: ignore[import-untyped]

    published = _published_years()
    known: dict[dt.date, bool] = dict(overrides)

    def is_workday(day: dt.date) -> bool:
        answer = known.get(day)
        if answer is None:
            answer = bool(official(day)) if day.year in published else day.weekday() < 5
            known[day] = answer
        return answer

    return is_workday


def is_published(year: int, overrides: Mapping[dt.date, bool] = _NO_OVERRIDES) -> bool:
    """Whether the year's holidays are known, built in or by overrides: if not, say 尚未公布 beside any date."""
    return year in _published_years() or any(day.year == year for day in overrides)


@cache
def _published_years() -> frozenset[int]:
    # Read from the package's own tables, so that its yearly release needs no change here.
    from chinese_calendar import constants

    return frozenset(day.year for day in constants.holidays)
