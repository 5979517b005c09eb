"""One description per column of a register, from which every other appearance of it is made.

A record is a frozen dataclass; a column is a field whose annotation carries a :class:`Col`::

    phone: Annotated[str | None, Col("手机", aliases=("电话",), parse=phone, mask=mask_phone)] = None

Screen and sheet headers, import mapping, value checks, masking, JSON keys, command options and the
data dictionary are loops over :func:`columns_of`. No callable here ever sees a whole record: what
needs two columns at once is a named rule of that register's service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

from leifeng_cli.domain.values.cells import Parser
from leifeng_cli.domain.values.text import text


@dataclass(frozen=True)
class Col:
    """How one column looks from outside.

    ``label``: the Chinese header this program writes. ``aliases``: further headers it reads.
    ``option``: the command option where it is not the field's own name.
    ``ref``: the noun of another register; the cell names a record there and ``<field>_id`` is stored.
    ``later``: what it refers to may be registered afterwards, in the same run of an import.
    ``of``: read through references, as ``activity.category.name``; shown and exported, never written.
    ``derived``: computed by a query of the store's (``sql/derived/<noun>.<field>.sql``); likewise never written.
    ``internal``: stored by the program beside what was registered, how a name is found; in no sheet.
    ``group``: of the columns of one group a sheet needs one; without a group a required column is needed itself.
    ``into``: write-only; the parsed tuple fills these other fields (a span fills start and end).
    ``worded``: JSON too has the word shown and not the code kept: what it had when others first read it.
    ``listed``: shown in the list on screen. ``show``: value to text where ``str`` is not enough.
    ``offered``: may be given as a command option; not for what only the program or a sheet sets.
    ``template``: stands in the empty sheet to fill in; left open, what is offered and stored does.
    ``named``: the noun whose names may stand here, where neither ``ref`` nor ``of`` says so.
    ``open``: a name that is not there yet is welcome: an import makes it and says so.
    """

    label: str
    aliases: tuple[str, ...] = ()
    parse: Parser = text
    mask: Callable[[str], str] | None = None
    show: Callable[[Any], str] = str
    choices: tuple[str, ...] = ()
    option: str | None = None
    ref: str | None = None
    later: bool = False
    of: str | None = None
    derived: bool = False
    internal: bool = False
    group: str = ""
    into: tuple[str, ...] = ()
    required: bool = False
    worded: bool = False
    listed: bool = False
    offered: bool = True
    template: bool | None = None
    named: str = ""
    open: bool = False
    help: str = ""


@dataclass(frozen=True)
class Column:
    """A :class:`Col` with the field it stands on."""

    field: str
    col: Col
    default: Any

    @property
    def computed(self) -> bool:
        """Whether the store works the value out, so that nobody writes it."""
        return self.col.derived or self.col.of is not None

    @property
    def stored(self) -> str | None:
        """Name of the table's column, or None where nothing is stored under this name."""
        if self.computed or self.col.into:
            return None
        return f"{self.field}_id" if self.col.ref else self.field

    @property
    def option(self) -> str:
        return "--" + (self.col.option or self.field).replace("_", "-")

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.col.label, *self.col.aliases)

    def text(self, value: Any, *, reveal: bool) -> str:
        """The value as a person reads it, masked unless ``reveal``."""
        if value is None:
            return ""
        shown = self.col.show(value)
        return self.col.mask(shown) if self.col.mask and not reveal else shown


def columns_of(record: type) -> tuple[Column, ...]:
    """The described columns of a record class, in the order they are shown and exported."""
    return _columns_of(record)


@cache
def _columns_of(record: type) -> tuple[Column, ...]:
    hints = get_type_hints(record, include_extras=True)
    found: list[Column] = []
    for name, default in defaults_of(record).items():
        notes = getattr(hints[name], "__metadata__", ())
        found += [Column(name, note, default) for note in notes if isinstance(note, Col)]
    return tuple(found)


def defaults_of(record: type) -> dict[str, Any]:
    """Every field of a record class with its default, None without one; a record is a dataclass or a named tuple."""
    if is_dataclass(record):
        return {f.name: None if f.default is MISSING else f.default for f in fields(record)}
    return {name: record._field_defaults.get(name) for name in record._fields}  # type: ignore[attr-defined]


@cache
def amounts_of(record: type) -> frozenset[str]:
    """The fields that hold a number of something, so that they stand to the right."""
    return frozenset(name for name, kind in get_type_hints(record).items() if kind in (int, int | None))


def shown_columns(record: type) -> tuple[Column, ...]:
    """Columns with a value of their own: everything but the write-only ones."""
    return tuple(c for c in columns_of(record) if not c.col.into)


def template_columns(record: type) -> tuple[Column, ...]:
    """The columns a person fills in: what is offered and stored, but for what its description says otherwise of."""
    return tuple(
        c
        for c in columns_of(record)
        if c.field != "id" and (c.col.template if c.col.template is not None else bool(c.col.offered and c.stored))
    )


def needed_columns(record: type) -> tuple[tuple[Column, ...], ...]:
    """Groups of columns of which a sheet must have one each: without it no row could be taken in."""
    groups: dict[str, list[Column]] = {}
    for column in columns_of(record):
        if column.col.group:
            groups.setdefault(f"group {column.col.group}", []).append(column)
        elif column.col.required:
            groups[column.field] = [column]
    return tuple(map(tuple, groups.values()))


def spread(record: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Replace each write-only value by the fields it fills; a field given by itself wins."""
    result = dict(values)
    for column in columns_of(record):
        if column.col.into and column.field in result:
            parts = result.pop(column.field)
            for target, part in zip(column.col.into, parts or (), strict=False):
                if result.get(target) is None:
                    result[target] = part
    return result
