"""Reading workbooks: true positions, merges, hostile files, files that are not what their name says."""

from __future__ import annotations

import datetime as dt
import io
import struct
import time
import zipfile

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from leifeng_cli.errors import InvalidInput
from leifeng_cli.files import calamine
from leifeng_cli.files.raw import column_letter
from leifeng_cli.files.xlsxfile import read_workbook
from leifeng_cli.files.xlsxscan import scan

NS = "http://schemas.openxmlformats.org"


def xlsx(sheet_data: str, *, extra: str = "", head: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook with one worksheet 表一 whose <sheetData> is given."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{NS}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{NS}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{NS}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{NS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{NS}/spreadsheetml/2006/main" '
        f'xmlns:r="{NS}/officeDocument/2006/relationships"><sheets>'
        '<sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{NS}/spreadsheetml/2006/main">'
        f"<sheetData>{sheet_data}</sheetData>{extra}</worksheet>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
        for name, data in (more or {}).items():
            book.writestr(name, data)
    return buffer.getvalue()


def test_true_positions_and_types() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("花名册")
    page.write_string(2, 1, "张三")
    page.write_number(2, 2, 0)
    page.write_datetime(2, 3, dt.datetime(2021, 3, 5), book.add_format({"num_format": 'm"月"d"日"'}))
    page.merge_range(4, 1, 6, 1, "先锋队")
    book.add_worksheet("藏").hide()
    book.close()
    sheets = read_workbook(buffer.getvalue())
    assert [sheet.name for sheet in sheets] == ["花名册", "藏"]
    assert sheets[0].rows[2] == ["", "张三", 0.0, dt.date(2021, 3, 5)]
    assert sheets[0].rows[4][1] == "先锋队"
    assert sheets[0].merged == [(4, 1, 6, 1)]
    assert sheets[1].rows == []


def test_a_chart_sheet_is_passed_over() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("数")
    page.write_number(0, 0, 1)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=数!$A$1:$A$2"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    assert [sheet.name for sheet in read_workbook(buffer.getvalue())] == ["数"]


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" t="str"><v></v></c></row>',
        "<row r='1048576'><c s='0' r=\"XFD1048576\"><v>1</v></c></row>",
        '<row r="400000"><c r="A400000"><v>1</v></c></row><row r="2"><c r="Z2"><v>1</v></c></row>',
    ],
)
def test_a_far_cell_is_refused_before_it_can_abort_the_process(far: str) -> None:
    with pytest.raises(InvalidInput, match="太大"):
        read_workbook(xlsx(ONE + far))


@pytest.mark.parametrize("ref", ["xfd1048576", "$XFD$1048576"])
def test_an_oddly_written_far_cell_cannot_abort_it_either(ref: str) -> None:
    far = f'<row r="1048576"><c r="{ref}"><v>1</v></c></row>'
    with pytest.raises(InvalidInput):
        read_workbook(xlsx(ONE + far))


