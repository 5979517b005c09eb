"""CSV: separators, quotes, and cells that must neither run as formulas nor change on a round trip."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.csvfile import MAX_FIELD, csv_lines, read_csv, write_csv


@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_each_separator_is_found(separator: str) -> None:
    text = "".join(separator.join(row) + "\r\n" for row in (["姓名", "手机"], ["张三", "1"], ["李四", "2"]))
    assert read_csv(text.encode()) == [["姓名", "手机"], ["张三", "1"], ["李四", "2"]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\r\na;b,c\r\n", [["a", "b,c"]]),
        ("SEP=,\na,b\n", [["a", "b"]]),
        ('a,"1;2;3"\nb,"4;5;6"\n', [["a", "1;2;3"], ["b", "4;5;6"]]),
        (
            "说明：请填写；勿漏，谢谢\n姓名,电话\n张三,1\n李四,2\n",
            [["说明：请填写；勿漏，谢谢"], ["姓名", "电话"], ["张三", "1"], ["李四", "2"]],
        ),
        ("姓名\n张三\n李四\n", [["姓名"], ["张三"], ["李四"]]),
        ("姓名\n\n张三\n", [["姓名"], [], ["张三"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ('a,"x\r\ny"\nb,c\n', [["a", "x\r\ny"], ["b", "c"]]),
        ('a,5"6\nb,c\n', [["a", '5"6'], ["b", "c"]]),
        ("姓名,活动\n张三,打扫，浇花\n李四,打扫\n", [["姓名", "活动"], ["张三", "打扫，浇花"], ["李四", "打扫"]]),
        ("", []),
    ],
)
def test_shapes(text: str, rows: list[list[str]]) -> None:
    assert read_csv(text.encode("utf-8-sig")) == rows


def test_excel_unicode_text() -> None:
    assert read_csv("姓名\t手机\r\n张三\t1\r\n".encode("utf-16")) == [["姓名", "手机"], ["张三", "1"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('a,b\n"c,d\ne,f\n', "第 2 行"),
        ('a,b\nc,d\n"雷锋"队,x\n', "第 3 行"),
        ('sep=,\na,b\n"c,d\n', "第 3 行"),
        ('a,"x\ny"\n"c,d\n', "第 3 行"),
        ("a,b\nc,d\0\n", "第 2 行"),
        ("a\n" + "b" * (MAX_FIELD + 1), "第 2 行"),
    ],
)
def test_refusals_name_the_line_where_it_began(data: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        read_csv(data.encode())
    assert caught.value.hint


def test_a_long_field_within_the_bound_is_read_and_the_global_limit_left_alone() -> None:
    before = csv.field_size_limit()
    assert read_csv(b"a\n" + b"b" * 200_000) == [["a"], ["b" * 200_000]]
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\""),
        ("+8613800000000", "'+8613800000000"),
        ("-2", "'-2"),
        ("@x", "'@x"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠1", "'＠1"),
        ("'=x", "''=x"),
        ("-", "-"),
        ("'雷锋'", "'雷锋'"),
        ("1-2", "1-2"),
    ],
)
def test_formula_guard(cell: str, written: str) -> None:
    data = write_csv([[cell, "尾"]])
    assert data == b"\xef\xbb\xbf" + (written + ",尾\r\n").encode()
    assert read_csv(data) == [[cell, "尾"]]


def test_a_tab_or_carriage_return_in_front_is_guarded_too() -> None:
    for cell in ("\t=1", "\r=1"):
        assert write_csv([[cell, "b"]])[3:].startswith(b"\"'")
        assert read_csv(write_csv([[cell, "b"]])) == [[cell, "b"]]


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co"))) | st.text(
    "'=+-@＝＋－＠,;，|\" \n\tsep", max_size=6
)


@given(st.lists(st.lists(TEXT, max_size=4), max_size=6))
@example([["sep=;"], ["a;b"]])
@example([["a;b"], ["c;d"]])
@example([["a，b"]])
@example([[""]])
@example([[], ["", ""]])
@example([["\ufeffa"]])
@example([["'", "''=", "'-"]])
@example([["a\x1fb", "c"]])
def test_what_we_write_we_read_back(rows: list[list[str]]) -> None:
    assert read_csv(write_csv(rows)) == rows


@given(st.lists(st.lists(TEXT, min_size=1, max_size=4), max_size=6))
def test_no_cell_another_reader_sees_starts_a_formula(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(rows))
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if len(cell) > 1 and cell[0] in "=+-@\t\r＝＋－＠"]


def test_a_lone_surrogate_does_not_stop_an_export() -> None:
    assert read_csv(write_csv([["张\ud800三"]])) == [["张?三"]]
