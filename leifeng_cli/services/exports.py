"""Writing a register out as a sheet, masked unless a reason is given, and empty sheets to fill in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of, shown_columns
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.errors import UsageError
from leifeng_cli.files.csvfile import write_csv
from leifeng_cli.files.output import atomic_write
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.store import records

#: Never worth a column in a sheet: how a name is found, not what was registered.
_INTERNAL = frozenset({"pinyin", "initials"})


@dataclass(frozen=True)
class Exported:
    path: Path | None
    count: int
    data: bytes | None = None


def exported_columns(register: Register) -> list[Column]:
    return [c for c in shown_columns(register.record) if c.field not in _INTERNAL]


def table(register: Register, found: Iterable[Any], *, reveal: bool) -> tuple[list[str], list[list[str]]]:
    """(headers, rows of text) of records, masked unless ``reveal``."""
    columns = exported_columns(register)
    rows = [[c.text(getattr(r, c.field), reveal=reveal) for c in columns] for r in found]
    return [c.col.label for c in columns], rows


def reveal(ctx: Context, noun: str, reason: str, count: int) -> None:
    """Put on record that unmasked personal data left the file, why, and how much."""
    with ctx.write("reveal", reason=reason) as tx:
        tx.summary = _("查看未脱敏的{title}资料 {n} 条").format(title=REGISTERS[noun].title, n=count)
        tx.keep_record()


def export(
    ctx: Context, register: Register, target: Path | None, *, reveal_reason: str | None = None, force: bool = False
) -> Exported:
    """All records of a register, archived and void ones too, as .csv or .xlsx; None: CSV bytes for stdout."""
    kind = target.suffix.lower() if target is not None else ".csv"
    if kind not in (".csv", ".xlsx"):
        raise UsageError(
            _("不知道该写成什么格式：{name}").format(name=target), hint=_("文件名请以 .csv 或 .xlsx 结尾。")
        )
    with ctx.read() as conn:
        found = records.select(conn, register)
    if reveal_reason is not None:
        reveal(ctx, register.noun, reveal_reason, len(found))
    headers, rows = table(register, found, reveal=reveal_reason is not None)
    data = write_csv([headers, *rows]) if kind == ".csv" else _workbook(ctx, register, headers, rows)
    if target is None:
        return Exported(None, len(found), data)
    atomic_write(target, data, force=force)
    return Exported(target, len(found))


def _workbook(ctx: Context, register: Register, headers: Sequence[str], rows: list[list[str]]) -> bytes:
    from leifeng_cli.files.xlsxwrite import SheetOut, write_xlsx

    stream = io.BytesIO()
    write_xlsx(stream, [SheetOut(register.title, headers, rows)], created=ctx.now.replace(tzinfo=None))
    return stream.getvalue()


def template(ctx: Context, register: Register, target: Path, *, force: bool = False) -> list[str]:
    """An empty workbook to fill in, with drop-down lists where the values are a closed set. Returns its headers."""
    from leifeng_cli.files.xlsxwrite import SheetOut, write_xlsx

    if target.suffix.lower() != ".xlsx":
        raise UsageError(_("模板请以 .xlsx 结尾：{name}").format(name=target))
    columns = [c for c in columns_of(register.record) if _fillable(c)]
    headers = [c.col.label for c in columns]
    choices: dict[str, Sequence[str]] = {c.col.label: c.col.choices for c in columns if c.col.choices}
    with ctx.read() as conn:
        for column in columns:
            if column.col.ref in ("team", "category") or column.field in ("teams", "category"):
                noun = column.col.ref or ("team" if column.field == "teams" else "category")
                names = [r.name for r in records.select(conn, REGISTERS[noun], "t.archived_on IS NULL")]
                if names:
                    choices[column.col.label] = names
    stream = io.BytesIO()
    sheet = SheetOut(register.title, headers, [], choices)
    write_xlsx(stream, [sheet], created=ctx.now.replace(tzinfo=None))
    atomic_write(target, stream.getvalue(), force=force)
    return headers


def _fillable(column: Column) -> bool:
    return column.col.template if column.col.template is not None else column.col.offered and not column.col.into
