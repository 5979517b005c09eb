"""Reads the ``[[level]]`` and ``[[honour]]`` tables of a policy, their windows and their approval."""

from __future__ import annotations

import re
from typing import cast

from leifeng_cli.domain.stars.dates import is_iso
from leifeng_cli.domain.stars.policy import Approval, Conditions, Level, Window, WindowKind
from leifeng_cli.domain.stars.reader import Table
from leifeng_cli.messages import _

KINDS = ("lifetime", "calendar-year", "dated", "rolling")
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}\Z")


def read_levels(top: Table, key: str, window: Window, approval: Approval, above: int) -> tuple[Level, ...]:
    """The levels in the order of the file; each number must be higher than the one before (than ``above``)."""
    levels: list[Level] = []
    previous = above
    for table in top.tables(key):
        level = _read_level(table, window, approval, previous, honour=key == "honour")
        if level.level <= previous:
            table.bad(
                "level",
                _("级别 {level} 应大于前一级 {previous}。").format(level=level.level, previous=previous),
                _("请由低到高排列；荣誉的 level 接在最高星级之后编号，如 6、7、8"),
            )
        _check_rising(table, levels, level)
        levels.append(level)
        previous = max(previous, level.level)
    return tuple(levels)


def _check_rising(table: Table, levels: list[Level], level: Level) -> None:
    here = level.conditions
    for earlier in levels:
        there = earlier.conditions
        if there.window == here.window and here.hours and there.hours and here.hours <= there.hours:
            table.bad("hours", _("小时数应多于“{name}”。").format(name=earlier.name), _("请核对两级的 hours"))
            return


def _read_level(table: Table, window: Window, approval: Approval, previous: int, *, honour: bool) -> Level:
    before = len(table.document.problems)
    number = table.whole("level", 1, 99)
    if number is None and "level" not in table.data:
        table.bad("level", _("缺少“level”。"), _("请写级别，如 level = {next}").format(next=previous + 1))
    number = previous + 1 if number is None else number
    level = Level(
        level=number,
        name=table.text("name", required=True),
        conditions=_read_conditions(table, window, number),
        approval=read_approval(table.table("approval"), approval),
        medal=table.text("medal"),
        certificate=table.text("certificate"),
        prize=table.text("prize"),
        note=table.text("note", multiline=True),
        honour=honour,
    )
    table.close()
    if level.conditions.empty() and len(table.document.problems) == before:
        # With a misspelt key or value the missing condition is that one: one message is enough.
        table.bad("level", _("这一级没有任何条件。"), _("请至少写一个条件，如 hours = 100"))
    return level


def _read_conditions(table: Table, window: Window, number: int) -> Conditions:
    conditions = Conditions(
        window=read_window(table, window),
        hours=table.seconds("hours"),
        strict=table.flag("strict"),
        member_days=table.whole("member_days", 1, 36500),
        member_months=_member_months(table),
        activities=table.whole("activities", 1, 100_000),
        categories=table.whole("categories", 1, 1000),
        category_hours=_category_hours(table),
        points=table.whole("points", 1, 10**9),
        training=table.seconds("training_hours"),
        major_events=table.whole("major_events", 1, 100_000),
        awards=table.whole("awards", 1, 1000),
        average_rating=table.hundredths("average_rating", 1, 5),
        no_complaints=table.flag("no_complaints"),
        complaint_months=table.whole("complaint_months", 1, 1200),
        granted_level=_granted_level(table, number),
    )
    if conditions.strict and conditions.hours is None and "hours" not in table.data:
        table.bad("strict", _("strict 只说明 hours 是否含本数。"), _("请写 hours，或删去 strict"))
    if conditions.complaint_months and not conditions.no_complaints:
        table.bad(
            "complaint_months", _("complaint_months 须与 no_complaints 同用。"), _("请加一行 no_complaints = true")
        )
    return conditions


def _member_months(table: Table) -> int | None:
    months, years = table.whole("member_months", 1, 1200), table.whole("member_years", 1, 100)
    given = [key for key in ("member_days", "member_months", "member_years") if key in table.data]
    if len(given) > 1:
        table.bad(given[1], _("登记年限写了不止一种单位。"), _("member_days、member_months、member_years 请只留一个"))
    return months if years is None else years * 12


