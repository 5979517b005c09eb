"""Undo brings back exactly what was, whatever was done; or says in words why it will not."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from moves import set_status

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.hours import HOURS
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.units import UNITS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import Conflict, LeifengError, NotFound
from leifeng_cli.files.csvfile import write_csv
from leifeng_cli.services import activities, attendance, hours, registers, signups, teams
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.exports import reveal, table
from leifeng_cli.services.history import log, undo, undo_target, verify
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.settings import set_setting, use_counting
from leifeng_cli.services.setup import init
from leifeng_cli.services.volunteers import add_volunteer, edit_volunteer
from leifeng_cli.store import records
from leifeng_cli.store.invariants import broken
from leifeng_cli.store.journal import journalled


def exports(ctx: Context) -> dict[str, object]:
    """Every register's revealed CSV, byte for byte, and what no export shows besides."""
    found: dict[str, object] = {}
    with ctx.read() as conn:
        for noun, register in REGISTERS.items():
            headers, rows = table(register, records.select(conn, register), reveal=True)
            found[noun] = write_csv([headers, *rows])
        for name in journalled(conn):
            found[f"table {name}"] = conn.execute(f"SELECT * FROM {name} ORDER BY id").fetchall()
    return found


# Any command, any order

Command = Callable[[Context, int, int, int], object]
Step = tuple[str, int, int, int]
PEOPLE = ("V000001", "V000002", "V000003", "V000004")
DAYS = ("2021-12-20", "2021-12-27", "2022-01-03", "2022-01-04", "2022-01-05", "2022-01-08")
TIMES = ("09:00-11:00", "10:00-12:20", "22:00-01:30", "08:00-08:20")


def rules_broken(ctx: Context) -> list[str]:
    with ctx.read() as conn:
        return [one.message for one in broken(conn)]


def _activity(n: int) -> str:
    return f"A{n % 4 + 1:06d}"


def _add_activity(ctx: Context, a: int, b: int, c: int) -> object:
    given = {"title": f"活动{a}", "starts_on": DAYS[b % 6], "time": TIMES[c % 4], "capacity": str(a % 3 + 1)}
    if c % 2:
        given |= {"team": "先锋队", "category": "邻里守望", "beneficiary_groups": "老人"}
    return activities.add_activity(ctx, given)


def _sheet(ctx: Context, noun: str, header: str, *rows: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "表.csv")
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return import_files(ctx, REGISTERS[noun], [path], ImportOptions(by_name=True))


def _import_people(ctx: Context, a: int, b: int, c: int) -> object:
    rows = [f"新人{(a + i) % 5},1380000000{(a + i) % 5},先锋队、队{b % 2},{DAYS[c % 3]}" for i in range(3)]
    return _sheet(ctx, "volunteer", "姓名,手机,所属队伍,注册日期", *rows)


def _import_hours(ctx: Context, a: int, b: int, c: int) -> object:
    rows = [f"{PEOPLE[(a + i) % 4]},补录{(b + i) % 3},{DAYS[c % 4]},{TIMES[(b + i) % 4]},队{b % 2}" for i in range(2)]
    return _sheet(ctx, "hours", "志愿者编号,活动名称,服务日期,起止时间,服务队", *rows)


def _record(ctx: Context, a: int, b: int, c: int) -> object:
    words = {"service_date": DAYS[b % 5]} | ({"time": TIMES[c % 4]} if c % 3 else {"seconds": "1.5"})
    return hours.record_hours(ctx, [PEOPLE[a % 3]], "A000001" if a % 4 else _activity(b), words)


def _add_team(ctx: Context, a: int, b: int) -> object:
    return registers.add(ctx, TEAMS, {"name": f"队{a}", "parent": "先锋队", "leader": PEOPLE[b % 4]})


def _edit_activity(ctx: Context, a: int, **given: str) -> object:
    return activities.edit_activity(ctx, _activity(a), given)


def _repeat(ctx: Context, a: int, b: int) -> object:
    return activities.repeat_activity(ctx, _activity(a), "每周六", until=None, count=str(b + 1))


def _check_in(ctx: Context, a: int, b: int, c: int) -> object:
    return attendance.check_in(ctx, [PEOPLE[a % 4]], _activity(b), day=DAYS[c % 5], at="08:30")


