"""A document as a workbook: the sheets a city adds up, numbers as numbers, charts the spreadsheet draws itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from leifeng_cli.domain.document import (
    Annexes,
    Cell,
    Chart,
    Document,
    FigureTable,
    Heading,
    Hours,
    Paragraph,
    Signature,
    Table,
    cell_text,
)
from leifeng_cli.domain.periods import day_title
from leifeng_cli.domain.values.text import clean
from leifeng_cli.files.xlsxwrite import OPTIONS, fit, sheet_title, width
from leifeng_cli.messages import _

_KINDS = {"bar": "bar", "line": "line", "donut": "doughnut"}
_FONT = {"name": "宋体"}
_CHART_ROWS = 18


def draw(document: Document) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": fit(clean(document.title)), "created": document.created.replace(tzinfo=None)})
    _Workbook(book).fill(document)
    book.close()
    return out.getvalue()


class _Workbook:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.used: set[str] = set()
        base = {"font_name": "宋体", "font_size": 11, "border": 1}
        look = {
            "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
            "plain": {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"},
            "head": {**base, "bold": True, "bg_color": "#DDEBF7", "align": "center", "text_wrap": True},
            "text": {**base, "num_format": "@"},
            "whole": {**base, "num_format": "0"},
            "hours": {**base, "num_format": "0.00"},
            "missing": {**base, "font_color": "#B01E23", "align": "right"},
            "ref": {"font_name": "宋体", "font_size": 9, "font_color": "#808080", "num_format": "@"},
        }
        self.formats = {name: book.add_format(form) for name, form in look.items()}
        for name in ("text", "whole", "hours", "missing"):
            self.formats[f"total {name}"] = book.add_format({**look[name], "bold": True, "bg_color": "#F2F2F2"})

    def fill(self, document: Document) -> None:
        singles = [b for b in document.blocks if isinstance(b, FigureTable)]
        self._summary(document, singles)
        for block in document.blocks:
            if isinstance(block, Table):
                self._table(block)
        charts = [b for b in document.blocks if isinstance(b, Chart)]
        if charts:
            self._charts(charts)
        self._words(document)

    def _sheet(self, title: str) -> Any:
        page = self.book.add_worksheet(sheet_title(title, self.used))
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page

    def _write(self, page: Any, row: int, column: int, cell: Cell, *, total: bool = False) -> None:
        prefix = "total " if total else ""
        if cell is None:
            page.write_string(row, column, cell_text(None), self.formats[prefix + "missing"])
        elif isinstance(cell, Hours):
            # The printed hundredths and not the seconds: what the city adds up is what it sees.
            page.write_number(row, column, float(cell_text(cell)), self.formats[prefix + "hours"])
        elif isinstance(cell, int):
            page.write_number(row, column, cell, self.formats[prefix + "whole"])
        else:
            page.write_string(row, column, fit(clean(cell)), self.formats[prefix + "text"])

    def _summary(self, document: Document, singles: Sequence[FigureTable]) -> None:
        page = self._sheet(_("汇总"))
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 18)
        page.set_column(2, 2, 34)
        page.merge_range(0, 0, 0, 2, "", self.formats["title"])
        page.write_string(0, 0, fit(clean(document.title)), self.formats["title"])
        page.set_row(0, 34)
        row = 1
        for label, text in ((_("填报单位"), document.unit), (_("报告编号"), document.number)):
            self._write(page, row, 0, label)
            self._write(page, row, 1, text)
            row += 1
        for block in singles:
            row += 1
            for column, text in enumerate((block.title, _("数字"), _("引用"))):
                page.write_string(row, column, fit(clean(text)), self.formats["head"])
            for label, cell, ref in block.rows:
                row += 1
                self._write(page, row, 0, label)
                self._write(page, row, 1, cell)
                page.write_string(row, 2, fit(clean(ref)), self.formats["ref"])
            row += 1
        for signed in (b for b in document.blocks if isinstance(b, Signature)):
            row += 1
            for line in signed.lines:
                page.write_string(row, 0, f"{clean(line)}＿＿＿＿＿＿", self.formats["plain"])
                row += 1
            page.write_string(row, 0, f"{clean(signed.unit)}（印章）", self.formats["plain"])
            page.write_string(row, 1, day_title(signed.day), self.formats["plain"])

    def _table(self, block: Table) -> None:
        page = self._sheet(block.title)
        last = len(block.headers)
        for column, header in enumerate(block.headers):
            page.write_string(0, column, fit(clean(header)), self.formats["head"])
            longest = max([width(header), *(width(cell_text(r[column])) for r in block.rows[:200])])
            page.set_column(column, column, min(max(longest + 2, 8), 44))
        if block.refs:
            page.write_string(0, last, _("引用"), self.formats["head"])
            page.set_column(last, last, 32)
        for number, cells in enumerate(block.rows, 1):
            for column, cell in enumerate(cells):
                self._write(page, number, column, cell)
            if block.refs:
                page.write_string(number, last, fit(clean(block.refs[number - 1])), self.formats["ref"])
        if block.total:
            for column, cell in enumerate(block.total):
                self._write(page, len(block.rows) + 1, column, cell, total=True)
        if block.note:
            page.write_string(len(block.rows) + 3, 0, fit(clean(block.note)), self.formats["ref"])
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        if last > 6:
            page.set_landscape()

    def _charts(self, charts: Sequence[Chart]) -> None:
        """Each chart over its own figures, which stand beside it."""
        name = _("图表")
        page = self._sheet(name)
        page.set_column(0, 0, 24)
        row = 0
        for block in charts:
            page.write_string(row, 0, fit(clean(block.title)), self.formats["head"])
            page.write_string(row, 1, fit(clean(block.unit)), self.formats["head"])
            for i, (label, value) in enumerate(zip(block.labels, block.values, strict=True), 1):
                self._write(page, row + i, 0, label)
                self._write(page, row + i, 1, value)
            count = len(block.labels)
            chart = self.book.add_chart({"type": _KINDS[block.kind]})
            chart.add_series(
                {
                    "name": fit(clean(block.title)),
                    "categories": [name, row + 1, 0, row + count, 0],
                    "values": [name, row + 1, 1, row + count, 1],
                    "data_labels": {"value": True, "font": _FONT},
                }
            )
            chart.set_title({"name": fit(clean(block.title)), "name_font": {**_FONT, "size": 12}})
            if block.kind != "donut":
                chart.set_legend({"none": True})
                chart.set_x_axis({"num_font": _FONT})
                chart.set_y_axis({"num_font": _FONT, "reverse": block.kind == "bar"})
            page.insert_chart(row, 3, chart)
            row += max(count + 2, _CHART_ROWS)

    def _words(self, document: Document) -> None:
        page = self._sheet(_("文字"))
        page.set_column(0, 0, 84)
        row = 0
        for block in document.blocks:
            text = _words_of(block)
            if text:
                page.write_string(row, 0, fit(clean(text)), self.formats["plain"])
                row += 1


def _words_of(block: object) -> str:
    match block:
        case Heading() | Paragraph():
            return block.text
        case Annexes():
            return _("附件：") + "；".join(block.items)
    return ""
