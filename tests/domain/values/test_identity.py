import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.values import identity as t
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue

HINTS = Hints(today=dt.date(2021, 6, 30))


def with_check(seventeen: str) -> str:
    """GB 11643 once more, the other way round: sum of digit * 2^(18 - place) and check is 1 modulo 11."""
    rest = (1 - sum(int(d) * 2 ** (17 - i) for i, d in enumerate(seventeen))) % 11
    return seventeen + ("X" if rest == 10 else str(rest))


GOOD = with_check("33010619900101101")
WITH_X = "11010519491231002X"  # the standard's own example


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        (GOOD, GOOD),
        (WITH_X.lower(), WITH_X),
        (GOOD.translate(str.maketrans("0123456789", "０１２３４５６７８９")), GOOD),
        (f" {GOOD[:6]} {GOOD[6:14]}-{GOOD[14:]}　", GOOD),
        ("'" + GOOD, GOOD),
        ("\t" + GOOD, GOOD),
        (WITH_X[:17] + "ｘ", WITH_X),
        (with_check("33011319800101981"), with_check("33011319800101981")),  # 临平, a county younger than the card
        (with_check("81000019900101101"), with_check("81000019900101101")),
        (with_check("83000019900101101"), with_check("83000019900101101")),
        (with_check("91156619900101101"), with_check("91156619900101101")),
        (with_check("33010620210630101"), with_check("33010620210630101")),
        ("330106900101123", "330106900101123"),
    ],
)
def test_id_number(cell, kept):
    assert t.id_number(cell, HINTS) == kept
    assert t.check_id("居民身份证", kept, HINTS) == kept


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (GOOD[:17] + ("0" if GOOD[17] != "0" else "1"), "校验位"),
        (GOOD[:10] + GOOD[11] + GOOD[10] + GOOD[12:], "校验位"),
        (with_check("33010619900230101"), "不存在"), (with_check("33010620210701101"), "今天"),
        (with_check("33010618991231101"), "1900"),
        (with_check("99010619900101101"), "省份"), (with_check("20010619900101101"), "省份"),
        ("330106901301123", "不存在"),
        (GOOD[:17], "17 位"), (GOOD + "1", "19 位"), (GOOD[:16] + "XX", "字符"), ("", "无效"), (None, "无效"),
        (True, "无效"),
        ("3.30106E+17", "后三位已丢失"), ("3.30106e17", "后三位已丢失"), (3.3010619900101126e17, "后三位已丢失"),
        (int(GOOD.replace("X", "0")), "后三位已丢失"), (330106900101123, "存成数字"),
        ("330106199001010000", "后三位已丢失"),
        ("3301**********1234", "遮盖"), ("3301＊＊1234", "遮盖"), ("无", "1 位"), ("٣" * 18, "字符"),
        ("9" * 5000, "太长"),
    ],
)  # fmt: skip
def test_id_number_refused(cell, why):
    with pytest.raises(BadValue) as bad:
        t.id_number(cell, HINTS)
    assert why in bad.value.message
    assert bad.value.hint
    assert not any(c.isdigit() and str(cell)[:6] in bad.value.message for c in str(cell)[:6])


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place, shift):
    wrong = GOOD[:place] + str((int(GOOD[place]) + shift) % 10) + GOOD[place + 1 :]
    with pytest.raises(BadValue):
        t.id_number(wrong, HINTS)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.booleans()))
def test_nothing_crashes(cell):
    for parse in (t.id_number, t.id_text, t.id_type):
        try:
            parse(cell, HINTS)
        except BadValue as bad:
            assert bad.hint


@pytest.mark.parametrize(
    ("kind", "given_value", "kept"),
    [
        ("港澳居民来往内地通行证", "h12345678", "H12345678"),
        ("港澳居民来往内地通行证", "M1234567801", "M1234567801"),
        ("台湾居民来往大陆通行证", "12345678", "12345678"),
        ("台湾居民来往大陆通行证", "1234567890（B）", "1234567890(B)"),
        ("港澳台居民居住证", with_check("81000019900101101"), with_check("81000019900101101")),
        ("外国人永久居留身份证", "USA 110090010101", "USA110090010101"),
        ("外国人永久居留身份证", with_check("91156619900101101"), with_check("91156619900101101")),
        ("护照", "e12345678", "E12345678"),
        ("其他", "军字第001号", "军字第001号"),
    ],
)
def test_check_id(kind, given_value, kept):
    assert t.check_id(kind, given_value, HINTS) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("居民身份证", "H12345678"),
        ("港澳居民来往内地通行证", "12345678"),
        ("台湾居民来往大陆通行证", "H12345678"),
        ("港澳台居民居住证", GOOD),
        ("港澳台居民居住证", "810000199001011010"),
        ("外国人永久居留身份证", GOOD),
        ("护照", "ABCDEFG"),
        ("护照", "E1"),
        ("其他", "***"),
        ("其他", ""),
    ],
)
def test_check_id_refused(kind, value):
    with pytest.raises(BadValue) as bad:
        t.check_id(kind, value, HINTS)
    assert bad.value.hint
    assert not value or value not in bad.value.message


@pytest.mark.parametrize(("cell", "kept"), [(12345678.0, "12345678"), ("e 123-456", "E123456"), (GOOD, GOOD)])
def test_id_text(cell, kept):
    assert t.id_text(cell, HINTS) == kept


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("身份证", "居民身份证"), ("居民身份证", "居民身份证"), ("回乡证", "港澳居民来往内地通行证"), ("Passport", "护照")]
)  # fmt: skip
def test_id_type(cell, kind):
    assert t.id_type(cell, HINTS) == kind


def test_id_type_refused():
    with pytest.raises(BadValue) as bad:
        t.id_type("学生证", HINTS)
    assert all(kind in bad.value.hint for kind in t.ID_TYPES)


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        (WITH_X, "1949-12-31", "女"), (GOOD, "1990-01-01", "男"), ("330106900101123", "1990-01-01", "男"),
        ("330106900101122", "1990-01-01", "女"), ("E12345678", None, None), ("", None, None),
        ("330106901301123", None, None),
    ],
)  # fmt: skip
def test_derived_facts(number, born, sex):
    assert t.birth_date_of(number) == born
    assert t.sex_of(number) == sex


def test_is_masked():
    assert t.is_masked("3301**1234") and t.is_masked("＊") and not t.is_masked(GOOD)
