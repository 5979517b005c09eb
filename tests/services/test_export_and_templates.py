"""What goes out: masked, harmless, whole; and empty sheets that come back filled in."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.columns import needed_columns, template_columns
from leifeng_cli.domain.hours import HOURS
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import Conflict, InvalidInput, UsageError
from leifeng_cli.files.xlsxfile import read_workbook
from leifeng_cli.services import activities, hours, registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.exports import export, template
from leifeng_cli.services.history import log
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files, import_work
from leifeng_cli.services.parsed import SheetOptions
from leifeng_cli.services.recognise import recognise


def cells(path: Path) -> list[list[Any]]:
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    return [list(row) for row in read_workbook(path.read_bytes())[0].rows]


@pytest.mark.parametrize("name", ["名册.csv", "名册.xlsx"])
def test_masked_unless_a_reason_is_given_and_the_reason_is_kept(ctx: Context, tmp_path: Path, name: str) -> None:
    volunteers.add_volunteer(ctx, {"name": "=张三", "phone": "14000000011", "address": "东苑小区3幢402室"})
    path = tmp_path / name
    export(ctx, VOLUNTEERS, path)
    shown = str(cells(path))
    assert "140****0011" in shown and "402" not in shown and len(log(ctx)) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(Conflict):
        export(ctx, VOLUNTEERS, path, reveal_reason="核对")
    assert len(log(ctx)) == 2  # nothing was seen, nothing is on record
    export(ctx, VOLUNTEERS, path, reveal_reason="核对", force=True)
    assert "14000000011" in str(cells(path)) and log(ctx)[0].reason == "核对"
    if name.endswith(".xlsx"):
        with ZipFile(path) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    else:
        assert "'=张三" in str(cells(path))


def test_to_standard_output_and_to_nowhere(ctx: Context, tmp_path: Path) -> None:
    done = export(ctx, TEAMS, None)
    assert done.data is not None and done.data.startswith(b"\xef\xbb\xbf") and done.count == 0
    with pytest.raises(UsageError):
        export(ctx, TEAMS, tmp_path / "a.doc")
    with pytest.raises(InvalidInput):
        export(ctx, TEAMS, tmp_path / "没有" / "a.csv", reveal_reason="核对")
    assert len(log(ctx)) == 1


#: What a person might write into each template, by label.
FILLED: dict[str, dict[str, str]] = {
    "unit": {"单位名称": "第三小学", "单位类型": "学校", "联系电话": "0571-88881234"},
    "category": {"类别名称": "扫雪"},
    "team": {"队伍名称": "先锋队", "队伍状态": "已成立", "成立日期": "2020年5月"},
    "volunteer": {
        "姓名": "张三",
        "性别": "男",
        "手机": "14000000011",
        "政治面貌": "群众",
        "所属队伍": "先锋队",
        "注册日期": "2021.1.1",
    },
    "activity": {
        "活动名称": "清洁家园",
        "活动日期": "2021年3月5日",
        "开始时间": "9:00",
        "结束时间": "11:00",
        "活动方式": "集中活动",
        "负责队伍": "先锋队",
        "计划人数": "20",
    },
    "signup": {"姓名": "张三", "手机": "14000000011", "活动名称": "植树"},
    "attendance": {
        "姓名": "张三",
        "手机": "14000000011",
        "活动名称": "清洁家园",
        "签到日期": "2021-03-05",
        "签到时间": "9:00",
        "签退时间": "11:00",
    },
    "hours": {
        "姓名": "张三",
        "志愿者编号": "V000001",
        "活动名称": "清洁家园",
        "服务日期": "2021-03-05",
        "开始时间": "9:00",
        "结束时间": "11:00",
        "服务评价": "优秀",
    },
    "campaign": {"计划名称": "学雷锋月", "计划开始": "2021-03-01", "计划结束": "2021-03-31"},
    "survey": {
        "调查内容": "知晓率",
        "活动计划": "学雷锋月",
        "调查日期": "2021-03-20",
        "调查人数": "200",
        "知晓人数": "190",
    },
    "award": {"奖励名称": "优秀志愿者", "志愿者编号": "V000001", "获奖日期": "2021-05-04"},
    "complaint": {"投诉事由": "迟到", "志愿者编号": "V000001", "收到日期": "2021-05-05", "核实结果": "不属实"},
    "training": {"培训主题": "急救", "志愿者编号": "V000001", "培训日期": "2021-02-01", "培训时长(小时)": "4"},
    "reward": {"奖品名称": "毛巾", "所需积分": "10", "进货数量": "5"},
}
FILLED["team"]["成立日期"] = "2020年5月1日"


def test_every_template_filled_in_comes_in(ctx: Context, tmp_path: Path) -> None:
    activities.add_activity(ctx, {"title": "植树", "starts_on": "2022-03-12"})
    files = []
    for noun, register in REGISTERS.items():
        path = tmp_path / f"{noun}.xlsx"
        headers = template(ctx, register, path)
        assert cells(path)[0] == headers and set(FILLED[noun]) <= set(headers), noun
        files.append(str(fill(path, FILLED[noun])))
    work = recognise(files, SheetOptions())
    results = import_work(ctx, work, ImportOptions())
    assert "\n".join(p.line(with_file=True) for r in results for p in r.problems) == ""
    assert [r.created for r in results] == [1] * len(REGISTERS)
    assert [h.seconds for h in hours.list_hours(ctx)] == [7200]


def fill(path: Path, told: dict[str, str]) -> Path:
    """The template with one row, as a spreadsheet program would save it."""
    headers = cells(path)[0]
    filled = path.with_name(f"填好-{path.name}")
    book = xlsxwriter.Workbook(str(filled))
    page = book.add_worksheet()
    page.write_row(0, 0, headers)
    page.write_row(1, 0, [told.get(str(h), "") for h in headers])
    book.close()
    return filled


def test_an_empty_template_is_nothing_to_import(ctx: Context, tmp_path: Path) -> None:
    for register in REGISTERS.values():
        path = tmp_path / f"{register.noun}.xlsx"
        template(ctx, register, path)
        result = import_files(ctx, register, [path], ImportOptions())
        assert (result.created, result.problems, result.operation) == (0, [], None)


def test_lists_offer_what_the_file_has(ctx: Context, tmp_path: Path) -> None:
    registers.add(ctx, TEAMS, {"name": "先锋队"})
    registers.add(ctx, TEAMS, {"name": "旧队"})
    registers.archive(ctx, TEAMS, "旧队")
    for title, status in (("清洁家园", None), ("已取消的", "已取消")):
        activities.add_activity(ctx, {"title": title, "starts_on": "2022-03-12"})
        if status:
            activities.set_status(ctx, title, status, reason="雨")
    xml = validations(ctx, tmp_path / "时长.xlsx", HOURS)
    assert "先锋队" in xml and "旧队" not in xml and "清洁家园" in xml and "已取消的" not in xml and "优秀,良好" in xml
    assert 'showErrorMessage="1"' in xml  # a rating must be one of the list, a team need not be
    plan = validations(ctx, tmp_path / "活动.xlsx", ACTIVITIES)
    assert "集中活动" in plan and "_选项" in plan  # categories are many: they have a sheet of their own


def validations(ctx: Context, path: Path, register: Any) -> str:
    template(ctx, register, path)
    with ZipFile(path) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_a_template_needs_no_data_file(ctx: Context, tmp_path: Path) -> None:
    nowhere = Context(tmp_path / "没有.db", ctx.now, "经办人")
    assert "姓名" in template(nowhere, VOLUNTEERS, tmp_path / "a.xlsx") and not nowhere.db.exists()
    with pytest.raises(Conflict):
        template(ctx, VOLUNTEERS, tmp_path / "a.xlsx")
    with pytest.raises(UsageError):
        template(ctx, VOLUNTEERS, tmp_path / "a.csv")


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda r: r.noun)
def test_a_template_asks_for_all_that_a_sheet_of_the_register_needs(register: Register[Record]) -> None:
    offered = {c.field for c in template_columns(register.record)}
    for group in needed_columns(register.record):
        assert offered & {c.field for c in group}, [c.col.label for c in group]
