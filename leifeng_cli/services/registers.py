"""The generic verbs of a register: add, edit, show, list, archive. A register that needs more has its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leifeng_cli.domain.columns import columns_of, spread
from leifeng_cli.domain.register import K, Kept, R, Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.text import clean, plain, text
from leifeng_cli.errors import Ambiguous, BadValue, Conflict, InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.store import records
from leifeng_cli.store import registers as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction

#: So many candidates of an ambiguous word are listed; more are only counted.
MOST_CANDIDATES = 20


def parse_values(register: Register[Record], given: Mapping[str, Cell], hints: Hints) -> dict[str, Any]:
    """Words of a command line as field values; None where the word is empty, which clears a field.

    Raises BadValue naming the option.
    """
    values: dict[str, Any] = {}
    for column in columns_of(register.record):
        if column.field not in given:
            continue
        cell = given[column.field]
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            values |= dict.fromkeys(column.col.into or (column.field,))
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


def parse_changes(register: Register[Record], given: Mapping[str, Cell], hints: Hints) -> dict[str, Any]:
    """The same for a change: raises InvalidInput where nothing was said at all."""
    values = parse_values(register, given, hints)
    if not values:
        raise InvalidInput(_("没有说要改什么。"), hint=_("用 --help 查看可改的项目。"))
    return values


def free_text(given: str | None, hints: Hints) -> str | None:
    """A reason or the like, cleaned as a sheet's cell is: what is exported must read back the same. None if blank."""
    return text(given, hints) if given and given.strip() else None


def needed_reason(given: str | None, hints: Hints, *, option: str = "--reason") -> str:
    """A reason that must be on record. Raises InvalidInput for a blank one."""
    why = free_text(given, hints)
    if why is None:
        raise InvalidInput(_("请写明原因。"), hint=option)
    return why


def check_required(register: Register[Record], values: Mapping[str, Any]) -> None:
    for column in columns_of(register.record):
        if column.col.required and column.field in values and values[column.field] is None:
            raise InvalidInput(_("{label}不能为空。").format(label=column.col.label), column=column.col.label)


def resolve(conn: Connection, register: Register[R], word: str) -> R:
    """The one record called ``word``. Raises NotFound, or Ambiguous listing the candidates."""
    found = named(conn, register, word)
    shown = excerpt(clean(word))
    if not found:
        raise NotFound(
            _("没有找到{title}“{word}”。").format(title=register.title, word=shown),
            hint=_("用 leifeng {noun} list 查看；编号、名称均可。").format(noun=register.noun),
        )
    if len(found) > 1:
        raise Ambiguous(
            _("有 {n} 个{title}都叫“{word}”，请用编号指明。").format(n=len(found), title=register.title, word=shown),
            candidates(register, found),
        )
    return found[0]


def named(conn: Connection, register: Register[R], word: str) -> list[R]:
    """Records called ``word``, as it stands or as a hasty hand may have written it: Ｖ０００００１, v000001."""
    for spelling in dict.fromkeys((clean(word), plain(word), plain(word).upper())):
        found = records.find(conn, register, spelling)
        if found:
            return found
    return []


def candidates(register: Register[Record], found: Sequence[Record]) -> list[str]:
    """Lines that tell records of one name apart; the first of them where there are very many."""
    lines = [describe(register, r) for r in found[:MOST_CANDIDATES]]
    if len(found) > MOST_CANDIDATES:
        lines.append(_("……共 {n} 个").format(n=len(found)))
    return lines


def describe(register: Register[Record], record: Record) -> str:
    """One line that tells a record from its namesakes, masked: the fields the record class names, else those listed."""
    columns = {c.field: c for c in columns_of(register.record)}
    listed = [c.field for c in columns.values() if c.col.listed]
    fields = getattr(register.record, "TOLD_APART_BY", listed)
    texts = (columns[f].text(getattr(record, f), reveal=False) for f in fields)
    return "  ".join(text for text in texts if text)