def _import_plan(ctx: Context, a: int, b: int, c: int) -> object:
    rows = (f"活动{a},{DAYS[b % 6]},{TIMES[c % 4]},先锋队", f"新活动{a},2022-02-0{b + 1},,")
    return _sheet(ctx, "activity", "活动名称,活动日期,起止时间,负责队伍", *rows)


def _by_another(ctx: Context) -> Context:
    return replace(ctx, operator="审核人")


COMMANDS: dict[str, Command] = {
    "volunteer add": lambda x, a, b, c: add_volunteer(x, {"name": f"张{'三四五'[a % 3]}", "phone": f"1390000000{b}"}),
    "volunteer add teams": lambda x, a, b, c: add_volunteer(x, {"name": f"李{a}", "teams": "先锋队", "sex": "男"}),
    "volunteer edit": lambda x, a, b, c: edit_volunteer(x, PEOPLE[a % 4], {"name": f"欧阳{b}", "note": str(c)}),
    "volunteer move": lambda x, a, b, c: edit_volunteer(x, PEOPLE[a % 4], {"teams": ("", "先锋队", "红队")[b % 3]}),
    "volunteer archive": lambda x, a, b, c: registers.archive(x, VOLUNTEERS, PEOPLE[a % 4], back=bool(b % 2)),
    "team add": lambda x, a, b, c: _add_team(x, a, b),
    "team edit": lambda x, a, b, c: registers.edit(x, TEAMS, "先锋队", {"leader": PEOPLE[a % 4], "kind": str(b)}),
    "team join": lambda x, a, b, c: teams.join_team(x, "红队", [PEOPLE[a % 4], PEOPLE[b % 4]], DAYS[c % 5]),
    "team leave": lambda x, a, b, c: teams.leave_team(x, "红队", [PEOPLE[a % 4]], None),
    "category add": lambda x, a, b, c: registers.add(x, CATEGORIES, {"name": f"类{a}"}),
    "category edit": lambda x, a, b, c: registers.edit(x, CATEGORIES, "邻里守望", {"note": str(a)}),
    "unit add": lambda x, a, b, c: registers.add(x, UNITS, {"name": f"单位{a}", "phone": "057188881234"}),
    "activity add": _add_activity,
    "activity edit": lambda x, a, b, c: _edit_activity(x, a, ends_on=DAYS[b % 6], place="x"),
    "activity capacity": lambda x, a, b, c: _edit_activity(x, a, capacity=str(b + 1)),
    "activity publish": lambda x, a, b, c: set_status(x, _activity(a), "published"),
    "activity close": lambda x, a, b, c: set_status(x, _activity(a), "finished"),
    "activity cancel": lambda x, a, b, c: set_status(x, _activity(a), "cancelled", reason="下雨"),
    "activity repeat": lambda x, a, b, c: _repeat(x, a, b),
    "signup": lambda x, a, b, c: signups.sign_up(x, [PEOPLE[a % 4]], _activity(b)),
    "signup cancel": lambda x, a, b, c: signups.cancel_signup(x, PEOPLE[a % 4], _activity(b), reason="有事"),
    "attendance in": lambda x, a, b, c: _check_in(x, a, b, c),
    "attendance out": lambda x, a, b, c: attendance.check_out(x, [PEOPLE[a % 4]], day=DAYS[c % 5], at="08:5" + str(b)),
    "hours from attendance": lambda x, a, b, c: hours.record_from_attendance(x, _activity(a), {"rating": "优秀"}),
    "hours record": _record,
    "hours void": lambda x, a, b, c: hours.void_hours(x, [str(a + 1)], "登记有误"),
    "hours correct": lambda x, a, b, c: hours.correct_hours(x, str(a + 1), {"time": TIMES[b % 4]}, "时间写错"),
    "hours rate": lambda x, a, b, c: hours.rate_hours(x, [str(a + 1)], {"rating": str(b % 5 + 1)}),
    "hours approve": lambda x, a, b, c: hours.decide_hours(_by_another(x), [], approve=True),
    "hours reject": lambda x, a, b, c: hours.decide_hours(_by_another(x), [str(a + 1)], approve=False, reason="不实"),
    "import volunteers": _import_people,
    "import hours": _import_hours,
    "import activities": _import_plan,
    "setting": lambda x, a, b, c: set_setting(x, "approval", ("on", "off")[a % 2]),
    "counting": lambda x, a, b, c: use_counting(x, ("minute", "national", "half-hour")[a % 3], DAYS[b % 6]),
}  # fmt: skip
#: Mostly the main job; the rest often enough to meet it.
OFTEN = ["activity add", "signup", "hours record", "import hours", "attendance in", "attendance out"]
STEPS = st.lists(
    st.tuples(st.sampled_from([*COMMANDS, *OFTEN]), *[st.integers(0, 7)] * 3), min_size=1, max_size=9
)  # fmt: skip


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in the midst of things: records that count and that wait, somebody signed in, a full activity."""
    ctx = Context(tmp_path_factory.mktemp("h") / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    for team in ("先锋队", "红队"):
        registers.add(ctx, TEAMS, {"name": team})
    for name in ("张三", "李四", "王五"):
        add_volunteer(ctx, {"name": name})
    for n, (day, until) in enumerate((("2021-12-20", "2022-01-04"), ("2022-01-04", "2022-01-04"), ("2022-01-08", ""))):
        given = {"title": f"活动{n}", "starts_on": day, "ends_on": until, "time": "09:00-11:00", "capacity": "2"}
        activities.add_activity(ctx, given)
    signups.sign_up(ctx, ["V000003", "V000002", "V000001"], "A000003")
    teams.join_team(ctx, "红队", ["V000001"], "2021-12-01")
    attendance.check_in(ctx, ["V000003"], "A000001", day="2022-01-03", at="08:00")
    attendance.check_in(ctx, ["V000001", "V000002"], "A000002", day="2022-01-04", at="08:00")
    attendance.check_out(ctx, ["V000001"], day="2022-01-04", at="11:30")
    for who in PEOPLE[:3]:
        hours.record_hours(ctx, [who], "A000001", {"service_date": "2021-12-21", "time": "09:00-11:00"})
    set_setting(ctx, "approval", "on")
    for who in PEOPLE[:3]:
        hours.record_hours(ctx, [who], "A000001", {"service_date": "2021-12-22", "time": "23:00-00:20"})
    return ctx.db


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_undo_brings_back_equal_exports_after_any_command(steps: list[Step], started: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(started, Path(folder, "t.db")))
        ctx = Context(path, dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
        first, operations, states = exports(ctx), [], []
        before = first
        for name, a, b, c in steps:
            newest = log(ctx, limit=1)[0].id
            try:
                COMMANDS[name](ctx, a, b, c)
            except LeifengError:
                event(f"{name}: refused")
            made = log(ctx, limit=1)[0].id
            after = exports(ctx)
            if made == newest:
                assert after == before, f"{name} changed something and wrote no operation"
                continue
            event(f"{name}: done")
            assert made == newest + 1
            assert rules_broken(ctx) == [], name
            taken_back, _rows = undo(ctx, made)
            assert exports(ctx) == before, name
            again, _rows = undo(ctx, taken_back.id)
            assert exports(ctx) == after, name
            operations.append(again.id)
            states.append(before)
            before = after
        assert verify(ctx)[0] == []
        for _operation, state in reversed(list(zip(operations, states, strict=True))):
            undo(ctx, undo_target(ctx, None).id)
            assert exports(ctx) == state
            assert rules_broken(ctx) == []
        assert exports(ctx) == first
        assert verify(ctx)[0] == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from(["undo", *COMMANDS, *OFTEN]), *[st.integers(0, 7)] * 3), max_size=12))
def test_no_rule_is_broken_whatever_is_undone_and_redone_when(steps: list[Step], started: Path) -> None:
    """Undo of any operation, an undoing among them, at any point: done or refused, every rule holds after it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(started, Path(folder, "t.db")))
        ctx = Context(path, dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
        for name, a, b, c in steps:
            try:
                if name == "undo":
                    undo(ctx, max(log(ctx, limit=1)[0].id - a, 1))
                else:
                    COMMANDS[name](ctx, a, b, c)
                event(f"{name}: done")
            except LeifengError:
                event(f"{name}: refused")
            assert rules_broken(ctx) == [], name
        assert verify(ctx)[0] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_can_be_undone_and_redone(name: str, started: Path, tmp_path: Path) -> None:
    """So that the random test above is known to reach them all."""
    ctx = Context(Path(shutil.copy(started, tmp_path / "t.db")), dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    if name == "activity close":
        set_status(ctx, "A000001", "published")
    if name == "signup":
        edit_volunteer(ctx, add_volunteer(ctx, {"name": "赵六"})[0].number, {"note": "四号"})
    before, newest = exports(ctx), log(ctx, limit=1)[0].id
    for a, b, c in itertools.product(range(4), range(6), range(4)):
        with contextlib.suppress(LeifengError):
            COMMANDS[name](ctx, a, b, c)
        if log(ctx, limit=1)[0].id > newest:
            break
    after = exports(ctx)
    assert after != before
    made, _rows = undo(ctx, newest + 1)
    assert exports(ctx) == before
    undo(ctx, made.id)
    assert exports(ctx) == after
    assert verify(ctx)[0] == []


# What cannot be undone


def refused(ctx: Context, number: int) -> Conflict:
    before = ctx.db.read_bytes()
    with pytest.raises(Conflict) as caught:
        undo(ctx, number)
    assert ctx.db.read_bytes() == before
    return caught.value


def newest(ctx: Context) -> int:
    return log(ctx, limit=1)[0].id


@pytest.fixture
def recorded(ctx: Context) -> Context:
    """2: 张三 added. 3: activity. 4: hours."""
    add_volunteer(ctx, {"name": "张三"})
    activities.add_activity(ctx, {"title": "清洁家园", "starts_on": "2022-01-04"})
    hours.record_hours(ctx, ["V000001"], "A000001", {"service_date": "2022-01-04", "time": "09:00-11:00"})
    return ctx


def test_init_cannot_be_undone(ctx: Context) -> None:
    assert "建立数据文件" in refused(ctx, 1).message
    with pytest.raises(NotFound, match="没有可以撤销"):
        undo_target(ctx, None)


@pytest.mark.parametrize("number", [0, 99, 2**62, 2**64, 10**30, -1])
def test_an_operation_there_is_not(ctx: Context, number: int) -> None:
    with pytest.raises(NotFound):
        undo_target(ctx, number)
    with pytest.raises(NotFound):
        undo(ctx, number)


def test_who_has_hours_cannot_be_unregistered_by_undo(recorded: Context) -> None:
    error = refused(recorded, 2)
    assert error.message == "不能撤销第 2 号操作：志愿者 V000001 后来已用在服务记录 1（第 4 号操作）。"
    assert "leifeng undo 4" in (error.hint or "")
    assert "活动 A000001 后来已用在服务记录 1" in refused(recorded, 3).message
    undo(recorded, 4)
    undo(recorded, 2)
    undo(recorded, 3)
    assert registers.list_records(recorded, VOLUNTEERS) == []


def test_hours_cannot_come_back_before_the_person_they_belong_to(recorded: Context) -> None:
    gone = undo(recorded, 4)[0].id
    person = undo(recorded, 2)[0].id
    error = refused(recorded, gone)
    assert "服务记录 1 要用到的志愿者 V000001 已被" in error.message
    assert f"leifeng undo {person}" in (error.hint or "")
    undo(recorded, person)
    undo(recorded, gone)
    assert len(hours.list_hours(recorded)) == 1
    assert verify(recorded)[0] == []


def test_a_row_changed_since_is_named_with_what_changed_it(recorded: Context) -> None:
    hours.void_hours(recorded, ["1"], "记错")
    error = refused(recorded, 4)
    assert error.message == "不能撤销第 4 号操作：服务记录 1 后来又被第 5 号操作改过（作废 1 条服务记录）。"
    assert "leifeng undo 5" in (error.hint or "")
    edit_volunteer(recorded, "V000001", {"note": "一"})
    edit_volunteer(recorded, "V000001", {"note": "二"})
    assert "志愿者 V000001 后来又被第 7 号操作改过" in refused(recorded, 6).message


def test_a_column_the_insert_left_out_counts_as_changed_too(ctx: Context) -> None:
    """An archived volunteer is not the one that was added: the undo of adding must not take both away."""
    add_volunteer(ctx, {"name": "张三"})
    registers.archive(ctx, VOLUNTEERS, "V000001")
    assert "志愿者 V000001 后来又被第 3 号操作改过" in refused(ctx, 2).message


def test_a_row_changed_by_another_tool(recorded: Context) -> None:
    import sqlite3

    conn = sqlite3.connect(recorded.db)
    conn.execute("UPDATE service_record SET seconds = 36")
    conn.commit()
    conn.close()
    error = refused(recorded, 4)
    assert "其他工具" in error.message and "verify" in (error.hint or "")


def test_one_of_several_later_operations(ctx: Context) -> None:
    for name in ("张三", "李四", "王五"):
        add_volunteer(ctx, {"name": name})
    made, rows = undo(ctx, 3)
    assert (made.undoes, rows) == (3, 1)
    assert [v.number for v in registers.list_records(ctx, VOLUNTEERS)] == ["V000001", "V000003"]
    assert undo_target(ctx, None).id == 4
    assert "已经撤销过了" in refused(ctx, 3).message
    assert add_volunteer(ctx, {"name": "赵六"})[0].number == "V000004"
    assert verify(ctx)[0] == []


def test_what_is_in_effect_is_said_truly(ctx: Context) -> None:
    add_volunteer(ctx, {"name": "张三"})
    first = undo(ctx, 2)[0].id
    assert {o.id: o.undone_by for o in log(ctx)} == {1: None, 2: first, first: None}
    second = undo(ctx, first)[0].id
    assert {o.id: o.undone_by for o in log(ctx)} == {1: None, 2: None, first: second, second: None}
    third = undo(ctx, 2)[0].id
    assert {o.id: o.undone_by for o in log(ctx)} == {1: None, 2: third, first: second, second: None, third: None}
    assert registers.list_records(ctx, VOLUNTEERS) == []


def test_a_look_at_unmasked_data_cannot_be_undone(ctx: Context) -> None:
    reveal(ctx, "volunteer", "核对名册", 0)
    assert "没有改动" in refused(ctx, 2).message
    with pytest.raises(NotFound):
        undo_target(ctx, None)


def test_registered_again_meanwhile(ctx: Context) -> None:
    person = {"name": "张三", "id_number": "11010519491231002X"}
    add_volunteer(ctx, person)
    gone = undo(ctx, 2)[0].id
    add_volunteer(ctx, person)
    error = refused(ctx, gone)
    assert "志愿者 V000001 与后来登记的内容重复" in error.message
    assert "11010519491231002X" not in error.message + (error.hint or "")


def test_no_minute_comes_back_that_was_credited_elsewhere_meanwhile(recorded: Context) -> None:
    voided = (hours.void_hours(recorded, ["1"], "记错"), newest(recorded))[1]
    hours.record_hours(recorded, ["V000001"], "A000001", {"service_date": "2022-01-04", "time": "10:00-12:00"})
    error = refused(recorded, voided)
    assert "服务记录 1" in error.message and "服务记录 2" in error.message and "2022-01-04" in error.message
    hours.void_hours(recorded, ["2"], "让出时间")
    undo(recorded, voided)
    assert [r.status for r in hours.list_hours(recorded)] == ["credited"]


def test_a_record_that_touches_another_may_come_back(recorded: Context) -> None:
    voided = (hours.void_hours(recorded, ["1"], "记错"), newest(recorded))[1]
    hours.record_hours(recorded, ["V000001"], "A000001", {"service_date": "2022-01-04", "time": "11:00-12:00"})
    undo(recorded, voided)
    assert sum(r.seconds for r in hours.list_hours(recorded)) == 3 * 3600


def test_untimed_time_of_one_activity_does_not_come_back_twice(ctx: Context) -> None:
    add_volunteer(ctx, {"name": "张三"})
    activities.add_activity(ctx, {"title": "清洁家园", "starts_on": "2022-01-04"})
    words = {"service_date": "2022-01-04", "seconds": "2"}
    hours.record_hours(ctx, ["V000001"], "A000001", words)
    gone = undo(ctx, newest(ctx))[0].id
    hours.record_hours(ctx, ["V000001"], "A000001", words)
    assert "同一段时间" in refused(ctx, gone).message


def test_no_day_of_more_than_24_hours_comes_back(ctx: Context) -> None:
    add_volunteer(ctx, {"name": "张三"})
    for title in ("甲", "乙"):
        activities.add_activity(ctx, {"title": title, "starts_on": "2022-01-04"})
    hours.record_hours(ctx, ["V000001"], "A000001", {"service_date": "2022-01-04", "seconds": "13"})
    gone = undo(ctx, newest(ctx))[0].id
    hours.record_hours(ctx, ["V000001"], "A000002", {"service_date": "2022-01-04", "seconds": "12"})
    assert "24 小时" in refused(ctx, gone).message


def test_the_period_cannot_go_back_past_hours_recorded_since(recorded: Context) -> None:
    activities.edit_activity(recorded, "A000001", {"starts_on": "2022-01-03", "ends_on": "2022-01-04"})
    widened = newest(recorded)
    hours.record_hours(recorded, ["V000001"], "A000001", {"service_date": "2022-01-03", "time": "09:00-10:00"})
    assert "活动 A000001 的期间" in refused(recorded, widened).message


def test_a_cancellation_does_not_come_back_over_hours(ctx: Context) -> None:
    add_volunteer(ctx, {"name": "张三"})
    activities.add_activity(ctx, {"title": "清洁家园", "starts_on": "2022-01-04"})
    set_status(ctx, "A000001", "cancelled", reason="下雨")
    reopened = undo(ctx, newest(ctx))[0].id
    hours.record_hours(ctx, ["V000001"], "A000001", {"service_date": "2022-01-04", "seconds": "1"})
    assert "已取消" in refused(ctx, reopened).message


def test_undoing_an_import_of_many_is_one_step_and_not_slow(ctx: Context, tmp_path: Path) -> None:
    """Ten thousand rows took ten seconds before every reference had an index."""
    import time

    add_volunteer(ctx, {"name": "张三"})
    days = [(dt.date(2020, 1, 1) + dt.timedelta(days=n)).isoformat() for n in range(700)]
    rows = [f"V000001,活动{n % 40},{day},{9 + n}:00-{9 + n}:50" for day in days for n in range(4)]
    path = tmp_path / "hours.csv"
    path.write_text("\n".join(["志愿者编号,活动名称,服务日期,起止时间", *rows]), encoding="utf-8")
    before = exports(ctx)
    result = import_files(ctx, HOURS, [path], ImportOptions())
    assert result.created == 2800
    begun = time.process_time()
    undo(ctx, newest(ctx))
    assert time.process_time() - begun < 1.5
    assert exports(ctx) == before
    assert registers.list_records(ctx, ACTIVITIES) == []


# What is shown


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("手机 13812345678 有误", "手机 138****5678 有误"),
        ("证件11010519491231002X。", "证件1101**********002X。"),
        ("330106199001011234", "3301**********1234"),
        ("2022-01-04 至 2022-01-05，共 12 条", "2022-01-04 至 2022-01-05，共 12 条"),
    ],
)
def test_reasons_hold_no_phone_or_id_number(recorded: Context, reason: str, shown: str) -> None:
    hours.void_hours(recorded, ["1"], reason)
    assert log(recorded)[0].reason == shown
    assert verify(recorded)[0] == []


def test_log_as_a_person_and_a_program_see_it(recorded: Context, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    hours.void_hours(recorded, ["1"], "他的号码 13812345678\x1b[31m")
    seen = ""
    for format_ in ("table", "csv", "json"):
        assert run(app, ["--db", str(recorded.db), "log", "-f", format_]) == 0
        out = capsys.readouterr().out
        assert "13812345678" not in out and "\x1b" not in out
        assert "138****5678" in out
        seen = out
    assert json.loads(seen)[0]["command"] == "hours.void"
    for words in (["log", "--limit", "x"], ["undo", "x", "--yes"], ["undo", "-1", "--yes"], ["undo"]):
        assert run(app, ["--db", str(recorded.db), *words]) == 2
    assert run(app, ["--db", str(recorded.db), "undo", "77", "--yes"]) == 4
    assert run(app, ["--db", str(recorded.db), "undo", "4", "--yes"]) == 5
    assert run(app, ["--db", str(recorded.db), "undo", "--yes"]) == 0
    assert "leifeng undo 6" in capsys.readouterr().err
