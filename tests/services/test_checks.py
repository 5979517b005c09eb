"""Every check has a case that trips it and a near miss that does not; on clean data none says anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from moves import set_status

from leifeng_cli.errors import Conflict, InvalidInput, NotFound
from leifeng_cli.services import activities, attendance, examples, hours, registers, signups, volunteers
from leifeng_cli.services.checks.catalogue import ALL, INVARIANTS
from leifeng_cli.services.checks.running import list_limits, run_checks, set_limit, silence, unsilence
from leifeng_cli.services.context import Context
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_work
from leifeng_cli.services.parsed import SheetOptions
from leifeng_cli.services.recognise import recognise
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.stars import grants, rounds

#: name -> (office, number of the case: 0 the near miss, 1 what trips it) -> None.
Case = Callable[[Context, int], Any]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    CASES[function.__name__.replace("_", "-")] = function
    return function


@pytest.fixture
def office(ctx: Context) -> Context:
    for n in range(1, 7):
        given = {"name": f"志愿{n}", "phone": f"1400000000{n}", "registered_on": "2020-01-01"}
        volunteers.add_volunteer(ctx, given)
    return ctx


def on(ctx: Context, day: str, time: str = "09:00", who: str = "经办人") -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T{time}+08:00"), operator=who, notices=[])


def event(ctx: Context, **given: str) -> str:
    full = {"title": "巡逻", "starts_on": "2021-12-20", "ends_on": "2022-01-31", **given}
    return activities.add_activity(ctx, full).number


def record(ctx: Context, who: str, number: str, **given: str) -> int:
    return hours.record_hours(ctx, [who], number, {"service_date": "2022-01-04", **given})[0].id


@case
def late_record(ctx: Context, trips: int) -> None:
    """The tenth working day after 20 December 2021 is 4 January 2022: a day later is late."""
    number = event(ctx, ends_on="2021-12-20")
    day = ("2022-01-04", "2022-01-05")[trips]
    record(on(ctx, day), "志愿1", number, service_date="2021-12-20", time="9:00-10:00")


@case
def pending(ctx: Context, trips: int) -> None:
    set_setting(ctx, "approval", "on")
    number = event(ctx, starts_on="2021-12-01")
    day = ("2021-12-06", "2021-12-05")[trips]  # thirty days before the fifth, and one more
    record(on(ctx, day), "志愿1", number, service_date="2021-12-04", seconds="1")


@case
def sign_out(ctx: Context, trips: int) -> None:
    number = event(ctx)
    attendance.check_in(ctx, ["志愿1"], number, day=("2022-01-05", "2022-01-04")[trips], at="08:00")


@case
def unrecorded(ctx: Context, trips: int) -> None:
    day = ("2021-12-21", "2021-12-20")[trips]
    event(ctx, starts_on=day, ends_on=day)


@case
def before_registration(ctx: Context, trips: int) -> None:
    record(ctx, "志愿1", event(ctx), time="9:00-10:00")
    volunteers.edit_volunteer(ctx, "志愿1", {"registered_on": ("2022-01-04", "2022-01-05")[trips]})


@case
def same_person(ctx: Context, trips: int) -> None:
    volunteers.add_volunteer(ctx, {"name": "志愿1", "phone": "14000000099", "birth_date": "1990-01-01"})
    volunteers.edit_volunteer(ctx, "V000001", {"birth_date": ("1990-01-02", "1990-01-01")[trips]})


@case
def identity(ctx: Context, trips: int) -> None:
    number = event(ctx)
    volunteers.add_volunteer(ctx, {"name": "无名", "registered_on": "2021-01-01"})
    if trips:
        record(ctx, "无名", number, time="9:00-10:00")


@case
def guardian(ctx: Context, trips: int) -> None:
    """Sixteen when registered: in June of last year, or so long ago that it no longer matters."""
    registered, born = (("2020-06-01", "2004-01-01"), ("2021-06-01", "2005-01-01"))[trips]
    volunteers.edit_volunteer(ctx, "志愿1", {"registered_on": registered})
    with ctx.write("test") as tx:  # a roster brings such people in with a warning
        tx.update("volunteer", 1, {"birth_date": born})


@case
def times_differ(ctx: Context, trips: int) -> None:
    event(ctx, time="14:00-16:00", note=("活动 14:00—16:00 举行", "活动 9:00—11:00 举行")[trips])


@case
def duty(ctx: Context, trips: int) -> None:
    record(ctx, "志愿1", event(ctx, title=("值得一看的书展", "社区夜间值班")[trips]), time="9:00-10:00")


@case
def reward_hours(ctx: Context, trips: int) -> None:
    record(ctx, "志愿1", event(ctx), time="9:00-10:00", note=("搬运捐来的书", "捐款50元折1小时")[trips])


@case
def declared_late(ctx: Context, trips: int) -> None:
    for n in range(7, 11):
        given = {"name": f"志愿{n}", "phone": f"140000001{n:02d}", "registered_on": "2020-01-01"}
        volunteers.add_volunteer(ctx, given)
    number = event(on(ctx, "2021-12-20"), starts_on="2022-01-04", ends_on="2022-01-04")
    set_status(on(ctx, ("2022-01-01", "2022-01-02")[trips]), number, "published")
    hours.record_hours(
        ctx, [f"志愿{n}" for n in range(1, 11)], number, {"time": "9:00-10:00", "service_date": "2022-01-04"}
    )


@case
def yearly_duty(ctx: Context, trips: int) -> None:
    number = event(ctx, starts_on="2021-12-01")
    for n in range(1, 7):
        record(ctx, f"志愿{n}", number, service_date="2021-12-01", time="0:00-12:00")
        last = "8:00" if n > 1 or not trips else "7:59"
        record(ctx, f"志愿{n}", number, service_date="2021-12-02", time=f"0:00-{last}")


@case
def many_hours(ctx: Context, trips: int) -> None:
    record(ctx, "志愿1", event(ctx), time=("4:00-20:00", "4:00-20:01")[trips])


@case
def keyed_in_bulk(ctx: Context, trips: int) -> None:
    number = event(ctx)
    for n in range(9):
        minute = n if trips or n < 8 else 11  # the ninth comes late enough, or within the ten minutes
        record(on(ctx, "2022-01-05", f"10:{minute:02d}"), "志愿1", number, time=f"{n:02d}:00-{n:02d}:30")


@case
def no_sign_in(ctx: Context, trips: int) -> None:
    number = event(ctx)
    attendance.check_in(ctx, ["志愿1"], number, day="2022-01-04", at="09:00")
    attendance.check_out(ctx, ["志愿1"], day="2022-01-04", at="10:00")
    hours.record_from_attendance(ctx, number, {})
    record(ctx, "志愿2", number, service_date=("2022-01-03", "2022-01-04")[trips], time="9:00-10:00")


@case
def self_approved(ctx: Context, trips: int) -> None:
    set_setting(ctx, "hours-notice", "off")
    set_setting(ctx, "approval", "on")
    record(on(ctx, "2022-01-05", who="小李"), "志愿1", event(ctx), time="9:00-10:00")
    set_setting(ctx, "approval", "off")
    hours.decide_hours(on(ctx, "2022-01-05", who=("小王", "小李")[trips]), ["1"], approve=True)


@case
def round_streak(ctx: Context, trips: int) -> None:
    number = event(ctx)
    for n in range(10):
        served = "2" if trips or n != 5 else "2.5"
        then = on(ctx, "2022-01-05", f"{9 + n:02d}:00")
        record(then, "志愿1", number, service_date=f"2021-12-{20 + n}", seconds=served)


@case
def shared_phone(ctx: Context, trips: int) -> None:
    for n in range(2 + trips):
        volunteers.add_volunteer(ctx, {"name": f"借号{n}", "phone": "14000000001"})


@case
def low_attendance(ctx: Context, trips: int) -> None:
    number = event(on(ctx, "2021-12-20"), starts_on="2022-01-04", ends_on="2022-01-04", time="9:00-10:00")
    set_status(on(ctx, "2021-12-21"), number, "published")
    people = [f"志愿{n}" for n in range(1, 6)]
    signups.sign_up(on(ctx, "2021-12-22"), people, number)
    came = people[: 2 + (not trips)]
    attendance.check_in(ctx, came, number, day="2022-01-04", at="09:00")
    attendance.check_out(ctx, came, day="2022-01-04", at="10:00")
    hours.record_from_attendance(ctx, number, {})


@case
def star_grant(ctx: Context, trips: int) -> None:
    set_setting(ctx, "star-notice", "0")
    number = event(ctx, starts_on="2021-12-01")
    for n in range(1, 10):
        record(ctx, "志愿1", number, service_date=f"2021-12-{n:02d}", time="0:00-12:00")
    rounds.propose(ctx)
    grants.grant_round(ctx, "R0001")
    if trips:
        hours.void_hours(ctx, ["3"], "虚报")


@pytest.mark.parametrize("name", [c.name for c in ALL if c is not INVARIANTS])
def test_a_check_tells_the_case_from_the_near_miss(office: Context, name: str, tmp_path: Path) -> None:
    import shutil

    other = replace(office, db=Path(shutil.copy(office.db, tmp_path / "miss.db")), notices=[])
    CASES[name](other, 0)
    assert run_checks(other, [name]) == []
    CASES[name](office, 1)
    (found,) = run_checks(office, [name])
    assert found.check == name and found.subject and found.message and found.hint
    assert "{" not in found.message + found.hint
    assert not any(phone in found.message + found.place + found.subject for phone in ("14000000001", "14000000099"))


def test_late_is_what_was_taken_from_attendance_too(office: Context) -> None:
    number = event(office, ends_on="2021-12-20")
    attendance.check_in(office, ["志愿1"], number, day="2021-12-20", at="09:00")
    attendance.check_out(office, ["志愿1"], day="2021-12-20", at="10:00")
    hours.record_from_attendance(office, number, {})
    assert [f.check for f in run_checks(office, ["late-record"])] == ["late-record"]


def test_typed_is_what_was_corrected_too_and_nothing_imported(office: Context, tmp_path: Path) -> None:
    number = event(office)
    first = [record(on(office, "2022-01-05"), "志愿1", number, time=f"{n:02d}:00-{n:02d}:20") for n in range(8)]
    assert run_checks(office, ["keyed-in-bulk"]) == []
    hours.correct_hours(office, str(first[0]), {"time": "00:00-00:30"}, "笔误")
    assert run_checks(office, ["keyed-in-bulk"]) == []  # in place of the first, which is void
    hours.correct_hours(on(office, "2022-01-05", "09:30"), str(first[1]), {"time": "01:00-01:30"}, "笔误")
    set_limit(office, "keyed_records", "6")
    (found,) = run_checks(office, ["keyed-in-bulk"])
    assert "7 条" in found.message
    sheet = tmp_path / "时长.csv"
    lines = [f"志愿2,14000000002,巡逻,2022-01-04,{n:02d}:00-{n:02d}:20,手动" for n in range(9)]
    sheet.write_text("\n".join(["姓名,手机,活动名称,服务日期,起止时间,录入方式", *lines]), "utf-8")
    results = import_work(office, recognise([str(sheet)], SheetOptions()), ImportOptions())
    assert not any(r.problems for r in results) and len(hours.list_hours(office, who="志愿2")) == 9
    assert len(run_checks(office, ["keyed-in-bulk"])) == 1


def test_every_check_has_its_cases() -> None:
    assert set(CASES) == {c.name for c in ALL if c is not INVARIANTS}  # which has tests of its own


def test_clean_data_trips_nothing(ctx: Context, tmp_path: Path) -> None:
    sheets = [str(s) for s in examples.copy_examples(tmp_path / "样表")]
    results = import_work(ctx, recognise(sheets, SheetOptions()), ImportOptions())
    assert not any(r.problems for r in results)
    assert run_checks(ctx) == []


def test_a_check_is_silenced_by_name_with_a_reason(office: Context) -> None:
    CASES["many-hours"](office, 1)
    CASES["shared-phone"](office, 1)
    assert {f.check for f in run_checks(office)} >= {"many-hours", "shared-phone"}
    silence(office, "shared-phone", "一家人共用")
    assert "shared-phone" not in {f.check for f in run_checks(office)} and run_checks(office, ["shared-phone"]) == []
    with pytest.raises(Conflict):
        silence(office, "shared-phone", "再说一次")
    unsilence(office, "shared-phone")
    silence(office, "many-hours", "值守通宵", subject="志愿者 V000001")
    found = {f.check for f in run_checks(office)}
    assert "shared-phone" in found and "many-hours" not in found
    for call in (
        lambda: silence(office, "no-such", "x"),
        lambda: unsilence(office, "many-hours"),
        lambda: run_checks(office, ["no-such"]),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(InvalidInput):
        silence(office, "duty", " ")


def test_a_limit_is_the_units_own(office: Context) -> None:
    CASES["many-hours"](office, 0)
    assert run_checks(office, ["many-hours"]) == []
    assert set_limit(office, "hours_a_day", "15") and not set_limit(office, "hours_a_day", "15")
    assert list_limits(office)["hours_a_day"] == 15
    assert [f.check for f in run_checks(office, ["many-hours"])] == ["many-hours"]
    for name, value in (("hours_a_day", "0"), ("hours_a_day", "-1"), ("hours_a_day", "八"), ("no_such", "1")):
        with pytest.raises((InvalidInput, NotFound)):
            set_limit(office, name, value)


def test_the_command(office: Context, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    monkeypatch.setenv("LEIFENG_NOW", "2022-01-05T09:00")

    def leifeng(*words: str) -> tuple[int, str, str]:
        code = run(app, ["--db", str(office.db), *words])
        return (code, *capsys.readouterr())

    assert leifeng("check") == (0, "", "")
    number = event(office)
    for n in range(25):
        registers.add(office, registers.REGISTERS["team"], {"name": f"队{n}"})
        volunteers.add_volunteer(office, {"name": f"人{n}", "registered_on": "2021-01-01"})
        record(office, f"人{n}", number, time="9:00-10:00")
    code, out, err = leifeng("check")
    assert code == 8 and out.count("identity") == 20 and "另有 5 处" in err
    assert leifeng("check", "identity", "-f", "csv")[1].count("identity") == 25
    assert leifeng("check", "--silence", "identity", "--reason", "暂缺")[0] == 0
    assert leifeng("check", "--set", "hours_a_day", "9")[0] == 0
    assert "不再提示" in leifeng("check", "--list")[1]
    assert leifeng("check", "--subject", "志愿者 V000001")[0] == 2
