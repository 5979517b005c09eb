"""Key dates, and the unit's calendar around them."""

from __future__ import annotations

import datetime as dt

import pytest
from moves import set_status

from leifeng_cli.domain.activities import CANCELLED
from leifeng_cli.domain.periods import month_period, year_period
from leifeng_cli.services import activities
from leifeng_cli.services.context import Context
from leifeng_cli.services.keydates import AROUND_DAYS, key_dates, lunar_known, lunar_table, unit_calendar


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2021-02-12", "春节"), ("2021-02-11", "除夕"), ("2021-10-14", "重阳节"), ("2021-04-04", "清明节"),
        ("2020-06-25", "端午节"), ("2023-09-29", "中秋节"), ("2025-01-29", "春节"), ("2060-02-02", "春节"),
        ("2021-03-05", "学雷锋纪念日"), ("2021-12-05", "国际志愿者日"), ("2021-03-01", "学雷锋志愿服务月"),
        ("2021-05-16", "全国助残日"), ("2022-05-15", "全国助残日"),
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


def test_every_key_date_says_on_what_it_rests() -> None:
    found = key_dates("2026-01-01", "2027-01-01")
    assert len(found) > 25 and all(d.note for d in found)
    assert len({(d.day, d.name) for d in found}) == len(found)


@pytest.mark.parametrize("away", [-AROUND_DAYS - 1, -AROUND_DAYS, AROUND_DAYS, AROUND_DAYS + 1])
def test_a_week_before_and_after_belongs_to_a_key_date(ctx: Context, away: int) -> None:
    day = (dt.date(2022, 12, 5) + dt.timedelta(away)).isoformat()
    activities.add_activity(ctx, {"title": "宣传", "starts_on": day})
    activities.add_activity(ctx, {"title": "不办了", "starts_on": "2022-12-05"})
    set_status(ctx, "不办了", CANCELLED, reason="下雨")
    (volunteers_day,) = [d for d in unit_calendar(ctx, month_period("2022-12"))[0] if d.name == "国际志愿者日"]
    assert volunteers_day.activities == (f"宣传（{day}）" if abs(away) <= AROUND_DAYS else "")


def test_what_the_table_leaves_out_is_said(ctx: Context) -> None:
    assert any("重阳节" in remark for remark in unit_calendar(ctx, year_period("2057"))[1])
    # The year's own notice is not out: a Monday may yet be a holiday.
    assert {d.workday for d in unit_calendar(ctx, year_period("2057"))[0]} == {"尚未公布"}
    assert unit_calendar(ctx, year_period("2024"))[1] == []
