"""Writing xlsx: text stays text, nothing runs, the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.sheet import read_table
from leifeng_cli.files.xlsxfile import SheetOut, read_workbook, write_xlsx

CREATED = dt.datetime(2021, 3, 5, 8, 0)
HOSTILE = [
    "=1+1",
    "{=SUM(A1)}",
    "=cmd|'/c calc'!A1",
    "+86 138",
    "-3",
    "@x",
    "http://example.com",
    "mailto:a@b.c",
    "internal:Sheet1!A1",
    "external:c:\\a.xlsx",
    "330106199001011234",
    "007",
    "1e5",
    "<script>&\"'",
    "a\tb\nc",
    "_x0041_",
    " 空 ",
    "𠅤䶮",
]


def made(*sheets: SheetOut) -> bytes:
    buffer = io.BytesIO()
    write_xlsx(buffer, sheets, created=CREATED)
    return buffer.getvalue()


def xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/"))


def test_hostile_text_makes_no_formula_and_no_link_and_comes_back_unchanged() -> None:
    rows: list[list[Cell]] = [[text] for text in HOSTILE]
    data = made(SheetOut("表", ["内容"], rows))
    assert len(re.findall(r"<f[ >]", xml(data))) == 0
    assert "<hyperlink" not in xml(data)
    assert [row[0] for row in read_workbook(data)[0].rows[1:]] == HOSTILE


def test_types_of_cells() -> None:
    row: list[Cell] = [3, 2.5, True, None, "", dt.date(2021, 3, 5), 330106199001011234, float("nan"), "x"]
    back = read_workbook(made(SheetOut("表", list("abcdefghi"), [row])))[0].rows[1]
    assert back == [3.0, 2.5, "是", "", "", "2021-03-05", "330106199001011234", "nan", "x"]


def test_same_bytes_at_another_time() -> None:
    sheet = SheetOut("表", ["姓名", "性别"], [["张三", "男"]], {"性别": ["男", "女"]})
    first = made(sheet)
    time.sleep(2.1)  # zip times have a grain of two seconds
    assert made(sheet) == first


def test_header_is_frozen_filtered_bold_and_columns_are_text() -> None:
    text = xml(made(SheetOut("表", ["姓名", "证件号码"], [["张三", "1"]])))
    assert 'state="frozen"' in text
    assert '<autoFilter ref="A1:B2"/>' in text
    assert "<b/>" in text
    assert re.search(r'<col min="2" max="2" [^>]*style="\d"', text)


def test_short_choices_are_inline_and_long_ones_stand_on_a_hidden_sheet() -> None:
    teams = [f"第{n}志愿服务队" for n in range(60)]
    sheet = SheetOut("表", ["性别", "队伍", "地点"], [["男", "a", "b"]],
                     {"性别": ["男", "女"], "队伍": teams, "地点": ["东,西", "=x"], "没有": ["x"]})  # fmt: skip
    data = made(sheet)
    text = xml(data)
    assert '<formula1>"男,女"</formula1>' in text
    assert "<formula1>'_选项'!$A$1:$A$60</formula1>" in text
    assert "<formula1>'_选项'!$B$1:$B$2</formula1>" in text
    assert 'state="veryHidden"' in text
    assert len(re.findall(r"<f[ >]", text)) == 0
    hidden = read_workbook(data)[1]
    assert [row[0] for row in hidden.rows] == teams
    # and the reader of sheets passes over it in silence
    (back,) = read_table("x.xlsx", data=data, known=["性别", "队伍"])
    assert back.warnings == []


@pytest.mark.parametrize("title", ["2021/3*[月]?:\\", "", "History", "很" * 40, "'引'"])
def test_any_title_makes_a_worksheet_and_twins_get_numbers(title: str) -> None:
    names = [sheet.name for sheet in read_workbook(made(*[SheetOut(title, ["a"], [["b"]])] * 3))]
    assert len(set(names)) == 3
    assert all(0 < len(name) <= 31 for name in names)


def test_no_file_of_personal_data_is_left_or_made_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nonexistent")
    write_xlsx(tmp_path / "名单.xlsx", [SheetOut("表", ["姓名"], [["张三"]])], created=CREATED)
    assert [path.name for path in tmp_path.iterdir()] == ["名单.xlsx"]


def test_a_text_too_long_for_a_cell_is_refused_not_cut() -> None:
    with pytest.raises(InvalidInput, match="第 2 行第 1 列"):
        made(SheetOut("表", ["备注"], [["长" * 32_768]]))


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"))), min_size=2, max_size=3), max_size=4
    )
)
@settings(max_examples=50, deadline=None)
def test_text_round_trip(rows: list[list[str]]) -> None:
    data = made(SheetOut("表", ["甲", "乙", "丙"], rows))
    back = read_workbook(data)[0].rows[1:]
    padded = [row + [""] * (3 - len(row)) for row in rows]
    while padded and not any(padded[-1]):
        padded.pop()
    assert back == padded


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_any_text_at_all_can_be_written(text: str) -> None:
    read_workbook(made(SheetOut(text, [text], [[text + "\ud800\x00\x0b"]], {text: [text]})))