def _category_hours(table: Table) -> tuple[tuple[str, int], ...]:
    if "category_hours" in table.data and not isinstance(table.data["category_hours"], dict):
        table.get("category_hours")
        table.wrong("category_hours", _('请写成 category_hours = { "社区服务" = 120 }'))
        return ()
    inner = table.table("category_hours")
    found = [(str(name), inner.seconds(name)) for name in inner.data]
    return tuple((name, seconds) for name, seconds in found if seconds is not None)


def _granted_level(table: Table, number: int) -> int | None:
    """``previous_granted = true`` is the number below; ``granted_level`` names one."""
    previous, level = table.flag("previous_granted"), table.whole("granted_level", 1, 98)
    if previous and "granted_level" in table.data:
        table.bad("granted_level", _("previous_granted 与 granted_level 写了两样。"), _("请只留一个"))
    if previous and number == 1:
        table.bad("previous_granted", _("一级之前没有更低的级别。"), _("请删去这一行"))
        return None
    if level is not None and level >= number:
        table.bad("granted_level", _("须先授予的级别应低于本级。"), _("请写小于 {n} 的数").format(n=number))
    return number - 1 if previous else level


def read_window(table: Table, default: Window) -> Window:
    """The window of a ``[counting]`` or level table; ``default`` where it names none."""
    kind = table.choice("window", KINDS, "")
    months = table.whole("window_months", 1, 1200)
    edges = {key: _edge(table, key) for key in ("window_from", "window_until")}
    for key, owner in (("window_from", "dated"), ("window_until", "dated"), ("window_months", "rolling")):
        if key in table.data and kind != owner:
            table.bad(
                key, _("“{key}”用不上。").format(key=key), _('它须与 window = "{owner}" 写在同一节').format(owner=owner)
            )
    if kind == "rolling" and "window_months" not in table.data:
        table.bad("window", _("滚动窗口缺少月数。"), _("请加一行，如 window_months = 12"))
    start, end = edges["window_from"], edges["window_until"]
    if kind == "dated" and not (start and end):
        if not all(key in table.data for key in edges):
            table.bad("window", _("起止窗口缺少起或止。"), _('请写 window_from = "11-16" 和 window_until = "11-15"'))
    elif kind == "dated" and (len(start) != len(end) or (len(start) == 10 and end < start)):
        table.bad("window_until", _("窗口的起止不配。"), _("两项须同为 MM-DD（每年）或同为 YYYY-MM-DD，且止不早于起"))
    if not kind:
        return default
    return Window(cast(WindowKind, kind), start, end, months or 0)


def _edge(table: Table, key: str) -> str:
    """``MM-DD`` or a whole date."""
    value = table.data.get(key)
    if isinstance(value, str) and _is_month_day(value):
        table.get(key)
        return value
    if isinstance(value, str) and not is_iso(value):
        table.get(key)
        table.wrong(key, _('请写每年的月日，如 "11-16"，或写年月日，如 "2022-11-16"'))
        return ""
    return table.day(key) or ""


def _is_month_day(value: str) -> bool:
    return bool(_MONTH_DAY.match(value)) and is_iso(f"2000-{value}")


def read_approval(table: Table, default: Approval) -> Approval:
    """The ``approval`` table of a level over the file's own."""
    notice = table.whole("notice_workdays", 0, 365)
    approval = Approval(
        body=table.text("body") or default.body,
        notice_workdays=default.notice_workdays if notice is None else notice,
        submit_by=_submit_by(table, default),
        certificate_months=_certificate_months(table, default),
    )
    table.close()
    return approval


def _submit_by(table: Table, default: Approval) -> tuple[str, ...]:
    given = table.strings("submit_by")
    if given is None:
        return default.submit_by
    if not all(isinstance(day, str) and _is_month_day(day) for day in given):
        table.wrong("submit_by", _('请写每年的月日，如 submit_by = ["01-31", "07-31"]'))
        return ()
    return given


def _certificate_months(table: Table, default: Approval) -> tuple[int, ...]:
    given = table.strings("certificate_months")
    if given is None:
        return default.certificate_months
    if not all(isinstance(m, int) and not isinstance(m, bool) and 1 <= m <= 12 for m in given):
        table.wrong("certificate_months", _("请写 1 到 12 的月份，如 certificate_months = [3, 9]"))
        return ()
    return given
