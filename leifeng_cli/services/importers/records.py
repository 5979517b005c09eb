"""Importing a register that has few rules of its own: known by its unique name, else by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.errors import BadValue, LeifengError
from leifeng_cli.messages import _
from leifeng_cli.services.imports import CREATED, UNCHANGED, UPDATED, RowFault, Session
from leifeng_cli.services.registers import add_in, check_structure, edit_in, resolve
from leifeng_cli.services.sheets import ParsedRow, ParsedSheet
from leifeng_cli.store import records


class RecordImporter:
    telling: Sequence[str] = ("name", "title")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.register = session.register
        self.tx = session.tx
        self.seen: dict[int, int] = {}

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> Sequence[ParsedRow]:
        """Parents before those under them, wherever they stand in the sheet; for the rest the sheet's order."""
        return parents_first(rows) if sheet.has("parent") else rows

    def finish(self) -> None:
        """Nothing is left to do."""

    def apply(self, row: ParsedRow) -> str:
        values = self.stored(row)
        require(values, self.register, *self.required())
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

    def known(self, row: ParsedRow, values: dict[str, Any]) -> Any:
        """The record a row is about. Another office's number may be somebody else's here: the name decides."""
        found = records.by(self.tx.conn, self.register, name=values["name"])
        number = values.get("number")
        if found:
            if number not in (None, found[0].number):
                self.session.warn(
                    row,
                    _("“{name}”在这里的编号是 {here}，没有改成 {there}。").format(
                        name=values["name"], here=found[0].number, there=number
                    ),
                )
            return found[0]
        if number is not None:
            holder = records.by(self.tx.conn, self.register, number=number)
            if holder:
                values.pop("number")
                self.session.warn(
                    row,
                    _("编号 {n} 这里已是“{name}”，另给新编号；若是改名，请用 leifeng {noun} edit {n} --name。").format(
                        n=number, name=holder[0].name, noun=self.register.noun
                    ),
                )
        return None

    def create(self, row: ParsedRow, values: dict[str, Any]) -> int:
        made: int = add_in(self.tx, self.register, values).id
        return made

    def change(self, known: Any, values: dict[str, Any]) -> bool:
        return edit_in(self.tx, self.register, known, values)

    def _check_structure(self, values: dict[str, Any], own_id: int) -> None:
        if "parent" not in values:
            return
        try:
            check_structure(self.tx.conn, self.register, values, own_id=own_id)
        except LeifengError as fault:
            raise RowFault(fault, "parent") from None


class UnitImporter(RecordImporter):
    """Units; which of them is one's own was said when the file was made, and no sheet changes it."""

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        own = values.pop("own", False)
        there = records.by(self.tx.conn, self.register, own=1)
        if own and there and there[0].name != values.get("name"):
            self.session.warn(row, _("本单位仍是“{name}”，这一行按往来单位登记。").format(name=there[0].name))
        return values


class TeamImporter(RecordImporter):
    """Teams; a leader who is only registered later in the same run is entered then."""

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        leader = values.get("leader")
        if leader is None or "volunteer" not in self.session.coming or self._is_known(leader):
            return values
        del values["leader"]
        self.session.afterwards.append((row, lambda: self._lead(values["name"], leader)))
        return values

    def _is_known(self, leader: str) -> bool:
        return bool(records.find(self.tx.conn, REGISTERS["volunteer"], leader))

    def _lead(self, team: str, leader: str) -> None:
        values = {"leader": leader}
        check_refs(self.tx, self.register, values)
        (known,) = records.by(self.tx.conn, self.register, name=team)
        edit_in(self.tx, self.register, known, values)


def _kept(register: Register) -> frozenset[str]:
    return frozenset(c.field for c in columns_of(register.record) if c.stored)


def require(values: dict[str, Any], register: Register, *fields: str) -> None:
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


def check_refs(tx: Any, register: Register, values: dict[str, Any]) -> None:
    """Raise RowFault at the column that names a record of another register that is not there."""
    for column in columns_of(register.record):
        word = values.get(column.field)
        if not column.col.ref or not isinstance(word, str):
            continue
        try:
            resolve(tx.conn, REGISTERS[column.col.ref], word)
        except LeifengError as fault:
            raise RowFault(fault, column.field) from None


def parents_first(rows: Sequence[ParsedRow]) -> list[ParsedRow]:
    """Rows with every row after the one its parent is named by; rows that name each other stay as they are."""
    by_name = {str(row.values.get("name")): row for row in reversed(rows)}
    ordered: dict[int, ParsedRow] = {}

    for row in rows:
        chain: list[ParsedRow] = []
        above: ParsedRow | None = row
        while above is not None and above.number not in ordered and above not in chain:
            chain.append(above)
            above = by_name.get(str(above.values.get("parent")))
        ordered.update({one.number: one for one in reversed(chain)})
    return list(ordered.values())
