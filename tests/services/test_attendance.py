"""Coming and going, forgotten sign-outs, and evenings that end tomorrow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from moves import set_status

from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import BadValue, Conflict, InvalidInput, LeifengError, NotFound
from leifeng_cli.services import activities, registers, volunteers
from leifeng_cli.services.attendance import check_in, check_out, list_attendance
from leifeng_cli.services.context import CHINA, Context


@pytest.fixture
def office(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name})
    for title in ("巡逻", "别处"):
        activities.add_activity(ctx, {"title": title, "starts_on": "2021-12-01", "ends_on": "2022-01-05"})
    return ctx


def at(ctx: Context, moment: str) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(moment).replace(tzinfo=CHINA))


def rows(ctx: Context, **which: Any) -> list[tuple[str | None, str | None, str | None]]:
    return [(a.service_date, a.checked_in, a.checked_out) for a in list_attendance(ctx, **which)]


def test_in_and_out_now(office: Context) -> None:
    check_in(at(office, "2022-01-05T08:30"), ["张三", "V000001", "李四"], "巡逻")
    assert len(rows(office, still_open=True)) == 2
    check_out(office, ["张三"])
    assert rows(office, who="张三") == [("2022-01-05", "08:30", "09:00")]
    assert rows(office, still_open=True, activity="巡逻") == [("2022-01-05", "08:30", None)]


def test_leaving_and_coming_back_starts_anew(office: Context) -> None:
    for start, end in (("07:00", "08:00"), ("08:30", "09:00")):
        check_in(office, ["张三"], "巡逻", at=start)
        check_out(office, ["张三"], at=end)
    assert rows(office) == [("2022-01-05", "07:00", "08:00"), ("2022-01-05", "08:30", "09:00")]


def test_an_evening_ends_tomorrow(office: Context) -> None:
    check_in(at(office, "2021-12-31T22:00"), ["张三", "李四"], "巡逻")
    check_out(at(office, "2022-01-01T01:30"), ["张三"])
    check_out(office, ["李四"], day="2021-12-31", at="24:00")
    assert rows(office) == [("2021-12-31", "22:00", "01:30"), ("2021-12-31", "22:00", "24:00")]


@pytest.mark.parametrize("moment", ["2022-01-04T08:00", "2022-01-04T10:00", "2022-01-04T09:00"])
def test_a_sign_out_forgotten_yesterday_is_asked_for_the_hour(office: Context, moment: str) -> None:
    """The next morning's "now" is not when somebody left: neither an hour of yesterday nor a night of 23."""
    check_in(at(office, "2022-01-03T09:00"), ["张三"], "巡逻")
    with pytest.raises(InvalidInput):
        check_out(at(office, moment), ["张三"])
    check_out(at(office, moment), ["张三"], at="11:30")
    assert rows(office) == [("2022-01-03", "09:00", "11:30")]


def test_older_ones_are_found_by_their_day(office: Context) -> None:
    check_in(office, ["张三"], "巡逻", day="2021-12-20", at="09:00")
    with pytest.raises(NotFound):
        check_out(office, ["张三"], at="11:00")
    with pytest.raises(InvalidInput):
        check_out(office, ["张三"], day="2021-12-20")
    check_out(office, ["张三"], day="2021年12月20日", at="11:00")
    assert rows(office) == [("2021-12-20", "09:00", "11:00")]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"day": "2021-11-30", "at": "09:00"}, Conflict),
        ({"day": "2021-12-31"}, InvalidInput),
        ({"at": "09:01"}, InvalidInput),
        ({"day": "2022-01-06", "at": "09:00"}, InvalidInput),
        ({"at": "25:00"}, BadValue),
        ({"at": "24:00"}, BadValue),
        ({"day": "昨天"}, BadValue),
    ],
)
def test_in_refused(office: Context, given: dict[str, str], error: type[LeifengError]) -> None:
    with pytest.raises(error):
        check_in(office, ["张三"], "巡逻", **given)
    assert rows(office) == []


def test_one_place_at_a_time_and_all_or_none(office: Context) -> None:
    check_in(office, ["李四"], "别处", at="08:00")
    with pytest.raises(Conflict, match="V000002"):
        check_in(office, ["张三", "lisi"], "巡逻", at="08:30")
    assert rows(office, who="张三") == []


def test_nobody_signs_in_who_has_left_or_where_it_is_off(office: Context) -> None:
    registers.archive(office, VOLUNTEERS, "李四")
    with pytest.raises(Conflict):
        check_in(office, ["李四"], "巡逻")
    set_status(office, "巡逻", "cancelled", reason="下雨")
    with pytest.raises(Conflict, match="已取消"):
        check_in(office, ["张三"], "巡逻")


@pytest.mark.parametrize(("out", "error"), [("08:00", InvalidInput), ("07:00", InvalidInput), ("09:01", InvalidInput),
                                            ("?", BadValue)])  # fmt: skip
def test_out_refused(office: Context, out: str, error: type[LeifengError]) -> None:
    check_in(office, ["张三"], "巡逻", at="08:00")
    with pytest.raises(error):
        check_out(office, ["张三"], at=out)
    with pytest.raises(NotFound):
        check_out(office, ["张三", "李四"])
    assert rows(office) == [("2022-01-05", "08:00", None)]


def test_signing_in_again_in_the_same_minute_is_the_same_coming(office: Context) -> None:
    """Two rows that begin alike could not be told apart by a sheet, and one of them would be lost."""
    check_in(office, ["张三"], "巡逻", at="08:30")
    check_out(office, ["张三"], at="08:40")
    with pytest.raises(Conflict, match="已经签到过"):
        check_in(office, ["张三"], "巡逻", at="08:30")
    check_in(office, ["张三"], "别处", at="08:30")
