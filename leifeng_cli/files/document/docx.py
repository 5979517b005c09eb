"""A document as an official Word document: GB/T 9704-2012 for page, type and order of its parts.

A4 with margins of 37, 28, 35 and 26 mm, so a type area of 156 × 225 mm; a grid of 22 lines of 28 characters; title in
2号 小标宋, body in 3号 仿宋, headings in 黑体, 楷体 and 仿宋; page numbers in 4号, odd right and even left. Where a
machine lacks 小标宋, which no system ships, Word puts its own Song face in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from leifeng_cli.domain.document import (
    Annexes,
    Block,
    Cell,
    Document,
    FigureTable,
    Heading,
    Paragraph,
    Signature,
    Table,
    cell_text,
)
from leifeng_cli.domain.periods import day_title
from leifeng_cli.domain.values.text import clean
from leifeng_cli.files.document.layout import figure_columns, is_wide, shares, title_lines
from leifeng_cli.files.word import add_field, fit, keep_row_whole, packed, pt, set_fonts, set_styles
from leifeng_cli.messages import _

TITLE_FONT, BODY_FONT, HEADING_FONTS = "方正小标宋简体", "仿宋", {1: "黑体", 2: "楷体", 3: "仿宋"}
TITLE_SIZE, BODY_SIZE, PAGE_SIZE = 22, 16, 14
#: 225 mm / 22 lines.
LINE_PITCH = 28.95


def draw(document: Document) -> bytes:
    from docx import Document as new_document

    paper = new_document()
    set_styles(paper, BODY_FONT)
    _page(paper.sections[0])
    _page_numbers(paper)
    _head(paper, document)
    for block in document.blocks:
        _block(paper, block)
    return packed(paper, document.title, document.created)


# --- page ------------------------------------------------------------------------------------------------------------


def _page(section: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    for name, value in (("type", "lines"), ("linePitch", "579")):
        grid.set(qn(f"w:{name}"), value)
    section._sectPr.append(grid)


def _page_numbers(paper: Any) -> None:
    """— 1 —, odd pages right, even pages left, one character from the edge."""
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    for footer, align in ((section.footer, 2), (section.even_page_footer, 0)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = align
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = pt(PAGE_SIZE)
        _run(line, "—\u00a0", PAGE_SIZE, "宋体")
        add_field(partial(_run, line, "", PAGE_SIZE, "宋体"), "PAGE")
        _run(line, "\u00a0—", PAGE_SIZE, "宋体")


def _landscape(paper: Any) -> None:
    """From here on pages lie across."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    if paper.sections[-1].orientation == WD_ORIENT.LANDSCAPE:
        return
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(35), Mm(37)


# --- text ------------------------------------------------------------------------------------------------------------


def _run(paragraph: Any, text: str, size: float, font: str, *, bold: bool = False) -> Any:
    run = paragraph.add_run(fit(clean(text)) if text.strip() else text)
    run.font.size, run.font.bold = pt(size), bold or None
    properties = run._r.get_or_add_rPr()
    set_fonts(properties, font)
    if size == BODY_SIZE:
        _tighten(properties)
    return run


