"""Every encoding an office sends, and the ways a file can be broken."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.errors import InvalidInput, UsageError
from leifeng_cli.files.encoding import decode

ROSTER = "姓名,手机\r\n张三,14000000001\r\n䶮一,14000000002\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ROSTER.encode("utf-8"), "utf-8"),
        (ROSTER.encode("utf-8-sig"), "utf-8"),
        (ROSTER.encode("gb18030"), "gb18030"),
        (b"\x84\x31\x95\x33" + ROSTER.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + ROSTER.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + ROSTER.encode("utf-16-be"), "utf-16-be"),
        (ROSTER.encode("utf-16-le"), "utf-16-le"),
        (ROSTER.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + ROSTER.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_the_ladder_reads_each_encoding(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.warnings) == (ROSTER, encoding, ())


@pytest.mark.parametrize("text", ["一,一\r\n一,一\r\n", "一\r\n", "1,2\n3,4\n", "开一,刀\n"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_even_where_hanzi_hold_a_zero_byte(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_one_gbk_name_that_is_valid_utf8_by_chance() -> None:
    data = "魏平伟".encode("gbk")
    assert data.decode("utf-8") == "κƽΰ"
    assert decode(data).text == "魏平伟"


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4)


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from(["gb18030", "utf-8", "utf-8-sig"]))
def test_short_name_lists_are_never_misread_when_a_header_stands_above(names: list[str], encoding: str) -> None:
    text = "\r\n".join(["姓名", *names])
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("code", "char"), [(b"\xfe\x59", "龴"), (b"\xa6\xd9", "︐"), (b"\xfe\xa0", "龻"), (b"\xfe\x9f", "䶮")]
)
def test_codes_that_got_a_character_in_2022(code: bytes, char: str) -> None:
    decoded = decode("姓名\n张".encode("gb18030") + code)
    assert decoded.text == "姓名\n张" + char
    assert not decoded.warnings


def test_the_private_character_old_systems_wrote_into_utf8_is_mended() -> None:
    assert decode("姓名\n\ue863".encode()).text == "姓名\n䶮"


def test_other_private_characters_are_kept_and_named() -> None:
    decoded = decode("姓名\n张三\n李\ue000".encode())
    assert decoded.text.endswith("\ue000")
    assert "第 3 行" in decoded.warnings[0]


def test_text_ruined_before_it_came_here_is_named() -> None:
    assert "第 2 行" in decode("姓名\n锟斤拷\n".encode()).warnings[0]
    assert "2 处" in decode("姓名\n\ufffd\ufffd\n".encode()).warnings[0]


def test_the_euro_sign_of_windows() -> None:
    assert decode("姓名\n".encode("gbk") + b"\x80").text == "姓名\n€"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("姓名\n张三\n".encode() + "李四五\n".encode("gbk") + b"\xff\n", 3),
        ("姓名,电话\r\n张三,1\r\n".encode("gb18030") + b"\xff\xff\r\n", 3),
        ("姓名\r张三\r".encode("gb18030") + b"\xff\xff\r", 3),
        ("姓名\n张三李四王五\n赵".encode()[:-1], 3),
        (codecs.BOM_UTF16_LE + "姓名\n张".encode("utf-16-le")[:-1], 2),
    ],
)
def test_broken_bytes_name_the_line_and_a_remedy(data: bytes, line: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        decode(data)
    assert f"第 {line} 行" in caught.value.message
    assert "--encoding" in (caught.value.hint or "")


@pytest.mark.parametrize("name", ["big5", "BIG5", "cp950"])
def test_a_named_encoding_is_obeyed(name: str) -> None:
    assert decode("姓名,電話".encode("big5"), name).text == "姓名,電話"


@pytest.mark.parametrize("name", ["gbk", "GB2312", "cp936", "ansi"])
def test_the_gb_family_means_the_whole_of_it(name: str) -> None:
    assert decode("䶮𠅤".encode("gb18030"), name).text == "䶮𠅤"


def test_a_mark_is_dropped_under_a_named_encoding_too() -> None:
    assert decode(codecs.BOM_UTF8 + "姓名".encode(), "utf8").text == "姓名"


def test_a_wrongly_named_encoding_is_an_error_with_a_line() -> None:
    with pytest.raises(InvalidInput, match="第 2 行"):
        decode("ok\n姓名\n张".encode("gb18030"), "utf-8")


@pytest.mark.parametrize("name", ["klingon", "base64", "a\0b", "undefined"])
def test_no_such_encoding(name: str) -> None:
    with pytest.raises(UsageError):
        decode(b"abc", name)


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_our_own_error(data: bytes) -> None:
    try:
        decode(data)
    except InvalidInput as error:
        assert error.hint
