"""A look into an xlsx before calamine gets it.

calamine allocates the whole bounding box of a sheet, and two cells far apart make it abort the
process, which no ``except`` catches. It also gives error cells and formulas without a stored result
as blanks; here they become problems, so that nothing is lost in silence.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.raw import MAX_CELLS, Problem
from leifeng_cli.messages import _

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile, ZipInfo

MAX_INFLATED = 300_000_000
"""Bytes all parts may come to when unpacked."""
_MAX_SMALL_PART = 20_000_000
_BLOCK = 1 << 20
_MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tiff")
# A cell with content. calamine ignores cells that only carry a style, and so must the bounding box:
# offices format whole columns down to row 1,048,576. The atomic groups keep these linear on hostile input.
_TAG = rb"<(?:\w+:)?c\b"
_AT = rb'[^<>]*?\sr="([A-Z]{1,3})(\d{1,7})"'
_FORMULA = rb"<(?:\w+:)?f\b(?:[^<>]*+(?<=/)>|[^<>]*+>[^<]*+</(?:\w+:)?f>)"
_CELL = re.compile(_TAG + rb"(?>(?:" + _AT + rb")?)[^<>]*+(?<!/)>(?!</)")
_ODD = re.compile(_TAG + rb"[^<>']*+'")
_ERROR = re.compile(
    _TAG + rb'(?=[^<>]*?\st="e")(?>' + _AT + rb")[^<>]*+>\s*+(?:" + _FORMULA + rb")?\s*+<(?:\w+:)?v>([^<]*+)<"
)
_NO_RESULT = re.compile(_TAG + rb"(?>" + _AT + rb")[^<>]*+(?<!/)>\s*+" + _FORMULA + rb"\s*+</(?:\w+:)?c>")


@dataclass
class Scan:
    """``problems`` by sheet name; ``sure`` is False where the size could not be told beforehand."""

    problems: dict[str, list[Problem]] = field(default_factory=dict)
    sure: bool = True


@dataclass
class _Box:
    columns: set[bytes] = field(default_factory=set)
    rows: set[bytes] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def scan(data: bytes) -> Scan:
    """Raises ``InvalidInput`` for a bomb, a far cell or a damaged file."""
    import zipfile
    from xml.etree.ElementTree import ParseError

    result = Scan()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            _check_sizes(data, book)
            if not _usual(data, book):
                result.sure = False
                return result
            sheets = _sheet_parts(data, book)
            infos = {info.filename: info for info in book.infolist()}
            for name, part in sheets:
                if part not in infos:
                    result.sure = False  # calamine may find it under another spelling
                    continue
                result.problems[name] = _scan_sheet(data, infos[part], result)
    except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, OSError, NotImplementedError) as error:
        raise damaged() from error
    return result


def damaged() -> InvalidInput:
    return InvalidInput(
        _("文件已损坏或不完整，读不出来。"),
        hint=_("请用 WPS 或 Excel 打开，另存为新的 xlsx 再导入；打不开就请提供者再发一份。"),
    )


def too_large() -> InvalidInput:
    return InvalidInput(
        _("表格太大（超过 {n} 格），没有读。").format(n=MAX_CELLS),
        hint=_("可能在很远的行或列有一个多余的字：请只复制有用的部分到新表格，另存后再导入。"),
    )


def _inflated_too_large() -> InvalidInput:
    return InvalidInput(
        _("文件解压后超过 {n} MB，没有读。").format(n=MAX_INFLATED // 1_000_000),
        hint=_("请删去多余的工作表和图片，或把表格拆成几份再导入。"),
    )


def _check_sizes(data: bytes, book: ZipFile) -> None:
    infos = book.infolist()
    if sum(info.file_size for info in infos) > MAX_INFLATED:
        raise _inflated_too_large()
    total = 0
    for info in infos:  # the sizes a zip states need not be true
        if not info.filename.lower().endswith(_MEDIA):
            for block in _inflate(data, info):
                total += len(block)
                if total > MAX_INFLATED:
                    raise _inflated_too_large()


def _inflate(data: bytes, info: ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes, read as every other zip reader reads them: by compressed size alone."""
    at = info.header_offset
    if data[at : at + 4] != b"PK\x03\x04":
        raise ValueError("no local header")
    at += 30 + int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
    packed = data[at : at + info.compress_size]
    if info.compress_type == 0:
        yield packed
        return
    if info.compress_type != 8:
        raise NotImplementedError(info.compress_type)
    machine = zlib.decompressobj(-15)
    while packed and not machine.eof:
        yield machine.decompress(packed, _BLOCK)
        packed = machine.unconsumed_tail


