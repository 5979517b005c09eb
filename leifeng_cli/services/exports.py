"""Writing a register out as a sheet, masked unless a reason is given, and empty sheets to fill in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leifeng_cli.domain import activities
from leifeng_cli.domain.columns import Column, columns_of, shown_columns
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.errors import MissingDatabase, UsageError
from leifeng_cli.files.csvfile import write_csv
from leifeng_cli.files.output import atomic_write, check_target
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.reveals import reveal
from leifeng_cli.store import records

if TYPE_CHECKING:
    from leifeng_cli.files.xlsxwrite import SheetOut

#: Never worth a column in a sheet: how a name is found, not what was registered.
_INTERNAL = frozenset({"pinyin", "initials"})
#: Who a row is about; number, document or phone: one of the three is enough.
_WHO = ("volunteer_name", "volunteer_number", "volunteer_id_number", "volunteer_phone")

#: What a person fills in, in the order they would: the rest the program enters or other commands say.
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "unit": ("name", "kind", "superior", "leader", "contact", "phone", "address", "note"),
    "volunteer": (
        "name", "sex", "id_type", "id_number", "phone", "political_status", "employer", "address", "skills", "teams",
        "registered_on", "guardian", "guardian_consent_on", "note",
    ),
    "team": ("name", "parent", "kind", "department", "stage", "leader", "founded_on", "note"),
    "category": ("name", "parent", "source", "note"),
    "reward": ("name", "price", "stock", "note"),
    "activity": (
        "title", "starts_on", "ends_on", "start_time", "end_time", "place", "mode", "category", "team",
        "beneficiary_groups", "beneficiaries", "contact", "phone", "capacity", "required_training", "note",
    ),
    "campaign": ("name", "theme", "organiser", "leading_group", "starts_on", "ends_on", "note"),
    "survey": ("title", "campaign", "surveyed_on", "asked", "aware", "note"),
    "award": ("title", "volunteer", "volunteer_name", "document", "issuer", "awarded_on", "note"),
    "complaint": ("title", "volunteer", "volunteer_name", "received_on", "finding", "decided_on", "note"),
    "training": (
        "title", "volunteer", "volunteer_name", "level", "kind", "trained_on", "seconds", "expires_on", "organiser",
        "note",
    ),
    "signup": (*_WHO, "activity_title", "post", "signed_up_at"),
    "attendance": (*_WHO, "activity_title", "service_date", "checked_in", "checked_out", "note"),
    "hours": (
        *_WHO, "team", "activity_title", "post", "service_date", "start_time", "end_time", "seconds", "category",
        "rating", "punctuality", "attitude", "skill", "comment", "note",
    ),
}  # fmt: skip
#: Fields whose drop-down lists what the file has: the noun whose names are listed.
_NAMED = {"teams": "team", "team": "team", "category": "category", "activity_title": "activity"}
#: Of those, where something that is not on the list is welcome too: imports make it and say so.
_OPEN = frozenset({"teams", "team", "activity_title"})


@dataclass(frozen=True)
class Exported:
    """``data``: what was written nowhere and goes to standard output."""

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


def export(
    ctx: Context, register: Register, target: Path | None, *, reveal_reason: str | None = None, force: bool = False
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


def template(ctx: Context, register: Register, target: Path, *, force: bool = False) -> list[str]:
    """An empty workbook to fill in, with drop-down lists where there is something to choose. Returns its headers.

    Without a data file the lists of teams, categories and activities are left out.
    """
    from leifeng_cli.files.xlsxwrite import SheetOut

    if target.suffix.lower() != ".xlsx":
        raise UsageError(_("模板请以 .xlsx 结尾：{name}").format(name=target))
    columns = _template_columns(register)
    choices: dict[str, Sequence[str]] = {c.col.label: c.col.choices for c in columns if c.col.choices}
    with suppress(MissingDatabase):
        choices |= _names(ctx, register, columns)
    headers = [c.col.label for c in columns]
    open_lists = frozenset(c.col.label for c in columns if c.field in _OPEN)
    atomic_write(target, _book(ctx, SheetOut(register.title, headers, [], choices, open_lists=open_lists)), force=force)
    return headers


def _template_columns(register: Register) -> list[Column]:
    """The register's columns to fill in: a column its description says so of is one too, or is none."""
    by_field = {c.field: c for c in columns_of(register.record)}
    chosen = [by_field[name] for name in TEMPLATES[register.noun] if by_field[name].col.template is not False]
    return chosen + [c for c in by_field.values() if c.col.template and c not in chosen]


def _names(ctx: Context, register: Register, columns: Sequence[Column]) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    with ctx.read() as conn:
        for column in columns:
            noun = _NAMED.get(column.field) or (column.col.ref if column.col.ref == register.noun else None)
            if noun is None:
                continue
            there = records.by(conn, REGISTERS[noun], archived_on=None)
            if noun == "activity":
                names = [a.title for a in there if a.status not in (activities.CANCELLED, activities.CLOSED)]
            else:
                names = [r.name for r in there]
            if names:
                found[column.col.label] = list(dict.fromkeys(names))
    return found
