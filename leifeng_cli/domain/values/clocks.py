"""Times of day: 8:30, 8点半, 下午2:30 or a spreadsheet's day fraction."""

from __future__ import annotations

import datetime as dt
import re

from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.numerals import arabic
from leifeng_cli.domain.values.text import plain, written
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

MINUTES_PER_DAY = 24 * 60
SECONDS_PER_DAY = 24 * 3600
MAX_LENGTH = 20

_MORNING = ("上午", "早上", "早晨", "清晨", "早")
_NIGHT = ("凌晨", "am")
_AFTERNOON = ("下午", "傍晚", "pm")
_EVENING = ("晚上", "晚间", "夜间", "晚")
_NOON = ("中午",)
_WORDS = "|".join(_MORNING + _NIGHT + _AFTERNOON + _EVENING + _NOON)
_CLOCK = re.compile(
    rf"(?P<word>{_WORDS})?(?P<h>[0-9]{{1,2}})"
    r"(?::(?P<m>[0-5][0-9])(?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"|[点时]钟?(?:(?P<half>半)|整|(?P<quarter>[13])刻|(?P<m2>[0-5]?[0-9])分|(?P<m3>[0-5][0-9]))?)"
    r"(?P<after>am|pm)?"
)


def clock(cell: Cell, hints: Hints) -> str:
    """A time of day as "HH:MM", 00:00 to 23:59; seconds are dropped.

    A number is a fraction of a day, as spreadsheets keep times. Raises BadValue.
    """
    if isinstance(cell, dt.datetime):
        # A spreadsheet's plain time of more than a day comes as a day of January 1900: that is a duration.
        if cell.year == 1900:
            raise _no_clock(written(cell))
        return _of_microseconds(cell.time())
    if isinstance(cell, dt.time):
        return _of_microseconds(cell)
    if isinstance(cell, dt.timedelta):
        if dt.timedelta(0) <= cell < dt.timedelta(days=1):
            return _of_microseconds((dt.datetime.min + cell).time())
        raise _no_clock(written(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if 0 <= cell < 1:
            return hhmm(min(round(cell * SECONDS_PER_DAY), SECONDS_PER_DAY - 1) // 60)
        raise _no_clock(written(cell))
    minutes, _word = read_clock(written(cell))
    if minutes == MINUTES_PER_DAY:
        raise BadValue(_("24:00 只能作为起止时间的结束。"), hint=_("请写 00:00（即次日零点）。"))
    return hhmm(minutes)


def end_clock(cell: Cell, hints: Hints) -> str:
    """As :func:`clock`, and 24:00: how a service that runs to midnight ends."""
    if isinstance(cell, str) and read_clock(cell)[0] == MINUTES_PER_DAY:
        return hhmm(MINUTES_PER_DAY)
    return clock(cell, hints)


def read_clock(s: str) -> tuple[int, str]:
    """Minutes since midnight, 24:00 being 1440, and the word that told the part of the day ("" if none)."""
    s = re.sub(r"\s+", "", arabic(plain(s)).replace("∶", ":").lower())
    match = _CLOCK.fullmatch(s) if len(s) <= MAX_LENGTH else None
    if match is None or (match["word"] and match["after"]):
        raise _no_clock(s)
    word = match["word"] or match["after"] or ""
    hour = _hour(int(match["h"]), word, s)
    minute = int(match["m"] or match["m2"] or match["m3"] or 0)
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 * int(match["quarter"])
    if hour * 60 + minute > MINUTES_PER_DAY:
        raise _no_clock(s)
    return hour * 60 + minute, word


def hhmm(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _hour(hour: int, word: str, s: str) -> int:
    """The hour of 24; refuses what people read in two ways (晚上12点, 上午12点) and contradictions (上午14点)."""
    if not word:
        return hour
    if word in _MORNING and 0 <= hour <= 11:
        return hour
    if word in _NIGHT and 0 <= hour <= 12:
        return hour % 12
    if word in _AFTERNOON and 1 <= hour <= 23:
        return hour + 12 if hour < 12 else hour
    if word in _EVENING and 5 <= hour <= 23 and hour != 12:
        return hour + 12 if hour < 12 else hour
    if word in _NOON and 1 <= hour <= 14 and not 3 <= hour <= 9:
        return hour + 12 if hour < 3 else hour
    raise BadValue(
        _("“{value}”说不清是几点。").format(value=excerpt(s)), hint=_("请用 24 小时制，例如 14:30；零点写 00:00。")
    )


def _of_microseconds(time: dt.time) -> str:
    """Whole minutes of a spreadsheet's time, whose last digits are rounding noise (8:29:59.999 is 8:30)."""
    seconds = time.hour * 3600 + time.minute * 60 + time.second + (time.microsecond >= 500_000)
    return hhmm(min(seconds, SECONDS_PER_DAY - 1) // 60)


def _no_clock(s: str) -> BadValue:
    return BadValue(
        _("“{value}”不是一天中的时间。").format(value=excerpt(s)), hint=_("请写成 8:30 或 14:00（24 小时制）。")
    )
