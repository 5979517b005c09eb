"""The generic verbs of a register: add, edit, show, list, archive. A register that needs more has its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leifeng_cli.domain.columns import columns_of, spread
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.errors import Ambiguous, BadValue, Conflict, InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.store import records
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


def parse_values(register: Register, given: Mapping[str, Cell], hints: Hints) -> dict[str, Any]:
    """Words of a command line as field values; None where the word is empty, which clears a field.

    Raises BadValue naming the option.
    """
    values: dict[str, Any] = {}
    for column in columns_of(register.record):
        if column.field not in given:
            continue
        cell = given[column.field]
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            values[column.field] = None
            continue
        try:
            values[column.field] = column.col.parse(cell, hints)
        except BadValue as bad:
            raise BadValue(
                _("{label}（{option}）：{why}").format(label=column.col.label, option=column.option, why=bad.message),
                hint=bad.hint,
                column=column.col.label,
            ) from None
    return spread(register.record, values)


def check_required(register: Register, values: Mapping[str, Any]) -> None:
    for column in columns_of(register.record):
        if column.col.required and column.field in values and values[column.field] is None:
            raise InvalidInput(_("{label}不能为空。").format(label=column.col.label), column=column.col.label)


def resolve(conn: Connection, register: Register, word: str) -> Any:
    """The one record called ``word``. Raises NotFound, or Ambiguous listing the candidates."""
    found = records.find(conn, register, word.strip())
    if not found:
        raise NotFound(
            _("没有找到{title}“{word}”。").format(title=register.title, word=word),
            hint=_("用 leifeng {noun} list 查看；编号、名称均可。").format(noun=register.noun),
        )
    if len(found) > 1:
        raise Ambiguous(
            _("有 {n} 个{title}都叫“{word}”，请用编号指明。").format(n=len(found), title=register.title, word=word),
            [describe(register, r) for r in found],
        )
    return found[0]


def describe(register: Register, record: Any) -> str:
    """One line that tells a record from its namesakes, masked: number, name and the listed columns."""
    parts = []
    for column in columns_of(register.record):
        if column.col.listed:
            text = column.text(getattr(record, column.field), reveal=False)
            if text:
                parts.append(text)
    return "  ".join(parts)


def resolve_refs(conn: Connection, register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """Names of other registers' records replaced by their ids."""
    resolved = dict(values)
    for column in columns_of(register.record):
        word = values.get(column.field)
        if column.col.ref and isinstance(word, str):
            resolved[column.field] = resolve(conn, REGISTERS[column.col.ref], word).id
    return resolved


def check_unique_name(conn: Connection, register: Register, values: Mapping[str, Any], own_id: int = 0) -> None:
    """Names that other registers refer by must be unique; so must every number."""
    for field in register.unique:
        value = values.get(field)
        if value is None:
            continue
        taken = [r for r in records.by(conn, register, **{field: value}) if r.id != own_id]
        if taken:
            raise Conflict(
                _("{title}“{value}”已经有了（{number}）。").format(
                    title=register.title, value=value, number=taken[0].number
                )
            )


def add_in(tx: Transaction, register: Register, values: Mapping[str, Any]) -> Any:
    """Add a record inside a transaction; values are parsed, references still names."""
    check_required(register, {**dict.fromkeys(_required(register)), **values})
    check_unique_name(tx.conn, register, values)
    row_id = records.insert(tx, register, resolve_refs(tx.conn, register, values))
    return records.get(tx.conn, register, row_id)


def _required(register: Register) -> list[str]:
    return [c.field for c in columns_of(register.record) if c.col.required]


def add(ctx: Context, register: Register, given: Mapping[str, Cell]) -> Any:
    """Add one record from the words of a command."""
    values = parse_values(register, given, ctx.hints())
    with ctx.write(f"{register.noun}.add") as tx:
        check_structure(tx.conn, register, values, own_id=0)
        record = add_in(tx, register, values)
        tx.summary = _("新增{title} {number}").format(title=register.title, number=record.number)
    return record


def edit_in(tx: Transaction, register: Register, record: Any, values: Mapping[str, Any]) -> bool:
    check_required(register, values)
    check_unique_name(tx.conn, register, values, own_id=record.id)
    check_structure(tx.conn, register, values, own_id=record.id)
    return records.update(tx, register, record.id, resolve_refs(tx.conn, register, values))


def edit(ctx: Context, register: Register, word: str, given: Mapping[str, Cell]) -> tuple[Any, bool]:
    """Change the named fields of one record. Returns the record and whether anything changed."""
    values = parse_values(register, given, ctx.hints())
    if not values:
        raise InvalidInput(_("没有说要改什么。"), hint=_("用 --help 查看可改的项目。"))
    with ctx.write(f"{register.noun}.edit") as tx:
        record = resolve(tx.conn, register, word)
        changed = edit_in(tx, register, record, values)
        tx.summary = _("修改{title} {number}").format(title=register.title, number=record.number)
        record = records.get(tx.conn, register, record.id)
    return record, changed


def check_structure(conn: Connection, register: Register, values: Mapping[str, Any], *, own_id: int) -> None:
    """A nested register must stay a tree no deeper than it may be."""
    parent_name = values.get("parent")
    if not isinstance(parent_name, str):
        return
    parent = resolve(conn, register, parent_name)
    seen = [own_id]
    while parent is not None:
        if parent.id in seen:
            raise Conflict(_("上下级关系成了圈：{name}。").format(name=parent.name))
        seen.append(parent.id)
        parent = resolve(conn, register, parent.parent) if parent.parent else None
    below = _levels_below(conn, register, own_id) if own_id else 0
    if register.depth and len(seen) + below > register.depth:
        raise Conflict(
            _("{title}只有 {n} 级，不能再放在“{name}”之下。").format(
                title=register.title, n=register.depth, name=parent_name
            )
        )


def _levels_below(conn: Connection, register: Register, own_id: int) -> int:
    children = records.select(conn, register, "t.parent_id = ?", (own_id,))
    return max((1 + _levels_below(conn, register, c.id) for c in children), default=0)


def show(ctx: Context, register: Register, word: str) -> Any:
    with ctx.read() as conn:
        return resolve(conn, register, word)


def list_records(ctx: Context, register: Register, *, archived: bool = False, find: str | None = None) -> list[Any]:
    """Records in the register's order; archived ones only on request; ``find`` is part of a name."""
    where, args = ["1"], []
    if not archived:
        where.append("t.archived_on IS NULL")
    if find:
        fields = [f for f in register.names if f != "id_number"]
        where.append("(" + " OR ".join(f"instr(t.{f}, ?) > 0" for f in fields) + ")")
        args = [find] * len(fields)
    with ctx.read() as conn:
        return records.select(conn, register, " AND ".join(where), args)


def archive(ctx: Context, register: Register, word: str, *, reason: str | None = None, back: bool = False) -> Any:
    """Take a record out of the lists, or back in. Nothing that counted is lost."""
    with ctx.write(f"{register.noun}.archive", reason=reason) as tx:
        record = resolve(tx.conn, register, word)
        if (record.archived_on is None) == back:
            state = _("没有归档") if back else _("已经归档")
            raise Conflict(
                _("{title} {number} {state}。").format(title=register.title, number=record.number, state=state)
            )
        tx.update(register.noun, record.id, {"archived_on": None if back else ctx.today.isoformat()})
        verb = _("取消归档") if back else _("归档")
        tx.summary = _("{verb}{title} {number}").format(verb=verb, title=register.title, number=record.number)
        return records.get(tx.conn, register, record.id)
