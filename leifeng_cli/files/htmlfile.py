"""Tables of a web page saved as .xls, which is what many government web systems give for "Excel"."""

from __future__ import annotations

from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.raw import RawSheet
from leifeng_cli.files.xlsxscan import too_large
from leifeng_cli.messages import _

_MAX_SPAN = 1000
_MAX_TAKEN = 1_000_000


class _Table:
    """One <table>: a grid with spans laid out as a browser does."""

    def __init__(self, name: str) -> None:
        self.sheet = RawSheet(name, [], text_only=True)
        self.taken: set[tuple[int, int]] = set()
        self.spans: tuple[int, int] = (1, 1)
        self.text: list[str] | None = None
        """Pieces of the open cell; None between cells."""

    def open_row(self) -> None:
        self.close_cell()
        self.sheet.rows.append([])

    def open_cell(self, rows: int, columns: int) -> None:
        self.close_cell()
        if not self.sheet.rows:
            self.sheet.rows.append([])
        self.text, self.spans = [], (rows, columns)

    def close_cell(self) -> None:
        if self.text is None:
            return
        value = "\n".join(" ".join(line.split()) for line in "".join(self.text).split("\n")).strip()
        self.text = None
        row_number, row = len(self.sheet.rows) - 1, self.sheet.rows[-1]
        while (row_number, len(row)) in self.taken:
            row.append("")
        column = len(row)
        height, width = self.spans
        if height > 1 or width > 1:
            self.sheet.merged.append((row_number, column, row_number + height - 1, column + width - 1))
            for r in range(row_number + 1, row_number + height):
                self.taken.update((r, c) for c in range(column, column + width))
            if len(self.taken) > _MAX_TAKEN:
                raise too_large()
        cells: list[Cell] = [value, *[""] * (width - 1)]
        row.extend(cells)


def read_html(text: str) -> list[RawSheet]:
    """Every table with text in it, named 表格1, 表格2, …; a nested table is one of its own.

    Raises ``InvalidInput`` if the page holds no table, as the log-in page of a web system does.
    """
    from html.parser import HTMLParser

    tables: list[_Table] = []
    stack: list[_Table] = []

    class Reader(HTMLParser):
        hidden = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag in ("style", "script", "title"):
                self.hidden += 1
            elif tag == "table":
                stack.append(_Table(_("表格{n}").format(n=len(tables) + 1)))
                tables.append(stack[-1])
            elif stack and tag == "tr":
                stack[-1].open_row()
            elif stack and tag in ("td", "th"):
                spans = dict(attrs)
                stack[-1].open_cell(_span(spans.get("rowspan")), _span(spans.get("colspan")))
            elif stack and stack[-1].text is not None and tag in ("br", "p", "div"):
                stack[-1].text.append("\n")

        def handle_endtag(self, tag: str) -> None:
            if tag in ("style", "script", "title"):
                self.hidden = max(self.hidden - 1, 0)
            elif stack and tag in ("td", "th", "tr"):
                stack[-1].close_cell()
            elif stack and tag == "table":
                stack.pop().close_cell()

        def handle_data(self, data: str) -> None:
            if stack and stack[-1].text is not None and not self.hidden:
                # A line break in the source is only a space; <br> alone ends a line.
                stack[-1].text.append(" ".join(data.splitlines()) if "\n" in data or "\r" in data else data)

    reader = Reader(convert_charrefs=True)
    reader.feed(_without_comments(text))
    reader.close()
    for table in stack:
        table.close_cell()
    sheets = [table.sheet for table in tables if any(any(row) for row in table.sheet.rows)]
    if not sheets:
        raise InvalidInput(
            _("这是网页，里面没有表格（可能是登录页或出错页）。"),
            hint=_("请在系统里重新登录后再导出一次，或用 WPS 打开另存为 xlsx。"),
        )
    return sheets


def _without_comments(text: str) -> str:
    """HTMLParser takes quadratic time over comments that never end, and Excel's own notes stand in comments."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, text[at:]])


def _span(value: str | None) -> int:
    text = (value or "").strip()
    # "0" and rubbish mean one, as in a browser.
    return min(max(int(text), 1), _MAX_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 1
