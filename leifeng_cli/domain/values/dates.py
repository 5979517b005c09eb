"""Dates, months and clock times as offices write them."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.clocks import clock as clock
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.numerals import arabic
from leifeng_cli.domain.values.text import plain, written
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

#: Serial numbers read as days: 1954-10-03 to 2119-01-11. Smaller ones are rather a number in the wrong column.
FIRST_SERIAL, LAST_SERIAL = 20000, 80000
#: Day 0 of a spreadsheet for every day after February 1900, whose 29th it wrongly counts.
SERIAL_EPOCH = dt.date(1899, 12, 30)
#: 1900 itself is what spreadsheets make of small numbers.
FIRST_YEAR, LAST_YEAR = 1901, 2199
MAX_LENGTH = 60

_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_TIME = re.compile(
    r"(?:(?<=[日号])|[ T])(?:上午|下午|中午|早上|晚上|凌晨|傍晚|am|pm)? ?"
    r"(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d(?:\.\d+)?)?|[点时](?:整|半|[0-5]?\d分?)?)$",
    re.ASCII,
)
_FULL = (
    re.compile(r"(?P<y>\d{4}|\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<sep>[-./])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})[.日号]?", re.ASCII),
    # With slashes 21/3/5 could as well begin with a day or a month.
    re.compile(r"(?P<y>\d{2})(?P<sep>[-.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", re.ASCII),
)
_NO_YEAR = re.compile(r"(?P<m>\d{1,2})(?:月(?P<d>\d{1,2})[日号]?|[-./](?P<d2>\d{1,2}))", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:年(\d{1,2})月?|[-./](\d{1,2})|(\d\d))", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_LOST_ZERO = re.compile(r"(\d{1,2})\.([123])", re.ASCII)


def date(cell: Cell, hints: Hints) -> dt.date:
    """The day a cell names; of a day with a time of day, the day.

    Raises BadValue for what is no date, lacks a day or (without ``hints.year``) a year, and for a
    number such as 3.1 that may be the 1st or the 10th: see :func:`resolve_by_order`.
    """
    if isinstance(cell, dt.datetime):
        return _plausible(cell.date())
    if isinstance(cell, dt.date):
        return _plausible(cell)
    if isinstance(cell, dt.time | dt.timedelta | bool | None):
        raise _no_date(written(cell))
    if isinstance(cell, str):
        return _from_text(_folded(cell), hints)
    return _from_number(written(cell), cell, hints)


def date_text(cell: Cell, hints: Hints) -> str:
    """:func:`date` as ISO text."""
    return date(cell, hints).isoformat()


def ambiguous_days(cell: Cell, hints: Hints) -> tuple[dt.date, ...]:
    """Both days a number such as 3.1 may stand for: a spreadsheet drops the 0 of 3.10. Else empty.

    Empty too without ``hints.year``, or where only one of them exists (2.3).
    """
    if not isinstance(cell, float) or hints.year is None:
        return ()
    match = _LOST_ZERO.fullmatch(repr(cell))
    if match is None:
        return ()
    month, day = int(match[1]), int(match[2])
    found = [d for n in (day, day * 10) if (d := _existing(hints.year, month, n))]
    return tuple(found) if len(found) == 2 else ()


def resolve_by_order(cells: Sequence[Cell], hints: Hints) -> list[Cell]:
    """A column with each ambiguous number replaced by the only reading that keeps the dates in order.

    Nothing is replaced unless the unambiguous dates of the whole column stand in non-decreasing
    order; a number stays where neither or both readings lie between its nearest dated neighbours.
    """
    result = list(cells)
    unclear: dict[int, tuple[dt.date, ...]] = {}
    places: list[int] = []
    known: list[dt.date] = []
    for i, cell in enumerate(cells):
        days = ambiguous_days(cell, hints)
        if days:
            unclear[i] = days
            continue
        try:
            known.append(date(cell, hints))
        except BadValue:
            continue
        places.append(i)
    if any(later < earlier for earlier, later in pairwise(known)):
        return result
    for i, days in unclear.items():
        at = bisect_left(places, i)
        after = known[at - 1] if at else dt.date.min
        before = known[at] if at < len(known) else dt.date.max
        fitting = [d for d in days if after <= d <= before]
        if known and len(fitting) == 1:
            result[i] = fitting[0]
    return result


def month(text: str) -> str:
    """2021-03, 2021年3月 or 202103 as "YYYY-MM". Raises BadValue."""
    s = _folded(text)
    match = _MONTH.fullmatch(s)
    if match is None:
        raise BadValue(_("“{value}”不是月份。").format(value=excerpt(s)), hint=_("请写成 2021-03。"))
    year, number = int(match[1]), int(match[2] or match[3] or match[4])
    _day(year, number, 1)
    return f"{year:04d}-{number:02d}"


def month_range(month: str) -> tuple[str, str]:
    """First day of ``month`` ("YYYY-MM") and first day of the next one, ISO."""
    year, number = int(month[:4]), int(month[5:7])
    following = (year + 1, 1) if number == 12 else (year, number + 1)
    return f"{year:04d}-{number:02d}-01", "{:04d}-{:02d}-01".format(*following)


def add_days(iso: str, n: int) -> str:
    """The ISO day ``n`` days later; beyond the calendar's ends it stops there."""
    try:
        return (dt.date.fromisoformat(iso) + dt.timedelta(days=n)).isoformat()
    except OverflowError:
        return (dt.date.max if n > 0 else dt.date.min).isoformat()


