"""Key dates, the unit's calendar around them, and the agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from leifeng_cli.domain.periods import (
    before,
    half_period,
    month_period,
    parse_period,
    quarter_period,
    range_period,
    year_before,
    year_period,
)
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue
from leifeng_cli.services import activities, attendance, campaigns, closing, hours, registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.keydates import key_dates, lunar_known, lunar_table, unit_calendar
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.stars.policies import use_policy
from leifeng_cli.services.todo import agenda

HINTS = Hints(dt.date(2022, 1, 5))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2021-02-12", "春节"), ("2021-02-11", "除夕"), ("2021-10-14", "重阳节"), ("2021-04-04", "清明节"),
        ("2020-06-25", "端午节"), ("2023-09-29", "中秋节"), ("2025-01-29", "春节"), ("2060-02-02", "春节"),
        ("2021-03-05", "学雷锋纪念日"), ("2021-12-05", "国际志愿者日"), ("2021-03-01", "学雷锋志愿服务月"),
    ],
)  # fmt: skip
def test_dates_known_from_the_calendar(day: str, name: str) -> None:
    assert name in [d.name for d in key_dates(day, (dt.date.fromisoformat(day) + dt.timedelta(1)).isoformat())]


def test_every_year_of_the_table_has_its_festivals() -> None:
    for year in range(2015, 2061):
        names = [name for day, name in lunar_table() if day[:4] == str(year)]
        # 腊八 of a lunar year may fall into January, or twice into one year, or not at all.
        expected = {"春节", "除夕", "元宵节", "清明节", "端午节", "七夕节", "中秋节", "重阳节"}
        assert expected - set(names) == ({"重阳节"} if year == 2057 else set()), year
    assert lunar_known(2060) and not lunar_known(2061) and not lunar_known(2014)


def test_the_units_calendar(ctx: Context) -> None:
    activities.add_activity(ctx, {"title": "扫雪", "starts_on": "2022-01-28"})
    found, remarks = unit_calendar(ctx, month_period("2022-02"))
    spring = next(d for d in found if d.name == "春节")
    assert (spring.day, spring.weekday, spring.workday) == ("2022-02-01", "二", "休息日")
    assert "扫雪" in spring.activities and remarks == []
    _found, remarks = unit_calendar(ctx, year_period("2070"))
    assert len(remarks) == 2 and "不在表内" in remarks[0] and "尚未公布" in remarks[1]


@pytest.mark.parametrize(
    ("word", "name", "first", "last"),
    [
        ("2021-03", "2021-03", "2021-03-01", "2021-03-31"), ("2021年2月", "2021-02", "2021-02-01", "2021-02-28"),
        ("2021Q1", "2021-Q1", "2021-01-01", "2021-03-31"), ("2021年第4季度", "2021-Q4", "2021-10-01", "2021-12-31"),
        ("2021-H2", "2021-H2", "2021-07-01", "2021-12-31"), ("2021年上半年", "2021-H1", "2021-01-01", "2021-06-30"),
        ("2020", "2020", "2020-01-01", "2020-12-31"),
        ("2021-03-05..2021-4-2", "2021-03-05..2021-04-02", "2021-03-05", "2021-04-02"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(word: str, name: str, first: str, last: str) -> None:
    period = parse_period(word, HINTS)
    assert (period.name, period.first, period.last) == (name, first, last)
    assert parse_period(period.name, HINTS) == period


def test_the_period_before_and_a_year_ago() -> None:
    for period, previous, ago in (
        (month_period("2021-01"), "2020-12", "2020-01"), (quarter_period("2021-Q1"), "2020-Q4", "2020-Q1"),
        (half_period("2021-H2"), "2021-H1", "2020-H2"), (year_period("2021"), "2020", "2020"),
    ):  # fmt: skip
        earlier, year_ago = before(period), year_before(period)
        assert earlier is not None and year_ago is not None
        assert (earlier.name, year_ago.name) == (previous, ago)
    free = range_period("2020-02-29", "2020-03-05", HINTS)
    assert before(free) is None and year_before(free).name == "2019-02-28..2019-03-05"  # type: ignore[union-attr]
    for word in ("2021-13", "2021-Q5", "半年", "21", "2021-04-01..2021-03-01"):
        with pytest.raises(BadValue):
            parse_period(word, HINTS)


def on(ctx: Context, day: str) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T09:00+08:00"), notices=[])


def event(ctx: Context, **given: str) -> str:
    return activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2022-01-03", **given}).number


def _approval(ctx: Context) -> None:
    set_setting(ctx, "approval", "on")
    hours.record_hours(ctx, ["张三"], event(ctx), {"service_date": "2022-01-03", "seconds": "1"})


def _closed(ctx: Context) -> None:
    number = event(ctx, starts_on="2021-12-06")
    hours.record_hours(ctx, ["张三"], number, {"service_date": "2021-12-06", "seconds": "1"})
    closing.close_month(ctx, "2021-12")


def _campaign(ctx: Context) -> None:
    campaigns.add_campaign(ctx, {"name": "春节送温暖", "starts_on": "2022-01-01", "ends_on": "2022-01-20"})
    campaigns.set_target(ctx, "春节送温暖", "hours", "10")


def _training(ctx: Context) -> None:
    given = {"title": "急救", "volunteer": "V000001", "trained_on": "2021-01-10", "seconds": "4"}
    registers.add(ctx, registers.REGISTERS["training"], {**given, "expires_on": "2022-01-10"})


def _sign_in(ctx: Context) -> None:
    attendance.check_in(ctx, ["张三"], event(ctx), day="2022-01-03", at="08:00")


THINGS: dict[str, tuple[Callable[[Context], Any], str, str]] = {
    "activity": (lambda c: event(c, starts_on="2022-01-09"), "coming", "2022-01-09"),
    "sign_out": (
        lambda c: attendance.check_in(c, ["张三"], event(c), day="2022-01-03", at="08:00"),
        "late",
        "2022-01-03",
    ),
    "unrecorded": (lambda c: event(c, starts_on="2021-12-20"), "late", "2022-01-04"),
    "approval": (_approval, "due", "2022-01-05"),
    "report": (_closed, "due", "2022-01-01"),
    "event": (lambda c: event(c, major="是"), "late", "2022-01-03"),
    "campaign": (_campaign, "coming", "2022-01-20"),
    "training": (_training, "coming", "2022-01-10"),
    "star_submission": (lambda c: use_policy(c, "fujian", "2021-01-01"), "coming", "2022-01-31"),
}


@pytest.mark.parametrize("kind", THINGS)
def test_the_agenda_says_what_is_to_be_done(ctx: Context, kind: str) -> None:
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2021-01-01"})
    assert kind not in {t.kind for t in agenda(ctx)}
    make, state, day = THINGS[kind]
    make(ctx)
    (found,) = [t for t in agenda(ctx) if t.kind == kind]
    assert (found.state, found.day) == (state, day) and found.what
    assert agenda(ctx) == sorted(agenda(ctx), key=lambda t: t.day)


def test_the_agenda_looks_no_further_than_asked(ctx: Context) -> None:
    event(ctx, starts_on="2022-01-12")
    assert "activity" not in {t.kind for t in agenda(ctx, days=6)}
    assert "activity" in {t.kind for t in agenda(ctx, days=7)}
