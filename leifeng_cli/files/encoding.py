"""From bytes to text: an own ladder, because every guessing library misreads short Chinese name lists.

BOM, then the NUL pattern of UTF-16, then strict UTF-8, then strict GB18030. Never ``gbk`` or
``gb2312``: Python's tables of these refuse characters that stand in real names.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from leifeng_cli.errors import InvalidInput, UsageError
from leifeng_cli.messages import _

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its first two bytes are the same
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# What people call these; all are subsets of GB18030, whose table alone is complete.
_GB_NAMES = frozenset({"gbk", "gb2312", "cp936", "936", "ms936", "ansi", "gb", "gb18030", "gb18030_2000"})

# Python's table is the one of 2005. These 18 codes got real characters in GB18030-2022; the private
# use code points also stand in UTF-8 files that some older system converted.
_FROM_PUA = dict(
    zip(
        "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796"
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue863",
        "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"
        "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb\u4dae",
        strict=True,
    )
)
_PUA = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_ABOVE_TWO_BYTES = re.compile("[\u0800-\U0010ffff]")
_PLAIN = re.compile("[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Decoded:
    """``encoding`` is Python's name of the codec used; ``warnings`` are ready for the user."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file, without its byte order mark.

    ``encoding`` given by the user is obeyed. Raises ``UsageError`` for an encoding nobody knows and
    ``InvalidInput`` naming the line where the bytes stop making sense.
    """
    text, used = _named(data, encoding) if encoding else _ladder(data)
    warnings = []
    if _PUA.search(text):
        text = _PUA.sub(lambda match: _FROM_PUA.get(match[0], match[0]), text)
        warnings += _private_characters(text)
    return Decoded(text, used, (*warnings, *_ruined_characters(text)))


def _euro(error: UnicodeError) -> tuple[str, int]:
    # Windows code page 936 writes the euro sign as a lone 0x80, which no GB standard has.
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    raise error


codecs.register_error("leifeng_euro", _euro)


def _strict(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "leifeng_euro" if encoding == "gb18030" else "strict")


def _named(data: bytes, encoding: str) -> tuple[str, str]:
    name = encoding.strip().lower().replace("-", "_")
    name = "gb18030" if name in _GB_NAMES else {"utf8": "utf-8", "utf_8_sig": "utf-8"}.get(name, name)
    try:
        text = _strict(data, name)
    except UnicodeDecodeError as error:
        raise _broken(data, error, name) from error
    except (LookupError, ValueError) as error:  # ValueError: a NUL in the name, or a codec that only refuses
        raise UsageError(
            _("不认识编码“{name}”。").format(name=encoding[:40]),
            hint=_("常用的有 utf-8、gb18030、big5、utf-16；不写 --encoding 会自动判断。"),
        ) from error
    return text.removeprefix("\ufeff"), codecs.lookup(name).name


def _ladder(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return _strict(data[len(bom) :], encoding), encoding
            except UnicodeDecodeError as error:
                raise _broken(data[len(bom) :], error, encoding) from error
    if b"\0" in data and (found := _utf16(data)):
        return found
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _gb18030(data, error)
    return _short_gbk(data, text) or (text, "utf-8")


def _short_gbk(data: bytes, text: str) -> tuple[str, str] | None:
    """A GBK name or two can be valid UTF-8 by chance: then it shows Greek or Cyrillic and no hanzi."""
    if text.isascii() or _ABOVE_TWO_BYTES.search(text):
        return None
    try:
        other = _strict(data, "gb18030")
    except UnicodeDecodeError:
        return None
    return (other, "gb18030") if _HANZI.search(other) else None


def _gb18030(data: bytes, utf8_error: UnicodeDecodeError) -> tuple[str, str]:
    # UTF-8 that is cut short, or has GBK rows pasted below, often is valid and meaningless GB18030. Four
    # hanzi of valid UTF-8 in front are no chance.
    if len(_HANZI.findall(data[: utf8_error.start].decode("utf-8"))) >= 4:
        raise _broken(data, utf8_error, "utf-8") from utf8_error
    try:
        return _strict(data, "gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        # The reading that got further is the likelier one, and its line the useful one.
        best, name = (error, "gb18030") if error.start >= utf8_error.start else (utf8_error, "utf-8")
        raise _broken(data, best, name) from error


def _utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without BOM, told by which byte order gives more ordinary characters."""
    best: tuple[int, str, str] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = len(_PLAIN.findall(text[:4096]))
        # Bytes that are no UTF-16 at all make characters from everywhere.
        if "\0" not in text and plain * 2 >= len(text[:4096]) and (best is None or plain > best[0]):
            best = plain, text, encoding
    return best and best[1:]


def _private_characters(text: str) -> list[str]:
    odd = list(_PUA.finditer(text))
    if not odd:
        return []
    message = _("有 {n} 个字是本机造字（最早在第 {line} 行），别的电脑显示不出来，请核对这些姓名。")
    return [message.format(n=len(odd), line=line_of(text, odd[0].start()))]


def _ruined_characters(text: str) -> list[str]:
    places = [at for mark in ("\ufffd", "锟斤拷") if (at := text.find(mark)) >= 0]
    if not places:
        return []
    message = _("有 {n} 处字在导入前就已损坏（最早在第 {line} 行），请向提供文件的人要原件。")
    count = text.count("\ufffd") + text.count("锟斤拷")
    return [message.format(n=count, line=line_of(text, min(places)))]


def line_of(text: str, position: int) -> int:
    """1-based line of a position, whichever of the three line ends the file uses."""
    before = text[:position]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def _broken(data: bytes, error: UnicodeDecodeError, encoding: str) -> InvalidInput:
    before = data[: error.start].decode(encoding, "ignore")
    line = line_of(before, len(before))
    return InvalidInput(
        _("第 {line} 行有读不出的字：按 {encoding} 读到这里断了，文件可能不完整，或混了两种编码。").format(
            line=line, encoding=encoding
        ),
        hint=_(
            "请用 WPS 或 Excel 打开核对这一行，另存为 xlsx 再导入；知道编码时可用 --encoding 指定，"
            "如 --encoding gb18030、--encoding big5。"
        ),
        row=line,
    )
