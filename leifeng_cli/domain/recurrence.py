"""Recurring activities: a rule in Chinese, and the days it falls on."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.messages import _

MOST = 400
LAST = -1

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WEEKDAYS = {**{c: n for n, c in enumerate("一二三四五六日")}, "天": 6, **{str(n + 1): n for n in range(7)}}
_SEPARATORS = "、,，和及与"
_WEEK = r"(?:周|星期|礼拜)"
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_WEEKLY = re.compile(rf"(?:每(?:个)?{_WEEK}|(隔|每({_NUMBER}))(?:个)?{_WEEK}(?:的)?{_WEEK}?)(?P<days>.+)")
_MONTHLY = re.compile(r"每(?:个)?月(?:的)?(?P<rest>.+)")
_NTH = re.compile(rf"(?:第(?P<nth>[一二三四五1-5])|(?P<last>最后一?|末))个?{_WEEK}(?P<day>[一二三四五六日天1-7])")
_MONTH_DAYS = re.compile(rf"{_NUMBER}[日号]?(?:[{_SEPARATORS}]{_NUMBER}[日号]?)*")
_YEARLY = re.compile(rf"每年(?:的)?(?P<month>{_NUMBER})月(?P<day>{_NUMBER})[日号]?")
_RANGE = re.compile(rf"(?P<first>[一二三四五六日天1-7])(?:至|到|-|~|—){_WEEK}?(?P<last>[一二三四五六日天1-7])")


@dataclass(frozen=True)
class Rule:
    """``weekdays``: 0 Monday to 6 Sunday, every ``interval`` weeks. ``days``: days of the month, -1 the last.

    ``nth``: 1 to 5, -1 the last, of the one weekday in the month. ``month`` belongs to yearly rules.
    """

    kind: Literal["daily", "workdays", "weekly", "monthly", "nth-weekday", "yearly"]
    weekdays: tuple[int, ...] = ()
    interval: int = 1
    days: tuple[int, ...] = ()
    nth: int = 0
    month: int = 0


def parse_rule(text: str) -> Rule:
    """The rule in words such as 每周六, 每周一、三、五, 隔周周六, 每月5日, 每月第一个周六, 每年3月5日, 工作日.

    Raises BadValue, naming the forms known.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    if compact in ("每天", "每日", "天天"):
        return Rule("daily")
    if compact in ("工作日", "每个工作日", "每工作日"):
        return Rule("workdays")
    rule = _weekly(compact) or _monthly(compact) or _yearly(compact)
    if rule is None:
        raise BadValue(
            _("看不懂重复规则“{text}”。").format(text=_shown(text)),
            hint=_(
                "可以写：每天、工作日、每周六、每周一、三、五、每周一至周五、每两周周六（隔周周六）、每月5日、"
                "每月最后一天、每月第一个周六、每月最后一个周五、每年3月5日。"
            ),
        )
    return rule


def occurrences(
    rule: Rule,
    start: dt.date,
    until: dt.date | None = None,
    count: int | None = None,
    is_workday: Callable[[dt.date], bool] | None = None,
) -> list[dt.date]:
    """The days of the rule from ``start`` to ``until`` (both included), at most ``count``; whichever ends first.

    A day the month lacks is skipped, not moved: 每月31日 falls in seven months, 每年2月29日 in leap years. Every
    second week counts from the week of the first day found. 工作日 is Monday to Friday unless ``is_workday`` is
    given. Raises InvalidInput without an end, with an end before the start, and beyond 400 days.
    """
    if until is None and count is None:
        raise InvalidInput(_("重复的活动没有结束。"), hint=_("请给出截止日期，或写明共几次。"))
    if count is not None and not 1 <= count <= MOST:
        raise InvalidInput(
            _("次数“{n}”不对。").format(n=count), hint=_("请写 1 到 {most} 之间的整数。").format(most=MOST)
        )
    if until is not None and until < start:
        raise InvalidInput(
            _("截止日期 {until} 早于开始日期 {start}。").format(until=until, start=start), hint=_("请核对起止日期。")
        )
    found: list[dt.date] = []
    for day in _days(rule, start, until or dt.date.max, is_workday or _monday_to_friday):
        if len(found) == MOST:
            raise InvalidInput(
                _("这条规则产生的活动超过 {most} 次。").format(most=MOST), hint=_("请把截止日期提前，分几次生成。")
            )
        found.append(day)
        if len(found) == count:
            break
    return found


