"""Certificates as Word documents: our own layout, and the same layout as a template to change."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from leifeng_cli.domain.certificates import STAR
from leifeng_cli.files.word import add_field, fit, keep_row_whole, packed, pt, set_fonts, set_styles

if TYPE_CHECKING:
    import datetime as dt

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
RED, GOLD, GREY = "B01E23", "B98A2F", "595959"
BLANK = "＿" * 6
#: Heading and width in centimetres of the columns of a service certificate.
COLUMNS = (
    ("序号", 1.2), ("日期", 2.7), ("时间", 2.9), ("活动", 4.0), ("队伍", 2.2), ("地点", 2.2), ("时长", 1.6),
)  # fmt: skip


def certificate_docx(
    kind: str,
    fields: Mapping[str, str],
    lines: Sequence[Mapping[str, str]],
    qr: bytes | None,
    created: dt.datetime,
) -> bytes:
    """One certificate. The same content and ``created`` give the same bytes.

    ``fields`` and ``lines``: see :mod:`leifeng_cli.domain.certificates`; ``qr``: a PNG, or None for its placeholder.
    """
    from docx import Document

    document = Document()
    set_styles(document, FANG)
    if kind == STAR:
        _star(document, fields, qr)
    else:
        _service(document, fields, lines, qr)
    return packed(document, fields["证书名称"], created)


def _write(
    paragraph: Any, text: str, size: float = 12, *, font: str = FANG, bold: bool = False, colour: str | None = None,
    spaced: float = 0,
) -> Any:  # fmt: skip
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run = paragraph.add_run(fit(text))
    run.font.size, run.font.bold = pt(size), bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    properties = run._r.get_or_add_rPr()
    set_fonts(properties, font)
    if spaced:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(spaced * 20)))
        properties.append(spacing)
    return run


def _line(holder: Any, text: str = "", size: float = 12, *, align: int = 0, after: float = 4, **look: Any) -> Any:
    paragraph = holder.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = pt(after)
    if text:
        _write(paragraph, text, size, **look)
    return paragraph


def _filled(value: str) -> str:
    return value or BLANK


def _page(document: Any, *, landscape: bool, margins: tuple[float, float, float, float]) -> Any:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    width, height = (29.7, 21.0) if landscape else (21.0, 29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    sides = ("top_margin", "bottom_margin", "left_margin", "right_margin")
    for side, size in zip(sides, margins, strict=True):
        setattr(section, side, Cm(size))
    return section


# --- star certificate ------------------------------------------------------------------------------------------------


def _star(document: Any, f: Mapping[str, str], qr: bytes | None) -> None:
    section = _page(document, landscape=True, margins=(2.8, 2.0, 3.4, 3.4))
    _border(section)
    _line(document, f"编号：{f['证书编号']}", 11, align=2, after=0)
    _line(document, f["证书名称"], 40, align=1, after=12, font=HEI, bold=True, colour=RED, spaced=8)
    to = _line(document, f["姓名"], 20, after=10, font=SONG, bold=True)
    _write(to, f" 同志（志愿者编号 {f['志愿者编号']}）：", 16)
    served = f"累计服务 {f['服务时长']} 小时，" if f["服务时长"] else ""
    _line(document, f"　　您热心公益、奉献社会，{served}经评定，于{f['授予日期']}获得", 16, after=10)
    _line(document, f["称号"], 28, align=1, after=4, font=HEI, bold=True, colour=RED, spaced=4)
    if f["星"]:
        _line(document, f["星"], 26, align=1, after=6, font=SONG, colour=GOLD)
    _line(document, "　　特发此证。", 16, after=16)
    foot = _frame(document, (4.6, 8.8, 9.4))
    _qr(foot[0], qr, f["校验码"], 2.8)
    _star_facts(foot[1], f)
    _signed(foot[2], f, 13, short=True)


def _star_facts(cell: Any, f: Mapping[str, str]) -> None:
    facts = [
        f"证件：{f['证件类型'] or '＿＿＿'} {f['证件号码'] or '＿' * 9}",
        f"评定办法：{f['评定办法']}",
        f"授予单位：{f['授予单位']}（{f['授予编号']}）",
        f"联系电话：{_filled(f['联系电话'])}",
        *([f"说明：{f['说明']}"] if f["说明"] else []),
        "本证书无偿颁发，可凭校验码向出具单位核验。",
    ]
    for fact in facts:
        _line(cell, fact, 9.5, after=2)


def _border(section: Any) -> None:
    """A double red line around the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "double"), ("sz", "24"), ("space", "24"), ("color", RED)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = section._sectPr
    properties.insert(list(properties).index(properties.find(qn("w:pgMar"))) + 1, borders)


# --- service certificate ---------------------------------------------------------------------------------------------


