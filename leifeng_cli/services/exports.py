"""Writing a register out as a sheet, masked unless a reason is given, and empty sheets to fill in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leifeng_cli.domain.columns import Column, shown_columns, template_columns
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import MissingDatabase, UsageError
from leifeng_cli.files.csvfile import write_csv
from leifeng_cli.files.output import atomic_write, check_target
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.reveals import reveal
from leifeng_cli.store import records

if TYPE_CHECKING:
    from leifeng_cli.files.xlsxwrite import SheetOut


@dataclass(frozen=True)
class Exported:
    """``data``: what was written nowhere and goes to standard output."""

    path: Path | None
    count: int
    data: bytes | None = None


def exported_columns(register: Register[Record]) -> list[Column]:
    return [c for c in shown_columns(register.record) if not c.col.internal]


def table(register: Register[Record], found: Iterable[Any], *, reveal: bool) -> tuple[list[str], list[list[str]]]:
    """(headers, rows of text) of records, masked unless ``reveal``."""
    columns = exported_columns(register)
    rows = [[c.text(getattr(r, c.field), reveal=reveal) for c in columns] for r in found]
    return [c.col.label for c in columns], rows


def export(
    ctx: Context,
    register: Register[Record],
    target: Path | None,
    *,
    reveal_reason: str | None = None,
    force: bool = False,
) -> Exported:
    """All records of a register, archived and void ones too, as .csv or .xlsx; None: CSV bytes for stdout."""
    kind = target.suffix.lower() if target is not None else ".csv"
    if kind not in (".csv", ".xlsx"):
        raise UsageError(
            _("不知道该写成什么格式：{name}").format(name=target), hint=_("文件名请以 .csv 或 .xlsx 结尾。")
        )
    if target is not None:
        check_target(target, force=force)  # before a look at unmasked data is put on record
    with ctx.read() as conn:
        found = records.select(conn, register)
    if reveal_reason is not None:
        reveal(ctx, register.noun, reveal_reason, len(found))
    headers, rows = table(register, found, reveal=reveal_reason is not None)
    data = write_csv([headers, *rows]) if kind == ".csv" else _workbook(ctx, register.title, headers, rows)
    if target is None:
        return Exported(None, len(found), data)
    atomic_write(target, data, force=force)
    return Exported(target, len(found))


def _workbook(ctx: Context, title: str, headers: Sequence[str], rows: list[list[str]]) -> bytes:
    from leifeng_cli.files.xlsxwrite import SheetOut

    return _book(ctx, SheetOut(title, headers, rows))


def _book(ctx: Context, sheet: SheetOut) -> bytes:
    from leifeng_cli.files.xlsxwrite import write_xlsx

    stream = io.BytesIO()
    write_xlsx(stream, [sheet], created=ctx.now.replace(tzinfo=None))
    return stream.getvalue()


def template(ctx: Context, register: Register[Record], target: Path, *, force: bool = False) -> list[str]:
    """An empty workbook to fill in, with drop-down lists where there is something to choose. Returns its headers.

    Without a data file the lists of teams, categories and activities are left out.
    """
    from leifeng_cli.files.xlsxwrite import SheetOut

    if target.suffix.lower() != ".xlsx":
        raise UsageError(_("模板请以 .xlsx 结尾：{name}").format(name=target))
    columns = template_columns(register.record)
    choices: dict[str, Sequence[str]] = {c.col.label: c.col.choices for c in columns if c.col.choices}
    with suppress(MissingDatabase):
        choices |= _names(ctx, register, columns)
    headers = [c.col.label for c in columns]
    open_lists = frozenset(c.col.label for c in columns if c.col.open)
    atomic_write(target, _book(ctx, SheetOut(register.title, headers, [], choices, open_lists=open_lists)), force=force)
    return headers


def _names(ctx: Context, register: Register[Record], columns: Sequence[Column]) -> dict[str, Sequence[str]]:
    """For each column in which a record of the file may be named, the names to choose from."""
    found: dict[str, Sequence[str]] = {}
    with ctx.read() as conn:
        for column in columns:
            there = _choosable(column)
            if there is None:
                continue
            records_there = records.by(conn, there, archived_on=None)
            ended = there.life.ended if there.life else ()
            names = [getattr(r, there.called) for r in records_there if getattr(r, "status", None) not in ended]
            if names:
                found[column.col.label] = list(dict.fromkeys(names))
    return found


def _choosable(column: Column) -> Register[Record] | None:
    """The register whose names a column may hold; people are found by number, and no sheet lists them."""
    if column.col.ref:
        return REGISTERS[column.col.ref] if records.ref_field(column) != "number" else None
    if column.col.open and column.col.of:
        return REGISTERS[column.col.of.split(".")[0]]
    return REGISTERS[column.col.named] if column.col.named else None
