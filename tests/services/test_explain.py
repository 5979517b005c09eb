"""planned → attended → credited → counted, every row and rule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leifeng_cli.errors import BadValue, NotFound
from leifeng_cli.services import activities, attendance, hours, signups, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.explain import Explanation, explain_hours
from leifeng_cli.services.settings import set_setting, use_counting


@pytest.fixture
def office(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2021-11-01", "ends_on": "2022-01-31"})
    return ctx


def put(ctx: Context, day: str, **given: Any) -> int:
    return hours.record_hours(ctx, ["张三"], "巡逻", {"service_date": day, **given})[0].id


def stages(e: Explanation) -> list[tuple[str, str, int | None, int | None]]:
    return [(s.stage, s.date, s.credited_seconds, s.counted_seconds) for s in e.steps]


def test_from_the_plan_to_the_star(office: Context) -> None:
    signups.sign_up(office, ["张三"], "巡逻")
    attendance.check_in(office, ["张三"], "巡逻", day="2021-12-31", at="09:00")
    attendance.check_out(office, ["张三"], day="2021-12-31", at="11:20")
    attendance.check_in(office, ["张三"], "巡逻", at="08:00")
    hours.record_from_attendance(office, "巡逻", {})
    e = explain_hours(office, "张三")
    assert stages(e) == [
        ("报名", "2021-11-01", None, None),
        ("签到", "2021-12-31", None, None),
        ("签到", "2022-01-05", None, None),
        ("记入", "2021-12-31", 8388, 8388),
    ]
    assert [s.why for s in e.steps[:3]] == ["已报名", "", "未签退，不能记入"]
    assert e.steps[0].what == "报名于 2022-01-05 09:00"
    assert "09:00—11:20，实际 2:20" in e.steps[3].what
    assert "百分之一小时，四舍五入，逐条计" in e.steps[3].why
    assert (e.credited_seconds, e.counted_seconds) == (8388, 8388)
    assert stages(explain_hours(office, "李四")) == []


def test_every_record_stays_in_the_account(office: Context) -> None:
    first = put(office, "2021-12-28", time="09:00-11:00")
    (second,) = hours.correct_hours(office, str(first), {"time": "09:00-10:00"}, "早退")
    hours.correct_hours(office, str(second.id), {"rating": "不合格"}, "评价")
    hours.void_hours(office, [str(put(office, "2021-12-29", seconds="1"))], "登记错误")
    late = put(office, "2021-11-01", seconds="1")
    use_counting(office, "half-hour", "2021-12-30")
    put(office, "2021-12-30", seconds="1.7")
    set_setting(office, "approval", "on")
    put(office, "2021-12-31", seconds="1")
    e = explain_hours(office, "张三")
    told = {s.what.split("（")[0].removeprefix("记录 "): s for s in e.steps}
    assert [(k, s.credited_seconds, s.counted_seconds) for k, s in told.items()] == [
        (str(late), 3600, 3600), ("1", 0, 0), ("2", 0, 0), ("3", 3600, 0), ("4", 0, 0), ("6", 5400, 5400), ("7", 0, 0),
    ]  # fmt: skip
    assert (told["1"].why, told["2"].why) == ("已作废：更正：早退", "已作废：更正：评价；更正自记录 1")
    assert "不计星级；更正自记录 2" in told["3"].why
    assert told["4"].why == "已作废：登记错误"
    assert "逾期登记" in told["5"].why
    assert "半小时" in told["6"].why
    assert told["7"].why == "待审核"
    assert (e.credited_seconds, e.counted_seconds) == (12600, 9000)


def test_a_month_of_it(office: Context) -> None:
    put(office, "2021-11-30", seconds="1")
    put(office, "2021-12-31", time="22:00-02:00")
    assert [explain_hours(office, "张三", month=m).credited_seconds for m in ("2021-11", "2021年12月", "2022-01")] == [
        3600, 7200, 7200,
    ]  # fmt: skip
    assert explain_hours(office, "张三", month="2021年12月").month == "2021-12"
    with pytest.raises(BadValue):
        explain_hours(office, "张三", month="2021-13")
    with pytest.raises(NotFound):
        explain_hours(office, "王五")


def test_json_keys(office: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    put(office, "2021-12-31", seconds="1")
    monkeypatch.setenv("LEIFENG_NOW", "2022-01-05T09:00:00")
    assert run(app, ["--db", str(office.db), "hours", "explain", "张三", "-f", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"volunteer_number", "month", "policy", "steps", "credited_seconds", "counted_seconds"}
    keys = {"stage", "date", "activity", "what", "credited_seconds", "counted_seconds", "why"}
    assert [set(step) for step in told["steps"]] == [keys]
