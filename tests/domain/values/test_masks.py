import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leifeng_cli.domain.values import masks as t


@pytest.mark.parametrize(
    ("mask", "value", "left"),
    [
        (t.mask_id, "330106199001011234", "3301**********1234"), (t.mask_id, "330106900101123", "3301*******1123"),
        (t.mask_id, "H12345678", "H1*****78"), (t.mask_id, "12345678", "1******8"), (t.mask_id, "E1", "**"),
        (t.mask_id, "", ""),
        (t.mask_phone, "13812345678", "138****5678"), (t.mask_phone, "0571-88881234", "0571-****1234"),
        (t.mask_phone, "010-12345678", "010-****5678"), (t.mask_phone, "0912-1234567", "0912-***4567"),
        (t.mask_phone, "0571-88881234-801", "0571-****1234-***"), (t.mask_phone, "852-61234567", "852-****4567"),
        (t.mask_phone, "886-912345678", "886-*****5678"), (t.mask_phone, "12345", "***45"), (t.mask_phone, "", ""),
        (t.mask_phone, "13812345678,13912345678", "138****************5678"),
        (t.mask_name, "张三", "张*"), (t.mask_name, "欧阳娜娜", "欧阳**"), (t.mask_name, "欧阳娜", "欧阳*"),
        (t.mask_name, "欧阳", "欧*"),
        (t.mask_name, "王小明", "王**"), (t.mask_name, "阿卜杜拉·买买提", "阿卜杜拉·***"), (t.mask_name, "𠮷野", "𠮷*"),
        (t.mask_name, "张", "*"), (t.mask_name, "", ""), (t.mask_name, "·张", "·*"),
        (t.mask_address, "东苑小区3幢402室", "东苑小区***"), (t.mask_address, "幸福路12号3单元402", "幸福路***"),
        (t.mask_address, "西湖区文三路100号东苑小区3幢", "西湖区文三路***号东苑小区***"),
        (t.mask_address, "东苑小区", "东苑小区"),
        (t.mask_address, "石佛村三组张家", "石佛村***"), (t.mask_address, "杭州市西湖区12号", "杭州市西湖区***"),
        (t.mask_address, "幸福家园3幢", "幸福***"), (t.mask_address, "3幢402", "***"), (t.mask_address, "", ""),
    ],
)  # fmt: skip
def test_masks(mask, value, left):
    assert mask(value) == left
    assert mask(left) == left


ANYTHING = st.one_of(
    st.text(),
    st.text("0123456789"),
    st.text("0123456789０５-* "),
    st.text("张欧阳·1234567890路小区村市"),
    st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0[0-9]{2,3}-[0-9]{7,8}(-[0-9]{1,4})?", fullmatch=True),
)


@given(ANYTHING)
@example("13812345678·x")
@example("0571-88881234-12345678901")
def test_no_long_number_survives_and_masking_twice_changes_nothing(value):
    for mask in (t.mask_id, t.mask_phone, t.mask_name, t.mask_address):
        masked = mask(value)
        assert not re.search(r"\d{8}", masked)
        assert mask(masked) == masked


@given(ANYTHING)
def test_an_excerpt_is_short_and_holds_no_phone_or_id(value):
    shown = t.excerpt(value)
    assert len(shown) <= 31
    assert not re.search(r"\d{11}", shown)


def test_an_excerpt_keeps_what_helps():
    assert t.excerpt("2021-02-29 08:30:00") == "2021-02-29 08:30:00"
    assert t.excerpt("138 1234 5678") == "138***"
    assert t.excerpt("甲" * 40) == "甲" * 30 + "…"
