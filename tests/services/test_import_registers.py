"""Rosters, plans, teams, sign-ups and attendance: whom and what a row is about, and what it may change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from moves import set_status

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.attendance import ATTENDANCE
from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.hours import HOURS
from leifeng_cli.domain.register import Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.signups import SIGNUPS
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.units import UNITS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import InvalidInput
from leifeng_cli.services import activities, attendance, registers, signups, teams, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.exports import export
from leifeng_cli.services.importing import ImportOptions, ImportResult
from leifeng_cli.services.imports import import_files, import_work
from leifeng_cli.services.parsed import SheetOptions, Source
from leifeng_cli.services.recognise import recognise


def take(ctx: Context, register: Register, text: str, **options: Any) -> ImportResult:
    return import_files(ctx, register, [sheet(ctx, text)], ImportOptions(**options))


def sheet(ctx: Context, text: str, name: str = "表.csv") -> Path:
    path = ctx.db.parent / name
    path.write_text(text, "utf-8-sig")
    return path


def told(result: ImportResult) -> list[tuple[str | None, str]]:
    return [(p.cell, p.code) for p in result.problems]


def add(ctx: Context, name: str, **given: str) -> str:
    return volunteers.add_volunteer(ctx, {"name": name, **given})[0].number


def the(ctx: Context, register: Register, word: str) -> Any:
    return registers.show(ctx, register, word)


# ---- volunteers -----------------------------------------------------------------------------------------------------
def test_the_same_person_twice_is_one_and_what_differs_is_said(ctx: Context) -> None:
    result = take(
        ctx, VOLUNTEERS, "姓名,手机,性别,住址\n张三,14000000011,男,东苑\n张三,14000000011,女,\n李四,14000000011,,\n"
    )
    assert (result.created, result.unchanged) == (2, 1)
    (remark,) = [w for w in result.warnings if "同一人" in w]
    assert "第 3 行" in remark and "第 2 行" in remark and "性别" in remark and "14000000011" not in remark


def test_a_roster_again_completes_and_never_clears(ctx: Context) -> None:
    add(ctx, "张三", phone="14000000011", note="旧", teams="")
    result = take(ctx, VOLUNTEERS, "姓名,手机,备注,住址,所属队伍\n张三,14000000011,,东苑,先锋队\n")
    assert (result.created, result.updated) == (0, 1)
    one = the(ctx, VOLUNTEERS, "张三")
    assert (one.note, one.address, one.teams) == ("旧", "东苑", "先锋队")
    assert take(ctx, VOLUNTEERS, "姓名,手机,所属队伍\n张三,14000000011,雷锋岗\n").updated == 1
    assert the(ctx, VOLUNTEERS, "张三").teams == "先锋队、雷锋岗"


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ("V000002,张三,14000000011,", "A2", "conflict"),
        ("V000001,王五,14000000013,", "A2", "conflict"),
        (",,14000000013,", "B2", "bad_value"),
        (",小孩,14000000013,2010-01-01", "D2", "conflict"),
        (",张三,140****0011,", "C2", "bad_value"),
        (",后人,14000000013,2030-01-01", "D2", "bad_value"),
    ],
)
def test_contradictions_have_their_place(ctx: Context, row: str, cell: str, code: str) -> None:
    add(ctx, "张三", phone="14000000011")
    add(ctx, "李四", phone="14000000012")
    result = take(ctx, VOLUNTEERS, f"志愿者编号,姓名,手机,出生日期\n{row}\n")
    assert told(result) == [(cell, code)] and "14000000011" not in result.problems[0].line()


def test_a_masked_export_comes_back_without_harm(ctx: Context) -> None:
    number = "330106199001019807"
    number = number[:17] + "10X98765432"[sum(int(d) * 2 ** (17 - i) for i, d in enumerate(number[:17])) % 11]
    add(ctx, "张三", phone="14000000011", id_number=number, address="东苑小区3幢")
    path = ctx.db.parent / "masked.csv"
    export(ctx, VOLUNTEERS, path)
    text = path.read_text("utf-8-sig")
    assert number not in text and "14000000011" not in text
    again = take(ctx, VOLUNTEERS, text)
    assert (again.created, again.updated, again.problems) == (0, 0, [])
    assert the(ctx, VOLUNTEERS, "张三").id_number == number
    stranger = take(ctx, VOLUNTEERS, text.replace("V000001", "V000009").replace("张三", "李四"))
    assert [p.code for p in stranger.problems] == ["bad_value"] and "脱敏" in stranger.problems[0].message


def test_minors_are_pointed_out_and_children_refused(ctx: Context) -> None:
    result = take(
        ctx, VOLUNTEERS, "姓名,出生日期,监护人同意日期\n甲,2006-01-01,\n乙,2006-01-01,2021-01-01\n丙,2008-01-06,\n"
    )
    assert [p.cell for p in result.problems] == ["B4"]
    assert [w for w in result.warnings if "监护人" in w] == [
        "第 2 行：14 至 17 周岁，表中没有监护人同意日期；请补登 --guardian-consent。"
    ]


def test_a_refused_row_leaves_no_team_behind(ctx: Context) -> None:
    add(ctx, "老人", phone="14000000010")
    text = "姓名,手机,出生日期,所属队伍\n小孩,14000000011,2012-01-01,甲队\n大人,14000000012,,乙队\n"
    result = take(ctx, VOLUNTEERS, text, partial=True, rejects=ctx.db.parent / "退.csv")
    assert result.also_created == {"team": ["乙队"]}
    head = "姓名,手机,活动名称,所属队伍,服务日期,时长\n"
    rows = "老人,14000000010,甲,丙队,2021-03-05,9:00\n老人,14000000010,甲,丙队,2021-03-05,2\n"
    rows = rows.replace("9:00", "24") + "大人,14000000012,甲,丙队,2021-03-05,2\n"
    result = take(
        ctx,
        HOURS,
        "2021年\n" + head + "老人,14000000010,乙,丁队,2021-03-05,1\n" + rows,
        partial=True,
        rejects=ctx.db.parent / "退2.csv",
    )
    assert (result.created, result.rejected) == (3, 1)
    assert [t.name for t in registers.list_records(ctx, TEAMS)] == ["乙队", "丁队", "丙队"]


def test_no_phone_leaves_in_any_word(ctx: Context) -> None:
    text = "姓名,手机,性别,备注,所属队伍\n张三14000000011,14000000011,男14000000012,14000000013,14000000014\n"
    result = take(ctx, VOLUNTEERS, text, partial=True, dry_run=True)
    assert result.rejected == 1 and "1400000001" not in str(result)
    deeds = take(
        ctx, HOURS, "志愿者编号,姓名,活动名称,类别,日期,时长\n14000000011,张三,清洁,14000000011,2021-03-05,1\n"
    )
    assert deeds.rejected == 1 and "1400000001" not in str(deeds)


# ---- units, categories, teams ---------------------------------------------------------------------------------------
def test_parents_may_stand_below_and_leaders_are_people(ctx: Context) -> None:
    add(ctx, "张三")
    text = "队伍名称,上级队伍,队长\n小队,中队,V000001\n中队,大队,\n大队,,张三\n"
    assert take(ctx, TEAMS, text).created == 3
    assert [(t.name, t.parent, t.leader) for t in registers.list_records(ctx, TEAMS)] == [
        ("大队", None, "V000001"),
        ("中队", "大队", None),
        ("小队", "中队", "V000001"),
    ]
    assert take(ctx, TEAMS, text).unchanged == 3


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("队伍名称,上级队伍\n甲,乙\n乙,甲\n", [("B2", "not_found"), ("B3", "not_found")]),
        ("队伍名称,上级队伍\n甲,没有\n", [("B2", "not_found")]),
        ("队伍名称,队长\n甲,没有\n", [("B2", "not_found")]),
        ("队伍名称,上级队伍\n,甲\n", [("A2", "bad_value")]),
    ],
)
def test_teams_that_hang_nowhere(ctx: Context, text: str, places: list[tuple[str, str]]) -> None:
    assert told(take(ctx, TEAMS, text)) == places


def test_categories_have_two_levels(ctx: Context) -> None:
    result = take(ctx, CATEGORIES, "类别名称,上级类别\n扫大雪,扫雪\n扫雪,冬天\n冬天,\n")
    assert told(result) == [("B2", "conflict")]


def test_another_offices_numbers_rename_nothing(ctx: Context) -> None:
    registers.add(ctx, TEAMS, {"name": "甲队"})
    result = take(ctx, TEAMS, "队伍编号,队伍名称\nT0001,乙队\nT0007,甲队\nT0009,丙队\n")
    assert (result.created, result.unchanged) == (2, 1) and len(result.warnings) == 2
    found = {t.name: t.number for t in registers.list_records(ctx, TEAMS)}
    assert found["甲队"] == "T0001" and found["丙队"] == "T0009" and found["乙队"] not in ("T0001", "T0009")


def test_a_file_has_one_own_unit(ctx: Context) -> None:
    result = take(ctx, UNITS, "单位名称,本单位\n别处,是\n幸福社区,否\n")
    assert (result.created, result.updated) == (1, 0) and any("本单位" in w for w in result.warnings)
    assert [u.name for u in registers.list_records(ctx, UNITS) if u.own] == ["幸福社区"]


# ---- activities, sign-ups, attendance -------------------------------------------------------------------------------
def test_a_plan_again_changes_what_it_says_and_no_state(ctx: Context) -> None:
    text = "活动名称,活动日期,起止时间,地点,负责队伍,计划人数\n清洁,2022-03-05,9:00-11:00,西门,先锋队,20\n"
    assert take(ctx, ACTIVITIES, text).also_created == {"team": ["先锋队"]}
    set_status(ctx, "清洁", "published")
    assert take(ctx, ACTIVITIES, text).unchanged == 1
    assert take(ctx, ACTIVITIES, text.replace("西门", "东门")).updated == 1
    one = the(ctx, ACTIVITIES, "清洁")
    assert (one.place, one.status, one.backfilled) == ("东门", "published", False)


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ("清洁,,,,,", "B2", "bad_value"),
        (",2022-03-05,,,,", "A2", "bad_value"),
        ("清洁,2022-03-05,2022-03-04,,,", "C2", "invalid"),
        ("清洁,2022-03-05,,,,0", "F2", "invalid"),
        ("清洁,2022-03-05,,没听过,,", "D2", "not_found"),
        ("清洁,2022-03-05,,,9:00,", "E2", "bad_value"),
    ],
)
def test_plans_with_faults(ctx: Context, row: str, cell: str, code: str) -> None:
    before = ctx.db.read_bytes()
    result = take(ctx, ACTIVITIES, f"活动名称,活动日期,结束日期,类别,起止,计划人数\n{row}\n")
    assert told(result) == [(cell, code)] and ctx.db.read_bytes() == before


def test_two_alike_with_numbers_of_their_own_are_two(ctx: Context) -> None:
    text = "活动编号,活动名称,活动日期\nA000007,清洁,2022-03-05\nA000008,清洁,2022-03-05\n"
    assert (take(ctx, ACTIVITIES, text).created, take(ctx, ACTIVITIES, text).unchanged) == (2, 2)
    assert take(ctx, ACTIVITIES, "活动名称,活动日期\n扫雪,2022-03-05\n扫雪,2022-03-05\n").created == 1


def test_who_signed_up_first_has_the_place(ctx: Context) -> None:
    for i in (1, 2, 3):
        add(ctx, f"人{i}", phone=f"1400000001{i}")
    activities.add_activity(ctx, {"title": "植树", "starts_on": "2022-03-12", "capacity": "1"})
    text = "姓名,手机,活动名称,报名时间\n人1,14000000011,植树,2022-01-03 9:30\n人2,14000000012,植树,2022年1月2日\n"
    assert take(ctx, SIGNUPS, text).created == 2 and take(ctx, SIGNUPS, text).unchanged == 2
    found = {s.volunteer_name: (s.status, s.signed_up_at) for s in signups.list_signups(ctx)}
    assert found == {
        "人2": ("confirmed", "2022-01-02T00:00:00+08:00"),
        "人1": ("waiting", "2022-01-03T09:30:00+08:00"),
    }
    bad = take(
        ctx,
        SIGNUPS,
        "姓名,手机,活动名称,报名时间,状态\n人3,14000000013,植树,昨天,已报名\n人3,14000000013,植树,,已取消\n",
    )
    assert told(bad) == [("D2", "bad_value"), ("D3", "bad_value")]
    said = take(ctx, SIGNUPS, "姓名,手机,活动名称,状态\n人3,14000000013,植树,已报名\n")
    assert said.created == 1 and any("候补" in w for w in said.warnings)


def test_attendance_comes_in_completes_and_is_not_rewritten(ctx: Context) -> None:
    add(ctx, "张三", phone="14000000011")
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2021-03-01", "ends_on": "2021-03-31"})
    head = "姓名,手机,活动名称,签到日期,签到时间,签退时间,备注\n"
    row = "张三,14000000011,巡逻,2021-03-05,9:00,"
    assert take(ctx, ATTENDANCE, head + row + ",迟到\n").created == 1
    assert take(ctx, ATTENDANCE, head + row + "11:00,\n").updated == 1
    changed = take(ctx, ATTENDANCE, head + row + "12:00,\n")
    assert changed.unchanged == 1 and any("11:00" in w for w in changed.warnings)
    (one,) = attendance.list_attendance(ctx)
    assert (one.checked_out, one.note) == ("11:00", "迟到")
    faults = "张三,14000000011,巡逻,2021-03-06,9:00,9:00,\n张三,14000000011,巡逻,2022-01-05,8:00,9:30,\n" + (
        "张三,14000000011,巡逻,2021-04-05,8:00,9:30,\n张三,14000000011,没有,2021-03-05,8:00,9:30,\n"
    )
    assert told(take(ctx, ATTENDANCE, head + faults)) == [
        ("F2", "bad_value"),
        ("D3", "invalid"),
        ("D4", "conflict"),
        ("C5", "not_found"),
    ]
    night = take(ctx, ATTENDANCE, head + "张三,14000000011,巡逻,2021-03-07,22:00,1:00,\n")
    assert night.created == 1


# ---- telling the kinds apart ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "noun"),
    [
        ("姓名,性别,身份证号,联系电话", "volunteer"),
        ("序号,姓名,联系方式,入队时间", "volunteer"),
        ("编号,姓名,政治面貌", "volunteer"),
        ("序号,活动名称,活动日期,起止时间,联系人,联系电话,备注", "activity"),
        ("编号,活动主题,时间,地点,负责人,电话,状态", "activity"),
        ("姓名,电话,活动名称,服务日期,服务时长", "hours"),
        ("志愿者编号,活动,日期,开始时间,结束时间", "hours"),
        ("姓名,手机,日期,时长", "hours"),
        ("姓名,手机,活动名称,报名时间", "signup"),
        ("姓名,手机,活动名称,报名状态,岗位", "signup"),
        ("姓名,手机,活动名称,日期,签到,签退", "attendance"),
        ("姓名,活动名称,签到日期,签到时间,签退时间", "attendance"),
        ("队伍名称,队长,成立日期", "team"),
        ("类别名称,上级类别", "category"),
        ("单位名称,负责人,联系电话", "unit"),
    ],
)
def test_the_kind_of_a_sheet(ctx: Context, header: str, noun: str) -> None:
    path = sheet(ctx, header + "\n" + ",".join("1" for _cell in header.split(",")) + "\n")
    ((register, sources),) = recognise([str(path)], SheetOptions())
    assert register.noun == noun and [s.path for s in sources] == [str(path)]


@pytest.mark.parametrize("header", ["姓名,手机,活动名称,时长", "姓名,备注", "手机,备注", "活动名称,地点", "甲,乙"])
def test_an_unclear_sheet_stops_the_import(ctx: Context, header: str) -> None:
    path = sheet(ctx, header + "\n1,2,3,4\n", "某表.csv")
    with pytest.raises(InvalidInput, match=r"某表\.csv"):
        recognise([str(path)], SheetOptions())


def test_the_sheets_of_one_workbook_each_by_its_kind(ctx: Context) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    path = ctx.db.parent / "全部.xlsx"
    book = xlsxwriter.Workbook(str(path))
    tables = {
        "时长": [["姓名", "手机", "活动名称", "日期", "时长"], ["张三", "14000000011", "清洁", "2021-03-05", "2"]],
        "名册": [["姓名", "手机", "所属队伍"], ["张三", "14000000011", "先锋队"]],
        "队伍": [["队伍名称", "队长"], ["先锋队", "张三"]],
        "空白": [],
    }
    for title, rows in tables.items():
        page = book.add_worksheet(title)
        for r, row in enumerate(rows):
            page.write_row(r, 0, row)
    book.close()
    work = recognise([str(path)], SheetOptions())
    assert [(r.noun, [s.sheet for s in sources]) for r, sources in work] == [
        ("team", ["队伍"]),
        ("volunteer", ["名册"]),
        ("hours", ["时长"]),
    ]
    results = import_work(ctx, work, ImportOptions())
    assert [r.created for r in results] == [1, 1, 1] and not any(r.problems for r in results)
    assert the(ctx, TEAMS, "先锋队").leader == "V000001"


def test_a_leader_nobody_brings_is_a_problem_of_the_team(ctx: Context) -> None:
    team = sheet(ctx, "队伍名称,队长\n先锋队,赵六\n", "队伍.csv")
    people = sheet(ctx, "姓名,手机\n张三,14000000011\n", "名册.csv")
    before = ctx.db.read_bytes()
    results = import_work(ctx, recognise([str(people), str(team)], SheetOptions()), ImportOptions())
    assert [told(r) for r in results] == [[("B2", "not_found")], []] and ctx.db.read_bytes() == before


def test_exports_of_every_register_are_known_again(ctx: Context) -> None:
    add(ctx, "张三")
    for noun, register in REGISTERS.items():
        path = ctx.db.parent / f"{noun}.csv"
        export(ctx, register, path)
        assert [r.noun for r, _s in recognise([str(path)], SheetOptions())] == [noun]


def test_bytes_once_read_are_what_is_imported(ctx: Context) -> None:
    source = Source("-", data="姓名,手机\n张三,14000000011\n".encode())
    assert import_files(ctx, VOLUNTEERS, [source], ImportOptions()).created == 1
    with pytest.raises(InvalidInput, match="标准输入"):
        import_files(ctx, VOLUNTEERS, [Source("-", data=b"a,b\n1,2\n")], ImportOptions())


def test_members_who_left_stay_left(ctx: Context) -> None:
    add(ctx, "张三", phone="14000000011")
    registers.add(ctx, TEAMS, {"name": "先锋队"})
    teams.join_team(ctx, "先锋队", ["张三"], "2021-01-01")
    teams.leave_team(ctx, "先锋队", ["张三"], "2021-06-01")
    take(ctx, HOURS, "姓名,手机,活动,日期,时长\n张三,14000000011,清洁,2021-03-05,1\n")
    assert take(ctx, VOLUNTEERS, "姓名,手机\n张三,14000000011\n").unchanged == 1
    assert the(ctx, VOLUNTEERS, "张三").teams is None
