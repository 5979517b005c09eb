"""Finding the header of a sheet: one to three rows, anywhere near the top, by the labels we know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.files.labels import Matcher, normalise_label, without_brackets
from leifeng_cli.files.raw import RawSheet, column_letter, is_blank
from leifeng_cli.messages import _

_SEARCH_ROWS = 15
_MAX_HEIGHT = 3
_MAX_FILL = 100_000
_DATA = re.compile(r"\d{5}|^\s*\d+([.:/-]\d+)*\s*$")

_SENTENCE = re.compile("[:：]|^\\s*[合总小共]\\s*计")

Grid = list[list[str]]
"""Header candidates as text; ``grid[r][c]``, blank cells ``""``."""


@dataclass(frozen=True)
class Header:
    """One column's head. ``known`` is the label of the caller's that it means, None if none.

    ``label`` is the lowest text above the column, ``parents`` the texts above that, top first.
    """

    label: str
    column_index: int
    parents: tuple[str, ...] = ()
    known: str | None = None

    @property
    def path(self) -> str:
        """All of it in one, for messages: 联系方式/手机."""
        return "/".join((*self.parents, self.label))


@dataclass(frozen=True)
class HeaderBlock:
    """Rows ``top`` to ``bottom`` (0-based, inclusive) of a sheet, read as its header."""

    top: int
    bottom: int
    headers: tuple[Header, ...]
    warnings: tuple[str, ...] = ()
    nested: bool = False
    """Its lower rows hold labels only below cells that span several columns, its upper rows no sentences."""

    @property
    def score(self) -> int:
        return sum(header.known is not None for header in self.headers)


def find_header(raw: RawSheet, match: Matcher) -> HeaderBlock | None:
    """The block with most known labels; of equals the flattest and highest. None if there is none."""
    numbers = list(islice((r for r, row in enumerate(raw.rows) if not all(map(is_blank, row))), _SEARCH_ROWS))
    if not numbers:
        return None
    filled = _grid(raw, numbers[-1] + 1)
    best: HeaderBlock | None = None
    for height in range(1, _MAX_HEIGHT + 1):
        for top in numbers:
            rows = range(top, top + height)
            if not all(r in numbers for r in rows):
                continue
            block = _block(raw, filled, top, height, match)
            if block and block.score and (best is None or _better(block, best)):
                best = block
    return best


def by_letters(raw: RawSheet, block: HeaderBlock | None, letters: Mapping[int, str]) -> HeaderBlock | None:
    """The block with some columns named by the user (0-based column -> known label), whatever stands above them.

    Where no header was found, the first row that is not blank is one, unless it holds data: then none is.
    """
    if block is None:
        block = _unknown_header(raw)
    if block is None:
        return None
    heads = {normalise_label(h.label) for h in block.headers}
    letters = {i: label for i, label in letters.items() if normalise_label(column_letter(i)) not in heads}  # 列名 QQ
    named = set(letters.values())
    headers = {
        h.column_index: Header(h.label, h.column_index, h.parents, None if h.known in named else h.known)
        for h in block.headers
    }
    for index, label in letters.items():
        head = headers.get(index)
        headers[index] = Header(
            head.label if head else column_letter(index), index, head.parents if head else (), label
        )
    warnings = tuple(w for w in block.warnings if not any(f"“{label}”" in w for label in named))
    return HeaderBlock(block.top, block.bottom, tuple(headers[i] for i in sorted(headers)), warnings, block.nested)


def _unknown_header(raw: RawSheet) -> HeaderBlock | None:
    first = next((r for r, row in enumerate(raw.rows) if not all(map(is_blank, row))), None)
    if first is None:
        return None
    row = raw.rows[first]
    if any(_is_data(cell) for cell in row if not is_blank(cell)):
        return HeaderBlock(0, -1, ())
    return HeaderBlock(first, first, tuple(Header(_text(cell), c) for c, cell in enumerate(row) if not is_blank(cell)))


def _better(block: HeaderBlock, best: HeaderBlock) -> bool:
    # As many labels in one row more: then the flat reading would take the second row for a record.
    deeper = block.top == best.top and block.bottom > best.bottom
    # And with the same last row, the rows above it belong if they name columns that it does not.
    higher = block.bottom == best.bottom and block.top < best.top and len(block.headers) > len(best.headers)
    return block.score > best.score or (block.score == best.score and block.nested and (deeper or higher))


def _grid(raw: RawSheet, height: int) -> Grid:
    """Texts of the first rows, with the value of a merged cell in all its places."""
    grid = [[_text(cell) for cell in row] for row in raw.rows[:height]]
    width = max(map(len, grid), default=0)
    for row in grid:
        row.extend([""] * (width - len(row)))
    budget = _MAX_FILL
    for r0, c0, r1, c1 in raw.merged:
        if r0 >= height or c0 >= width:
            continue
        r1, c1 = min(r1, height - 1), min(c1, width - 1)
        budget -= (r1 - r0 + 1) * (c1 - c0 + 1)
        if budget < 0:
            break
        for r in range(r0, r1 + 1):
            grid[r][c0 : c1 + 1] = [grid[r0][c0]] * (c1 - c0 + 1)
    return grid


def _text(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else "" if cell is None else str(cell)


def _block(raw: RawSheet, grid: Grid, top: int, height: int, match: Matcher) -> HeaderBlock | None:
    rows = [list(row) for row in grid[top : top + height]]
    if height == 1:
        filled = sum(map(bool, rows[0]))
        names = {known for text in rows[0] if text and (known := match(text))}
        # A single known word among others is a sentence or a value, not a header.
        if not names or (len(names) == 1 and filled > 3):
            return None
    elif any(_is_data(cell) for row in raw.rows[top + 1 : top + height] for cell in row):
        return None
    if any(r0 < top <= r1 or top <= r0 < top + height <= r1 for r0, c0, r1, _c1 in raw.merged if r1 > r0):
        return None  # a cell merged over several rows is either all header or not at all
    spans = _fill_right(raw, rows, top)
    tall = any(top <= r0 < r1 < top + height for r0, _c0, r1, _c1 in raw.merged)
    if height > 1 and _swallows_data(rows, spans, match, tall):
        return None
    headers = _resolve(rows, spans, match)
    headers, warnings = _only_once(headers)
    return HeaderBlock(top, top + height - 1, tuple(headers), tuple(warnings), _nested(rows, spans))


def _nested(rows: Grid, spans: list[list[int]]) -> bool:
    if any(_SENTENCE.search(text) or _is_data(text) for row in rows[:-1] for text in row):
        return False  # 填表日期：…, or a total: no parent of anything
    for upper, lower, origins in zip(rows, rows[1:], spans, strict=False):
        wide = Counter(origins)
        if any(upper[c] and text and text != upper[c] and wide[origins[c]] == 1 for c, text in enumerate(lower)):
            return False
    return True


def _is_data(cell: Cell) -> bool:
    return _DATA.search(cell) is not None if isinstance(cell, str) else cell is not None


def _fill_right(raw: RawSheet, rows: Grid, top: int) -> list[list[int]]:
    """Spread parents over the blanks beside them, where the sheet lost its merges (CSV).

    Returns for every cell which cell of its row it stems from, so that twins can be told from siblings.
    """
    origins: list[list[int]] = []
    for r, row in enumerate(rows):
        merged = {}
        for r0, c0, r1, c1 in raw.merged:
            if r0 <= top + r <= r1:
                merged.update(dict.fromkeys(range(c0, min(c1, len(row) - 1) + 1), c0))
        if r + 1 < len(rows) and not merged:
            for c in range(1, len(row)):
                same_parent = not origins or origins[-1][c] == origins[-1][c - 1]
                if not row[c] and row[c - 1] and same_parent and any(lower[c] for lower in rows[r + 1 :]):
                    row[c], merged[c] = row[c - 1], merged.get(c - 1, c - 1)
        origins.append([merged.get(c, c) for c in range(len(row))])
    return origins


def _swallows_data(rows: Grid, spans: list[list[int]], match: Matcher, gained: bool) -> bool:
    """True if the lower rows are the first records rather than part of the header.

    In a header of several rows a cell below a label of one column is blank, or that label again.
    ``gained``: something other than a known label in the lower rows already shows that they are header.
    """
    for upper, lower, origins in zip(rows, rows[1:], spans, strict=False):
        wide = Counter(origins)
        for c, text in enumerate(lower):
            if not text or text == upper[c]:
                continue
            knows = match(text) or match(upper[c] + text)
            gained = gained or knows is not None
            alone = bool(upper[c]) and wide[origins[c]] == 1
            if alone and not knows and match(upper[c]) and without_brackets(normalise_label(text)):
                return True
    return not gained


def _resolve(rows: Grid, spans: list[list[int]], match: Matcher) -> list[Header]:
    """A header for every column with any text, known by its own label or by its parents'."""
    paths = [_path([row[c] for row in rows]) for c in range(len(rows[0]))]
    own = [_own(path, match) for path in paths]
    headers = []
    for c, path in enumerate(paths):
        twin = any(spans[-1][c] == spans[-1][i] and path == paths[i] for i in range(max(c - 1, 0), c))
        if not path or twin:  # one label merged over two columns names the first
            continue
        known = own[c]
        for level in reversed(range(len(rows) - 1)):
            if known is not None:
                break
            siblings = [i for i, origin in enumerate(spans[level]) if origin == spans[level][c]]
            # 时间 over 日期 and 起止: the parent's name belongs to neither once one child is known.
            if not any(own[i] for i in siblings):
                known = match(rows[level][c])
        headers.append(Header(path[-1], c, path[:-1], known))
    return headers


def _path(texts: Sequence[str]) -> tuple[str, ...]:
    path: list[str] = []
    for text in texts:
        if text and (not path or text != path[-1]):
            path.append(text)
    return tuple(path)


def _own(path: tuple[str, ...], match: Matcher) -> str | None:
    """监护人/电话 is 监护人电话 if we know that, else 电话."""
    return next(filter(None, (match("".join(path[i:])) for i in range(len(path)))), None)


def _only_once(headers: list[Header]) -> tuple[list[Header], list[str]]:
    """Where two columns mean the same, the first is taken and the user told."""
    first: dict[str, Header] = {}
    kept, warnings = [], []
    for header in headers:
        if header.known is not None and header.known in first:
            message = _("“{known}”有两列：{a} 列和 {b} 列，取前一列；要用后一列请用 --map 指定。")
            a, b = column_letter(first[header.known].column_index), column_letter(header.column_index)
            warnings.append(message.format(known=header.known, a=a, b=b))
            header = Header(header.label, header.column_index, header.parents)
        elif header.known is not None:
            first[header.known] = header
        kept.append(header)
    return kept, warnings
