"""Taking an operation back: the opposite of each of its changes, as a new operation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from leifeng_cli.errors import Conflict, NotFound, TamperedDatabase
from leifeng_cli.messages import _
from leifeng_cli.store.journal import DIGEST_BYTES, UNREADABLE, Change, Transaction, journalled, read_changes
from leifeng_cli.store.recoded import recoded
from leifeng_cli.store.rows import called, column_defaults, is_as_imaged, is_as_inserted


@dataclass(frozen=True)
class Operation:
    """One operation of the journal. ``undone_by``: the undoing in effect, None once that was itself undone."""

    id: int
    at: str
    operator: str
    command: str
    summary: str
    reason: str | None
    undoes: int | None
    undone_by: int | None
    rows: int
    hash: str


_OPERATIONS = """
SELECT o.id, o.at, o.operator, o.command, o.summary, o.reason, o.undoes, NULL AS undone_by,
       COALESCE((SELECT SUM(c.last_row - c.first_row + 1) FROM change AS c WHERE c.operation_id = o.id), 0) AS rows,
       o.hash
FROM operation AS o
"""


def operations(conn: sqlite3.Connection, *, limit: int | None = None) -> list[Operation]:
    """The journal, newest first."""
    rows = conn.execute(_OPERATIONS + " ORDER BY o.id DESC LIMIT ?", (-1 if limit is None else limit,))
    return [_with_undoing(conn, Operation(*row)) for row in rows.fetchall()]


def operation(conn: sqlite3.Connection, number: int) -> Operation:
    row = None
    if number < 2**63:  # what SQLite can hold
        row = conn.execute(_OPERATIONS + " WHERE o.id=?", (number,)).fetchone()
    if row is None:
        raise NotFound(_("没有第 {number} 号操作。").format(number=number), hint=_("用 leifeng log 查看操作编号。"))
    return _with_undoing(conn, Operation(*row))


def _with_undoing(conn: sqlite3.Connection, one: Operation) -> Operation:
    return replace(one, undone_by=undone_by(conn, one.id))


def undone_by(conn: sqlite3.Connection, number: int) -> int | None:
    """The operation that took this one's effect away, or None where its effect stands (undone and redone, too)."""
    first, later, undone = None, number, False
    while True:
        later = conn.execute("SELECT MAX(id) FROM operation WHERE undoes=?", (later,)).fetchone()[0]
        if later is None:
            return first if undone else None
        first, undone = first or later, not undone


def last_undoable(conn: sqlite3.Connection) -> int:
    """The newest operation still in effect that changed rows and is not itself an undoing."""
    for (number,) in conn.execute(
        "SELECT o.id FROM operation AS o WHERE o.undoes IS NULL AND o.command <> 'init'"
        " AND EXISTS (SELECT 1 FROM change AS c WHERE c.operation_id = o.id) ORDER BY o.id DESC"
    ):
        if undone_by(conn, number) is None:
            return int(number)
    raise NotFound(_("没有可以撤销的操作。"))


def undo(tx: Transaction, number: int) -> int:
    """Apply the opposite of operation ``number``; returns how many rows changed.

    Raises Conflict, naming the record and the later operation, where one of its rows has been changed
    since, or something entered since refers to it.
    """
    if operation(tx.conn, number).command == "init":
        raise Conflict(_("建立数据文件不能撤销。"), hint=_("不要这个文件了，直接移走即可。"))
    by = undone_by(tx.conn, number)
    if by is not None:
        raise Conflict(
            _("第 {number} 号操作已经撤销过了（第 {by} 号）。").format(number=number, by=by),
            hint=_("要恢复它，请撤销那次撤销：leifeng undo {by}").format(by=by),
        )
    changes = [change for _op, change in read_changes(tx.conn, number)]
    if not changes:
        raise Conflict(_("第 {number} 号操作没有改动任何记录，无需撤销。").format(number=number))
    if any(c.kind == UNREADABLE for c in changes):
        raise TamperedDatabase(
            _("第 {number} 号操作的改动记录被其他工具改过，不能据此撤销。").format(number=number),
            hint=_("请先运行 leifeng verify。"),
        )
    tx.conn.execute("PRAGMA defer_foreign_keys=ON")  # parents and children may come back in either order
    undoing = _Undoing(tx, number)
    for change in reversed(changes):
        undoing.revert(change)
    _check_references(tx, number)
    return undoing.rows