def _tighten(properties: Any) -> None:
    """28 characters of 3号 are 2 mm longer than the line: each gives up a quarter of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    properties.append(spacing)


def _line(
    paper: Any, text: str, *, size: float = BODY_SIZE, font: str = BODY_FONT, align: int = 3, indent: float = 2,
    right: float = 0, bold: bool = False, pitch: float = LINE_PITCH,
) -> Any:  # fmt: skip
    """One paragraph; ``indent`` of its first line and ``right`` in characters of its own size."""
    from docx.enum.text import WD_LINE_SPACING

    paragraph = paper.add_paragraph()
    paragraph.alignment = align
    look = paragraph.paragraph_format
    look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, pt(pitch)
    look.first_line_indent, look.right_indent = pt(indent * size), pt(right * size)
    if text:
        _run(paragraph, text, size, font, bold=bold)
    return paragraph


def _head(paper: Any, document: Document) -> None:
    for title in title_lines(document):
        _line(paper, title, size=TITLE_SIZE, font=TITLE_FONT, align=1, indent=0, pitch=36)
    for text in (document.subtitle, _("编号：{n}").format(n=document.number) if document.number else ""):
        if text:
            _line(paper, text, size=PAGE_SIZE, align=1, indent=0)
    _line(paper, "", indent=0)
    if document.addressee:
        _line(paper, f"{document.addressee}：", indent=0)


def _block(paper: Any, block: Block) -> None:
    match block:
        case Heading():
            heading = _line(paper, block.text, font=HEADING_FONTS[block.level])
            heading.paragraph_format.keep_with_next = True
        case Paragraph():
            _line(paper, block.text)
        case FigureTable():
            _figure_table(paper, block)
        case Table():
            _table(paper, block)
        case Signature():
            _signature(paper, block)
        case Annexes():
            _line(paper, "", indent=0)
            items = "；".join(f"{i}. {item}" for i, item in enumerate(block.items, 1))
            _line(paper, _("附件：") + items)
        case _:
            return  # a chart's figures stand in a table


def _signature(paper: Any, block: Signature) -> None:
    _line(paper, "", indent=0)
    if block.lines:
        line = _line(paper, "　　".join(f"{text}＿＿＿＿＿＿" for text in block.lines), indent=0)
        line.paragraph_format.keep_with_next = True
        _line(paper, "", indent=0).paragraph_format.keep_with_next = True
    unit = _line(paper, f"{block.unit}（印章）", align=2, indent=0, right=4)
    unit.paragraph_format.keep_with_next = True
    _line(paper, day_title(block.day), align=2, indent=0, right=4)


# --- tables ----------------------------------------------------------------------------------------------------------


def _figure_table(paper: Any, block: FigureTable) -> None:
    """Two figures a line: the table stays short."""
    pairs = [(label, cell) for label, cell, _ref in block.rows]
    rows: list[tuple[Cell, ...]] = []
    for i in range(0, len(pairs), 2):
        couple = [*pairs[i : i + 2], ("", "")][:2]
        rows.append((*couple[0], *couple[1]))
    _caption(paper, block.title)
    _grid(paper, (), rows, None, right=[False, True, False, True], size=12)


def _table(paper: Any, block: Table) -> None:
    wide = is_wide(block)
    if wide and block.rows:
        _landscape(paper)
    _caption(paper, block.title)
    if block.rows:
        right = figure_columns(block)
        _grid(paper, block.headers, block.rows, block.total, right=right, size=9 if wide else 12)
    if block.note:
        _line(paper, block.note, size=10.5, indent=0, pitch=20)


def _caption(paper: Any, title: str) -> None:
    line = _line(paper, title, size=14, font="黑体", align=1, indent=0)
    line.paragraph_format.keep_with_next = True


def _grid(
    paper: Any,
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    total: Sequence[Cell] | None,
    *,
    right: Sequence[bool],
    size: float,
) -> None:
    bodies: list[tuple[Sequence[Cell], bool]] = [(headers, True)] if headers else []
    bodies += [(row, False) for row in rows]
    if total:
        bodies.append((total, True))
    texts = [[fit(clean(cell_text(cell))) for cell in body] for body, _bold in bodies]
    table = paper.add_table(rows=0, cols=len(right))
    table.style = "Table Grid"
    table.autofit = False
    widths = _widths(headers or ("",) * len(right), texts[bool(headers) :], _room(paper), size)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for number, (body, (_cells, bold)) in enumerate(zip(texts, bodies, strict=True)):
        row = table.add_row()
        keep_row_whole(row, repeat=bool(headers) and number == 0)
        for cell, text, figure, wide in zip(row.cells, body, right, widths, strict=True):
            cell.width = wide
            line = cell.paragraphs[0]
            line.alignment = 1 if headers and number == 0 else 2 if figure else 0
            _off_grid(line)
            _run(line, text, size, "黑体" if bold else BODY_FONT)


def _room(paper: Any) -> int:
    section = paper.sections[-1]
    return int(section.page_width - section.left_margin - section.right_margin)


def _widths(headers: Sequence[str], rows: Sequence[Sequence[str]], room: int, size: float) -> list[int]:
    """The columns' widths: together they fill the line."""
    parts = shares(headers, rows, room / pt(size))
    return [int(room * part // sum(parts)) for part in parts]


def _off_grid(paragraph: Any) -> None:
    """A table's lines are as high as its type, not as the page's grid."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(
        snap, "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:rPr"
    )
