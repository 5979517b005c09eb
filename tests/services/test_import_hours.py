"""Hours sheets: who, which activity, what time; and what stands against a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from moves import set_status

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.hours import HOURS
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import InvalidInput
from leifeng_cli.services import activities, attendance, hours, registers, settings, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.exports import export
from leifeng_cli.services.importing import ImportOptions, ImportResult
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.parsed import SheetOptions

HEAD = "姓名,手机,活动名称,服务日期,起止时间,时长,评价"


@pytest.fixture
def office(ctx: Context) -> Context:
    for i, name in enumerate(["张三", "李四", "王芳", "王芳"], 1):
        volunteers.add_volunteer(ctx, {"name": name, "phone": f"1400000001{i}"})
    return ctx


def take(ctx: Context, *rows: str, head: str = HEAD, year: int | None = None, **options: Any) -> ImportResult:
    path = ctx.db.parent / "时长.csv"
    path.write_text("\n".join([head, *rows]), "utf-8-sig")
    return import_files(ctx, HOURS, [path], ImportOptions(SheetOptions(year=year), **options))


def told(result: ImportResult) -> list[tuple[int, str | None, str]]:
    return [(p.row, p.cell, p.code) for p in result.problems]


def events(ctx: Context) -> list[tuple[str, str | None, str | None]]:
    return [(a.title, a.starts_on, a.ends_on) for a in registers.list_records(ctx, ACTIVITIES)]


def test_unheard_of_activities_are_made_for_each_month_and_said(office: Context) -> None:
    result = take(
        office,
        "张三,14000000011,清洁,2021-03-05,,1,",
        "李四,14000000012,清洁,2021-03-28,,1,",
        "张三,14000000011,清洁,2021-04-02,,1,",
    )
    assert events(office) == [("清洁", "2021-03-05", "2021-03-28"), ("清洁", "2021-04-02", "2021-04-02")]
    assert result.also_created == {"activity": ["A000001 清洁", "A000002 清洁"]}
    made = registers.list_records(office, ACTIVITIES)[0]
    assert (made.status, made.backfilled) == ("finished", True)
    more = take(office, "李四,14000000012,清洁,2021-03-30,,1,", "李四,14000000012,清洁,2021-03-01,,1,")
    assert events(office)[0] == ("清洁", "2021-03-01", "2021-03-30")
    assert more.also_created == {} and any("延长" in w for w in more.warnings)


def test_a_planned_activity_is_never_lengthened(office: Context) -> None:
    activities.add_activity(office, {"title": "清洁", "starts_on": "2021-03-06", "time": "09:00-11:00"})
    result = take(office, *[f"张三,14000000011,清洁,2021-03-{d:02d},,1," for d in (5, 6, 7)])
    assert not result.problems
    assert events(office) == [("清洁", "2021-03-06", "2021-03-06"), ("清洁", "2021-03-05", "2021-03-07")]
    assert [h.activity_number for h in hours.list_hours(office)] == ["A000002", "A000001", "A000002"]


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ("赵六,14000000099,清洁,2021-03-05,,1,", "B2", "not_found"),
        ("张三,14000000012,清洁,2021-03-05,,1,", "B2", "not_found"),
        ("张三,,清洁,2021-03-05,,1,", "A2", "bad_value"),
        ("王芳,,清洁,2021-03-05,,1,", "A2", "ambiguous"),
        (",,清洁,2021-03-05,,1,", "A2", "not_found"),
        ("张三,14000000011,,2021-03-05,,1,", "C2", "not_found"),
        ("张三,14000000011,清洁,,,1,", "D2", "bad_value"),
        ("张三,14000000011,清洁,2021-03-05,,,", "F2", "bad_value"),
        ("张三,14000000011,清洁,2021-03-05,,0,", "F2", "bad_value"),
        ("张三,14000000011,清洁,2021-03-05,,25,", "F2", "bad_value"),
        ("张三,14000000011,清洁,2021-03-05,9:00-9:00,,", "E2", "bad_value"),
        ("张三,14000000011,清洁,2021-03-05,9:00-11:00,3,", None, "invalid"),
        ("张三,14000000011,清洁,2022-01-06,,1,", None, "invalid"),
        ("张三,14000000011,清洁,2021-03-05,,1,很棒", "G2", "bad_value"),
        ("张三,14000000011,清洁（1小时）、交通（1小时）,2021-03-05,,3,", "C2", "bad_value"),
    ],
)
def test_every_problem_has_its_place_and_nothing_is_written(
    office: Context, row: str, cell: str | None, code: str
) -> None:
    before = office.db.read_bytes()
    good = "李四,14000000012,别的,2021-03-05,,1,"
    result = take(office, row, good)
    (problem,) = result.problems
    assert (problem.row, problem.code, result.rejected, result.applied) == (2, code, 1, False)
    assert problem.column and problem.message and problem.cell == (cell or problem.cell)
    assert problem.cell is not None
    assert office.db.read_bytes() == before
    assert "14000000" not in problem.line()


def test_partly_the_good_rows_and_only_their_activities(office: Context, tmp_path: Path) -> None:
    options = {"partial": True, "rejects": tmp_path / "退回.csv"}
    result = take(
        office,
        "张三,14000000011,清洁,2021-03-05,9:00-11:00,,",
        "张三,14000000011,清洁,2021-03-05,10:00-12:00,,",
        "张三,14000000011,清洁,2021-03-20,,25,",
        "赵六,14000000099,只有他去,2021-03-05,,1,",
        "张三,14000000011,也没去成,2021-03-05,9:30-10:00,,",
        "李四,14000000012,清洁,2021-03-31,9:00-10:00,3,",
        **options,
    )
    assert (result.created, result.rejected) == (1, 5)
    assert events(office) == [("清洁", "2021-03-05", "2021-03-05")]


def test_rows_that_overlap_name_each_other(office: Context) -> None:
    result = take(
        office, "张三,14000000011,清洁,2021-03-05,9:00-11:00,,", "张三,14000000011,交通,2021-03-05,10:30-12:00,,"
    )
    (problem,) = result.problems
    assert (problem.row, problem.code) == (3, "conflict") and problem.cell is not None
    hours.record_hours(office, ["李四"], _planned(office), {"service_date": "2021-03-05", "time": "09:00-10:00"})
    (problem,) = take(office, "李四,14000000012,清洁,2021-03-05,9:30-11:00,,").problems
    assert problem.code == "conflict" and "服务记录" in problem.message


def _planned(ctx: Context) -> str:
    given = {"title": "旧活动", "starts_on": "2021-01-01", "ends_on": "2021-12-31"}
    return activities.add_activity(ctx, given).number


def test_said_twice_is_counted_once(office: Context) -> None:
    row = "张三,14000000011,清洁,2021-03-05,9:00-11:00,,优秀"
    result = take(office, row, row)
    assert (result.created, result.unchanged) == (1, 1) and any(
        "第 3 行" in w and "第 2 行" in w for w in result.warnings
    )
    again = take(office, row.replace("优秀", "合格"))
    assert (again.unchanged, again.operation) == (1, None) and any("评价" in w for w in again.warnings)


def test_two_activities_in_one_cell(office: Context) -> None:
    result = take(office, "张三,14000000011,清洁（1小时）、交通（0.5小时）,3月5日,9:00-10:30,1.5,", year=2021)
    assert (result.created, result.problems) == (1, [])
    assert [(h.activity_title, h.seconds) for h in hours.list_hours(office)] == [("清洁", 3600), ("交通", 1800)]
    assert take(office, "张三,14000000011,清洁（1小时）、交通（0.5小时）,3月5日,,,", year=2021).unchanged == 1


def test_a_night_is_two_days_and_known_again(office: Context) -> None:
    row = "张三,14000000011,巡逻,2021-03-31,22:00-次日1:00,,"
    assert take(office, row).created == 1
    found = [(h.service_date, h.start_time, h.end_time, h.seconds) for h in hours.list_hours(office)]
    assert found == [("2021-03-31", "22:00", "24:00", 7200), ("2021-04-01", "00:00", "01:00", 3600)]
    assert events(office) == [("巡逻", "2021-03-31", "2021-03-31")]
    again = take(office, row, row.replace("22:00-次日1:00,", "22:00-1:00,3"))
    assert (again.created, again.unchanged, again.problems) == (0, 2, [])


def test_stated_hours_beside_times(office: Context) -> None:
    result = take(
        office,
        "张三,14000000011,清洁,2021-03-05,9:00-11:20,2.33,",
        "李四,14000000012,清洁,2021-03-05,8:00-12:00,3,",
    )
    assert [h.seconds for h in hours.list_hours(office)] == [8388, 10800]
    assert [w for w in result.warnings if "少于" in w and "第 3 行" in w] == [w for w in result.warnings if "少于" in w]


def test_names_alone(office: Context) -> None:
    head = "姓名,活动名称,服务日期,时长"
    assert told(take(office, "张三,清洁,2021-03-05,1", head=head)) == [(2, "A2", "bad_value")]
    result = take(office, "张三,清洁,2021-03-05,1", "王芳,清洁,2021-03-05,1", head=head, by_name=True)
    assert told(result) == [(3, "A3", "ambiguous")]
    assert "V000003" in result.problems[0].message and "140****0013" in result.problems[0].message
    assert take(office, "张三,清洁,2021-03-05,1", head=head, by_name=True).created == 1


def test_another_offices_number_gives_way_to_the_phone(office: Context) -> None:
    head = "志愿者编号,姓名,手机,活动名称,服务日期,时长"
    assert take(office, "Z9,张三,14000000011,清洁,2021-03-05,1", head=head).created == 1
    assert told(take(office, "V000002,张三,14000000011,清洁,2021-03-06,1", head=head)) == [(2, "B2", "conflict")]


def test_one_activity_for_the_whole_sheet(office: Context) -> None:
    number = _planned(office)
    head = "姓名,手机,服务日期,时长"
    with pytest.raises(InvalidInput, match="活动名称"):
        take(office, "张三,14000000011,2021-03-05,1", head=head)
    assert take(office, "张三,14000000011,2021-03-05,1", head=head, activity=number).created == 1
    assert told(take(office, "张三,14000000011,清洁,2021-03-06,,1,", activity=number)) == [(2, "C2", "conflict")]
    assert take(office, "张三,14000000011,旧活动,2021-03-06,,1,", activity=number).created == 1


def test_a_cancelled_activity_takes_nothing(office: Context) -> None:
    number = _planned(office)
    set_status(office, number, "cancelled", reason="下雨")
    (problem,) = take(office, "张三,14000000011,旧活动,2021-03-05,,1,").problems
    assert "已取消" in problem.message and problem.code == "conflict"


def test_unknown_category_and_team_are_said(office: Context) -> None:
    head = "姓名,手机,活动名称,服务类别,所属队伍,服务日期,时长"
    result = take(
        office, "张三,14000000011,甲,没听过,新队,2021-03-05,1", "李四,14000000012,乙,清洁家园,,2021-03-05,1", head=head
    )
    assert result.also_created["team"] == ["新队"] and any("没听过" in w for w in result.warnings)
    assert [a.category for a in registers.list_records(office, ACTIVITIES)] == [None, "清洁家园"]


def test_under_approval_a_sheet_waits_unless_another_person_vouched(office: Context) -> None:
    settings.set_setting(office, "approval", "on")
    head = HEAD + ",状态,登记人,审核人"
    result = take(
        office,
        "张三,14000000011,清洁,2021-03-05,,1,,,,",
        "张三,14000000011,清洁,2021-03-06,,1,,已记入,,",
        "张三,14000000011,清洁,2021-03-07,,1,,已记入,甲,乙",
        "张三,14000000011,清洁,2021-03-08,,1,,已驳回,甲,乙",
        head=head,
    )
    found = hours.list_hours(office, status="credited") + hours.list_hours(office, status="rejected")
    assert [h.service_date for h in found] == ["2021-03-07", "2021-03-08"]
    assert [w for w in result.warnings if "2 条" in w and "审核" in w]


def test_status_words_of_other_offices_are_asked_about(office: Context) -> None:
    result = take(office, "张三,14000000011,清洁,2021-03-05,,1,,有效", head=HEAD + ",状态")
    assert told(result) == [(2, "H2", "bad_value")]


def corrected(ctx: Context) -> str:
    number = _planned(ctx)
    ten, eleven = {"service_date": "2021-03-10", "time": "09:00-11:00"}, {"service_date": "2021-03-11", "seconds": "2"}
    hours.record_hours(ctx, ["张三"], number, ten)
    hours.record_hours(ctx, ["李四"], number, eleven)
    hours.correct_hours(ctx, "1", {"rating": "优秀"}, "漏了评价")  # same time, new row
    hours.correct_hours(ctx, "2", {"service_date": "2021-03-01"}, "日期错")  # stands before what it corrects
    hours.void_hours(ctx, ["4"], "没来")
    return number


def exported(ctx: Context, noun: str) -> str:
    path = ctx.db.parent / f"{noun}.csv"
    export(ctx, REGISTERS[noun], path, reveal_reason="核对", force=True)
    return path.read_text("utf-8-sig")


def test_corrections_and_voids_survive_being_renumbered(office: Context) -> None:
    corrected(office)
    text = exported(office, "hours")
    head, *rows = text.splitlines()
    assert [r.split(",")[0] for r in rows] == ["4", "1", "3", "2"]
    again = take(office, *rows, head=head)
    assert (again.created, again.unchanged, again.warnings) == (0, 4, [])
    moved = [",".join([str(int(r.split(",")[0]) + 100), *r.split(",")[1:]]) for r in rows]
    assert (take(office, *moved, head=head).unchanged, exported(office, "hours")) == (4, text)


def test_a_file_with_other_records_takes_corrections_in(office: Context, tmp_path: Path) -> None:
    from leifeng_cli.services.setup import init

    corrected(office)
    head, *rows = exported(office, "hours").splitlines()
    other = Context(tmp_path / "o" / "o.db", office.now, "经办人")
    (tmp_path / "o").mkdir()
    init(other, "别处")
    for name, phone in (("张三", "14000000011"), ("李四", "14000000012"), ("钱七", "14000000077")):
        volunteers.add_volunteer(other, {"name": name, "phone": phone})
    hours.record_hours(other, ["钱七"], _planned(other), {"service_date": "2021-02-01", "seconds": "1"})
    result = take(other, *rows, head=head)
    assert (result.created, result.problems) == (4, [])
    found = {h.id: (h.corrects_id, h.status, h.service_date) for h in hours.list_hours(other, status="void")}
    found |= {h.id: (h.corrects_id, h.status, h.service_date) for h in hours.list_hours(other)}
    by_day = {day: (number, corrects) for number, (corrects, _s, day) in found.items() if number != 1}
    assert by_day["2021-03-01"][1] == by_day["2021-03-11"][0]
    assert take(other, *rows, head=head).unchanged == 4


def test_what_was_recorded_stays_when_its_person_has_left(office: Context) -> None:
    number = _planned(office)
    hours.record_hours(office, ["张三"], number, {"service_date": "2021-03-10", "seconds": "2"})
    head, row = exported(office, "hours").splitlines()
    hours.void_hours(office, ["1"], "重来")
    attendance.check_in(office, ["张三"], number, day="2021-03-10", at="14:00")
    volunteers.edit_volunteer(office, "张三", {"status": "注销"})
    registers.archive(office, REGISTERS["volunteer"], "张三")
    assert take(office, row, head=head).created == 1
    told_by_hand = take(office, "张三,14000000011,旧活动,2021-03-11,,1,")
    assert [p.code for p in told_by_hand.problems] == ["conflict"]