def _tree(data: bytes, info: ZipInfo) -> Element:
    from xml.etree.ElementTree import fromstring

    text = b""
    for block in _inflate(data, info):
        text += block
        if len(text) > _MAX_SMALL_PART:
            raise _inflated_too_large()
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:  # no office program writes these, bombs do
        raise ValueError("document type in a workbook part")
    return fromstring(text)


def _usual(data: bytes, book: ZipFile) -> bool:
    """Whether every reader must find the same parts: the usual workbook, and no name or id twice."""
    names = [info.filename.replace("\\", "/").casefold() for info in book.infolist()]
    if len(names) != len(set(names)):
        return False
    top = _tree(data, book.getinfo("_rels/.rels"))
    books = [node.get("Target", "") for node in top if node.get("Type", "").endswith("/officeDocument")]
    if [target.removeprefix("/") for target in books] != ["xl/workbook.xml"]:
        return False
    ids = [node.get("Id") for node in _tree(data, book.getinfo("xl/_rels/workbook.xml.rels"))]
    return len(ids) == len(set(ids))


def _sheet_parts(data: bytes, book: ZipFile) -> list[tuple[str, str]]:
    """(sheet name, part name) in workbook order."""
    targets = {}
    for relation in _tree(data, book.getinfo("xl/_rels/workbook.xml.rels")):
        targets[relation.get("Id", "")] = relation.get("Target", "")
    parts = []
    for node in _tree(data, book.getinfo("xl/workbook.xml")).iter():
        if not node.tag.endswith("}sheet"):
            continue
        key = next((value for name, value in node.attrib.items() if name.endswith("}id")), "")
        target = targets.get(key, "")
        part = target[1:] if target.startswith("/") else target if target.startswith("xl/") else "xl/" + target
        parts.append((node.get("name", ""), part))
    return parts


def _scan_sheet(data: bytes, info: ZipInfo, result: Scan) -> list[Problem]:
    box, rest = _Box(), b""
    for block in _inflate(data, info):
        if b"\0" in block[:64]:
            result.sure = False  # UTF-16: none of the patterns can see it
        block = rest + block
        # Cut behind a whole cell; a block without any is a style desert or one endless text.
        cut = block.rfind(b"c>") + 2
        cut = cut if cut > 1 else max(block.rfind(b"<"), 0) if len(block) > 8 * _BLOCK else 0
        _scan_block(block[:cut], box, result)
        rest = block[cut:]
    _scan_block(rest, box, result)
    columns = max((_column(letters) for letters in box.columns if letters), default=0)
    rows = max((int(digits) for digits in box.rows if digits), default=0)
    if columns > 16_384 or rows > 1_048_576:
        raise damaged()
    if columns * rows > MAX_CELLS:
        raise too_large()
    return box.problems


def _scan_block(block: bytes, box: _Box, result: Scan) -> None:
    found = _CELL.findall(block)
    if not found:
        return
    letters, digits = zip(*found, strict=True)
    box.columns.update(letters)
    box.rows.update(digits)
    # Positions left out, or written so that this reader and calamine's may see different ones.
    if b"" in box.columns or (b"'" in block and _ODD.search(block)):
        result.sure = False
    if b't="e"' in block:
        for column, row, shown in _ERROR.findall(block):
            text = shown.decode("utf-8", "replace")[:20]
            message = _("公式出错，显示为 {text}；请改正公式或直接填结果。").format(text=text)
            box.problems.append(Problem(int(row), message, _column(column) - 1))
    if b"<f" in block or b":f" in block:
        for column, row in _NO_RESULT.findall(block):
            message = _("公式没有保存计算结果；请用 WPS 或 Excel 打开，保存一次再导入。")
            box.problems.append(Problem(int(row), message, _column(column) - 1))


def _column(letters: bytes) -> int:
    """A -> 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
