"""What every Word document of ours needs: fonts for hanzi, no unfit character, the same bytes every time.

For hanzi Word goes by the eastAsia font of a style and of each run; the other names serve Latin letters and digits.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def packed(document: Any, title: str, created: dt.datetime) -> bytes:
    """A document's bytes without any trace of when and where they were written but ``created``."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = fit(title), "", "", ""
    core.created = core.modified = created.replace(tzinfo=None)
    core.revision = 1
    raw = io.BytesIO()
    document.save(raw)
    return same_bytes(raw.getvalue())


def same_bytes(document: bytes) -> bytes:
    """A .docx packed anew with one fixed date for its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(info.filename))
    return out.getvalue()


def fit(text: str) -> str:
    """Text without what no Word document can hold."""
    return _UNFIT.sub("", text)


def set_styles(document: Any, hanzi: str) -> None:
    """Every paragraph style in one font for hanzi, the text at 12 pt without space after it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for style in document.styles:
        if style.type == 1:  # paragraph styles; each may be what a clerk types into later
            set_fonts(style.element.get_or_add_rPr(), hanzi)
    for language in document.styles.element.iter(qn("w:lang")):  # else full stops stand in the middle of their square
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    normal.font.size = Pt(12)
    normal.paragraph_format.space_after = Pt(0)


def set_fonts(properties: Any, hanzi: str, latin: str = "Times New Roman") -> None:
    """The fonts of a style's or a run's properties."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", hanzi), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), font)


def pt(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def add_field(new_run: Callable[[], Any], code: str) -> None:
    """A field such as PAGE, each part in a run of its own; it reads 1 until the program that opens it counts."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for mark, text in (("begin", None), ("instrText", code), ("separate", None), ("t", "1"), ("end", None)):
        part = OxmlElement(f"w:{mark}" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), mark)
        new_run()._r.append(part)


def keep_row_whole(row: Any, *, repeat: bool = False) -> None:
    """A row does not break over two pages; as a header it comes again on each (``repeat``)."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))