def _folded(s: str) -> str:
    """Width, separators and numerals made one; weekday dropped; blanks dropped but the one before a time of day."""
    s = plain(s)
    if len(s) > MAX_LENGTH:
        raise _no_date(s)
    s = arabic(_WEEKDAY.sub("", s)).replace("元月", "1月").strip()
    s = _TIME.sub("", s)
    s = re.sub("[。．、]", ".", re.sub("[–—−‐‑]", "-", s))
    return re.sub(r"\s*([-./年月日号])\s*", r"\1", s).strip()


def _from_text(s: str, hints: Hints) -> dt.date:
    for pattern in _FULL:
        match = pattern.fullmatch(s)
        if match:
            return _day(_four_digits(match["y"], hints), int(match["m"]), int(match["d"]))
    match = _NO_YEAR.fullmatch(s)
    if match:
        return _in_year(int(match["m"]), int(match["d"] or match["d2"]), hints)
    serial = _SERIAL.fullmatch(s)
    if serial:
        return _from_serial(int(serial[1]))
    raise _no_date(s)


def _from_number(s: str, cell: int | float, hints: Hints) -> dt.date:
    days = ambiguous_days(cell, hints)
    if days:
        raise BadValue(
            _("“{value}”可能是{a}，也可能是{b}：表格软件会去掉末尾的 0。").format(
                value=s, a=_month_day(days[0]), b=_month_day(days[1])
            ),
            hint=_("请把这一格设为文本，写成 {a} 或 {b}。").format(a=days[0].isoformat(), b=days[1].isoformat()),
        )
    if FIRST_SERIAL <= cell < LAST_SERIAL + 1:
        return _from_serial(int(Decimal(s)))
    if re.fullmatch(r"[0-9]{8}|[0-9]{1,2}\.[0-9]{1,2}", s):
        return _from_text(s, hints)
    raise _no_date(s)


def _from_serial(serial: int) -> dt.date:
    if not FIRST_SERIAL <= serial <= LAST_SERIAL:
        raise _no_date(str(serial))
    return SERIAL_EPOCH + dt.timedelta(days=serial)


def _four_digits(year: str, hints: Hints) -> int:
    if len(year) == 4:
        return int(year)
    full = 2000 + int(year)
    if full > hints.today.year + 1:
        raise BadValue(_("年份“{year}”看不出是哪个世纪。").format(year=year), hint=_("请写四位年份，例如 1965-03-05。"))
    return full


def _in_year(month: int, day: int, hints: Hints) -> dt.date:
    if hints.year is None:
        raise BadValue(
            _("{month}月{day}日没有年份。").format(month=month, day=day),
            hint=_("请写全，例如 2021-03-05；整张表同一年的，用 --year 2021 指明。"),
        )
    return _day(hints.year, month, day)


def _existing(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> dt.date:
    if not 1 <= month <= 12:
        raise BadValue(_("没有 {month} 月。").format(month=month), hint=_("请检查月份；写法例如 2021-03-05。"))
    found = _existing(year, month, day)
    if found is None:
        raise BadValue(
            _("{year} 年 {month} 月没有 {day} 日。").format(year=year, month=month, day=day), hint=_("请核对日期。")
        )
    return _plausible(found)


def _plausible(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadValue(
            _("年份 {year} 不对。").format(year=day.year),
            hint=_("请检查：1900 年的日期多半是数字或时长被表格软件当成了日期。"),
        )
    return day


def _month_day(day: dt.date) -> str:
    return _("{month}月{day}日").format(month=day.month, day=day.day)


def _no_date(s: str) -> BadValue:
    """Why ``s`` is no date, as closely as can be told."""
    s = s[:MAX_LENGTH]
    value, hint = excerpt(s), _("请写成 2021-03-05 或 2021年3月5日；日期之外的内容另填一列。")
    if _MONTH.fullmatch(s):
        return BadValue(_("“{value}”只有年月，缺少日。").format(value=value), hint=hint)
    if re.fullmatch(r"\d{1,2}([-./])\d{1,2}\1(\d{4}|\d{1,2})", s, re.ASCII):
        return BadValue(_("“{value}”分不清年、月、日的先后。").format(value=value), hint=hint)
    if re.fullmatch(r"\d+(\.\d+)?", s, re.ASCII):
        return BadValue(_("数字“{value}”不是日期。").format(value=value), hint=hint)
    if len(re.findall(r"\d[日号]", s)) > 1 or re.search(r"\d\s*[-~至到]\s*\d+:|\d[-~至到].*[.月/]\d", s):
        return BadValue(_("“{value}”不是一个单独的日期。").format(value=value), hint=hint)
    return BadValue(_("“{value}”不是日期。").format(value=value), hint=hint)
