"""Sheets as offices make them, through the whole import: what goes in, and where each problem is."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.hours import HOURS
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import InvalidInput
from leifeng_cli.services import hours, registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.importing import ImportOptions, ImportResult
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.parsed import SheetOptions

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def made_up(born: str) -> str:
    """An ID number of nobody: a right check digit behind a serial that counties do not reach."""
    digits = f"330106{born}980"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


ID = made_up("19900101")
Rows = list[list[Any]]


def csv_text(rows: Rows, separator: str = ",") -> str:
    return "".join(separator.join(map(str, row)) + "\r\n" for row in rows)


def html(rows: Rows) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><meta charset='gb2312'><table>{body}</table></html>".encode("gb18030")


def xlsx(rows: Rows, *, merged: tuple[str, ...] = ()) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("表一")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(r, c, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
            elif isinstance(cell, dt.time):
                sheet.write_datetime(r, c, cell, book.add_format({"num_format": "h:mm"}))
            elif cell != "":
                sheet.write(r, c, cell)
    for area in merged:
        sheet.merge_range(area, "")  # keeps the text written above
    book.close()
    return stream.getvalue()


def take(ctx: Context, register: Any, content: bytes | str, name: str = "表.csv", **options: Any) -> ImportResult:
    path = ctx.db.parent / name
    path.write_bytes(content.encode("utf-8-sig") if isinstance(content, str) else content)
    read = SheetOptions(**{k: options.pop(k) for k in ("year", "encoding", "sheet", "mapping") if k in options})
    return import_files(ctx, register, [path], ImportOptions(read, **options))


def people(ctx: Context) -> list[Any]:
    return registers.list_records(ctx, VOLUNTEERS)


def add(ctx: Context, name: str, **given: str) -> str:
    return volunteers.add_volunteer(ctx, {"name": name, **given})[0].number


ROSTER: Rows = [
    ["姓名", "性别", "身份证号", "联系电话", "所属队伍", "入队时间"],
    ["张 三", "男", ID, "１４０００００００１１", "先锋队", "2021年3月5日"],
    ["李四　", "女", "", "140-0000-0012", "先锋队、雷锋岗", "2021.3.6"],
    ["合计", "2人", "", "", "", ""],
    ["", "", "", "", "", ""],
]
ENCODED: list[tuple[str, Callable[[], bytes]]] = [
    ("gb18030.csv", lambda: csv_text(ROSTER).encode("gb18030")),
    ("utf8.csv", lambda: csv_text(ROSTER).encode()),
    ("utf16.txt", lambda: csv_text(ROSTER, "\t").encode("utf-16")),
    ("utf16无标记.txt", lambda: csv_text(ROSTER, "\t").encode("utf-16-le")),
    ("分号.csv", lambda: csv_text(ROSTER, ";").encode("utf-8-sig")),
    ("网页.xls", lambda: html(ROSTER)),
    ("表.xlsx", lambda: xlsx(ROSTER)),
]


@pytest.mark.parametrize(("name", "make"), ENCODED, ids=[name for name, _make in ENCODED])
def test_the_same_roster_in_every_kind_of_file(ctx: Context, name: str, make: Callable[[], bytes]) -> None:
    result = take(ctx, VOLUNTEERS, make(), name)
    assert (result.created, result.problems) == (2, [])
    assert [(p.name, p.phone, p.teams, p.registered_on) for p in people(ctx)] == [
        ("张三", "14000000011", "先锋队", "2021-03-05"),
        ("李四", "14000000012", "先锋队、雷锋岗", "2021-03-06"),
    ]
    assert result.also_created == {"team": ["先锋队", "雷锋岗"]}
    assert people(ctx)[0].birth_date == "1990-01-01"
    again = take(ctx, VOLUNTEERS, make(), name)
    assert (again.created, again.updated, again.unchanged, again.operation) == (0, 0, 2, None)


def test_a_header_of_three_rows_and_totals_everywhere(ctx: Context) -> None:
    add(ctx, "张三", phone="14000000011")
    rows: Rows = [
        ["2021年3月服务时长登记表", "", "", "", "", "", ""],
        ["合计", "", "", "", "", 5.5, ""],
        ["志愿者", "", "活动", "时间", "", "", "评价"],
        ["姓名", "联系", "名称", "日期", "起止", "", ""],
        ["", "电话", "", "", "开始时间", "结束时间", ""],
        ["张三", 14000000011, "清洁家园", 3.05, dt.time(9), dt.time(11, 20), "优"],
        ["小计", "", "", "", "", 2.33, ""],
        ["张三", 14000000011.0, "清洁家园", "３月６日", dt.time(9), dt.time(10), ""],
        ["总计", "", "", "", "", 3.33, ""],
        ["填表人：王五", "", "", "", "", "", ""],
    ]
    merged = ("A3:B3", "D3:F3", "E4:F4", "A4:A5", "D4:D5", "C3:C5", "G3:G5")
    rows[3][2] = ""
    rows[2][2] = "活动名称"
    result = take(ctx, HOURS, xlsx(rows, merged=merged), "三行表头.xlsx")
    assert "\n".join(p.line() for p in result.problems) == ""
    assert [(h.service_date, h.start_time, h.seconds, h.rating) for h in hours.list_hours(ctx)] == [
        ("2021-03-05", "09:00", 8388, 5),
        ("2021-03-06", "09:00", 3600, None),
    ]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("2.5", 9000),
        ("２．５", 9000),
        ("2小时30分", 9000),
        ("2个半小时", 9000),
        ("1.5h", 5400),
        ("90分钟", 5400),
        ("2:30", 9000),
        ("半小时", 1800),
        ("两小时", 7200),
        (" 2.5 ", 9000),
        ("2.33", 8388),
    ],
)
def test_durations(ctx: Context, cell: str, seconds: int) -> None:
    add(ctx, "张三", phone="14000000011")
    result = take(ctx, HOURS, f"姓名,手机,活动名称,服务日期,时长\n张三,14000000011,清洁,2021-03-05,{cell}\n")
    assert not result.problems
    assert [h.seconds for h in hours.list_hours(ctx)] == [seconds]


@pytest.mark.parametrize(
    "cell",
    [
        "2021-03-05",
        "2021/3/5",
        "2021.3.5",
        "20210305",
        "2021年3月5日",
        "３月５日",
        "3.5",
        "3-5",
        "44260",
        "二〇二一年三月五日",
        "2021-03-05 08:30",
        "3月5日（周五）",
        "2021年3月5号",
    ],
)
def test_dates(ctx: Context, cell: str) -> None:
    add(ctx, "张三", phone="14000000011")
    result = take(ctx, HOURS, f"姓名,手机,活动名称,服务日期,时长\n张三,14000000011,清洁,{cell},1\n", year=2021)
    assert not result.problems
    assert [h.service_date for h in hours.list_hours(ctx)] == ["2021-03-05"]


def test_a_date_without_a_year_needs_one(ctx: Context) -> None:
    add(ctx, "张三", phone="14000000011")
    sheet = "姓名,手机,活动名称,服务日期,时长\n张三,14000000011,清洁,3月5日,1\n"
    (problem,) = take(ctx, HOURS, sheet).problems
    assert (problem.cell, problem.column) == ("D2", "服务日期") and "--year" in (problem.hint or "")
    titled = "2021年3月时长表,,,,\n" + sheet
    assert take(ctx, HOURS, titled).created == 1


def test_what_a_spreadsheet_ruined_is_refused_where_it_stands(ctx: Context) -> None:
    rows: Rows = [["姓名", "身份证号", "手机"], ["张三", 330106199001019803, ""], ["李四", "3.30106E+17", ""]]
    result = take(ctx, VOLUNTEERS, xlsx(rows), "毁.xlsx")
    assert [(p.row, p.cell, p.code) for p in result.problems] == [(2, "B2", "bad_value"), (3, "B3", "bad_value")]
    assert all("三位" in p.message for p in result.problems)
    assert not any("33010619" in p.value or "33010619" in p.message for p in result.problems)
    assert people(ctx) == []


@pytest.mark.parametrize(
    ("kind", "number", "good"),
    [
        ("港澳居民来往内地通行证", "H12345678", True),
        ("台胞证", "12345678", True),
        ("护照", "E12345678", True),
        ("外国人永久居留证", "USA110076070401", True),
        ("", "H12345678", False),
        ("台胞证", "1234", False),
        ("护照", "E123*5678", False),
        ("军官证", "1", False),
    ],
)
def test_documents_of_other_kinds(ctx: Context, kind: str, number: str, good: bool) -> None:
    result = take(ctx, VOLUNTEERS, f"姓名,证件类型,证件号码\n张三,{kind},{number}\n")
    assert (result.created == 1, not result.problems) == (good, good)
    if kind == "台胞证" and good:  # and the hours sheet finds the person by it
        found = take(ctx, HOURS, f"姓名,证件号,活动,日期,时长\n张三,{number},清洁,2021-03-05,1\n")
        assert found.created == 1


def test_a_number_column_that_only_counts_rows_is_no_number(ctx: Context) -> None:
    result = take(ctx, VOLUNTEERS, "编号,姓名,手机\n1,张三,14000000011\n2,李四,14000000012\n")
    assert [p.number for p in people(ctx)] == ["V000001", "V000002"]
    assert any("序号" in w for w in result.warnings)
    own = take(ctx, VOLUNTEERS, "编号,姓名,手机\nZ-7,王五,14000000013\n")
    assert own.created == 1 and people(ctx)[-1].number == "Z-7"


def test_of_two_columns_for_one_thing_the_plainer_is_taken_and_said(ctx: Context) -> None:
    result = take(ctx, VOLUNTEERS, "姓名,电话,手机\n张三,0571-88881234,14000000011\n")
    assert people(ctx)[0].phone == "14000000011" and any("电话" in w and "手机" in w for w in result.warnings)
    mapped = take(ctx, VOLUNTEERS, "姓名,电话,手机\n李四,0571-88881234,14000000012\n", mapping={"电话": "手机"})
    assert mapped.created == 1 and people(ctx)[1].phone == "0571-88881234"


@pytest.mark.parametrize("target", ["phone", "手机", "联系电话"])
@pytest.mark.parametrize(
    ("header", "by"), [("联络", "联络"), ("联络", "B"), ("联络", "b"), ("QQ", "QQ"), ("Tel", "Tel")]
)
def test_map_by_header_or_letter_to_field_or_label(ctx: Context, header: str, by: str, target: str) -> None:
    assert take(ctx, VOLUNTEERS, f"姓名,{header}\n张三,14000000011\n", mapping={by: target}).created == 1
    assert people(ctx)[0].phone == "14000000011"


def test_map_a_sheet_without_any_header(ctx: Context) -> None:
    sheet = "张三,14000000011\n李四,14000000012\n"
    with pytest.raises(InvalidInput, match="不是表头"):
        take(ctx, VOLUNTEERS, sheet)
    assert take(ctx, VOLUNTEERS, sheet, mapping={"A": "姓名", "B": "手机"}).created == 2


def test_map_says_what_is_wrong_with_it(ctx: Context) -> None:
    sheet = "姓名,联络\n张三,14000000011\n"
    with pytest.raises(InvalidInput, match="没有“座机”这一项"):
        take(ctx, VOLUNTEERS, sheet, mapping={"联络": "座机"})
    for strange in ("联系", "C"):
        with pytest.raises(InvalidInput, match=f"没有“{strange}”这一列"):
            take(ctx, VOLUNTEERS, sheet, mapping={strange: "手机"})


def test_a_sheet_without_a_needed_column_is_refused_once(ctx: Context) -> None:
    with pytest.raises(InvalidInput, match="没有服务日期列") as caught:
        take(ctx, HOURS, "姓名,手机,活动,时长\n张三,14000000011,清洁,1\n" * 3)
    assert "--map" in (caught.value.hint or "")
    with pytest.raises(InvalidInput, match="没有姓名列"):
        take(ctx, VOLUNTEERS, "性别,手机\n男,14000000011\n")


def test_only_the_sheets_that_can_be_read_are(ctx: Context) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for title, rows in {
        "名册": [["姓名", "手机"], ["张三", "14000000011"]],
        "联系": [["手机", "备注"], ["1", "2"]],
    }.items():
        sheet = book.add_worksheet(title)
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
    book.close()
    result = take(ctx, VOLUNTEERS, stream.getvalue(), "两张.xlsx")
    assert result.created == 1 and any("联系" in w and "姓名" in w for w in result.warnings)
    with pytest.raises(InvalidInput, match="没有姓名列"):
        take(ctx, VOLUNTEERS, stream.getvalue(), "两张.xlsx", sheet="联系")


def test_a_plan_with_days_that_lost_their_zero(ctx: Context) -> None:
    rows: Rows = [["2021年3月计划", "", ""], ["活动名称", "日期", "起止"]]
    rows += [
        ["甲", 3.05, "9:00-10:00"],
        ["乙", 3.1, "14:00-16:00"],
        ["丙", "3月12日", "22:00-次日1:00"],
        ["丁", 3.2, ""],
    ]
    rows.append(["戊", "3月25日", ""])
    result = take(ctx, ACTIVITIES, xlsx(rows), "计划.xlsx")
    assert not result.problems
    found = registers.list_records(ctx, ACTIVITIES)
    assert [(a.title, a.starts_on, a.end_time) for a in found] == [
        ("甲", "2021-03-05", "10:00"),
        ("乙", "2021-03-10", "16:00"),
        ("丙", "2021-03-12", "01:00"),
        ("丁", "2021-03-20", None),
        ("戊", "2021-03-25", None),
    ]
    assert any("前后行" in w for w in result.warnings)


def test_a_merged_team_holds_for_its_rows(ctx: Context) -> None:
    rows: Rows = [["所属队伍", "姓名"], ["先锋队", "张三"], ["", "李四"], ["雷锋岗", "王五"]]
    assert take(ctx, VOLUNTEERS, xlsx(rows, merged=("A2:A3",)), "合并.xlsx").created == 3
    assert [p.teams for p in people(ctx)] == ["先锋队", "先锋队", "雷锋岗"]
    assert [t.name for t in registers.list_records(ctx, TEAMS)] == ["先锋队", "雷锋岗"]
