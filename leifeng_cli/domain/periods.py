"""Stretches of time a report may cover: a month, a quarter, half a year, a year, or from one day to another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.domain.values.dates import add_days, date_text, month_range
from leifeng_cli.domain.values.dates import month as read_month
from leifeng_cli.domain.values.text import plain
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

MONTH, QUARTER, HALF, YEAR, RANGE = "month", "quarter", "half", "year", "range"
MONTHS_IN = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}
_QUARTER = re.compile(r"(\d{4})(?:[-年]?\s*[Qq第]?)([1-4])(?:季度?)?")
_HALF = re.compile(r"(\d{4})(?:-?[Hh]([12])|年?(上|下)半年)")
_YEAR = re.compile(r"(\d{4})年?")


@dataclass(frozen=True)
class Period:
    """``name`` is stable and sorts (2021-03, 2021-Q1, 2021-H1, 2021, 2021-03-01..2021-04-02); days are ISO text.

    ``first`` is the first day, ``after`` the day after the last: half-open, as every query wants it.
    """

    kind: str
    name: str
    first: str
    after: str

    @property
    def last(self) -> str:
        return add_days(self.after, -1)

    @property
    def months(self) -> tuple[str, ...]:
        """Every month the period touches, in order."""
        found, month = [], self.first[:7]
        while month <= self.last[:7]:
            found.append(month)
            month = shift_month(month, 1)
        return tuple(found)

    @property
    def title(self) -> str:
        """As an official document writes it: 2021年3月, 2021年第1季度, 2021年上半年, 2021年."""
        year, rest = self.name[:4], self.name[5:]
        match self.kind:
            case "month":
                return _("{y}年{m}月").format(y=year, m=int(rest))
            case "quarter":
                return _("{y}年第{q}季度").format(y=year, q=rest[1])
            case "half":
                return (_("{y}年上半年") if rest == "H1" else _("{y}年下半年")).format(y=year)
            case "year":
                return _("{y}年").format(y=year)
        return _("{a}至{b}").format(a=day_title(self.first), b=day_title(self.last))


UNIT, CAMPAIGN, TEAM, VOLUNTEER, ACTIVITY = "unit", "campaign", "team", "volunteer", "activity"


@dataclass(frozen=True)
class Scope:
    """Whose or what's records a report counts. ``ids`` are those of the campaign, teams, volunteer or activity."""

    kind: str = UNIT
    ids: tuple[int, ...] = ()
    number: str = ""
    title: str = ""


WHOLE_UNIT = Scope()


def day_title(day: str) -> str:
    """2021-03-05 -> 2021年3月5日, as the standard for official documents writes dates (GB/T 9704-2012)."""
    return _("{y}年{m}月{d}日").format(y=day[:4], m=int(day[5:7]), d=int(day[8:10]))


def shift_month(month: str, by: int) -> str:
    """The month ``by`` months later: 2021-12, 1 -> 2022-01."""
    year, index = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + by, 12)
    return f"{year:04d}-{index + 1:02d}"


def month_period(word: str) -> Period:
    """Raises BadValue for what is no month."""
    name = read_month(word)
    return Period(MONTH, name, *month_range(name))


def _of_months(kind: str, name: str, first: str) -> Period:
    last = shift_month(first, MONTHS_IN[kind] - 1)
    return Period(kind, name, month_range(first)[0], month_range(last)[1])


def quarter_period(word: str) -> Period:
    """2021-Q1, 2021Q1, 2021年第1季度. Raises BadValue."""
    found = _QUARTER.fullmatch(plain(word))
    if found is None:
        raise BadValue(_("“{w}”不是季度。").format(w=word), hint=_("请写成 2021-Q1。"))
    year, quarter = found[1], int(found[2])
    return _of_months(QUARTER, f"{year}-Q{quarter}", read_month(f"{year}-{quarter * 3 - 2:02d}"))


def half_period(word: str) -> Period:
    """2021-H1, 2021年上半年. Raises BadValue."""
    found = _HALF.fullmatch(plain(word))
    if found is None:
        raise BadValue(_("“{w}”不是半年。").format(w=word), hint=_("请写成 2021-H1（上半年）或 2021-H2（下半年）。"))
    half = int(found[2]) if found[2] else 1 if found[3] == "上" else 2
    return _of_months(HALF, f"{found[1]}-H{half}", read_month(f"{found[1]}-{half * 6 - 5:02d}"))


def year_period(word: str) -> Period:
    """2021, 2021年. Raises BadValue."""
    found = _YEAR.fullmatch(plain(word))
    if found is None:
        raise BadValue(_("“{w}”不是年份。").format(w=word), hint=_("请写四位年份，例如 2021。"))
    return _of_months(YEAR, found[1], read_month(f"{found[1]}-01"))


def range_period(first: str, last: str, hints: Hints) -> Period:
    """From one day to another, both included. Raises BadValue."""
    a, b = date_text(first, hints), date_text(last, hints)
    if b < a:
        raise BadValue(_("结束日期 {b} 早于开始日期 {a}。").format(a=a, b=b), hint=_("请核对先后。"))
    return Period(RANGE, f"{a}..{b}", a, add_days(b, 1))


def parse_period(name: str, hints: Hints) -> Period:
    """A period by its stable name, or as a clerk writes one. Raises BadValue naming the forms."""
    text = plain(name)
    first, dots, last = text.partition("..")
    if dots:
        return range_period(first, last, hints)
    for read in (month_period, half_period, year_period, quarter_period):
        try:
            return read(text)
        except BadValue:
            continue
    raise BadValue(
        _("“{w}”不是期间。").format(w=name),
        hint=_("请写月（2021-03）、季（2021-Q1）、半年（2021-H1）、年（2021）或起止（2021-03-01..2021-04-02）。"),
    )


def before(period: Period) -> Period | None:
    """The period just before of the same length in months; None for a free range."""
    return _shifted(period, -MONTHS_IN[period.kind]) if period.kind in MONTHS_IN else None


def year_before(period: Period) -> Period | None:
    """The same period of the year before; of a free range, the same calendar days."""
    if period.kind in MONTHS_IN:
        return _shifted(period, -12)
    first, last = _same_day(period.first), _same_day(period.last)
    return Period(RANGE, f"{first}..{last}", first, add_days(last, 1))


def _same_day(day: str) -> str:
    year, rest = int(day[:4]) - 1, day[4:]
    return f"{year:04d}-02-28" if rest == "-02-29" else f"{year:04d}{rest}"


def _shifted(period: Period, months: int) -> Period:
    first = shift_month(period.first[:7], months)
    year, month = first[:4], int(first[5:])
    name = {
        MONTH: first,
        QUARTER: f"{year}-Q{(month + 2) // 3}",
        HALF: f"{year}-H{(month + 5) // 6}",
        YEAR: year,
    }[period.kind]
    return _of_months(period.kind, name, first)
