"""Arithmetic in working days. The calendar is passed in: the domain knows no holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

IsWorkday = Callable[[dt.date], bool]

RECORD_WITHIN = 10
"""Working days after an activity within which its hours are to be recorded (民政部令第67号)."""

_ONE_DAY = dt.timedelta(1)
_MOST = 10_000


def add_workdays(start: dt.date, n: int, is_workday: IsWorkday) -> dt.date:
    """The ``n``-th working day after ``start``, which itself never counts; ``start`` for 0.

    Raises InvalidInput for a negative or absurdly large ``n``.
    """
    if not 0 <= n <= _MOST:
        raise InvalidInput(
            _("工作日天数“{n}”不对。").format(n=n), hint=_("请写 0 到 {most} 之间的整数。").format(most=_MOST)
        )
    day = start
    while n:
        day = _next(day)
        n -= is_workday(day)
    return day


def workdays_between(start: dt.date, end: dt.date, is_workday: IsWorkday) -> int:
    """Working days after ``start`` up to and including ``end``; 0 where ``end`` is not later."""
    return sum(1 for n in range(1, (end - start).days + 1) if is_workday(start + dt.timedelta(n)))


def is_late(service_date: dt.date, recorded_on: dt.date, *, is_workday: IsWorkday, limit: int = RECORD_WITHIN) -> bool:
    """Whether more than ``limit`` working days had gone by; the ``limit``-th day itself is in time."""
    if (recorded_on - service_date).days <= limit:
        return False
    passed, day = 0, service_date
    while day < recorded_on:  # stops at the first day too many: an old record costs no more than a recent one
        day += _ONE_DAY
        passed += is_workday(day)
        if passed > limit:
            return True
    return False


def _next(day: dt.date) -> dt.date:
    if day == dt.date.max:
        raise InvalidInput(_("算出的日期超出了公历范围。"), hint=_("请核对起始日期和天数。"))
    return day + _ONE_DAY
