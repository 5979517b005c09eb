"""What each format of a document says, read back with other programs' eyes."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any

from leifeng_cli.errors import LeifengError
from leifeng_cli.files.fonts import choose_fonts

Rows = list[list[str]]


def from_docx(data: bytes) -> list[Rows]:
    from docx import Document as open_document

    found = []
    for table in open_document(io.BytesIO(data)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        found.append(rows)
    return found


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Rows] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][-1].append("".join(self.cell))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)


def from_html(data: bytes) -> list[Rows]:
    reader = _Tables()
    reader.feed(data.decode())
    return reader.tables


def from_markdown(data: bytes) -> list[Rows]:
    found: list[Rows] = []
    before = ""
    for line in data.decode().split("\n"):
        if line.startswith("| "):
            if not before.startswith("|"):
                found.append([])
            if not line.startswith("| ---"):
                cells = re.findall(r" ((?:\\.|[^\\|])*) \|", line[1:])
                found[-1].append([re.sub(r"\\(.)", r"\1", c) for c in cells])
        before = line
    return found


def from_xlsx(data: bytes) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def xlsx_text(cell: Any, header: str) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}" if "时" in header else str(int(cell))
    return str(cell)


def squeezed(text: str) -> str:
    """Without spaces and line ends: a page may break a text anywhere."""
    return re.sub(r"\s+", "", text)


def pdf_text(data: bytes) -> list[str]:
    """The text of each page, squeezed."""
    import pypdfium2

    return [squeezed(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(data)]


def has_fonts() -> bool:
    """Whether a PDF can be set here: fonts for Chinese, and for the rarer of its characters."""
    try:
        choose_fonts("中\U00020164")
    except LeifengError:
        return False
    return True
