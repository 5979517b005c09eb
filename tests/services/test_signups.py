"""Places, the queue for them, and who did not come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moves import set_status

from leifeng_cli.domain.signups import CONFIRMED, WAITING
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import Ambiguous, Conflict, LeifengError, NotFound
from leifeng_cli.services import attendance, hours, registers, volunteers
from leifeng_cli.services.activities import add_activity, edit_activity, repeat_activity
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.setup import init
from leifeng_cli.services.signups import cancel_signup, list_signups, no_shows, sign_up

PEOPLE = ("甲一", "乙二", "丙三", "丁四", "戊五")


@pytest.fixture
def five(ctx: Context) -> Context:
    for name in PEOPLE:
        volunteers.add_volunteer(ctx, {"name": name})
    return ctx


def plan(ctx: Context, title: str = "清洁", day: str = "2022-01-08", **given: Any) -> str:
    return add_activity(ctx, {"title": title, "starts_on": day, **given}).number


def at(ctx: Context, moment: str) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(moment).replace(tzinfo=CHINA))


def statuses(ctx: Context, activity: str = "清洁") -> dict[str, str]:
    return {s.volunteer_name or "": s.status for s in list_signups(ctx, activity=activity)}


def test_who_finds_no_place_waits_and_moves_up_in_turn(five: Context) -> None:
    plan(five, capacity="2")
    sign_up(five, ["甲一", "乙二", "丙三"], "清洁")
    sign_up(five, ["丁四"], "清洁")
    assert list(statuses(five).values()) == [CONFIRMED, CONFIRMED, WAITING, WAITING]
    assert cancel_signup(five, "甲一", "清洁", reason="有事")[1] == ["V000003"]
    sign_up(five, ["戊五"], "清洁")  # the place that was given back is taken: the newcomer queues
    assert statuses(five) == {
        "乙二": CONFIRMED, "丙三": CONFIRMED, "丁四": WAITING, "戊五": WAITING,
    }  # fmt: skip
    assert edit_activity(five, "清洁", {"capacity": "3"})[2] == ["V000004"]
    assert edit_activity(five, "清洁", {"capacity": ""})[2] == ["V000005"]
    assert edit_activity(five, "清洁", {"capacity": "1"})[2] == []  # the last to come wait again, and it is said
    assert statuses(five) == {"乙二": CONFIRMED, "丙三": WAITING, "丁四": WAITING, "戊五": WAITING}
    assert "转为候补：V000003、V000004、V000005" in five.notices[-1]


def test_one_who_waits_gives_up_the_turn_and_no_place(five: Context) -> None:
    plan(five, capacity="1")
    sign_up(five, PEOPLE[:3], "清洁")
    assert cancel_signup(five, "乙二", "清洁")[1] == []
    assert cancel_signup(five, "甲一", "清洁")[1] == ["V000003"]
    sign_up(five, ["乙二"], "清洁")
    assert statuses(five) == {"丙三": CONFIRMED, "乙二": WAITING}


def test_never_after_the_event(five: Context) -> None:
    plan(five, capacity="1", time="09:00-11:00")
    sign_up(five, PEOPLE[:2], "清洁")
    over = at(five, "2022-01-08T11:00")
    assert cancel_signup(over, "甲一", "清洁")[1] == []
    assert edit_activity(over, "清洁", {"capacity": "5"})[2] == []
    assert statuses(five) == {"乙二": WAITING}
    with pytest.raises(Conflict, match="已结束"):
        sign_up(over, ["丙三"], "清洁")
    sign_up(at(five, "2022-01-08T10:59"), ["丙三"], "清洁")


def test_an_evening_is_over_when_its_night_is(five: Context) -> None:
    plan(five, time="22:00-02:00")
    sign_up(at(five, "2022-01-09T01:59"), ["甲一"], "清洁")
    with pytest.raises(Conflict):
        sign_up(at(five, "2022-01-09T02:00"), ["乙二"], "清洁")


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ({"time": "09:00-11:00"}, {"time": "10:00-12:00"}, True),
        ({"time": "09:00-11:00"}, {"time": "11:00-12:00"}, False),
        ({"time": "09:00-11:00"}, {}, False),
        ({"time": "22:00-02:00"}, {"day": "2022-01-09", "time": "01:00-03:00"}, True),
        ({"day": "2022-01-09", "time": "01:00-03:00"}, {"time": "22:00-02:00"}, True),
        ({"time": "22:00-02:00"}, {"day": "2022-01-09", "time": "02:00-03:00"}, False),
        ({"day": "2022-01-06", "ends_on": "2022-01-20", "time": "08:00-10:00"}, {"time": "09:00-09:30"}, True),
        ({"day": "2022-01-06", "ends_on": "2022-01-07", "time": "23:00-01:00"}, {"time": "00:30-02:00"}, True),
    ],
)
def test_nobody_is_in_two_places(five: Context, first: dict[str, Any], second: dict[str, Any], clash: bool) -> None:
    plan(five, **first)
    plan(five, "别处", **second)
    sign_up(five, ["甲一"], "清洁")
    if clash:
        with pytest.raises(Conflict, match="同一时间"):
            sign_up(five, ["乙二", "甲一"], "别处")
        assert statuses(five, "别处") == {}
        cancel_signup(five, "甲一", "清洁")
    sign_up(five, ["甲一"], "别处")


def test_who_took_a_place_elsewhere_is_passed_over(five: Context) -> None:
    plan(five, capacity="1", time="09:00-11:00")
    plan(five, "别处", time="10:00-12:00")
    sign_up(five, PEOPLE[:3], "清洁")
    sign_up(five, ["乙二"], "别处")
    assert cancel_signup(five, "甲一", "清洁")[1] == ["V000003"]
    cancel_signup(five, "丙三", "清洁")
    sign_up(five, ["丁四"], "清洁")  # the only one who waits cannot come: the place is not left empty
    assert statuses(five) == {"乙二": WAITING, "丁四": CONFIRMED}


@pytest.mark.parametrize("change", ["双重", "归档", "停用", "取消", "结项", "过去", "无人"])
def test_refused(five: Context, change: str) -> None:
    plan(five, day="2022-01-04" if change == "过去" else "2022-01-08")
    who, error = ["乙二", "甲一"], Conflict
    if change == "双重":
        sign_up(five, ["甲一"], "清洁")
    elif change == "归档":
        registers.archive(five, VOLUNTEERS, "甲一")
    elif change == "停用":
        volunteers.edit_volunteer(five, "甲一", {"status": "停用"})
    elif change in ("取消", "结项"):
        set_status(five, "清洁", "published")
        set_status(five, "清洁", {"取消": "cancelled", "结项": "finished"}[change], reason="事由")
    elif change == "无人":
        who, error = ["乙二", "己六"], NotFound  # type: ignore[assignment]
    before = list_signups(five)
    with pytest.raises(error):
        sign_up(five, who, "清洁")
    assert list_signups(five) == before


def test_one_person_named_twice_signs_up_once(five: Context) -> None:
    plan(five)
    assert len(sign_up(five, ["甲一", "V000001", "jiayi"], "清洁")) == 1


def test_a_recurring_title_needs_a_day_or_a_number(five: Context) -> None:
    plan(five)
    repeat_activity(five, "清洁", "每周六", until=None, count="3")
    with pytest.raises(Ambiguous):
        sign_up(five, ["甲一"], "清洁")
    assert sign_up(five, ["甲一"], "清洁", day="2022-01-15")[0].activity_number == "A000002"
    assert sign_up(five, ["甲一"], "A000003")[0].activity_number == "A000003"
    with pytest.raises(Ambiguous):
        cancel_signup(five, "甲一", "清洁")
    cancel_signup(five, "甲一", "清洁", day="2022-01-15")
    assert [s.activity_number for s in list_signups(five, who="甲一")] == ["A000003"]


def test_cancelling_what_is_not_there(five: Context) -> None:
    plan(five)
    with pytest.raises(NotFound):
        cancel_signup(five, "甲一", "清洁")
    sign_up(five, ["甲一"], "清洁")
    cancel_signup(five, "甲一", "清洁")
    with pytest.raises(NotFound):
        cancel_signup(five, "甲一", "清洁")
    assert [s.status for s in list_signups(five, status="cancelled")] == ["cancelled"]


def test_no_shows(five: Context) -> None:
    plan(five, capacity="4", day="2022-01-05", time="07:00-08:30")
    early = at(five, "2022-01-05T06:00")
    sign_up(early, PEOPLE, "清洁")
    cancel_signup(early, "丁四", "清洁")  # 戊五 moves up
    assert no_shows(at(five, "2022-01-05T08:29")) == []
    attendance.check_in(five, ["甲一"], "清洁", at="07:00")
    (made,) = hours.record_hours(five, ["乙二"], "清洁", {"time": "07:00-08:00"})
    assert [s.volunteer_name for s in no_shows(five)] == ["丙三", "戊五"]
    hours.void_hours(five, [str(made.id)], "没有到场")
    assert [s.volunteer_name for s in no_shows(five, activity="清洁")] == ["乙二", "丙三", "戊五"]


_steps = st.lists(
    st.tuples(st.sampled_from(["add", "cancel", "grow", "shrink"]), st.sampled_from(PEOPLE)), min_size=3, max_size=14
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_whatever_happens_places_go_by_time_of_sign_up(tmp_path_factory: Any, steps: list[tuple[str, str]]) -> None:
    """Nobody waits while a place is free, and nobody who came later has a place that an earlier one waits for."""
    ctx = Context(tmp_path_factory.mktemp("s") / "t.db", dt.datetime(2022, 1, 5, 9, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    for name in PEOPLE:
        volunteers.add_volunteer(ctx, {"name": name})
    plan(ctx, capacity="2")
    capacity, most = 2, 2
    for step, who in steps:
        ctx.now += dt.timedelta(minutes=1)
        try:
            if step == "add":
                sign_up(ctx, [who], "清洁")
            elif step == "cancel":
                cancel_signup(ctx, who, "清洁")
            else:
                capacity = max(1, capacity + (1 if step == "grow" else -1))
                most = max(most, capacity)
                edit_activity(ctx, "清洁", {"capacity": str(capacity)})
        except LeifengError:
            continue
        queue = list_signups(ctx, activity="清洁")
        confirmed = [s.signed_up_at or "" for s in queue if s.status == CONFIRMED]
        waiting = [s.signed_up_at or "" for s in queue if s.status == WAITING]
        assert len(confirmed) <= most
        assert not waiting or len(confirmed) >= capacity
        assert not waiting or max(confirmed) < min(waiting)