class _Undoing:
    """One operation being taken back, row by row."""

    def __init__(self, tx: Transaction, number: int) -> None:
        self.tx = tx
        self.number = number
        self.rows = 0
        self._defaults: dict[str, dict[str, Any]] = {}

    def defaults(self, table: str) -> dict[str, Any]:
        if table not in self._defaults:
            self._defaults[table] = column_defaults(self.tx.conn, table)
        return self._defaults[table]

    def revert(self, change: Change) -> None:
        try:
            match change.kind:
                case "insert":
                    self._uninsert(change)
                case "update":
                    self._unupdate(change)
                case _:
                    self._undelete(change)
        except sqlite3.IntegrityError:
            raise Conflict(
                _("不能撤销第 {number} 号操作：{what} 与后来登记的内容重复（编号、名称或证件号码相同）。").format(
                    number=self.number, what=called(change.table, change.first_row, change.before)
                ),
                hint=_("用 leifeng log 查看后来的操作；已重新登记的不必再恢复。"),
            ) from None
        self.rows += change.last_row - change.first_row + 1

    def _uninsert(self, change: Change) -> None:
        for offset in reversed(range(change.last_row - change.first_row + 1)):
            row_id = change.first_row + offset
            row = self.tx.row(change.table, row_id)
            digest = bytes(change.digests[offset * DIGEST_BYTES : (offset + 1) * DIGEST_BYTES])
            if row is None or not is_as_inserted(
                change.table, row, change.columns, digest, self.defaults(change.table)
            ):
                raise self._changed_since(change.table, row_id, row)
            self.tx.delete(change.table, row_id)

    def _unupdate(self, change: Change) -> None:
        assert change.before is not None and change.after is not None
        row = self.tx.row(change.table, change.first_row)
        if row is None or not is_as_imaged(change.table, row, change.after, self.defaults(change.table)):
            raise self._changed_since(change.table, change.first_row, row or change.after)
        self.tx.update(change.table, change.first_row, recoded(change.table, change.before))

    def _undelete(self, change: Change) -> None:
        assert change.before is not None
        row = self.tx.row(change.table, change.first_row)
        if row is not None:
            raise self._changed_since(change.table, change.first_row, row)
        self.tx.insert(change.table, recoded(change.table, change.before))

    def _changed_since(self, table: str, row_id: int, row: dict[str, Any] | None) -> Conflict:
        what = called(table, row_id, row or _last_image(self.tx, table, row_id))
        later = last_touching(self.tx.conn, table, row_id)
        if later is None or later <= self.number:
            return Conflict(
                _("不能撤销第 {number} 号操作：{what} 被其他工具改过。").format(number=self.number, what=what),
                hint=_("请先运行 leifeng verify 查明。"),
            )
        return Conflict(
            _("不能撤销第 {number} 号操作：{what} 后来又被第 {later} 号操作改过（{summary}）。").format(
                number=self.number, what=what, later=later, summary=operation(self.tx.conn, later).summary
            ),
            hint=_("请从新到旧依次撤销，先撤销第 {later} 号：leifeng undo {later}").format(later=later),
        )


def _last_image(tx: Transaction, table: str, row_id: int) -> dict[str, Any] | None:
    """What is known of a row that is gone: it was deleted by an undoing, which kept its image."""
    later = last_touching(tx.conn, table, row_id)
    images = [c.before for _op, c in read_changes(tx.conn, later) if (c.table, c.first_row) == (table, row_id)]
    return images[-1] if images else None


def last_touching(conn: sqlite3.Connection, table: str, row_id: int) -> int | None:
    """The newest operation that wrote a row."""
    found = conn.execute(
        "SELECT MAX(operation_id) FROM change WHERE table_name=? AND first_row<=? AND last_row>=?",
        (table, row_id, row_id),
    ).fetchone()[0]
    return None if found is None else int(found)


@dataclass(frozen=True)
class _Dangling:
    """A row that refers to one that is not there."""

    table: str
    row_id: int
    parent: str
    parent_id: int


def _dangling(conn: sqlite3.Connection, touched: set[str]) -> Iterator[_Dangling]:
    """Rows left without what they refer to, looked for only where a touched table is at either end."""
    for table in journalled(conn):
        keys = {k[0]: k for k in conn.execute(f"PRAGMA foreign_key_list({table})").fetchall()}
        if not touched & {table, *(k[2] for k in keys.values())}:
            continue
        for _table, row_id, parent, key in conn.execute(f"PRAGMA foreign_key_check({table})").fetchall():
            sql = f"SELECT {keys[key][3]} FROM {table} WHERE id=?"
            yield _Dangling(table, row_id, parent, conn.execute(sql, (row_id,)).fetchone()[0])


def _check_references(tx: Transaction, number: int) -> None:
    found = list(_dangling(tx.conn, {c.table for c in tx.changes}))
    if not found:
        return
    gone = {(c.table, c.first_row): c.before for c in tx.changes if c.kind == "delete"}
    first = found[0]
    child = called(first.table, first.row_id, tx.row(first.table, first.row_id))
    count = len({(d.table, d.row_id) for d in found})
    if count > 1:
        child += _(" 等 {n} 条").format(n=count)
    if (first.parent, first.parent_id) in gone:
        what = called(first.parent, first.parent_id, gone[first.parent, first.parent_id])
        message = _("不能撤销第 {number} 号操作：{what} 后来已用在{child}（第 {later} 号操作）。")
        hint = _("请从新到旧依次撤销，先撤销第 {later} 号：leifeng undo {later}")
        later = last_touching(tx.conn, first.table, first.row_id)
    else:
        image = _last_image(tx, first.parent, first.parent_id)
        what = called(first.parent, first.parent_id, image)
        message = _("不能撤销第 {number} 号操作：{child} 要用到的{what} 已被第 {later} 号操作撤销。")
        hint = _("请先恢复它：leifeng undo {later}")
        later = last_touching(tx.conn, first.parent, first.parent_id)
    raise Conflict(message.format(number=number, what=what, child=child, later=later), hint=hint.format(later=later))