def _service(document: Any, f: Mapping[str, str], lines: Sequence[Mapping[str, str]], qr: bytes | None) -> None:
    section = _page(document, landscape=False, margins=(2.5, 2.2, 2.1, 2.1))
    _page_numbers(section, f)
    _line(document, f["证书名称"], 22, align=1, after=10, font=HEI, bold=True, spaced=3)
    _line(document, f"编号：{f['证书编号']}", 11, align=2, after=4)
    _person(document, f)
    _line(document, f"服务内容（共 {f['服务次数']} 次）：", 11, after=3).paragraph_format.space_before = pt(8)
    _services(document, lines, f["服务时长"])
    if f["说明"]:
        _line(document, f"说明：{f['说明']}", 11, after=2).paragraph_format.space_before = pt(8)
    closing = _line(document, "　　以上服务由本单位组织并记录，特此证明。", 12, after=14)
    closing.paragraph_format.space_before = pt(8)
    closing.paragraph_format.keep_with_next = True
    foot = _frame(document, (5.0, 11.8))
    _qr(foot[0], qr, f["校验码"], 3.0)
    _signed(foot[1], f, 12, short=False)
    last = _line(document, "本证明依据志愿服务记录无偿出具，不收取任何费用。可凭校验码向出具单位核验。", 9, colour=GREY)
    last.paragraph_format.space_before = pt(8)


def _person(document: Any, f: Mapping[str, str]) -> None:
    rows = (
        ("姓名", f["姓名"], "志愿者编号", f["志愿者编号"]),
        ("证件类型", _filled(f["证件类型"]), "证件号码", f["证件号码"] or "＿" * 10),
        ("服务时长", f"{f['服务时长']} 小时", "服务起止", f["服务起止"]),
    )
    table = _table(document, (2.3, 4.2, 2.6, 7.7), len(rows))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            _cell(table.rows[y].cells[x], text, 11, align=1 if x % 2 == 0 else 0, colour=GREY if x % 2 == 0 else None)


def _services(document: Any, lines: Sequence[Mapping[str, str]], total: str) -> None:
    table = _table(document, [wide for _name, wide in COLUMNS], len(lines) + 2, headed=True)
    rows = list(table.rows)  # each look-up walks the table
    for cell, (name, _wide) in zip(rows[0].cells, COLUMNS, strict=True):
        _cell(cell, "小时" if name == "时长" else name, 10, align=1, colour=GREY)
    for row, line in zip(rows[1:-1], lines, strict=True):
        for cell, (name, _wide) in zip(row.cells, COLUMNS, strict=True):
            _cell(cell, line[name], 10, align=2 if name == "时长" else 1 if name in ("序号", "日期", "时间") else 0)
    cells = rows[-1].cells
    _cell(cells[0].merge(cells[-2]), "合　计", 10, align=1)
    _cell(cells[-1], total, 10, align=2, bold=True)
    for row in rows[-3:-1]:  # a total never stands alone on a page
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _table(document: Any, widths: Sequence[float], rows: int, *, headed: bool = False) -> Any:
    from docx.shared import Cm

    table = document.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Cm(wide)
    for number, row in enumerate(table.rows):
        keep_row_whole(row, repeat=headed and number == 0)
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width = Cm(wide)
    return table


def _cell(cell: Any, text: str, size: float, *, align: int, **look: Any) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL

    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = pt(3)
    _write(paragraph, text, size, **look)


def _page_numbers(section: Any, f: Mapping[str, str]) -> None:
    paragraph = section.footer.paragraphs[0]
    new_run = partial(_write, paragraph, "", 9, colour=GREY)
    _write(paragraph, f"编号 {f['证书编号']}　校验码 {f['校验码']}　　第 ", 9, colour=GREY)
    add_field(new_run, "PAGE")
    _write(paragraph, " 页　共 ", 9, colour=GREY)
    add_field(new_run, "NUMPAGES")
    _write(paragraph, " 页", 9, colour=GREY)


# --- both ------------------------------------------------------------------------------------------------------------


def _frame(document: Any, widths: Sequence[float]) -> list[Any]:
    """Cells side by side without lines, that stay together on one page."""
    from docx.enum.table import WD_ALIGN_VERTICAL

    table = _table(document, widths, 1)
    table.style = document.styles["Normal Table"]
    cells = list(table.rows[0].cells)
    for cell in cells:
        cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        cell._tc.remove(cell.paragraphs[0]._p)
    return cells


def _qr(cell: Any, qr: bytes | None, code: str, size: float) -> None:
    from docx.shared import Cm

    paragraph = _line(cell, "", after=0)
    if qr is None:
        _write(paragraph, "{{ 二维码 }}", 9)
    else:
        paragraph.add_run().add_picture(io.BytesIO(qr), width=Cm(size))
    _line(cell, code, 9, after=0)


def _signed(cell: Any, f: Mapping[str, str], size: float, *, short: bool) -> None:
    sign = "＿" * (6 if short else 8)
    unit = f["出具单位"] if short else f"出具单位：{f['出具单位']}"
    _write(_line(cell, unit, size, after=6), "　（公章）", 9, colour=GREY)
    _line(cell, f"负责人：{_filled(f['负责人'])}　签字：{sign}", size, after=6)
    _line(cell, f"经办人：{_filled(f['经办人'])}　签字：{sign}", size, after=6)
    if not short:
        _line(cell, f"联系电话：{_filled(f['联系电话'])}", size, after=6)
    _line(cell, f["出具日期"] if short else f"出具日期：{f['出具日期']}", size, after=0)
