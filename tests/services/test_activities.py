"""Activities: their period, their state, their row of occurrences."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from moves import set_status

from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import Ambiguous, BadValue, Conflict, InvalidInput, LeifengError, NotFound
from leifeng_cli.services import hours, registers, signups, volunteers
from leifeng_cli.services.activities import add_activity, edit_activity, list_activities, repeat_activity
from leifeng_cli.services.context import Context


def add(ctx: Context, title: str = "清洁", day: str = "2022-01-08", **given: Any) -> Activity:
    return add_activity(ctx, {"title": title, "starts_on": day, **given})


def show(ctx: Context, word: str) -> Activity:
    found: Activity = registers.show(ctx, ACTIVITIES, word)
    return found


def serve(ctx: Context, title: str = "清洁", day: str = "2021-03-05", **given: Any) -> None:
    if not registers.list_records(ctx, VOLUNTEERS):
        volunteers.add_volunteer(ctx, {"name": "张三"})
    hours.record_hours(ctx, ["张三"], title, {"service_date": day, **(given or {"seconds": "1"})})


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"title": " "}, InvalidInput),
        ({"starts_on": ""}, InvalidInput),
        ({"starts_on": "2021-02-29"}, BadValue),
        ({"ends_on": "2022-01-07"}, InvalidInput),
        ({"time": "9:00-9:00"}, BadValue),
        ({"capacity": "0"}, InvalidInput),
        ({"capacity": "-1"}, BadValue),
        ({"beneficiaries": "约30"}, BadValue),
        ({"mode": "网上"}, BadValue),
        ({"category": "没有的类"}, NotFound),
        ({"team": "没有的队"}, NotFound),
        ({"phone": "12"}, BadValue),
    ],
)
def test_what_cannot_be_planned(ctx: Context, given: dict[str, Any], error: type[LeifengError]) -> None:
    with pytest.raises(error):
        add(ctx, **given)
    assert list_activities(ctx) == []


def test_all_an_activity_carries(ctx: Context) -> None:
    record = add(
        ctx, time="22:00-次日1:00", mode="分散", beneficiary_groups="老人，儿童 残疾人", beneficiaries="1,200",
        required_training="急救基础", capacity="30",
    )  # fmt: skip
    assert (record.ends_on, record.start_time, record.end_time) == ("2022-01-08", "22:00", "01:00")
    assert (record.mode, record.beneficiary_groups, record.beneficiaries) == ("分散活动", "老人、儿童、残疾人", 1200)
    assert (record.required_training, record.capacity, record.status) == ("急救基础", 30, "planned")


@pytest.mark.parametrize(("day", "until", "filled"), [("2022-01-04", None, True), ("2022-01-05", None, False),
                                                      ("2021-12-01", "2022-01-05", False)])  # fmt: skip
def test_what_is_over_when_entered_is_back_filled(ctx: Context, day: str, until: str | None, filled: bool) -> None:
    assert add(ctx, day=day, ends_on=until).backfilled is filled


# ---- state ----------------------------------------------------------------------------------------------------------
PLANNED, PUBLISHED, FINISHED, CANCELLED = "planned", "published", "finished", "cancelled"


@pytest.mark.parametrize(
    ("path", "fine"),
    [
        ([PUBLISHED, FINISHED, PUBLISHED, FINISHED], True),
        ([PUBLISHED, CANCELLED], True),
        ([CANCELLED], True),
        ([FINISHED], False),
        ([PUBLISHED, PUBLISHED], False),
        ([PUBLISHED, FINISHED, CANCELLED], False),
        ([CANCELLED, PUBLISHED], False),
        ([CANCELLED, CANCELLED], False),
    ],
)
def test_moves(ctx: Context, path: list[str], fine: bool) -> None:
    add(ctx)
    for status in path[:-1]:
        set_status(ctx, "清洁", status, reason="事由")
    if fine:
        assert set_status(ctx, "清洁", path[-1], reason="事由")[0].status == path[-1]
    else:
        with pytest.raises(Conflict):
            set_status(ctx, "清洁", path[-1], reason="事由")


def test_only_a_cancellation_has_a_reason_for_cancelling(ctx: Context) -> None:
    add(ctx)
    with pytest.raises(InvalidInput):
        set_status(ctx, "清洁", CANCELLED)
    for status in (PUBLISHED, FINISHED, PUBLISHED):
        assert set_status(ctx, "清洁", status, reason="又有一场")[0].cancel_reason is None
    assert set_status(ctx, "清洁", CANCELLED, reason=" 下\u202e雨\x07")[0].cancel_reason == "下雨"


def test_what_has_hours_is_not_cancelled(ctx: Context) -> None:
    add(ctx, day="2021-03-05")
    serve(ctx)
    with pytest.raises(Conflict, match="已有服务记录"):
        set_status(ctx, "清洁", CANCELLED, reason="下雨")
    hours.void_hours(ctx, ["1"], "登记错误")
    set_status(ctx, "清洁", CANCELLED, reason="下雨")


def test_a_cancelled_activity_takes_its_sign_ups_along(ctx: Context) -> None:
    add(ctx, capacity="1")
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name})
    signups.sign_up(ctx, ["张三", "李四"], "清洁")
    assert set_status(ctx, "清洁", CANCELLED, reason="下雨")[1] == 2
    assert signups.list_signups(ctx) == []
    assert {s.reason for s in signups.list_signups(ctx, status="cancelled")} == {"活动取消：下雨"}


# ---- editing --------------------------------------------------------------------------------------------------------
def test_one_day_moves_as_one_day(ctx: Context) -> None:
    add(ctx)
    for day in ("2022-01-15", "2022-01-02"):
        record = edit_activity(ctx, "清洁", {"starts_on": day})[0]
        assert (record.starts_on, record.ends_on) == (day, day)
    edit_activity(ctx, "清洁", {"ends_on": "2022-01-20"})
    assert edit_activity(ctx, "清洁", {"starts_on": "2022-01-10"})[0].ends_on == "2022-01-20"
    assert edit_activity(ctx, "清洁", {"ends_on": ""})[0].ends_on == "2022-01-10"


def test_times_can_be_taken_away(ctx: Context) -> None:
    add(ctx, time="09:00-11:00")
    record, changed, _promoted = edit_activity(ctx, "清洁", {"time": ""})
    assert (record.start_time, record.end_time, changed) == (None, None, True)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, InvalidInput),
        ({"title": ""}, InvalidInput),
        ({"starts_on": ""}, InvalidInput),
        ({"ends_on": "2021-02-01"}, InvalidInput),
        ({"starts_on": "2021-03-06"}, Conflict),
        ({"ends_on": "2021-03-19"}, Conflict),
        ({"starts_on": "2021-02-01", "ends_on": "2021-03-19"}, Conflict),
        ({"capacity": "0"}, InvalidInput),
        ({"status": "已结项"}, InvalidInput),
    ],
)
def test_edits_that_are_refused(ctx: Context, given: dict[str, Any], error: type[LeifengError]) -> None:
    before = add(ctx, day="2021-03-01", ends_on="2021-03-31")
    serve(ctx, day="2021-03-05")
    serve(ctx, day="2021-03-20")
    with pytest.raises(error):
        edit_activity(ctx, "清洁", given)
    assert show(ctx, "清洁") == before
    edit_activity(ctx, "清洁", {"starts_on": "2021-03-05", "ends_on": "2021-03-20"})


def test_a_night_ends_with_the_evening_it_began(ctx: Context) -> None:
    add(ctx, day="2021-03-01", ends_on="2021-03-31")
    serve(ctx, day="2021-03-30", time="22:00-02:00")
    edit_activity(ctx, "清洁", {"ends_on": "2021-03-30"})
    edit_activity(ctx, "清洁", {"ends_on": "2021-03-31"})
    serve(ctx, day="2021-03-31", time="02:00-03:00")
    hours.void_hours(ctx, ["3"], "登记错误")
    serve(ctx, day="2021-03-02", time="00:00-03:00")  # after midnight, and no evening before it
    with pytest.raises(Conflict):
        edit_activity(ctx, "清洁", {"starts_on": "2021-03-03"})


# ---- recurrence -----------------------------------------------------------------------------------------------------
def days(made: list[Activity]) -> list[str]:
    return [a.starts_on or "" for a in made]


def test_repeating_again_adds_only_what_is_missing(ctx: Context) -> None:
    add(ctx, time="09:00-11:00", capacity="10", place="广场")
    first = repeat_activity(ctx, "清洁", "每周六", until="2022-01-31", count=None)
    assert days(first) == ["2022-01-15", "2022-01-22", "2022-01-29"]
    assert {(a.capacity, a.place, a.start_time, a.series) for a in first} == {(10, "广场", "09:00", "A000001")}
    set_status(ctx, "A000003", CANCELLED, reason="春节")
    again = repeat_activity(ctx, "A000001", "每周六", until="2022-02-05", count=None)
    assert days(again) == ["2022-02-05"]  # what was cancelled stays cancelled
    assert days(repeat_activity(ctx, "A000002", "每周六", until="2022-02-12", count=None)) == ["2022-02-12"]
    assert repeat_activity(ctx, "A000001", "每周六", until="2022-02-05", count=None) == []


@pytest.mark.parametrize(
    ("rule", "count", "want"),
    [
        ("每周六", "3", ["2022-01-15", "2022-01-22"]),
        ("每周日", "3", ["2022-01-09", "2022-01-16"]),  # the first is one of the three though it is a Saturday
        ("工作日", "4", ["2022-01-10", "2022-01-11", "2022-01-12"]),
    ],
)
def test_count_is_with_the_first(ctx: Context, rule: str, count: str, want: list[str]) -> None:
    add(ctx)
    assert days(repeat_activity(ctx, "清洁", rule, until=None, count=count)) == want


def test_working_days_are_those_of_the_notice(ctx: Context) -> None:
    add(ctx, day="2021-09-30")
    made = repeat_activity(ctx, "清洁", "工作日", until="2021-10-10", count=None)
    assert days(made) == ["2021-10-08", "2021-10-09"]
    assert all(a.backfilled for a in made)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"rule": "有空就来", "until": "2022-02-01", "count": None}, BadValue),
        ({"rule": "每周六", "until": None, "count": None}, InvalidInput),
        ({"rule": "每周六", "until": "2022-01-01", "count": None}, InvalidInput),
        ({"rule": "每天", "until": "2099-01-01", "count": None}, InvalidInput),
        ({"rule": "每天", "until": None, "count": "三"}, BadValue),
    ],
)
def test_rules_without_sense_or_end(ctx: Context, given: dict[str, Any], error: type[LeifengError]) -> None:
    add(ctx)
    with pytest.raises(error):
        repeat_activity(ctx, "清洁", **given)
    assert len(list_activities(ctx)) == 1
    assert show(ctx, "清洁").series is None


def test_what_does_not_repeat(ctx: Context) -> None:
    add(ctx, "常年", ends_on="2022-12-31")
    add(ctx, "取消")
    set_status(ctx, "取消", CANCELLED, reason="下雨")
    for title in ("常年", "取消"):
        with pytest.raises(Conflict):
            repeat_activity(ctx, title, "每周六", until=None, count="3")


# ---- finding --------------------------------------------------------------------------------------------------------
def test_the_activities_of_a_month_are_all_that_take_place_in_it(ctx: Context) -> None:
    add(ctx, "跨月", "2021-11-30", ends_on="2021-12-01")
    add(ctx, "年末", "2021-12-31")
    add(ctx, "新年", "2022-01-01")
    assert [a.title for a in list_activities(ctx, month="2021-12")] == ["跨月", "年末"]
    assert [a.title for a in list_activities(ctx, month="2022年1月", find="年")] == ["新年"]
    with pytest.raises(BadValue):
        list_activities(ctx, month="一月")


def test_occurrences_are_told_apart_by_day(ctx: Context) -> None:
    add(ctx, day="2021-12-04")
    repeat_activity(ctx, "清洁", "每周六", until=None, count="3")
    volunteers.add_volunteer(ctx, {"name": "张三"})
    (record,) = hours.record_hours(ctx, ["张三"], "清洁", {"service_date": "2021-12-11", "seconds": "1"})
    assert record.activity_number == "A000002"
    with pytest.raises(Ambiguous) as caught:
        hours.record_hours(ctx, ["张三"], "清洁", {"service_date": "2021-12-12", "seconds": "1"})
    assert [line.split()[0] for line in caught.value.candidates] == ["A000001", "A000002", "A000003"]


def test_a_state_is_a_word_wherever_it_is_read_and_a_code_in_the_file(cli: Callable[..., tuple[int, str, str]]) -> None:
    cli("activity", "add", "清洁", "--date", "2022-01-08")
    cli("activity", "publish", "清洁")
    for told in ("list", "show"):
        words = ("activity", told, *(["A000001"] if told == "show" else []), "-f")
        assert '"status": "已发布"' in cli(*words, "json")[1]
        assert "已发布" in cli(*words, "csv")[1] and "已发布" in cli(*words, "table")[1]
    assert "清洁" in cli("activity", "list", "--status", "已发布")[1]
    assert json.loads(cli("activity", "list", "--status", "计划中", "-f", "json")[1]) == []
    cli("activity", "export", "表.csv")
    assert "已发布" in Path("表.csv").read_text("utf-8-sig")
    cli("volunteer", "add", "张三", "--phone", "14000000011")
    code, _out, err = cli("attendance", "in", "张三", "--activity", "A000001", "--date", "2022-01-03", "--at", "9:00")
    assert code == 5 and "已发布" in err
