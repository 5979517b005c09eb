import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.values import text as t
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue

HINTS = Hints(today=dt.date(2021, 6, 30))


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  张三　", "张三"),
        ("a\x00b\x1b[31mc\x9b", "ab[31mc"),
        ("a\u202eb\u2066c\u200fd\ufeff\u200b\u061c", "abcd"),
        ("一\r\n二\t三", "一 二 三"),
        ("a \n  b", "a b"),
        ("a  b", "a  b"),
        ("x\ud800y", "xy"),
        ("e\u0301", "é"),
        ("𠮷野", "𠮷野"),
        ("ＡＢ", "ＡＢ"),
        ("\u2028\x85", ""),
    ],
)
def test_clean(raw, cleaned):
    assert t.clean(raw) == cleaned


@given(st.text(st.characters(codec=None)))
def test_clean_is_idempotent_and_encodable(s):
    once = t.clean(s)
    assert t.clean(once) == once
    once.encode("utf-8")
    assert not any(c in once for c in "\n\r\t\x00\u202e\u2066\ufeff")


def test_clean_is_quick_on_a_cell_full_of_blanks():
    assert t.clean("a" + " " * 200_000 + "b" + "\n" * 200_000)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (12.0, "12"),
        (12, "12"),
        (12.5, "12.5"),
        (1e16, "10000000000000000"),
        (dt.datetime(2021, 3, 5), "2021-03-05"),
        (dt.datetime(2021, 3, 5, 8, 30), "2021-03-05 08:30"),
        (dt.date(2021, 3, 5), "2021-03-05"),
        (dt.time(8, 30), "08:30"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("x" * 2000, "x" * 2000),
    ],
)
def test_text(cell, shown):
    assert t.text(cell, HINTS) == shown


@pytest.mark.parametrize("cell", ["x" * 2001, "\u200b", None, float("nan"), float("inf")])
def test_text_refused(cell):
    with pytest.raises(BadValue) as bad:
        t.text(cell, HINTS)
    assert bad.value.hint


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("冯 娜", "冯娜"),
        (" 冯　娜　", "冯娜"),
        ("𠮷 䶮", "𠮷䶮"),
        ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"),
        ("John  Smith", "John  Smith"),
        ("[/]", "[/]"),
        ("-x", "-x"),
        ("A&B<c>", "A&B<c>"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("王\u202e芳", "王芳"),
    ],
)
def test_name(cell, name):
    assert t.name(cell, HINTS) == name


@pytest.mark.parametrize("cell", ["", "  ", "\u200b\u202e", "张" * 101])
def test_name_refused(cell):
    with pytest.raises(BadValue):
        t.name(cell, HINTS)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("30", 30), ("３０", 30), (30, 30), (30.0, 30), ("30.0", 30), ("0", 0), ("007", 7), ("1,234", 1234), (" 5 ", 5)],
)
def test_whole_number(cell, number):
    assert t.whole_number(cell, HINTS) == number


@pytest.mark.parametrize(
    "cell", ["30人", "约30", "-1", -1, 30.5, "1,23", True, "", "9" * 5000, 10**9, 1e300, float("nan"), "٣", "1e3"]
)
def test_whole_number_refused(cell):
    with pytest.raises(BadValue):
        t.whole_number(cell, HINTS)


parse_sex = t.choice("男", "女", aliases={"M": "男", "男性": "男", "1": "男", "2": "女"})


@pytest.mark.parametrize(
    ("cell", "value"), [("男", "男"), (" 女 ", "女"), ("m", "男"), ("Ｍ", "男"), (1.0, "男"), (2, "女"), ("男性", "男")]
)
def test_choice(cell, value):
    assert parse_sex(cell, HINTS) == value


@pytest.mark.parametrize("cell", ["男女", "", None, 3, "F"])
def test_choice_refused_names_what_is_allowed(cell):
    with pytest.raises(BadValue) as bad:
        parse_sex(cell, HINTS)
    assert "男、女" in bad.value.hint


def test_a_shifted_column_does_not_put_a_phone_number_in_the_message():
    with pytest.raises(BadValue) as bad:
        parse_sex("13812345678", HINTS)
    assert "12345678" not in bad.value.message


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("是", True), ("√", True), (True, True), (1, True), ("Y", True),
        ("否", False), (False, False), ("×", False), (0.0, False),
    ],
)  # fmt: skip
def test_yes_no(cell, value):
    assert t.yes_no(cell, HINTS) is value


def test_yes_no_refused():
    with pytest.raises(BadValue):
        t.yes_no("也许", HINTS)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("摄影、急救", "摄影、急救"),
        ("摄影，急救,摄影;  理发；写字/英语|绘画\n唱歌", "摄影、急救、理发、写字、英语、绘画、唱歌"),
        ("、摄影、", "摄影"),
        (12.0, "12"),
    ],
)
def test_words(cell, value):
    assert t.words(cell, HINTS) == value
    assert t.words(value, HINTS) == value


def test_words_refused():
    with pytest.raises(BadValue):
        t.words("、，", HINTS)