def _days(rule: Rule, start: dt.date, until: dt.date, is_workday: Callable[[dt.date], bool]) -> Iterator[dt.date]:
    anchor: int | None = None
    for ordinal in range(start.toordinal(), until.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        if not (is_workday(day) if rule.kind == "workdays" else _falls_on(rule, day)):
            continue
        week = (ordinal - 1) // 7  # ordinal 1 was a Monday
        anchor = week if anchor is None else anchor
        if rule.kind != "weekly" or (week - anchor) % rule.interval == 0:
            yield day


def _falls_on(rule: Rule, day: dt.date) -> bool:
    length = monthrange(day.year, day.month)[1]
    match rule.kind:
        case "weekly":
            return day.weekday() in rule.weekdays
        case "monthly":
            return day.day in rule.days or (LAST in rule.days and day.day == length)
        case "nth-weekday":
            place = LAST if rule.nth == LAST and day.day + 7 > length else (day.day - 1) // 7 + 1
            return day.weekday() in rule.weekdays and place == rule.nth
        case "yearly":
            return day.month == rule.month and day.day in rule.days
    return True


def _monday_to_friday(day: dt.date) -> bool:
    return day.weekday() < 5


def _weekly(text: str) -> Rule | None:
    found = _WEEKLY.fullmatch(text)
    if not found:
        return None
    interval = 1 if found[1] is None else 2 if found[1] == "隔" else _number(found[2])
    weekdays = _weekdays(found["days"])
    return Rule("weekly", weekdays, interval) if weekdays and 1 <= interval <= 52 else None


def _weekdays(text: str) -> tuple[int, ...]:
    """一三五, 一、三、五, 六周日, 一至周五 or 末 as numbers in order; empty where it is none of them."""
    if text == "末":
        return (5, 6)
    if span := _RANGE.fullmatch(text):
        first, last = _WEEKDAYS[span["first"]], _WEEKDAYS[span["last"]]
        return tuple(range(first, last + 1)) if first < last else ()
    bare = re.sub(rf"[{_SEPARATORS}]|{_WEEK}", "", text)
    if not bare or text[-1] in _SEPARATORS or not all(c in _WEEKDAYS for c in bare):
        return ()
    return tuple(sorted({_WEEKDAYS[c] for c in bare}))


def _monthly(text: str) -> Rule | None:
    found = _MONTHLY.fullmatch(text)
    if not found:
        return None
    rest = found["rest"]
    if rest in ("最后一天", "最后1天", "末", "底", "月末", "月底"):
        return Rule("monthly", days=(LAST,))
    if nth := _NTH.fullmatch(rest):
        place = LAST if nth["last"] else _number(nth["nth"])
        return Rule("nth-weekday", (_WEEKDAYS[nth["day"]],), nth=place)
    if not _MONTH_DAYS.fullmatch(rest):
        return None
    days = tuple(sorted({_number(n) for n in re.findall(_NUMBER, rest)}))
    return Rule("monthly", days=days) if all(1 <= day <= 31 for day in days) else None


def _yearly(text: str) -> Rule | None:
    found = _YEARLY.fullmatch(text)
    if not found:
        return None
    month, day = _number(found["month"]), _number(found["day"])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:
        return None
    return Rule("yearly", days=(day,), month=month)


def _number(text: str) -> int:
    """1 to 99 in digits or in Chinese: 5, 五, 十五, 二十一."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text]
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def _shown(text: str) -> str:
    text = "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in text)
    return text if len(text) <= 30 else text[:29] + "…"
