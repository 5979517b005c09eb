"""When activities are on: clashes between two of them, and a service that runs past midnight.

Dates are ISO text, times ``HH:MM`` or ``HH:MM:SS`` of the local clock, ``24:00`` the end of a day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeVar

from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.messages import _

DAY = 86_400
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?\Z")
_Ordered = TypeVar("_Ordered", int, str, float, dt.date, dt.datetime, dt.time)


@dataclass(frozen=True)
class Window:
    """An activity: the same hours on every day from ``starts_on`` to ``ends_on``, both included.

    An end at or before the start lies on the next day. Raises InvalidInput (BadValue for a date or time that
    is none).
    """

    starts_on: str
    ends_on: str
    start_time: str | None = None
    end_time: str | None = None

    def __post_init__(self) -> None:
        if _day(self.ends_on) < _day(self.starts_on):
            raise InvalidInput(
                _("结束日期 {end} 早于开始日期 {start}。").format(end=self.ends_on, start=self.starts_on),
                hint=_("请核对活动的起止日期。"),
            )
        if self.start_time is not None:
            seconds_of(self.start_time)
        if self.end_time is not None:
            seconds_of(self.end_time, end=True)


def conflicts(a: Window, b: Window) -> bool:
    """Whether one person could not attend both: on some pair of days their half-open hours overlap.

    Touching is no clash, and an activity without both times clashes with nothing.
    """
    hours_a, hours_b = _hours(a), _hours(b)
    if hours_a is None or hours_b is None:
        return False
    (a0, a1), (b0, b1) = hours_a, hours_b
    # Day db of b and day da of a clash when, with k = db - da: a0 - b1 < k days < a1 - b0. Every k between the
    # extremes of the two periods occurs, so it is enough that the two ranges of k meet.
    lowest = max((a0 - b1) // DAY + 1, _day(b.starts_on) - _day(a.ends_on))
    highest = min(-((b0 - a1) // DAY) - 1, _day(b.ends_on) - _day(a.starts_on))
    return lowest <= highest


def overlap(start1: _Ordered, end1: _Ordered, start2: _Ordered, end2: _Ordered, inclusive: bool = False) -> bool:
    """Whether two intervals overlap; ``inclusive`` counts touching, as the national form does.

    The four are of one kind: numbers, dates, or texts such as ``HH:MM`` that sort as they run.
    """
    latest, earliest = max(start1, start2), min(end1, end2)
    return latest <= earliest if inclusive else latest < earliest


def split_at_midnight(date_iso: str, start: str, end: str) -> list[tuple[str, str, str, int]]:
    """One service as pieces of one day each: (date, start, end, seconds); an end before the start is next day's.

    Raises BadValue for equal times (no time, or a whole day: nobody can tell) and for what is no date or time.
    """
    day, first, last = _day(date_iso), seconds_of(start), seconds_of(end, end=True)
    if first == last:
        raise BadValue(
            _("开始时间和结束时间都是 {time}，时长为 0。").format(time=start),
            hint=_("请核对起止时间；整天请写 00:00-24:00。"),
        )
    if first < last:
        return [(date_iso, start, end, last - first)]
    pieces = [(date_iso, start, "24:00", DAY - first)]
    if last:
        if day == dt.date.max.toordinal():
            raise BadValue(_("跨零点的服务超出了公历范围。"), hint=_("请核对服务日期。"))
        pieces.append((dt.date.fromordinal(day + 1).isoformat(), "00:00", end, last))
    return pieces


def seconds_of(time: str, *, end: bool = False) -> int:
    """Seconds since midnight; ``24:00`` is allowed as an ``end``. Raises BadValue."""
    if end and time in ("24:00", "24:00:00"):
        return DAY
    found = _CLOCK.match(time)
    if not found:
        raise BadValue(_("“{time}”不是时刻。").format(time=time), hint=_("请写成 08:30 的样子（00:00 到 24:00）。"))
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def _hours(window: Window) -> tuple[int, int] | None:
    if window.start_time is None or window.end_time is None:
        return None
    start, end = seconds_of(window.start_time), seconds_of(window.end_time, end=True)
    return start, end if end > start else end + DAY


def _day(iso: str) -> int:
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        day = None
    if day is None or day.isoformat() != iso:
        raise BadValue(_("“{day}”不是确有的日期。").format(day=iso), hint=_("请写成 2021-03-05 的样子。"))
    return day.toordinal()
