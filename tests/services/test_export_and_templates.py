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
from examples import example, labelled
from moves import set_status

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


def test_every_template_filled_in_comes_in(ctx: Context, tmp_path: Path) -> None:
    files = []
    for noun, register in REGISTERS.items():
        path = tmp_path / f"{noun}.xlsx"
        headers, told = template(ctx, register, path), labelled(register, example(register))
        assert cells(path)[0] == headers and set(told) <= set(headers), noun
        files.append(str(fill(path, told)))
    work = recognise(files, SheetOptions())
    assert {register.noun for register, _sources in work} == set(REGISTERS)
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
    for title, status in (("清洁家园", None), ("已取消的", "cancelled")):
        activities.add_activity(ctx, {"title": title, "starts_on": "2022-03-12"})
        if status:
            set_status(ctx, title, status, reason="雨")
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
