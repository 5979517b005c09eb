"""Importing a register that has few rules of its own: known by its unique name, else by number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Generic

from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.register import K, Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import BadValue, LeifengError
from leifeng_cli.messages import _
from leifeng_cli.services.importing import CREATED, UNCHANGED, UPDATED, RowFault, Session
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet
from leifeng_cli.services.registers import add_in, check_structure, edit_in, resolve
from leifeng_cli.store import records
from leifeng_cli.store.journal import Transaction


class RecordImporter(Generic[K]):
    """A record is the one of its name where no two may share it, else the one that says the same of the same."""

    def __init__(self, session: Session, register: Register[K]) -> None:
        self.session = session
        self.register = register
        self.tx = session.tx
        self.telling: Sequence[str] = (register.called,)
        self.seen: dict[int, int] = {}

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> Sequence[ParsedRow]:
        """Parents before those under them, wherever they stand in the sheet; for the rest the sheet's order."""
        return parents_first(rows, self.register.called) if sheet.has("parent") else rows

    def finish(self) -> None:
        """Nothing is left to do."""

    def apply(self, row: ParsedRow) -> str:
        values = self.stored(row)
        require(values, self.register, *self.required())
        self._put_off(row, values)
        known = self.known(row, values)
        check_refs(self.tx, self.register, values)
        if known is None:
            refuse_masked(row)
            self._check_structure(values, 0)
            self.seen[self.create(row, values)] = row.number
            return CREATED
        first = self.seen.setdefault(known.id, row.number)
        if first != row.number:
            self.session.warn(row, _("与第 {first} 行是同一条，以先出现的为准。").format(first=first))
            return UNCHANGED
        values.pop("number", None)
        self._check_structure(values, known.id)
        return UPDATED if self.change(known, values) else UNCHANGED

    def required(self) -> Sequence[str]:
        return [c.field for c in columns_of(self.register.record) if c.col.required]

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        """The row's values for columns that are kept; what the store derives is not taken from a sheet."""
        return {k: v for k, v in row.values.items() if k in _kept(self.register)}

    def known(self, row: ParsedRow, values: dict[str, Any]) -> K | None:
        """The record a row is about. Another office's number may be somebody else's here, so it never decides alone."""
        if self.register.called in self.register.unique:
            return self._by_name(row, values)
        refs = [c for c in columns_of(self.register.record) if c.col.ref and c.col.required]
        of = {str(c.stored): self._id_of(c, values) for c in refs}
        named = {self.register.called: values[self.register.called]}
        number = values.get("number")
        if number is not None:
            owner = {k: of[k] for k in list(of)[:1] if refs[0].col.group} or named
            found = records.by(self.tx.conn, self.register, number=number, **owner)
            if found:
                return found[0]
            if records.by(self.tx.conn, self.register, number=number):
                values.pop("number")  # another office's number, another record's here
        day = {self.register.dated_by: values.get(self.register.dated_by)} if self.register.dated_by else {}
        found = records.by(self.tx.conn, self.register, **of, **named, **day)
        return found[0] if found else None

    def _id_of(self, column: Column, values: dict[str, Any]) -> int:
        try:
            return resolve(self.tx.conn, REGISTERS[str(column.col.ref)], values[column.field]).id
        except LeifengError as fault:
            raise RowFault(fault, column.field) from None

    def _by_name(self, row: ParsedRow, values: dict[str, Any]) -> K | None:
        called = self.register.called
        found = records.by(self.tx.conn, self.register, **{called: values[called]})
        number = values.get("number")
        if found:
            if number not in (None, found[0].number):
                self.session.warn(
                    row,
                    _("“{name}”在这里的编号是 {here}，没有改成 {there}。").format(
                        name=values[called], here=found[0].number, there=number
                    ),
                )
            return found[0]
        if number is not None:
            holder = records.by(self.tx.conn, self.register, number=number)
            if holder:
                values.pop("number")
                told = _("编号 {n} 这里已是“{name}”，另给新编号；若是改名，请用 leifeng {noun} edit {n} --{called}。")
                name = getattr(holder[0], called)
                self.session.warn(row, told.format(n=number, name=name, noun=self.register.noun, called=called))
        return None

    def create(self, row: ParsedRow, values: dict[str, Any]) -> int:
        return add_in(self.tx, self.register, values).id

    def change(self, known: K, values: dict[str, Any]) -> bool:
        return edit_in(self.tx, self.register, known, values)

    def _put_off(self, row: ParsedRow, values: dict[str, Any]) -> None:
        """Leave for afterwards who is only registered later in the same run."""
        for column in columns_of(self.register.record):
            word = values.get(column.field)
            if not (column.col.later and isinstance(word, str) and column.col.ref in self.session.coming):
                continue
            if not records.find(self.tx.conn, REGISTERS[str(column.col.ref)], word):
                del values[column.field]
                self.session.afterwards.append((row, partial(self._enter, row, dict(values), {column.field: word})))

    def _enter(self, row: ParsedRow, values: dict[str, Any], later: dict[str, Any]) -> None:
        check_refs(self.tx, self.register, later)
        known = self.known(row, values)
        assert known is not None
        edit_in(self.tx, self.register, known, later)

    def _check_structure(self, values: dict[str, Any], own_id: int) -> None:
        if "parent" not in values:
            return
        try:
            check_structure(self.tx.conn, self.register, values, own_id=own_id)
        except LeifengError as fault:
            raise RowFault(fault, "parent") from None


def _kept(register: Register[Record]) -> frozenset[str]:
    return frozenset(c.field for c in columns_of(register.record) if c.stored)


def require(values: dict[str, Any], register: Register[Record], *fields: str) -> None:
    """Raise RowFault for the first of the fields that the row leaves empty."""
    for name in fields:
        if values.get(name) is None:
            label = next(c.col.label for c in columns_of(register.record) if c.field == name)
            raise RowFault(BadValue(_("没有{label}。").format(label=label), hint=_("请补上。")), name)


def refuse_masked(row: ParsedRow) -> None:
    """Raise RowFault where a new record would be made of what a masked export left of somebody's data."""
    if row.masked:
        raise RowFault(
            BadValue(
                _("这一行有脱敏过的内容（带 *），不能据此新建。"), hint=_("请用 --reveal 导出的文件，或补上完整内容。")
            ),
            *row.masked,
        )


def check_refs(tx: Transaction, register: Register[Record], values: dict[str, Any]) -> None:
    """Raise RowFault at the column that names a record of another register that is not there."""
    for column in columns_of(register.record):
        word = values.get(column.field)
        if not column.col.ref or not isinstance(word, str):
            continue
        try:
            resolve(tx.conn, REGISTERS[column.col.ref], word)
        except LeifengError as fault:
            raise RowFault(fault, column.field) from None


def parents_first(rows: Sequence[ParsedRow], called: str) -> list[ParsedRow]:
    """Rows with every row after the one its parent is named by; rows that name each other stay as they are."""
    by_name = {str(row.values.get(called)): row for row in reversed(rows)}
    ordered: dict[int, ParsedRow] = {}

    for row in rows:
        chain: list[ParsedRow] = []
        above: ParsedRow | None = row
        while above is not None and above.number not in ordered and above not in chain:
            chain.append(above)
            above = by_name.get(str(above.values.get("parent")))
        ordered.update({one.number: one for one in reversed(chain)})
    return list(ordered.values())
