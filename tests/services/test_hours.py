"""Recording time: what is credited, what is refused, and what stays readable for ever."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moves import set_status

from leifeng_cli.domain import hours as rules
from leifeng_cli.domain.hours import ServiceRecord
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import BadValue, Conflict, InvalidInput, LeifengError, NotFound
from leifeng_cli.services import activities, attendance, hours, hours_notices, registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.explain import explain_hours
from leifeng_cli.services.history import undo, undo_target
from leifeng_cli.services.reports.figures import month_report
from leifeng_cli.services.settings import set_setting, use_counting
from leifeng_cli.services.stars.listing import list_stars

DAY = "2021-12-31"


@pytest.fixture
def office(ctx: Context) -> Context:
    """张三, 李四 and an activity of two years."""
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name, "registered_on": "2018-01-01"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2021-01-01", "ends_on": "2022-12-31"})
    return ctx


def put(ctx: Context, who: str | list[str] = "张三", activity: str = "巡逻", **given: Any) -> list[ServiceRecord]:
    people = [who] if isinstance(who, str) else who
    return hours.record_hours(ctx, people, activity, {"service_date": DAY, **given})


def seconds_of(ctx: Context, who: str = "张三") -> int:
    return int(registers.show(ctx, VOLUNTEERS, who).seconds)


def by(ctx: Context, operator: str) -> Context:
    return replace(ctx, operator=operator)


def facts(records: list[ServiceRecord]) -> list[tuple[Any, ...]]:
    return [(r.service_date, r.start_time, r.end_time, r.seconds) for r in records]


# ---- what is credited -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "want"),
    [
        ({"time": "09:00-11:20"}, 233 * 36),
        ({"time": "上午9点-11点半"}, 9000),
        ({"seconds": "2.33"}, 233 * 36),
        ({"seconds": "20分钟"}, 33 * 36),
        ({"seconds": "0:00:18"}, 36),
        ({"seconds": "1:00:18"}, 101 * 36),
        ({"seconds": "24"}, 86400),
        ({"time": "00:00-24:00"}, 86400),
        ({"time": "09:00-12:00", "seconds": "2.5"}, 9000),  # a break in between
    ],
)
def test_credit(office: Context, given: dict[str, str], want: int) -> None:
    (record,) = put(office, **given)
    assert (record.seconds, record.status, record.source) == (want, "credited", "手动")


def test_several_people_at_once_and_each_of_them_once(office: Context) -> None:
    made = put(office, ["张三", "V000002", "zhangsan", "V000001"], time="09:00-11:00")
    assert sorted(r.volunteer_number or "" for r in made) == ["V000001", "V000002"]


def test_all_of_them_or_none(office: Context) -> None:
    put(office, "李四", time="10:00-12:00")
    with pytest.raises(Conflict):
        put(office, ["张三", "李四"], time="09:00-11:00")
    assert seconds_of(office, "张三") == 0


def test_today_where_no_date_is_given(office: Context) -> None:
    (record,) = hours.record_hours(office, ["张三"], "巡逻", {"seconds": "2"})
    assert record.service_date == "2022-01-05"


def test_past_midnight_is_split(office: Context) -> None:
    assert facts(put(office, time="22:00-次日2:00")) == [
        ("2021-12-31", "22:00", "24:00", 7200),
        ("2022-01-01", "00:00", "02:00", 7200),
    ]


def test_an_end_at_midnight_is_the_end_of_the_day(office: Context) -> None:
    for said in ({"time": "22:00-00:00"}, {"time": "20:00-00:00", "seconds": "2", "service_date": "2021-12-30"}):
        (record,) = put(office, **said)
        assert (record.end_time, record.seconds) == ("24:00", 7200)
    with pytest.raises(Conflict):
        put(office, time="23:00-23:30")


def test_the_morning_after_the_last_day_belongs_to_the_evening(office: Context) -> None:
    activities.add_activity(office, {"title": "守岁", "starts_on": DAY})
    assert len(put(office, activity="守岁", time="22:00-02:00")) == 2
    with pytest.raises(Conflict):  # without an evening before it, a morning is outside the period
        put(office, "李四", activity="守岁", service_date="2022-01-01", time="00:00-02:00")


@pytest.mark.parametrize("time", ["9:00-2:00", "08:00-07:00", "11:00-00:00", "18:00-06:30"])
def test_a_night_of_more_than_twelve_hours_is_asked_about(office: Context, time: str) -> None:
    with pytest.raises(InvalidInput, match="多半是写错了"):
        put(office, time=time)
    assert hours.list_hours(office) == []


def test_a_night_of_twelve_hours_is_one(office: Context) -> None:
    assert sum(r.seconds for r in put(office, time="20:00-08:00")) == 12 * 3600


# ---- what is refused ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"seconds": "0"}, BadValue),
        ({"seconds": "-1"}, BadValue),
        ({"seconds": "25"}, BadValue),
        ({"seconds": "nan"}, BadValue),
        ({"seconds": "0:00:17"}, InvalidInput),  # comes to 0.00 h
        ({"time": "11:00-11:00"}, BadValue),
        ({"time": "25:00-26:00"}, BadValue),
        ({}, InvalidInput),
        ({"time": "09:00-10:00", "seconds": "2"}, InvalidInput),
        ({"time": "22:00-02:00", "seconds": "2"}, InvalidInput),
        ({"service_date": "2022-01-06", "seconds": "1"}, InvalidInput),
        ({"service_date": "2022-01-05", "time": "08:00-09:01"}, InvalidInput),
        ({"service_date": "2022-01-05", "time": "22:00-01:00"}, InvalidInput),
        ({"service_date": "2022-01-05", "seconds": "9.01"}, InvalidInput),  # it is nine in the morning
        ({"service_date": "2021-02-29", "seconds": "1"}, BadValue),
        ({"service_date": "2020-12-31", "seconds": "1"}, Conflict),
        ({"service_date": "2017-12-31", "seconds": "1"}, Conflict),
        ({"seconds": "1", "punctuality": "5"}, InvalidInput),
        ({"seconds": "1", "punctuality": "5", "attitude": "5", "skill": "5"}, InvalidInput),
        ({"seconds": "1", "rating": "很棒"}, BadValue),
    ],
)
def test_refused(office: Context, given: dict[str, str], error: type[LeifengError]) -> None:
    with pytest.raises(error) as caught:
        put(office, **given)
    assert caught.value.exit_code == error.exit_code
    assert hours.list_hours(office) == []


def test_up_to_now_is_not_the_future(office: Context) -> None:
    (record,) = put(office, service_date="2022-01-05", time="08:00-09:00")
    assert record.seconds == 3600


def test_before_registration(office: Context) -> None:
    volunteers.add_volunteer(office, {"name": "新人", "registered_on": "2021-12-31"})
    volunteers.add_volunteer(office, {"name": "旧人"})
    with pytest.raises(Conflict, match="早于"):
        put(office, "新人", service_date="2021-12-30", seconds="1")
    put(office, "新人", seconds="1")
    put(office, "旧人", service_date="2021-01-01", seconds="1")  # nobody knows since when: nothing is refused


def test_whoever_has_left_and_what_was_cancelled(office: Context) -> None:
    registers.archive(office, VOLUNTEERS, "李四")
    with pytest.raises(Conflict, match="归档"):
        put(office, "李四", seconds="1")
    volunteers.edit_volunteer(office, "张三", {"status": "注销"})
    with pytest.raises(Conflict, match="注销"):
        put(office, "张三", seconds="1")
    volunteers.edit_volunteer(office, "张三", {"status": "在册"})
    set_status(office, "巡逻", "cancelled", reason="下雨")
    with pytest.raises(Conflict, match="取消"):
        put(office, seconds="1")


@pytest.mark.parametrize(
    ("first", "second", "fine"),
    [
        ({"time": "09:00-11:00"}, {"time": "11:00-12:00"}, True),
        ({"time": "09:00-11:00"}, {"time": "10:59-12:00"}, False),
        ({"time": "09:00-11:00"}, {"time": "09:30-10:00"}, False),
        ({"time": "22:00-02:00"}, {"service_date": "2022-01-01", "time": "01:00-03:00"}, False),
        ({"service_date": "2022-01-01", "time": "01:00-03:00"}, {"time": "22:00-02:00"}, False),
        ({"seconds": "2"}, {"seconds": "1"}, False),
        ({"seconds": "2"}, {"time": "09:00-10:00"}, False),
        ({"seconds": "2"}, {"seconds": "1", "activity": "别的"}, True),
        ({"seconds": "20"}, {"seconds": "5", "activity": "别的"}, False),  # 25 h in a day
        ({"time": "00:00-20:00"}, {"seconds": "4", "activity": "别的"}, True),
        ({"time": "09:00-11:00"}, {"time": "10:00-12:00", "activity": "别的"}, False),
    ],
)
def test_no_minute_twice(office: Context, first: dict[str, str], second: dict[str, str], fine: bool) -> None:
    activities.add_activity(office, {"title": "别的", "starts_on": "2021-01-01", "ends_on": "2022-12-31"})
    put(office, **first)
    put(office, "李四", **second)  # one's own day is not another's
    if fine:
        put(office, **second)
    else:
        before = hours.list_hours(office)
        with pytest.raises(Conflict):
            put(office, **second)
        assert hours.list_hours(office) == before


def test_time_of_a_voided_record_is_free_again(office: Context) -> None:
    (record,) = put(office, time="09:00-11:00")
    hours.void_hours(office, [str(record.id)], "登记错误")
    put(office, time="09:00-11:00")
    assert seconds_of(office) == 7200


def test_an_open_check_in_holds_the_time_after_it(office: Context) -> None:
    attendance.check_in(office, ["张三"], "巡逻", day=DAY, at="14:00")
    put(office, time="09:00-14:00")
    with pytest.raises(Conflict, match="签退"):
        put(office, time="14:30-15:00")
    hours.void_hours(office, ["1"], "让出时间")
    with pytest.raises(Conflict, match="签退"):
        put(office, seconds="1")


# ---- counting rules -------------------------------------------------------------------------------------------------
def test_daily_cap_credits_the_rest_and_then_nothing(office: Context) -> None:
    use_counting(office, "half-hour", "2021-12-01")
    activities.add_activity(office, {"title": "别的", "starts_on": "2021-01-01", "ends_on": "2022-12-31"})
    assert put(office, time="08:00-14:10")[0].seconds == 6 * 3600
    assert put(office, activity="别的", time="15:00-18:00")[0].seconds == 2 * 3600
    with pytest.raises(Conflict, match="上限"):
        put(office, activity="别的", time="19:00-20:00")
    with pytest.raises(InvalidInput, match="0 小时"):
        put(office, "李四", time="19:00-19:29")
    assert put(office, service_date="2021-11-30", time="08:00-17:10")[0].seconds == 917 * 36  # the rule of that day


def test_touching_is_overlap_where_the_rule_says_so(office: Context) -> None:
    use_counting(office, "national-strict", "2021-12-31")
    put(office, time="09:00-10:00")
    with pytest.raises(Conflict):
        put(office, time="10:00-11:00")
    put(office, service_date="2021-12-30", time="09:00-10:00")
    put(office, service_date="2021-12-30", time="10:00-11:00")


def test_a_new_rule_leaves_what_is_credited(office: Context) -> None:
    (record,) = put(office, time="09:00-11:20")
    use_counting(office, "half-hour", "2021-01-01")
    assert seconds_of(office) == record.seconds == 233 * 36
    assert "百分之一小时" in explain_hours(office, "张三").steps[0].why


# ---- late entries ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("served", "recorded", "late"),
    [
        ("2021-09-28", "2021-10-18", False),  # the National Day week is free, Saturday 9 October is worked
        ("2021-09-28", "2021-10-19", True),
        ("2021-09-25", "2021-10-13", False),  # the Sunday after it was worked
        ("2021-09-25", "2021-10-14", True),
        ("2021-03-01", "2021-03-15", False),
        ("2021-03-01", "2021-03-16", True),
        ("2021-12-31", "2022-01-05", False),
    ],
)
def test_late_is_counted_in_real_working_days(office: Context, served: str, recorded: str, late: bool) -> None:
    then = replace(office, now=dt.datetime.fromisoformat(f"{recorded}T18:00:00"))
    (record,) = put(then, service_date=served, seconds="1")
    assert record.late is late
    assert [r.id for r in hours.list_hours(then, late=True)] == ([record.id] if late else [])


def test_mending_a_record_that_came_in_time_does_not_make_it_late(office: Context) -> None:
    first = replace(office, now=dt.datetime(2021, 3, 3, 9))
    (record,) = put(first, service_date="2021-03-01", seconds="2")
    (second,) = hours.correct_hours(office, str(record.id), {"seconds": "1"}, "早退")
    (third,) = hours.correct_hours(office, str(second.id), {"seconds": "1.5"}, "又核对")
    assert (second.late, third.late) == (False, False)
    (moved,) = hours.correct_hours(office, str(third.id), {"service_date": "2021-02-01"}, "日期错")
    assert moved.late  # of that day, even the first entry came late


# ---- approval -------------------------------------------------------------------------------------------------------
def test_pending_counts_nowhere_until_another_approves(office: Context) -> None:
    set_setting(office, "approval", "on")
    put(office, seconds="8", service_date="2021-12-30")
    (record,) = put(office, seconds="8")
    report = month_report(office, "2021-12")
    assert (seconds_of(office), report.totals.seconds, report.rows("activities"), report.pending.records) == (
        0,
        0,
        [],
        2,
    )
    assert report.pending.seconds == 16 * 3600
    assert list_stars(office)[0].seconds == 0
    told = explain_hours(office, "张三")
    assert (told.credited_seconds, told.counted_seconds) == (0, 0)
    assert [s.why for s in told.steps] == ["待审核", "待审核"]
    with pytest.raises(Conflict, match="另一人"):
        hours.decide_hours(office, [], approve=True)
    hours.decide_hours(by(office, "复核人"), [str(record.id)], approve=True)
    assert seconds_of(office) == 8 * 3600 == month_report(office, "2021-12").totals.seconds
    (approved,) = [r for r in hours.list_hours(office) if r.status == "credited"]
    assert (approved.approved_by, approved.approved_on) == ("复核人", "2022-01-05")


def test_rejected_gives_the_time_back_with_a_reason(office: Context) -> None:
    set_setting(office, "approval", "on")
    (record,) = put(office, time="09:00-10:00")
    other = by(office, "复核人")
    with pytest.raises(Conflict, match="另一人"):
        hours.decide_hours(office, [str(record.id)], approve=False, reason="没有到场")
    with pytest.raises(InvalidInput):
        hours.decide_hours(other, [str(record.id)], approve=False, reason=" ")
    hours.decide_hours(other, [str(record.id)], approve=False, reason="没有到场")
    assert [s.why for s in explain_hours(office, "张三").steps] == ["已驳回：没有到场"]
    with pytest.raises(Conflict, match="服务记录 1 是“已驳回”，不能审核通过"):
        hours.decide_hours(other, [str(record.id)], approve=True)
    put(office, time="09:00-10:00")
    (void,) = hours.void_hours(office, [str(record.id)], "重复登记")
    assert (void.status, void.status_reason, void.approved_by) == ("void", "重复登记", "复核人")


def test_where_hours_are_shown_first_only_what_was_shown_is_approved(office: Context) -> None:
    set_setting(office, "hours-notice", "3")
    (record,) = put(office, seconds="2", service_date="2022-01-04")
    assert record.status == "pending"
    later = replace(office, now=office.now + dt.timedelta(days=10), operator="复核人")
    with pytest.raises(Conflict, match="服务记录 1 还没有公示"):
        hours.decide_hours(later, ["1"], approve=True)
    hours_notices.post_hours(office)
    with pytest.raises(Conflict, match="公示到 2022-01-07，还没有满"):
        hours.decide_hours(by(office, "复核人"), ["1"], approve=True)
    (approved,) = hours.decide_hours(later, ["1"], approve=True)
    assert (approved.status, approved.approved_on) == ("credited", "2022-01-15")


def test_a_correction_of_an_approved_record_waits_again(office: Context) -> None:
    set_setting(office, "approval", "on")
    (record,) = put(office, seconds="2")
    hours.decide_hours(by(office, "复核人"), [], approve=True)
    (new,) = hours.correct_hours(office, str(record.id), {"seconds": "3"}, "少记了")
    assert (new.status, seconds_of(office)) == ("pending", 0)


# ---- correcting and voiding -----------------------------------------------------------------------------------------
def test_a_chain_of_corrections(office: Context) -> None:
    (first,) = put(office, time="09:00-11:00", rating="优秀", note="原备注")
    (second,) = hours.correct_hours(office, str(first.id), {"time": "09:00-10:00"}, "早退")
    (third,) = hours.correct_hours(office, str(second.id), {"service_date": "2021-12-30"}, "日期错")
    assert (second.corrects_id, third.corrects_id) == (first.id, second.id)
    assert (third.rating, third.note, third.seconds, third.service_date) == (5, "原备注", 3600, "2021-12-30")
    assert facts(hours.list_hours(office)) == [("2021-12-30", "09:00", "10:00", 3600)]
    assert [r.status_reason for r in hours.list_hours(office, status="void")] == ["更正：早退", "更正：日期错"]
    for stale in (first, second):
        with pytest.raises(Conflict):
            hours.correct_hours(office, str(stale.id), {"seconds": "1"}, "再改")


@pytest.mark.parametrize(
    ("which", "time", "want"),
    [
        (0, "21:00-01:00", [("2021-12-31", "21:00", "24:00", 10800), ("2022-01-01", "00:00", "01:00", 3600)]),
        (1, "21:00-01:00", [("2021-12-31", "21:00", "24:00", 10800), ("2022-01-01", "00:00", "01:00", 3600)]),
        (0, "23:00-24:00", [("2021-12-31", "23:00", "24:00", 3600), ("2022-01-01", "00:00", "02:00", 7200)]),
        (1, "00:00-01:30", [("2021-12-31", "22:00", "24:00", 7200), ("2022-01-01", "00:00", "01:30", 5400)]),
    ],
)
def test_correcting_a_night(office: Context, which: int, time: str, want: list[tuple[Any, ...]]) -> None:
    """New times across midnight replace the whole night, others the half that is named."""
    night = put(office, time="22:00-02:00")
    made = hours.correct_hours(office, str(night[which].id), {"time": time}, "核对")
    assert facts(hours.list_hours(office)) == want
    assert [r.corrects_id for r in made] == ([night[0].id, night[1].id] if len(made) == 2 else [night[which].id])
    undo(office, undo_target(office, None).id)
    assert hours.list_hours(office) == night


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, InvalidInput),
        ({"time": "12:30-13:30"}, Conflict),
        ({"seconds": "0"}, BadValue),
        ({"service_date": "2022-01-06"}, InvalidInput),
        ({"punctuality": "5"}, InvalidInput),
        ({"time": ""}, InvalidInput),
    ],
)
def test_a_correction_obeys_the_same_rules(office: Context, given: dict[str, str], error: type[LeifengError]) -> None:
    (record,) = put(office, time="09:00-11:00")
    put(office, time="13:00-14:00")
    with pytest.raises(error):
        hours.correct_hours(office, str(record.id), given, "更正")
    assert hours.list_hours(office)[0] == record


def test_a_reason_is_needed(office: Context) -> None:
    (record,) = put(office, seconds="1")
    with pytest.raises(InvalidInput):
        hours.void_hours(office, [str(record.id)], " ")
    with pytest.raises(InvalidInput):
        hours.correct_hours(office, str(record.id), {"seconds": "2"}, "")


def test_voided_once_only_and_all_of_them_or_none(office: Context) -> None:
    (first,) = put(office, time="09:00-10:00")
    (second,) = put(office, time="10:00-11:00")
    hours.void_hours(office, [str(first.id)], "登记错误")
    with pytest.raises(Conflict, match="服务记录 1 是“已作废”，不能作废"):
        hours.void_hours(office, [str(second.id), str(first.id)], "登记错误")
    assert seconds_of(office) == 3600
    for strange in ("99", "abc", "٣", "1 OR 1=1", str(10**30)):
        with pytest.raises(NotFound):
            hours.void_hours(office, [strange], "登记错误")


# ---- ratings --------------------------------------------------------------------------------------------------------
def test_ratings(office: Context) -> None:
    (record,) = put(office, seconds="1", punctuality="5", attitude="★★★★☆", skill="3", comment="尽责", rating="4")
    assert (record.rating, record.punctuality, record.attitude, record.skill) == (4, 5, 4, 3)
    (rated,) = hours.rate_hours(office, [str(record.id)], {"rating": "不合格"})
    assert (rated.rating, rated.comment) == (1, "尽责")
    with pytest.raises(InvalidInput):
        hours.rate_hours(office, [str(record.id)], {"attitude": "5"})
    with pytest.raises(InvalidInput):
        hours.rate_hours(office, [str(record.id)], {})
    told = explain_hours(office, "张三")
    assert (told.credited_seconds, told.counted_seconds) == (3600, 0)
    hours.void_hours(office, [str(record.id)], "登记错误")
    with pytest.raises(Conflict):
        hours.rate_hours(office, [str(record.id)], {"rating": "优秀"})


# ---- from attendance ------------------------------------------------------------------------------------------------
def came(ctx: Context, who: str, start: str, end: str | None, day: str = DAY) -> None:
    attendance.check_in(ctx, [who], "巡逻", day=day, at=start)
    if end:
        attendance.check_out(ctx, [who], day=day, at=end)


def test_from_attendance_twice_makes_nothing_new(office: Context) -> None:
    came(office, "张三", "09:00", "11:20")
    came(office, "李四", "09:00", None)
    made, left_out = hours.record_from_attendance(office, "巡逻", {})
    assert [(r.volunteer_number, r.seconds, r.source) for r in made] == [("V000001", 233 * 36, "签到")]
    assert len(left_out) == 1
    assert "V000002" in left_out[0]
    attendance.check_out(office, ["李四"], day=DAY, at="10:00")
    again, left_out = hours.record_from_attendance(office, "巡逻", {"rating": "良好"})
    assert ([r.volunteer_number for r in again], left_out, again[0].rating) == (["V000002"], [], 4)
    assert hours.record_from_attendance(office, "巡逻", {}) == ([], [])


def test_attendance_past_midnight(office: Context) -> None:
    came(office, "张三", "22:00", "01:30")
    made, _left_out = hours.record_from_attendance(office, "巡逻", {})
    assert facts(made) == [("2021-12-31", "22:00", "24:00", 7200), ("2022-01-01", "00:00", "01:30", 5400)]
    assert hours.record_from_attendance(office, "巡逻", {}) == ([], [])


def test_who_has_hours_typed_already_is_left_out_and_the_others_are_not(office: Context) -> None:
    put(office, time="09:00-10:00")
    came(office, "张三", "09:30", "11:00")
    came(office, "李四", "09:30", "11:00")
    made, left_out = hours.record_from_attendance(office, "巡逻", {})
    assert [r.volunteer_number for r in made] == ["V000002"]
    assert "不能记两次" in left_out[0]


def test_what_was_voided_does_not_come_back_by_itself(office: Context) -> None:
    came(office, "张三", "09:00", "11:00")
    (made, _left) = hours.record_from_attendance(office, "巡逻", {})
    (corrected,) = hours.correct_hours(office, str(made[0].id), {"time": "09:00-10:00"}, "早退")
    assert hours.record_from_attendance(office, "巡逻", {}) == ([], [])
    hours.void_hours(office, [str(corrected.id)], "没有到场")
    again, left_out = hours.record_from_attendance(office, "巡逻", {})
    assert again == []
    assert "已作废或驳回" in left_out[0]


# ---- listing and teams ----------------------------------------------------------------------------------------------
def test_list_filters(office: Context) -> None:
    put(office, service_date="2021-11-30", seconds="1")
    put(office, ["张三", "李四"], seconds="1")
    assert len(hours.list_hours(office, month="2021年12月")) == 2
    assert len(hours.list_hours(office, who="lisi")) == 1
    assert len(hours.list_hours(office, activity="巡逻", who="张三", month="2021-11")) == 1
    for nonsense in ("2021-13", "abc", "'; DROP TABLE"):
        with pytest.raises(BadValue):
            hours.list_hours(office, month=nonsense)


def test_hours_go_to_the_team_of_that_day(office: Context) -> None:
    from leifeng_cli.services import teams

    for name in ("甲队", "乙队"):
        registers.add(office, TEAMS, {"name": name})
    teams.join_team(office, "甲队", ["张三"], "2021-01-01")
    teams.leave_team(office, "甲队", ["张三"], "2021-12-01")
    teams.join_team(office, "乙队", ["张三"], "2021-12-01")
    days = {"2021-11-30": "甲队", "2021-12-01": "乙队"}
    assert {d: put(office, service_date=d, seconds="1")[0].team for d in days} == days


# ---- the whole ------------------------------------------------------------------------------------------------------
_minute = st.integers(0, 47).map(lambda n: f"{n // 2:02d}:{n % 2 * 30:02d}")
_claims = st.lists(st.tuples(st.sampled_from(["2021-12-30", DAY, "2022-01-01"]), _minute, _minute), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=_claims)
def test_whatever_is_claimed_no_minute_is_credited_twice(tmp_path_factory: Any, claims: list[tuple[str, ...]]) -> None:
    from leifeng_cli.services.context import CHINA
    from leifeng_cli.services.setup import init

    ctx = Context(tmp_path_factory.mktemp("h") / "t.db", dt.datetime(2022, 1, 5, 9, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    volunteers.add_volunteer(ctx, {"name": "张三"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2021-01-01", "ends_on": "2022-12-31"})
    taken: set[int] = set()
    for day, start, end in claims:
        first = dt.datetime.fromisoformat(f"{day}T{start}")
        last = dt.datetime.fromisoformat(f"{day}T{end}")
        last += dt.timedelta(days=last <= first)
        minutes = set(range(int(first.timestamp()) // 60, int(last.timestamp()) // 60))
        night = last.date() > first.date() and (last - first) > dt.timedelta(hours=12)
        fine = start != end and not night and not minutes & taken
        try:
            hours.record_hours(ctx, ["张三"], "巡逻", {"service_date": day, "time": f"{start}-{end}"})
        except LeifengError:
            assert not fine
        else:
            assert fine
            taken |= minutes
    assert sum(r.seconds for r in hours.list_hours(ctx)) == 60 * len(taken) == seconds_of(ctx)


def test_the_status_words_are_closed() -> None:
    assert set(rules.STATUS_NAMES) == {"pending", "credited", "rejected", "void"}


# ---- the command ----------------------------------------------------------------------------------------------------
_LOADED = """
import sys
from leifeng_cli.cli.app import app
from leifeng_cli.cli.boundary import run
code = run(app, sys.argv[1:])
print(code, *sorted(m for m in sys.modules if not m.startswith("_")))
"""


@pytest.mark.parametrize(("day", "calendar"), [("2021-12-31", False), ("2021-12-30", False), ("2021-11-30", True)])
def test_recording_loads_only_what_it_needs(office: Context, day: str, calendar: bool) -> None:
    """Start-up is what a clerk waits for a hundred times a day; the holidays are read only where they decide."""
    words = ["--db", str(office.db), "hours", "record", "张三", "--activity", "巡逻", "--date", day, "--hours", "1"]
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *words],
        env={**os.environ, "LEIFENG_NOW": "2022-01-05T09:00:00"}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    code, *loaded = done.stdout.split()
    assert code == "0"
    heavy = {
        "rich",
        "pydantic",
        "sqlite_utils",
        "pypinyin",
        "xlsxwriter",
        "python_calamine",
        "leifeng_cli.domain.stars",
    }
    assert not heavy & set(loaded)
    assert ("chinese_calendar" in loaded) is calendar


@pytest.fixture
def cli(office: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    monkeypatch.setenv("LEIFENG_NOW", "2022-01-05T09:00:00")
    monkeypatch.setenv("LEIFENG_OPERATOR", "经办人")

    def call(*words: str) -> tuple[int, str, str]:
        code = run(app, ["--db", str(office.db), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_json_of_records(cli: Any) -> None:
    words = ("张三", "--activity", "巡逻", "--date", DAY, "--time", "09:00-11:20", "--rating", "优秀")
    code, out, _err = cli("hours", "record", *words, "-f", "json")
    (made,) = json.loads(out)
    assert code == 0
    want = {
        "id": 1, "volunteer_number": "V000001", "activity_number": "A000001", "service_date": DAY,
        "start_time": "09:00",
        "end_time": "11:20", "seconds": 8388, "hours": "2.33", "status": "credited", "rating": 5, "late": False,
        "corrects_id": None, "team": None, "source": "手动",
    }  # fmt: skip
    assert {k: made[k] for k in want} == want
    assert json.loads(cli("hours", "list", "-f", "json")[1]) == [made]
    assert list(made) == list(json.loads(cli("hours", "show", "1", "-f", "json")[1]))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("张三", "--hours", "2"), 2),  # no activity
        (("张三", "--activity", "巡逻", "--date", DAY, "--hours", "25"), 3),
        (("张三", "--activity", "巡逻", "--date", DAY, "--time", "9:00-2:00"), 3),
        (("张三", "--activity", "巡逻", "--date", "2022-01-06", "--hours", "1"), 3),
        (("王五", "--activity", "巡逻", "--date", DAY, "--hours", "1"), 4),
        (("张三", "--activity", "没有", "--date", DAY, "--hours", "1"), 4),
        (("张三", "--activity", "巡逻", "--date", "2020-12-31", "--hours", "1"), 5),
        (("张三", "--activity", "巡逻", "--date", DAY, "--hours", "1", "-f", "xml"), 2),
    ],
)
def test_exit_codes(cli: Any, words: tuple[str, ...], code: int) -> None:
    got, out, err = cli("hours", "record", *words)
    assert (got, out) == (code, "")
    assert err.startswith("错误：")
    assert json.loads(cli("hours", "list", "-f", "json")[1]) == []


def test_nothing_new_from_attendance_is_said(cli: Any) -> None:
    code, out, err = cli("hours", "from-attendance", "--activity", "巡逻", "-f", "json")
    assert (code, json.loads(out)) == (0, [])
    assert err == "没有新的服务记录。\n"
