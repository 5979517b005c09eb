"""What a file is, by its content: the name of a file says little (``.xls`` is often a web page)."""

from __future__ import annotations

import io
import re
from enum import Enum

from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|style|body|div|table)\b",
    re.IGNORECASE | re.DOTALL,
)


class Kind(Enum):
    XLSX = "xlsx"
    CHILD = "child"
    """Read by calamine, but in a child process: .xls, .xlsb, .ods."""
    TEXT = "text"
    """CSV or an HTML table: which, is told after decoding."""


def sniff(data: bytes) -> Kind:
    """The kind of a sheet's bytes. Raises ``InvalidInput`` for what is no sheet, saying what it is instead."""
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise InvalidInput(_("文件是空的，没有任何内容。"), hint=_("请确认选对了文件，并已在 WPS 或 Excel 中保存。"))
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    for start, name in ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"SQLite format 3", "SQLite"), (b"\x89PNG", "PNG"),
                        (b"\xff\xd8\xff", "JPEG"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z")):  # fmt: skip
        if data.startswith(start):
            raise _no_sheet(name)
    return Kind.TEXT


def is_html(text: str) -> bool:
    """True for a web page saved as a sheet. Refuses the two other texts that Excel writes."""
    head = text[:4096]
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and head.lstrip().startswith("<?xml"):
        raise InvalidInput(_("这是“XML 表格 2003”格式，读不了。"), hint=_save_as())
    if head.lstrip().lower().startswith("mime-version:"):
        raise InvalidInput(_("这是“单个文件网页”（mht）格式，读不了。"), hint=_save_as())
    return bool(_HTML.match(head))


def _save_as() -> str:
    return _("请用 WPS 或 Excel 打开，另存为 xlsx 再导入。")


def _no_sheet(name: str) -> InvalidInput:
    return InvalidInput(_("这是 {name} 文件，不是表格。").format(name=name), hint=_("请给 xlsx、xls 或 csv 文件。"))


def _zip_kind(data: bytes) -> Kind:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = set(book.namelist())
            locked = any(info.flag_bits & 1 for info in book.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InvalidInput(_("文件已损坏或不完整，打不开。"), hint=_("请重新下载或向提供者再要一份。")) from error
    if locked:
        raise with_password()
    if "xl/workbook.bin" in names or {"content.xml", "mimetype"} <= names:
        return Kind.CHILD
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise InvalidInput(
            _("这是 Word 或 PPT 文件，不是表格。"), hint=_("请把其中的表格复制到 WPS 表格，另存为 xlsx。")
        )
    raise InvalidInput(_("这是压缩包，不是表格。"), hint=_("请先解压，再导入里面的表格。"))


def _ole_kind(data: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise with_password()
    if "Workbook".encode("utf-16-le") in data or "Book\0".encode("utf-16-le") in data:
        return Kind.CHILD
    if "WordDocument".encode("utf-16-le") in data:
        raise _no_sheet("Word")
    raise InvalidInput(_("认不出这个文件里的表格，可能已损坏。"), hint=_save_as())


def with_password() -> InvalidInput:
    return InvalidInput(
        _("文件有密码，读不了。"), hint=_("请用 WPS 或 Excel 打开，去掉密码后另存，再导入；用完请删掉没有密码的那份。")
    )
