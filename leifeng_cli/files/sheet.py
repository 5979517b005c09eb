"""A sheet as the rest of the program sees it: known columns, records with their row numbers, doubts.

:func:`read_table` is the door: any file an office hands over goes in, sheets come out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import NamedTuple

from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.body import skipper, total_row
from leifeng_cli.files.headers import Header, HeaderBlock, by_letters, find_header
from leifeng_cli.files.labels import Matcher, matcher, normalise_label
from leifeng_cli.files.raw import MAX_CELLS, Problem, RawSheet, column_letter, is_blank
from leifeng_cli.files.refusals import no_header, no_such_sheet
from leifeng_cli.files.sniff import Kind, is_html, sniff
from leifeng_cli.messages import _

__all__ = ["Header", "Problem", "Sheet", "SheetRow", "column_letter", "normalise_label", "read_table", "year_in_title"]

_MAX_BYTES = 200_000_000
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?=\s*(?:年|度|[./-]\d{1,2}(?!\d)|\s*[)\]】]))")
_CHINESE_YEAR = re.compile("([一二])([〇零○九])([〇零○一二三四五六七八九]{2})(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


class SheetRow(NamedTuple):
    """One record: ``number`` is 1-based as in the sheet, ``cells`` the non-blank ones by 0-based column."""

    number: int
    cells: dict[int, Cell]


@dataclass
class Sheet:
    """``name`` is None for CSV. ``skipped`` and ``problems`` name rows as the sheet numbers them.

    ``problems`` are places that cannot be trusted (a record with too many fields, a broken formula):
    the caller decides what to do with the row; its cells are in ``rows`` all the same.
    """

    file: str
    name: str | None
    headers: list[Header]
    rows: list[SheetRow]
    title: str = ""
    header_row: int = 1
    """1-based number of the last header row."""
    encoding: str | None = None
    skipped: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_table(
    path: Path | str,
    *,
    data: bytes | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    known: Collection[str],
    letters: Mapping[int, str] = {},
) -> list[Sheet]:
    """All sheets of a file in which a header with ``known`` labels is found.

    ``path`` may be ``"-"`` for standard input; ``data`` stands for the file's bytes where the caller has
    them. ``sheet`` is a worksheet's name or 1-based number. Labels are compared loosely (width, spaces,
    brackets); ``Header.known`` gives back the very string of ``known``. ``letters`` says of columns (0-based)
    which label they have whatever their head says. Raises ``InvalidInput``.
    """
    name = shown_name(path)
    content = file_bytes(path) if data is None else data
    match = matcher(known)
    kind = sniff(content)
    text_encoding: str | None = None
    warnings: tuple[str, ...] = ()
    if kind is Kind.TEXT:
        from leifeng_cli.files.encoding import decode

        decoded = decode(content, encoding)
        text_encoding, warnings = decoded.encoding, decoded.warnings
        raws = _read_text(decoded.text)
    else:
        from leifeng_cli.files.xlsxfile import read_workbook

        raws = read_workbook(content, kind)
    raws = _chosen(raws, sheet)
    sheets, unread = _recognise(name, raws, match, letters)
    if not sheets:
        guessed = text_encoding == "gb18030" and encoding is None
        raise no_header(raws, _is_big5(content, match) if guessed else False, text_encoding)
    for each in sheets:
        each.encoding = text_encoding
    sheets[0].warnings[:0] = warnings
    if unread:
        message = _("工作表“{names}”里没有认得的表头，没有读。")
        sheets[0].warnings.append(message.format(names=_("”“").join(unread)))
    return sheets


def shown_name(path: Path | str) -> str:
    return _("标准输入") if str(path) == "-" else Path(path).name


def file_bytes(path: Path | str) -> bytes:
    """The content of a file, or of standard input for ``"-"``. Raises ``InvalidInput``."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    path = Path(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InvalidInput(
                _("“{path}”超过 {n} MB，没有读。").format(path=path, n=_MAX_BYTES // 1_000_000),
                hint=_("请拆成几份，或另存为 CSV 再导入。"),
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InvalidInput(_("没有文件“{path}”。").format(path=path), hint=_("请核对文件名和位置。")) from error
    except IsADirectoryError as error:
        raise InvalidInput(_("“{path}”是文件夹，不是文件。").format(path=path), hint=_("请给其中一个文件。")) from error
    except PermissionError as error:
        hint = _("文件可能正在 WPS 或 Excel 中打开，或没有读取权限：请关闭后再试，或复制一份再导入。")
        raise InvalidInput(_("读不了“{path}”。").format(path=path), hint=hint) from error
    except (OSError, ValueError) as error:
        raise InvalidInput(_("读不了“{path}”。").format(path=path), hint=_("请核对文件名和位置。")) from error


def _read_text(text: str) -> list[RawSheet]:
    if is_html(text):
        from leifeng_cli.files.htmlfile import read_html

        return read_html(text)
    from leifeng_cli.files.csvfile import parse_csv

    rows: list[list[Cell]] = parse_csv(text)  # type: ignore[assignment]  # text cells are cells
    return [RawSheet("", rows, text_only=True)]


def _chosen(raws: list[RawSheet], sheet: str | None) -> list[RawSheet]:
    if sheet is None:
        return raws
    named = [raw for raw in raws if raw.name == sheet] or [raw for raw in raws if raw.name.strip() == sheet.strip()]
    if not named and sheet.isascii() and sheet.isdigit() and 1 <= int(sheet) <= len(raws):
        named = [raws[int(sheet) - 1]]
    if not named:
        raise no_such_sheet(sheet, raws)
    return named


def _recognise(
    name: str, raws: list[RawSheet], match: Matcher, letters: Mapping[int, str]
) -> tuple[list[Sheet], list[str]]:
    """(sheets with a header, names of the others that hold anything)."""
    from leifeng_cli.files.xlsxwrite import CHOICES_SHEET

    sheets, unread = [], []
    for raw in raws:
        block = find_header(raw, match)
        if letters:
            block = by_letters(raw, block, letters)
        if block:
            sheets.append(_sheet(name, raw, block))
        elif raw.name != CHOICES_SHEET and any(not is_blank(cell) for row in raw.rows for cell in row):
            unread.append(raw.name)
    return sheets, unread


def _sheet(name: str, raw: RawSheet, block: HeaderBlock) -> Sheet:
    sheet = Sheet(name, raw.name or None, list(block.headers), [], header_row=block.bottom + 1)
    sheet.warnings += block.warnings
    titles = []
    for r, row in enumerate(raw.rows[: block.top]):
        cells = _cells(row, raw.text_only)
        if cells and total_row(cells):
            sheet.skipped.append((r + 1, _("合计行")))
        elif cells:
            titles.append(" ".join(str(cell).strip() for cell in cells.values()))
    sheet.title = "\n".join(titles)
    _fill_down(raw, block.bottom + 1, sheet)
    reason = skipper(raw, block)
    for r in range(block.bottom + 1, len(raw.rows)):
        cells = _cells(raw.rows[r], raw.text_only)
        if not cells:
            continue
        why = reason(cells)
        if why:
            sheet.skipped.append((r + 1, why))
        else:
            sheet.rows.append(SheetRow(r + 1, cells))
    _stray_cells(raw, block, sheet)
    kept = {row.number for row in sheet.rows}
    sheet.problems += [problem for problem in raw.problems if problem.row in kept]
    return sheet


def _cells(row: list[Cell], text_only: bool) -> dict[int, Cell]:
    if text_only:  # the same as below, four times as fast: this runs for every row of a large CSV
        return dict(compress(enumerate(row), map(str.strip, row)))  # type: ignore[arg-type]
    return {c: cell for c, cell in enumerate(row) if not is_blank(cell)}


def _fill_down(raw: RawSheet, first: int, sheet: Sheet) -> None:
    """A cell merged over several records (one team for five people) holds for each of them."""
    filled, budget = 0, MAX_CELLS
    for r0, c0, r1, _c1 in raw.merged:
        top, bottom = max(r0, first), min(r1, len(raw.rows) - 1)
        if r0 < first or bottom <= top or c0 >= len(raw.rows[r0]) or is_blank(raw.rows[r0][c0]):
            continue
        budget -= bottom - top
        if budget < 0:
            break
        filled += 1
        for r in range(top + 1, bottom + 1):
            row = raw.rows[r]
            row.extend([""] * (c0 + 1 - len(row)))
            if is_blank(row[c0]):
                row[c0] = raw.rows[r0][c0]
    if filled:
        message = _("有 {n} 处合并单元格，已把内容填到它包含的每一行。")
        sheet.warnings.append(message.format(n=filled))


def _stray_cells(raw: RawSheet, block: HeaderBlock, sheet: Sheet) -> None:
    """Cells below no header: a shifted record if its row is longer than the header's, else a side note."""
    headed = {header.column_index for header in block.headers}
    width = max((len(raw.rows[r]) for r in range(block.top, block.bottom + 1)), default=0)
    stray: Counter[int] = Counter()
    for row in sheet.rows:
        if row.cells.keys() <= headed:
            continue
        if not raw.name and 0 < width < len(raw.rows[row.number - 1]) and max(row.cells) >= width:
            message = _("这一行有 {n} 格，比表头多（表头 {m} 格）：某一格里多半有没加引号的分隔符。")
            count = max(row.cells) + 1
            sheet.problems.append(Problem(row.number, message.format(n=count, m=width), width))
        else:
            stray.update(row.cells.keys() - headed)
    for column, count in sorted(stray.items())[:5]:
        message = _("{column} 列没有表头，其中 {n} 格没有读。")
        sheet.warnings.append(message.format(column=column_letter(column), n=count))


def _is_big5(content: bytes, match: Matcher) -> bool:
    """Big5 is always valid GB18030, and rubbish; only the labels can tell."""
    from leifeng_cli.files.csvfile import parse_csv

    try:
        rows = parse_csv(content.decode("big5"))
    except (UnicodeDecodeError, InvalidInput):
        return False
    return any(match(cell) for row in rows[:15] for cell in row)


def year_in_title(title: str) -> int | None:
    """The year a title speaks of (2021年3月…, （2021）, 二〇二一年…); None if there is none or more than one."""
    text = unicodedata.normalize("NFKC", _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), title))
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}
    marked = {int(year) for year in _YEAR.findall(text)}
    return marked.pop() if len(marked) == 1 and len(years) == 1 else None
