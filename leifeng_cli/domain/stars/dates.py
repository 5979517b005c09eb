"""Month arithmetic on ISO dates, as text in and text out."""

from __future__ import annotations

import datetime as dt
from calendar import isleap, monthrange

FIRST_DAY = "0001-01-01"
LAST_DAY = "9999-12-31"


def add_months(day: str, months: int) -> str:
    """The same day ``months`` later (earlier when negative); a day the month lacks becomes its last day.

    That is how a period counted in months or years ends by law; beyond the calendar's ends it stops there.
    """
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    if year < 1:
        return FIRST_DAY
    if year > 9999:
        return LAST_DAY
    return f"{year:04d}-{month + 1:02d}-{min(int(day[8:]), monthrange(year, month + 1)[1]):02d}"


def add_days(day: str, days: int) -> str:
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()
    except OverflowError:
        return LAST_DAY if days > 0 else FIRST_DAY


def days_between(start: str, end: str) -> int:
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days


def in_year(year: int, month_day: str, *, starts: bool) -> str:
    """``MM-DD`` of that year; 02-29 in a common year is the nearest day inside the window."""
    if month_day == "02-29" and not isleap(year):
        month_day = "03-01" if starts else "02-28"
    return f"{year:04d}-{month_day}"


def is_iso(day: str) -> bool:
    try:
        return dt.date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False
