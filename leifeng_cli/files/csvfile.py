"""CSV as offices meet it: any encoding of the ladder, four separators, cells that look like formulas."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.encoding import decode, line_of
from leifeng_cli.messages import _

MAX_FIELD = 1_000_000
_DELIMITERS = (",", "\t", ";", "，")
_SEP_LINE = re.compile(r"sep=([,;|\t，])(?:\r\n|\n|\r|$)", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_FORMULA = "=+\\-@\t\r＝＋－＠"
# One apostrophe is put before, or taken from, any run of apostrophes that ends at a formula character:
# so a cell that began with an apostrophe of its own comes back unchanged.
_TO_GUARD = re.compile(f"'*[{_FORMULA}]")
_GUARDED = re.compile(f"'+[{_FORMULA}]")
_SPECIAL = re.compile(f"[\",;，|\t\r\n\0]|(?:^|\x1f)'*[{_FORMULA}]")
_TO_QUOTE = re.compile('[",;，|\t\r\n]')


def read_csv(data: bytes, encoding: str | None = None) -> list[list[str]]:
    """All rows, blank ones as ``[]``, so that ``rows[i]`` is row ``i + 1`` as a spreadsheet numbers it.

    Raises ``InvalidInput`` with the line number for bytes, quotes or NULs that cannot be read.
    """
    return parse_csv(decode(data, encoding).text)


def parse_csv(text: str) -> list[list[str]]:
    """Rows of a text already decoded; see :func:`read_csv`."""
    import csv  # slow start-up paths never read a sheet

    if "\0" in text:
        message = _("第 {line} 行有空字符（NUL），这不是正常的 CSV 文件。")
        raise InvalidInput(
            message.format(line=line_of(text, text.index("\0"))),
            hint=_("请用 WPS 或 Excel 打开，另存为 xlsx 或“CSV UTF-8”再导入。"),
        )
    text, delimiter, dropped = _delimiter(text)
    rows: list[list[str]] = []
    previous = csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            rows.append(row)
            start = reader.line_num + 1
    except csv.Error as error:
        raise _csv_problem(str(error), start + dropped) from error
    finally:
        csv.field_size_limit(previous)
    return [[_unguard(cell) for cell in row] for row in rows] if "'" in text else rows


def _csv_problem(reason: str, line: int) -> InvalidInput:
    if "field limit" in reason:
        message = _('第 {line} 行有一格超过一百万字，多半是少了一个英文引号（"）。')
    elif "end of data" in reason:
        message = _('第 {line} 行有英文引号（"）没有配对，后面的内容都被算进了这一格。')
    else:
        message = _('第 {line} 行的英文引号（"）用法不对：引号后面应是分隔符或行尾。')
    return InvalidInput(
        message.format(line=line),
        hint=_("请改正这一行的引号（单元格里的引号要写成两个），或用 WPS 另存为 xlsx 再导入。"),
        row=line,
    )


def _delimiter(text: str) -> tuple[str, str, int]:
    """(text without a ``sep=`` line, delimiter, lines dropped), by counting in the first lines."""
    if match := _SEP_LINE.match(text):
        return text[match.end() :], match[1], 1
    sample = _QUOTED.sub("", text[:65536])
    lines = [line for line in re.split(r"\r\n|\n|\r", sample) if line and not line.isspace()][:20]
    best, best_score = ",", 0
    for candidate in _DELIMITERS:
        counts = Counter(n for line in lines if (n := line.count(candidate)))
        # ; and ， also stand inside sentences: there they are not on most lines.
        if not counts or (candidate in ";，" and sum(counts.values()) * 2 < len(lines)):
            continue
        score = max(n * times for n, times in counts.items())
        if score > best_score:
            best, best_score = candidate, score
    return text, best, 0


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """One line of CSV text, with its CRLF, for each row of text cells; harmless when opened in a spreadsheet."""
    for row in rows:
        line = "\x1f".join(row)
        if line and not _SPECIAL.search(line) and line.count("\x1f") == len(row) - 1:
            yield line.replace("\x1f", ",") + "\r\n"
        elif len(row) == 1 and not row[0]:
            yield '""\r\n'  # else it would read back as a row without cells
        else:
            yield ",".join(map(_cell, row)) + "\r\n"


def _cell(text: str) -> str:
    text = text.replace("\0", "")
    if len(text) > 1 and _TO_GUARD.match(text):
        text = "'" + text
    # All separators the reader may guess are quoted, not only the comma.
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text


def write_csv(rows: Iterable[Sequence[str]], *, bom: bool = True) -> bytes:
    """The whole file: UTF-8 (with BOM, without which Excel and WPS show rubbish) and CRLF."""
    text = "".join(csv_lines(rows))
    return text.encode("utf-8-sig" if bom else "utf-8", "replace")
