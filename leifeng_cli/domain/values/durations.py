"""Lengths of service in seconds, spans of the clock, and several activities named in one cell."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.clocks import MINUTES_PER_DAY, SECONDS_PER_DAY, hhmm, read_clock
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.numerals import arabic
from leifeng_cli.domain.values.text import clean, plain, written
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600
#: One record covers one day at most.
MAX_SECONDS = SECONDS_PER_DAY
MAX_LENGTH = 40

_H = r"(?:个?小时|个?钟头|时|hours?|hrs?|h)"
_M = r"(?:分钟?|minutes?|mins?|m)"
_NUMBER = r"([0-9]{1,6}(?:\.[0-9]{1,20})?)"
_HOURS = re.compile(rf"{_NUMBER}{_H}?")
_MINUTES = re.compile(rf"{_NUMBER}{_M}")
_HOURS_MINUTES = re.compile(rf"([0-9]{{1,6}}){_H}([0-5]?[0-9]){_M}?(?:([0-5]?[0-9])(?:秒|s))?")
_COLONS = re.compile(r"([0-9]{1,6}):([0-5][0-9])(?::([0-5][0-9]))?")
_AND_A_HALF = re.compile(r"([0-9]{1,6})个半(?:小时|钟头)|半个?(?:小时|钟头)|([0-9]{1,6})(?:个?小时|个?钟头|h)半")
_TRAVEL_EXCLUDED = re.compile(r"\((?:不含|不包括|已扣除?|已除)[^()]{0,12}\)")
_TRAVEL = re.compile("路程|路途|路上|在途|往返|来回|车程|交通")

_DASH = re.compile(r"\s*(?:[-–—―−‐‑─~〜～至到])+\s*")
_NEXT_DAY = re.compile(r"(?:次日|翌日|第[2二]天|隔日|隔天)\s*")
_PIECE = re.compile(r"([^()（）]+(?:[(（][^()（）]*[)）][^()（）]*)*)[(（]([^()（）]+)[)）]")
_PIECE_ENDS = re.compile("[、；;，,\n]")


def duration(cell: Cell, hints: Hints) -> int:
    """Seconds of service, more than 0 and at most MAX_SECONDS, exact; a number without unit is hours.

    Raises BadValue for travel time counted in, for days, and for what is no duration.
    """
    if isinstance(cell, dt.timedelta):
        return _within_a_day(_rounded(Decimal(cell // dt.timedelta(microseconds=1)) / 1_000_000))
    if isinstance(cell, dt.datetime | dt.date):
        return _within_a_day(_from_date(cell))
    if isinstance(cell, dt.time):
        since_midnight = dt.datetime.combine(dt.date.min, cell) - dt.datetime.min
        return duration(since_midnight, hints)
    s = plain("" if isinstance(cell, bool) else written(cell))
    if isinstance(cell, float) and 0 < cell < 1 and len(s) > len("0.0000"):
        raise BadValue(
            _("分不清“{value}”是小时数还是表格里的时刻。").format(value=s),
            hint=_("请写成 2:30、2小时30分 或 2.5（小时）。"),
        )
    return _within_a_day(_from_text(s), bare=bool(re.fullmatch(_NUMBER, s)))


def long_duration(cell: Cell, hints: Hints) -> int:
    """Seconds of service in sum, more than 0, of any length; a number without unit is hours. Raises BadValue."""
    seconds = _from_text(plain("" if isinstance(cell, bool) else written(cell)))
    if seconds <= 0:
        raise BadValue(_("时长为 0。"), hint=_("请填大于 0 的小时数。"))
    return seconds


def span(cell: Cell, hints: Hints) -> tuple[str, str]:
    """Start and end as "HH:MM"; the end may be "24:00", and one not after the start is on the next day.

    Raises BadValue when start and end are equal, or more than a day apart.
    """
    s = re.sub(r"\s+", " ", arabic(plain("" if isinstance(cell, bool) else written(cell))))
    ends = _DASH.split(s) if len(s) <= MAX_LENGTH else []
    if len(ends) != 2 or not all(ends):
        raise BadValue(
            _("“{value}”不是一段起止时间。").format(value=excerpt(s)),
            hint=_("请写成 8:30-11:00；跨零点写 22:00-次日1:00；一格只写一段。"),
        )
    start, word = read_clock(ends[0])
    end, end_word = read_clock(_NEXT_DAY.sub("", ends[1], count=1))
    next_day = _NEXT_DAY.search(ends[1]) is not None
    if word and not end_word and not next_day and end <= start:
        end = _same_half(start, end, word, s)
    if start == MINUTES_PER_DAY:
        raise BadValue(_("开始时间不能是 24:00。"), hint=_("请写 00:00，日期写次日。"))
    if start == end:
        raise BadValue(_("开始和结束是同一时刻。"), hint=_("请核对起止时间。"))
    if next_day and (end > start or end == MINUTES_PER_DAY):
        raise BadValue(_("一段服务超过了 24 小时。"), hint=_("请按天分开登记。"))
    return hhmm(start), hhmm(end)


def span_seconds(start: str, end: str) -> int:
    """Seconds from ``start`` to ``end`` ("HH:MM"); an end not after the start is on the next day."""
    minutes = _minutes(end) - _minutes(start)
    return (minutes if minutes > 0 else minutes + MINUTES_PER_DAY) * SECONDS_PER_MINUTE


def parts(cell: str) -> list[tuple[str, int | None]]:
    """Activities named in one cell, each with its seconds: only where every one carries a duration in brackets.

    清洁家园（1小时）、邻里守望（0.5小时） is two; any other cell is one title, without seconds.
    """
    found: list[tuple[str, int | None]] = []
    for piece in filter(None, map(clean, _PIECE_ENDS.split(cell))):
        named = _named_duration(piece)
        if named is None:
            return [(clean(cell), None)]
        found.append(named)
    return found or [(clean(cell), None)]


def _named_duration(piece: str) -> tuple[str, int] | None:
    match = _PIECE.fullmatch(piece) if len(piece) <= 200 else None
    inside = re.sub(r"\s", "", arabic(plain(match[2])).lower()) if match else ""
    # A bare number in brackets is part of a title: 雷锋月（2）.
    if match is None or re.fullmatch(_NUMBER, inside) or ":" in inside:
        return None
    try:
        return match[1].strip(), _within_a_day(_from_text(inside))
    except BadValue:
        return None


def _from_text(s: str) -> int:
    short = re.sub(r"\s", "", arabic(s).replace("∶", ":").lower())[: MAX_LENGTH + 1]
    short = _TRAVEL_EXCLUDED.sub("", short)
    seconds = _parsed(short)
    if seconds is None:
        raise _refusal(short)
    return seconds


def _parsed(s: str) -> int | None:
    match = _COLONS.fullmatch(s) or _HOURS_MINUTES.fullmatch(s)
    if match:
        hours, minutes, seconds = (int(n or 0) for n in match.groups())
        return hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + seconds
    match = _AND_A_HALF.fullmatch(s)
    if match:
        return int(match[1] or match[2] or 0) * SECONDS_PER_HOUR + SECONDS_PER_HOUR // 2
    match = _HOURS.fullmatch(s)
    if match:
        return _rounded(Decimal(match[1]) * SECONDS_PER_HOUR)
    match = _MINUTES.fullmatch(s)
    return _rounded(Decimal(match[1]) * SECONDS_PER_MINUTE) if match else None


def _rounded(seconds: Decimal) -> int:
    return int(seconds.quantize(Decimal(1), ROUND_HALF_UP))


def _from_date(day: dt.date) -> int:
    """What a spreadsheet makes of more than 24:00 in an h:mm column: 1900-01-01 00:00 is 24 h, the 2nd 48 h."""
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    if moment.year > 1900:
        raise BadValue(_("这是日期，不是时长。"), hint=_("请检查是否填错了列；时长例如 2.5 或 2小时30分。"))
    # Spreadsheets count a 29 February 1900 that never was.
    epoch = dt.datetime(1899, 12, 31 if moment < dt.datetime(1900, 3, 1) else 30)
    return _rounded(Decimal((moment - epoch) // dt.timedelta(microseconds=1)) / 1_000_000)


def _within_a_day(seconds: int, *, bare: bool = False) -> int:
    if seconds < 0:
        raise BadValue(_("时长不能是负数。"), hint=_("请核对起止时间后重填。"))
    if seconds == 0:
        raise BadValue(_("时长为 0，不能登记。"), hint=_("请填实际服务时长，例如 0.5 或 30分钟。"))
    if seconds > MAX_SECONDS:
        hours = Decimal(seconds) / SECONDS_PER_HOUR
        hint = _("请按天分开登记。")
        if bare:
            hint = _("没有单位的数按小时计；若是分钟，请写“90分钟”。")
        raise BadValue(_("时长 {hours:.2f} 小时，超过一天 24 小时。").format(hours=hours), hint=hint)
    return seconds


def _refusal(s: str) -> BadValue:
    """Why ``s`` is no duration, as closely as can be told."""
    value = excerpt(s)
    if _TRAVEL.search(s):
        return BadValue(
            _("“{value}”含往返路程：路上的时间不计入服务时长（民函〔2012〕340号）。").format(value=value),
            hint=_("请扣除路程，只填实际服务时长。"),
        )
    if re.search("[天日]", s):
        return BadValue(
            _("“{value}”不能按天计。").format(value=value), hint=_("请填小时或分钟，例如 6小时；多天的按天分开登记。")
        )
    if re.match(r"[-−–—]\.?\d", s):
        return BadValue(_("时长不能是负数。"), hint=_("请核对起止时间后重填。"))
    if re.search(r"\d[-–—~至到].*\d", s):
        return BadValue(_("“{value}”像是起止时间，不是时长。").format(value=value), hint=_("请填到“起止时间”一列。"))
    return BadValue(
        _("“{value}”不是时长。").format(value=value), hint=_("请写成 2.5（小时）、2小时30分、2:30 或 90分钟。")
    )


def _same_half(start: int, end: int, word: str, s: str) -> int:
    """下午2:00-4:30: an end without a word of its own belongs to the same half of the day, if that is later."""
    later = end + MINUTES_PER_DAY // 2
    if start >= MINUTES_PER_DAY // 2 and start < later < MINUTES_PER_DAY:
        return later
    if word.startswith("晚") and end < MINUTES_PER_DAY // 2:
        return end
    raise BadValue(
        _("“{value}”的结束早于开始。").format(value=excerpt(s)),
        hint=_("请用 24 小时制，例如 14:00-16:30；跨零点写“次日”。"),
    )


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