def test_a_far_cell_hidden_behind_a_second_workbook_cannot_abort_it_either() -> None:
    evil = xlsx(ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(evil)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/"):
                new.writestr("evil" + name[2:], text)
                text = text.replace(b"XFD1048576", b"B1")
            elif name == "_rels/.rels":
                text = text.replace(b"xl/", b"evil/")
            new.writestr(name, text)
    try:  # refused or read as harmless, in whichever process: alive is what counts
        assert not scan(buffer.getvalue()).sure
        read_workbook(buffer.getvalue())
    except InvalidInput as error:
        assert error.hint


def test_cells_without_positions_are_read_all_the_same() -> None:
    data = xlsx("<row><c><v>1</v></c><c><v>2</v></c></row>")
    assert not scan(data).sure
    assert read_workbook(data)[0].rows == [[1.0, 2.0]]


def test_formatted_but_empty_cells_down_to_the_last_row_do_no_harm() -> None:
    tail = "".join(f'<row r="{r}"><c r="XFD{r}" s="0"/><c r="XFD{r}"></c></row>' for r in range(1_048_000, 1_048_577))
    assert read_workbook(xlsx(ONE + tail))[0].rows == [[1.0]]


def test_the_box_is_the_same_when_the_sheet_is_longer_than_one_block() -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="AB{r}"><v>1</v></c></row>' for r in range(1, 30_001))
    assert len(rows) > 1_500_000
    with pytest.raises(InvalidInput, match="太大"):
        scan(xlsx(rows + '<row r="200000"><c r="A200000"><v>1</v></c></row>'))
    assert scan(xlsx(rows)).sure


def test_error_cells_and_formulas_without_result_are_not_silent_blanks() -> None:
    row = (
        '<row r="7"><c r="A7" t="e"><v>#N/A</v></c><c t="e" r="B7"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C7"><f>1+1</f></c><c r="D7" t="str"><f>A1</f><v></v></c><c r="E7"><f>1+1</f><v>2</v></c>'
        '<c r="AA7"><f t="shared" si="0"/></c><c r="AB7" t="inlineStr"><is><t>李</t></is></c></row>'
    )
    problems = read_workbook(xlsx(row))[0].problems
    assert [(p.row, column_letter(p.column or 0)) for p in problems] == [(7, "A"), (7, "B"), (7, "C"), (7, "AA")]
    assert "#N/A" in problems[0].message
    assert "#DIV/0!" in problems[1].message


def test_zip_bombs_are_refused_whatever_size_they_state() -> None:
    bomb = xlsx(ONE, more={"xl/sharedStrings.xml": b" " * 301_000_000})
    with pytest.raises(InvalidInput, match="300 MB"):
        read_workbook(bomb)
    # Now the lie: the central directory says ten bytes.
    at = bomb.index(b"PK\x01\x02")
    at = bomb.rindex(b"PK\x01\x02", at, bomb.rindex(b"xl/sharedStrings.xml"))
    lying = bytearray(bomb)
    lying[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(InvalidInput, match="300 MB"):
        read_workbook(bytes(lying))


def test_entity_bombs_are_refused() -> None:
    head = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(InvalidInput, match="损坏"):
        read_workbook(xlsx(ONE, head=head))


@pytest.mark.parametrize(
    "cells",
    ['<c ' * 300_000, "<c s='1' " + ' r="A1' * 300_000, '<c r="A1" t="e">' * 100_000, '<c r="A1"><f>' * 100_000],
)  # fmt: skip
def test_the_scan_is_linear_on_hostile_xml(cells: str) -> None:
    start = time.perf_counter()
    with pytest.raises(InvalidInput):
        read_workbook(xlsx(f'<row r="1">{cells}</row>'))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("trick", ['x=\' r="A1"\' r="XFD1048576"', 'r="&#88;FD1048576"'])
def test_a_disguised_position_goes_to_the_child(trick: str) -> None:
    data = xlsx(ONE + f'<row r="1048576"><c {trick}><v>1</v></c></row>')
    assert not scan(data).sure
    with pytest.raises(InvalidInput):
        read_workbook(data)


def test_utf16_inside_goes_to_the_child() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{NS}/spreadsheetml/2006/main"><sheetData>{ONE}'
    data = xlsx(ONE)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, text.encode("utf-16") if "sheet1" in name else old.read(name))
    assert not scan(buffer.getvalue()).sure


def test_many_merges_and_a_merge_of_the_whole_sheet() -> None:
    merges = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 2000 + "</mergeCells>"
    assert read_workbook(xlsx(ONE, extra=merges))[0].rows == [[1.0]]


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf \r\n", "空的"),
        (b"\0" * 512, "空的"),
        (xlsx(ONE)[:700], "损坏"),
        (b"PK\x03\x04rubbish", "损坏"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "Word"),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "损坏"),
        (OLE + b"\0" * 600, "认不出"),
        (b"%PDF-1.7 ...", "PDF"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        read_workbook(data)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("names", "words"), [(["word/document.xml", "[Content_Types].xml"], "Word"), (["花名册.csv"], "压缩包")]
)
def test_other_zips(names: list[str], words: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name in names:
            book.writestr(name, "x")
    with pytest.raises(InvalidInput, match=words):
        read_workbook(buffer.getvalue())


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_never_crashes(at: int, junk: bytes) -> None:
    data = bytearray(xlsx(ONE))
    at %= len(data)
    data[at : at + len(junk)] = junk
    try:
        read_workbook(bytes(data))
    except InvalidInput as error:
        assert error.hint


def ods(rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        book.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="名单">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


ODS_CELL = '<table:table-cell office:value-type="string"><text:p>张三</text:p></table:table-cell>'


def test_ods_is_read_in_a_child_process() -> None:
    sheets = read_workbook(ods(f"<table:table-row>{ODS_CELL * 2}</table:table-row>"))
    assert (sheets[0].name, sheets[0].rows) == ("名单", [["张三", "张三"]])


def test_an_ods_that_repeats_itself_without_end_is_refused_by_the_child() -> None:
    cell = ODS_CELL.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    with pytest.raises(InvalidInput):
        read_workbook(ods(row))


def xls(cells: list[tuple[int, int, str]]) -> bytes:
    """The oldest living format, by hand: BIFF8 records in a compound file."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def bof(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0xDBB, 1996, 0, 6))

    name = "表一".encode("utf-16-le")
    length = len(bof(5)) + 4 + 8 + len(name) + 4
    book = bof(5) + record(0x85, struct.pack("<IHBB", length, 0, 2, 1) + name) + record(0x0A)
    assert len(book) == length
    book += bof(0x10)
    for row, column, text in cells:
        book += record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
    book += record(0x0A)
    book = book.ljust(8 * 512, b"\0")

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = title.encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 432
    fat = struct.pack("<128I", 0xFFFFFFFD, end, *range(3, 10), end, *[free] * 118)
    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(book)) + b"\0" * 256
    return header + fat + directory + book


def test_xls_is_read_in_a_child_process() -> None:
    sheets = read_workbook(xls([(0, 0, "姓名"), (2, 1, "张三")]))
    assert (sheets[0].name, sheets[0].rows) == ("表一", [["姓名", ""], ["", ""], ["", "张三"]])


def test_a_child_that_dies_is_an_error_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(InvalidInput):
        calamine.read_in_child(xls([]))


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_column_letters(index: int, letters: str) -> None:
    assert column_letter(index) == letters