def resolve_refs(conn: Connection, register: Register[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Names of other registers' records replaced by their ids."""
    resolved = dict(values)
    for column in columns_of(register.record):
        word = values.get(column.field)
        if column.col.ref and isinstance(word, str):
            resolved[column.field] = resolve(conn, REGISTERS[column.col.ref], word).id
    return resolved


def check_unique_name(conn: Connection, register: Register[Kept], values: Mapping[str, Any], own_id: int = 0) -> None:
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


def add_in(tx: Transaction, register: Register[K], values: Mapping[str, Any]) -> K:
    """Add a record inside a transaction; values are parsed, references still names."""
    check_required(register, {**dict.fromkeys(_required(register)), **values})
    check_unique_name(tx.conn, register, values)
    row_id = records.insert(tx, register, resolve_refs(tx.conn, register, values))
    return records.get(tx.conn, register, row_id)


def _required(register: Register[Record]) -> list[str]:
    return [c.field for c in columns_of(register.record) if c.col.required]


def add(ctx: Context, register: Register[K], given: Mapping[str, Cell]) -> K:
    """Add one record from the words of a command."""
    values = parse_values(register, given, ctx.hints())
    with ctx.write(f"{register.noun}.add") as tx:
        check_structure(tx.conn, register, values, own_id=0)
        record = add_in(tx, register, values)
        tx.summary = _("新增{title} {number}").format(title=register.title, number=record.number)
    return record


def edit_in(tx: Transaction, register: Register[Kept], record: Kept, values: Mapping[str, Any]) -> bool:
    check_required(register, values)
    check_unique_name(tx.conn, register, values, own_id=record.id)
    check_structure(tx.conn, register, values, own_id=record.id)
    return records.update(tx, register, record.id, resolve_refs(tx.conn, register, values))


def edit(ctx: Context, register: Register[K], word: str, given: Mapping[str, Cell]) -> tuple[K, bool]:
    """Change the named fields of one record. Returns the record and whether anything changed."""
    values = parse_changes(register, given, ctx.hints())
    with ctx.write(f"{register.noun}.edit") as tx:
        record = resolve(tx.conn, register, word)
        changed = edit_in(tx, register, record, values)
        tx.summary = _("修改{title} {number}").format(title=register.title, number=record.number)
        record = records.get(tx.conn, register, record.id)
    return record, changed


def check_structure(conn: Connection, register: Register[Record], values: Mapping[str, Any], *, own_id: int) -> None:
    """A nested register must stay a tree no deeper than it may be."""
    parent_name = values.get("parent")
    if not isinstance(parent_name, str):
        return
    name: str | None = parent_name
    seen = [own_id]
    while name is not None:
        parent = resolve(conn, register, name)
        if parent.id in seen:
            raise Conflict(_("上下级关系成了圈：{name}。").format(name=name))
        seen.append(parent.id)
        name = getattr(parent, "parent", None)
    below = store.levels_below(conn, register, own_id) if own_id else 0
    if register.depth and len(seen) + below > register.depth:
        raise Conflict(
            _("{title}只有 {n} 级，不能再放在“{name}”之下。").format(
                title=register.title, n=register.depth, name=parent_name
            )
        )


def show(ctx: Context, register: Register[R], word: str) -> R:
    with ctx.read() as conn:
        return resolve(conn, register, word)


def list_records(ctx: Context, register: Register[R], *, archived: bool = False, find: str | None = None) -> list[R]:
    """Records in the register's order; archived ones only on request; ``find`` is part of a name."""
    with ctx.read() as conn:
        return store.listed(conn, register, archived=archived, find=find)


def archive(ctx: Context, register: Register[K], word: str, *, reason: str | None = None, back: bool = False) -> K:
    """Take a record out of the lists, or back in. Nothing that counted is lost."""
    with ctx.write(f"{register.noun}.archive", reason=free_text(reason, ctx.hints())) as tx:
        record = resolve(tx.conn, register, word)
        if (record.archived_on is None) == back:
            state = _("没有归档") if back else _("已经归档")
            raise Conflict(
                _("{title} {number} {state}。").format(title=register.title, number=record.number, state=state)
            )
        tx.update(register.table, record.id, {"archived_on": None if back else ctx.today.isoformat()})
        verb = _("取消归档") if back else _("归档")
        tx.summary = _("{verb}{title} {number}").format(verb=verb, title=register.title, number=record.number)
        return records.get(tx.conn, register, record.id)
