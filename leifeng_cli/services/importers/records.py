"""Importing a register that has no rules of its own: known by number, else by its unique name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from leifeng_cli.domain.columns import columns_of
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _
from leifeng_cli.services.imports import CREATED, UNCHANGED, UPDATED, Session
from leifeng_cli.services.registers import add_in, check_structure, edit_in
from leifeng_cli.services.sheets import ParsedRow, ParsedSheet
from leifeng_cli.store import records


class RecordImporter:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.register = session.register
        self.tx = session.tx
        self.seen: dict[int, int] = {}

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> None:
        """Nothing to prepare: every row stands for itself."""

    def apply(self, row: ParsedRow) -> Iterable[str]:
        values = self.stored(row)
        known = self.known(values)
        if known is None:
            self._refuse_masked(row)
            check_structure(self.tx.conn, self.register, values, own_id=0)
            made = add_in(self.tx, self.register, values)
            self.seen[made.id] = row.number
            return [CREATED]
        first = self.seen.setdefault(known.id, row.number)
        if first != row.number:
            self.session.warn(row, _("与第 {first} 行是同一条，以先出现的为准。").format(first=first))
            return [UNCHANGED]
        return [UPDATED if edit_in(self.tx, self.register, known, values) else UNCHANGED]

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        """The row's values for columns that are kept; what the store derives is not taken from a sheet."""
        kept = {c.field for c in columns_of(self.register.record) if c.stored}
        return {k: v for k, v in row.values.items() if k in kept}

    def known(self, values: dict[str, Any]) -> Any:
        for field in self.register.unique:
            if values.get(field) is not None:
                found = records.select(self.tx.conn, self.register, f"t.{field} = ?", (values[field],))
                if found:
                    return found[0]
        return None

    def _refuse_masked(self, row: ParsedRow) -> None:
        if row.masked:
            raise BadValue(
                _("这一行有脱敏过的内容（带 *），不能据此新建。"), hint=_("请用 --reveal 导出的文件，或补上完整内容。")
            )
