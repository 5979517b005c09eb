"""Rows that were left out: as they stood, to be mended and imported again; and files nothing may touch."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.hours import HOURS
from leifeng_cli.domain.register import Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import Conflict, InvalidInput, LeifengError, UsageError
from leifeng_cli.files.xlsxfile import read_workbook
from leifeng_cli.services import registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.exports import export
from leifeng_cli.services.importing import ImportOptions, ImportResult
from leifeng_cli.services.imports import import_files, import_work
from leifeng_cli.services.parsed import SheetOptions
from leifeng_cli.services.setup import init

Rows = list[list[Any]]


def write(path: Path, rows: Rows) -> Path:
    if path.suffix == ".csv":
        path.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows), "gb18030")
        return path
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell != "":
                sheet.write(r, c, cell)
    book.close()
    return path


def read(path: Path | str) -> Rows:
    data = Path(path).read_bytes()
    if str(path).endswith(".csv"):
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [list(row) for sheet in read_workbook(data) for row in sheet.rows]


def take(ctx: Context, register: Register, path: Path | str, **options: Any) -> ImportResult:
    read_ = SheetOptions(year=options.pop("year", None), mapping=options.pop("mapping", {}))
    return import_files(ctx, register, [path], ImportOptions(read_, **options))


def office(folder: Path) -> Context:
    from datetime import datetime

    from leifeng_cli.services.context import CHINA

    folder.mkdir()
    ctx = Context(folder / "t.db", datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    for i in range(1, 5):
        volunteers.add_volunteer(ctx, {"name": f"人{i}", "phone": f"1400000001{i}"})
    return ctx


def state(ctx: Context) -> dict[str, Rows]:
    """What is in the file but for the numbers that tell in which order it came."""
    found = {}
    for noun in ("volunteer", "activity", "hours"):
        path = ctx.db.parent / f"{noun}.csv"
        export(ctx, REGISTERS[noun], path, reveal_reason="核对", force=True)
        head, *rows = read(path)
        left = [i for i, label in enumerate(head) if label not in ("记录编号", "活动编号")]
        found[noun] = sorted([row[i] for i in left] for row in rows)
    return found


#: (row as it should be, column that is wrong, what stands there instead)
HOURS_ROWS: list[tuple[list[str], int, str]] = [
    (["人1", "14000000011", "清洁", "3月5日", "9:00-11:00", "", "优"], 3, "2.30"),
    (["人2", "14000000012", "清洁", "3月9日", "9:00-11:00", "2", ""], 5, "四个"),
    (["人1", "14000000011", "清洁", "3月30日", "", "2:30", ""], 0, "人九"),
    (["人3", "14000000013", "交通（1小时）、邻里（30分钟）", "4月1日", "", "", ""], 2, "交通（1小时）、邻里（0.5天）"),
    (["人4", "14000000014", "巡逻", "3月31日", "22:00-次日1:00", "", "=1+1"], 6, "很好吧"),
    (["人4", "14000000014", "巡逻", "4月2日", "8:00-9:00", "", ""], 4, "8:00-"),
    (["人2", "14000000012", "新活动", "2021.4.3", "", "1", "不合格"], 1, "1400000001"),
]
HEAD = ["姓名", "电 话", "活动内容", "日期", "起止", "时长", "评价"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("out", ["退回.csv", "退回.xlsx", None])
def test_mended_rejects_end_where_a_clean_sheet_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, out: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    good = [row for row, _column, _cell in HOURS_ROWS]
    good[4][6] = "优秀"
    clean, mended = office(tmp_path / "a"), office(tmp_path / "b")
    title = [["2021年时长登记表"], HEAD]
    assert take(clean, HOURS, write(tmp_path / f"净{suffix}", [*title, *good])).rejected == 0
    bad = [[*row[:c], cell, *row[c + 1 :]] if i % 2 else row for i, (row, c, cell) in enumerate(HOURS_ROWS)]
    options = {"partial": True, "rejects": Path(out) if out else None}
    result = take(mended, HOURS, write(tmp_path / f"脏{suffix}", [*title, *bad]), **options)
    assert (result.created, result.rejected) == (4, 3)
    assert result.rejects == (out or "脏-退回-20220105-090000.xlsx")
    head, *rows = read(result.rejects)
    assert head == ["原行号", "退回原因", *HEAD]
    assert [row[0] for row in rows] == ["4", "6", "8"] and all(row[1] for row in rows)
    again = take(mended, HOURS, result.rejects, partial=True, rejects=Path("再退.xlsx"))  # nothing mended yet
    assert (again.created, again.rejected) == (0, 3)
    assert [row[0] for row in read("再退.xlsx")[1:]] == ["4", "6", "8"]
    for row, number in zip(rows, (1, 3, 5), strict=True):
        column, right = HOURS_ROWS[number][1], HOURS_ROWS[number][0][HOURS_ROWS[number][1]]
        row[2 + column] = right
    assert take(mended, HOURS, write(tmp_path / f"改好{suffix}", [head, *rows]), year=2021).rejected == 0
    assert state(mended) == state(clean)


def test_a_rejected_row_keeps_every_cell(tmp_path: Path) -> None:
    ctx = office(tmp_path / "a")
    rows: Rows = [
        ["序号", "姓名", "手机", "家长/电话", "备注"],
        ["1", "甲", "123", "0571", "=1+1"],
        ["2", "乙", "14000000022", "", "多", "了", "三格"],
    ]
    target = tmp_path / "退回.csv"
    result = take(ctx, VOLUNTEERS, write(tmp_path / "a.csv", rows), partial=True, rejects=target)
    assert [p.row for p in result.problems] == [2, 3]
    assert read(target) == [
        ["原行号", "退回原因", *rows[0]], ["2", result.problems[0].message, *rows[1]],
        ["3", result.problems[1].message, *rows[2]],
    ] or read(target)[1][6] == "'=1+1"  # fmt: skip
    still = take(ctx, VOLUNTEERS, target, partial=True, rejects=tmp_path / "再退.csv")
    assert (still.created, still.rejected) == (0, 2)  # a row too long stays one


def test_numbers_do_not_turn_good_on_the_way(tmp_path: Path) -> None:
    """An ID without its last digits, and 3.1 for two days: as text both could pass."""
    ctx = office(tmp_path / "a")
    rows: Rows = [["姓名", "证件号码"], *[[f"甲{i}", 330106199001000000 + i] for i in range(0, 20000, 500)]]
    target = tmp_path / "退回.csv"
    first = take(ctx, VOLUNTEERS, write(tmp_path / "a.xlsx", rows), partial=True, rejects=target)
    assert first.created == 0 and take(ctx, VOLUNTEERS, target).created == 0
    plan: Rows = [["2021年计划", ""], ["活动名称", "日期"], ["甲", "2021-05-01"], ["乙", 3.1], ["丙", "2021-01-01"]]
    target = tmp_path / "退回2.csv"
    first = take(ctx, ACTIVITIES, write(tmp_path / "b.xlsx", plan), partial=True, rejects=target)
    assert (first.created, first.rejected) == (2, 1) and read(target)[1][3] == "3.1？"
    assert take(ctx, ACTIVITIES, target, year=2021).created == 0


def test_labels_that_only_a_map_or_a_parent_explains(tmp_path: Path) -> None:
    ctx = office(tmp_path / "a")
    sheet = write(tmp_path / "a.csv", [["姓名", "联络"], ["甲", "1"]])
    target = tmp_path / "退回.csv"
    take(ctx, VOLUNTEERS, sheet, partial=True, rejects=target, mapping={"联络": "phone"})
    assert read(target)[0] == ["原行号", "退回原因", "姓名", "手机"]


@pytest.mark.parametrize(
    ("target", "error"), [("没有/退回.csv", InvalidInput), ("旧.csv", Conflict), ("退回.txt", UsageError)]
)
def test_where_rejects_cannot_go_nothing_is_written(tmp_path: Path, target: str, error: type[LeifengError]) -> None:
    ctx = office(tmp_path / "a")
    sheet = write(tmp_path / "旧.csv", [["姓名", "手机"], ["甲", "14000000021"], ["乙", "1"]])
    before, old = ctx.db.read_bytes(), sheet.read_bytes()
    with pytest.raises(error):
        take(ctx, VOLUNTEERS, sheet, partial=True, rejects=tmp_path / target)
    assert (ctx.db.read_bytes(), sheet.read_bytes()) == (before, old)


@pytest.mark.parametrize("options", [{}, {"dry_run": True}, {"dry_run": True, "partial": True}])
def test_nothing_is_written_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, bool]
) -> None:
    monkeypatch.chdir(tmp_path)
    ctx = office(tmp_path / "a")
    rows: Rows = [
        ["姓名", "手机", "队伍"],
        *[[f"人{i}", 14000100000 + i, f"队{i}"] for i in range(2000)],
        ["坏", "1", "坏队"],
    ]
    before = ctx.db.read_bytes()
    result = take(ctx, VOLUNTEERS, write(tmp_path / "a.xlsx", rows), **options)
    assert (result.created, result.rejected, result.applied, result.rejects) == (2000, 1, False, None)
    assert ctx.db.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "a.xlsx"]


def test_a_rehearsal_is_the_run(tmp_path: Path) -> None:
    ctx = office(tmp_path / "a")
    sheet = write(tmp_path / "a.csv", [["2021年", ""], HEAD, *[row for row, _c, _x in HOURS_ROWS[:4]]])
    plan, run = take(ctx, HOURS, sheet, dry_run=True), take(ctx, HOURS, sheet)
    assert (plan.created, plan.warnings, plan.also_created) == (run.created, run.warnings, run.also_created)


def test_several_registers_are_one_operation(tmp_path: Path) -> None:
    from leifeng_cli.services.history import log, undo

    ctx = office(tmp_path / "a")
    people = write(tmp_path / "名册.csv", [["姓名", "手机"], ["新人", "14000000031"]])
    deeds = write(tmp_path / "时长.csv", [HEAD, ["新人", "14000000031", "清洁", "2021-03-05", "", "1", ""]])
    broken = write(tmp_path / "坏.csv", [HEAD, ["新人", "14000000031", "清洁", "2021-03-05", "", "x", ""]])
    before = ctx.db.read_bytes()
    results = import_work(ctx, [(VOLUNTEERS, [people]), (HOURS, [broken])], ImportOptions())
    assert [(r.created, r.rejected, r.applied) for r in results] == [(1, 0, False), (0, 1, False)]
    assert ctx.db.read_bytes() == before
    results = import_work(ctx, [(VOLUNTEERS, [people]), (HOURS, [deeds])], ImportOptions())
    assert [r.created for r in results] == [1, 1] and results[0].operation == results[1].operation
    undo(ctx, log(ctx)[0].id)
    assert len(registers.list_records(ctx, VOLUNTEERS)) == 4
    with pytest.raises(UsageError, match="一个 CSV 放不下"):
        import_work(ctx, [(VOLUNTEERS, [people]), (HOURS, [deeds])], ImportOptions(rejects=tmp_path / "r.csv"))
