"""Moving a record from state to state, as its life cycle declares it and in no other way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leifeng_cli.domain.lifecycle import CLEARED, NOW, OPERATOR, REASON, TODAY, Lifecycle, Move
from leifeng_cli.domain.register import Alive, K, Register
from leifeng_cli.domain.registers import REGISTERS, own_module
from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.registers import free_text, resolve
from leifeng_cli.store import records
from leifeng_cli.store.journal import Transaction


def move(ctx: Context, register: Register[K], word: str, verb: str, *, reason: str | None = None) -> tuple[K, int]:
    """Move one record on. Returns it, and how many of what hangs on it moved along.

    Raises InvalidInput where a reason is needed and none is given, Conflict where its state allows no such move or
    a guard objects.
    """
    step = life_of(register).move(verb)
    why = free_text(reason, ctx.hints())
    if step.reason and why is None:
        raise InvalidInput(
            _("{verb}{title}请写明原因。").format(verb=step.title, title=register.title), hint="--reason"
        )
    find = getattr(own_module("services", register.noun), "FIND", None)
    with ctx.write(f"{register.noun}.{verb}", reason=why) as tx:
        record: K = find(tx.conn, word) if find else resolve(tx.conn, register, word)
        along = move_in(tx, ctx, register, record.id, verb, why)
        tx.summary = _("{title} {n} 改为“{state}”").format(
            title=register.title, n=record.number, state=life_of(register).states[step.to]
        )
        return records.get(tx.conn, register, record.id), along


def move_in(
    tx: Transaction,
    ctx: Context,
    what: Alive,
    row_id: int,
    verb: str,
    reason: str | None = None,
    *,
    called: str = "",
    values: Mapping[str, Any] | None = None,
) -> int:
    """The same inside a transaction, for what has no name to be called by. Returns how many moved along.

    ``called``: the row as a person knows it, where it has no number. ``values``: what else the move writes.
    """
    life = life_of(what)
    step = life.move(verb)
    row = tx.row(what.table, row_id)
    assert row is not None
    _check_state(what, life, step, row, called)
    guards = getattr(own_module("services", what.noun), "GUARDS", {}) if step.guards else {}
    for name in step.guards:
        guards[name](tx, row)
    along = sum(_take(tx, ctx, what, row_id, noun, child, step, reason) for noun, child in step.takes.items())
    tx.update(what.table, row_id, {**life.kept(step.to), **_stamps(ctx, step, reason), **(values or {})})
    return along


def life_of(what: Alive) -> Lifecycle:
    assert what.life is not None, f"{what.noun} has no life cycle"
    return what.life


def _check_state(what: Alive, life: Lifecycle, step: Move, row: dict[str, Any], called: str) -> None:
    state, day = life.state_of(row), life.since(row)
    if state not in step.froms:
        raise Conflict(
            _("{what}是“{state}”{day}，不能{verb}。").format(
                what=called or f"{what.title} {row.get('number') or row['id']} ",
                state=life.states.get(state, state),
                day=_("（{day}）").format(day=day) if day else "",
                verb=step.title,
            ),
            hint=step.remedy or None,
        )


def _take(
    tx: Transaction, ctx: Context, what: Alive, row_id: int, noun: str, verb: str, step: Move, reason: str | None
) -> int:
    """Move along what hangs on a record and can make its own move."""
    child = REGISTERS[noun]
    life = life_of(child)
    why = _("{title}{verb}：{reason}").format(title=what.title, verb=step.title, reason=reason or "")
    froms = life.move(verb).froms
    ids = [one.id for one in records.by(tx.conn, child, **{f"{what.noun}_id": row_id})]
    moving = [one for one in ids if life.state_of(tx.row(child.table, one) or {}) in froms]
    for one in moving:
        move_in(tx, ctx, child, one, verb, why)
    return len(moving)


def _stamps(ctx: Context, step: Move, reason: str | None) -> dict[str, Any]:
    told = {TODAY: ctx.today.isoformat(), NOW: ctx.at, OPERATOR: ctx.operator, REASON: reason, CLEARED: None}
    return {column: told[what] for column, what in step.stamps.items()}
