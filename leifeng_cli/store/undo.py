"""Taking an operation back: the opposite of each of its changes, as a new operation."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from leifeng_cli.errors import Conflict, NotFound
from leifeng_cli.messages import _
from leifeng_cli.store.journal import DIGEST_BYTES, Change, Transaction, read_changes, row_digest


@dataclass(frozen=True)
class Operation:
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
SELECT o.id, o.at, o.operator, o.command, o.summary, o.reason, o.undoes,
       (SELECT MAX(u.id) FROM operation AS u WHERE u.undoes = o.id) AS undone_by,
       COALESCE((SELECT SUM(c.last_row - c.first_row + 1) FROM change AS c WHERE c.operation_id = o.id), 0) AS rows,
       o.hash
FROM operation AS o
"""


def operations(conn: sqlite3.Connection, *, limit: int | None = None) -> list[Operation]:
    """The journal, newest first."""
    rows = conn.execute(_OPERATIONS + " ORDER BY o.id DESC LIMIT ?", (-1 if limit is None else limit,))
    return [Operation(*row) for row in rows]


def operation(conn: sqlite3.Connection, number: int) -> Operation:
    row = conn.execute(_OPERATIONS + " WHERE o.id=?", (number,)).fetchone()
    if row is None:
        raise NotFound(_("没有第 {number} 号操作。").format(number=number), hint=_("用 leifeng log 查看操作编号。"))
    return Operation(*row)


def is_undone(conn: sqlite3.Connection, number: int) -> bool:
    """Whether the operation's effect is gone: it was undone, and that undoing was not itself undone."""
    later = conn.execute("SELECT MAX(id) FROM operation WHERE undoes=?", (number,)).fetchone()[0]
    return later is not None and not is_undone(conn, later)


def last_undoable(conn: sqlite3.Connection) -> int:
    """The newest operation still in effect that changed rows and is not itself an undoing."""
    for (number,) in conn.execute(
        "SELECT o.id FROM operation AS o WHERE o.undoes IS NULL AND o.command <> 'init'"
        " AND EXISTS (SELECT 1 FROM change AS c WHERE c.operation_id = o.id) ORDER BY o.id DESC"
    ):
        if not is_undone(conn, number):
            return int(number)
    raise NotFound(_("没有可以撤销的操作。"))


def undo(tx: Transaction, number: int) -> int:
    """Apply the opposite of operation ``number``; returns how many rows changed.

    Raises Conflict, naming the row, where one of its rows has been changed since.
    """
    if operation(tx.conn, number).command == "init":
        raise Conflict(_("建立数据文件不能撤销。"), hint=_("不要这个文件了，直接移走即可。"))
    if is_undone(tx.conn, number):
        raise Conflict(_("第 {number} 号操作已经撤销过了。").format(number=number))
    changes = [change for _op, change in read_changes(tx.conn, number)]
    if not changes:
        raise Conflict(_("第 {number} 号操作没有改动任何记录，无需撤销。").format(number=number))
    count = 0
    tx.conn.execute("PRAGMA defer_foreign_keys=ON")  # parents and children may come back in either order
    for change in reversed(changes):
        count += _UNDO[change.kind](tx, change, number)
    return count


def _changed_since(change: Change, row_id: int, number: int) -> Conflict:
    return Conflict(
        _("不能撤销第 {number} 号操作：{table} 的第 {row} 行后来又被改过。").format(
            number=number, table=change.table, row=row_id
        ),
        hint=_("请先用 leifeng log 找到后来的操作，从新到旧依次撤销。"),
    )


def _uninsert(tx: Transaction, change: Change, number: int) -> int:
    for offset, row_id in reversed(list(enumerate(range(change.first_row, change.last_row + 1)))):
        row = tx.row(change.table, row_id)
        expected = bytes(change.digests[offset * DIGEST_BYTES : (offset + 1) * DIGEST_BYTES])
        if row is None or row_digest([row.get(c) for c in change.columns]) != expected:
            raise _changed_since(change, row_id, number)
        tx.delete(change.table, row_id)
    return change.last_row - change.first_row + 1


def _unupdate(tx: Transaction, change: Change, number: int) -> int:
    assert change.before is not None and change.after is not None
    row = tx.row(change.table, change.first_row)
    if row is None or any(row.get(k) != v for k, v in change.after.items()):
        raise _changed_since(change, change.first_row, number)
    tx.update(change.table, change.first_row, change.before)
    return 1


def _undelete(tx: Transaction, change: Change, number: int) -> int:
    before: dict[str, Any] | None = change.before
    assert before is not None
    if tx.row(change.table, change.first_row) is not None:
        raise _changed_since(change, change.first_row, number)
    tx.insert(change.table, before)
    return 1


_UNDO = {"insert": _uninsert, "update": _unupdate, "delete": _undelete}
