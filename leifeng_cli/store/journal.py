"""Every write goes through here: one transaction, one operation, and what it changed.

An operation holds the hash of the one before it, so history cannot be rewritten without the head
changing. A change of kind insert covers a run of rows and keeps a digest per row instead of images;
update and delete keep what the row was before, update also what it became.
"""

from __future__ import annotations

import hashlib
import json
import signal
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.messages import _
from leifeng_cli.store.faults import faults_translated

GENESIS = "0" * 64
DIGEST_BYTES = 16
UNREADABLE = "unreadable"

#: What the journal itself is made of. Every other table of the schema is journalled.
_OWN = frozenset({"operation", "change", "sequence"})

Row = Mapping[str, Any]


def journalled(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The tables whose rows are journalled, in the order they were made: all of ours but the journal's own.

    Names come from the schema, which only migrations write: they may be put into SQL text, and nothing else may.
    """
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
    return tuple(n for n in names if n not in _OWN and not n.startswith(("sqlite_", "_sqlite_")))


def canonical(value: object) -> str:
    """One text per value whatever the machine: the hashes depend on it, so it must never change."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row_digest(values: Sequence[Any]) -> bytes:
    return hashlib.blake2b(canonical(list(values)).encode(), digest_size=DIGEST_BYTES).digest()


@dataclass
class Change:
    """Rows ``first_row`` to ``last_row`` of a table; before and after are images of a single row."""

    table: str
    kind: str
    first_row: int
    last_row: int
    columns: tuple[str, ...] = ()
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    digests: bytearray = field(default_factory=bytearray)

    def sealed(self) -> list[Any]:
        """What of the change goes into the operation's hash: all of it."""
        return [
            self.table, self.kind, self.first_row, self.last_row,
            list(self.columns), self.before, self.after, self.digests.hex(),
        ]  # fmt: skip


def operation_hash(
    previous: str,
    number: int,
    at: str,
    operator: str,
    command: str,
    summary: str,
    reason: str | None,
    undoes: int | None,
    changes: Iterable[Change],
) -> str:
    h = hashlib.sha256(canonical([previous, number, at, operator, command, summary, reason, undoes]).encode())
    for change in changes:
        h.update(canonical(change.sealed()).encode())
    return h.hexdigest()


class Transaction:
    """An open write transaction. Use :func:`write` to get one; nothing else may write."""

    def __init__(self, conn: sqlite3.Connection, number: int, at: str, operator: str) -> None:
        self.conn = conn
        self.tables = frozenset(journalled(conn))
        self.number = number
        self.at = at
        self.operator = operator
        self.summary = ""
        self.changes: list[Change] = []
        self.worth_keeping = False
        #: Numbers of those whom a settling rule moved up, for whoever tells it.
        self.moved_up: list[str] = []
        #: Whether what was done is meant to hold together; not once it was given up.
        self.stands = True
        self._discard = False

    def insert(self, table: str, row: Row) -> int:
        """Insert one row and return its id."""
        columns = tuple(row)
        return self.insert_many(table, columns, [tuple(row.values())])[0]

    def insert_many(self, table: str, columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> list[int]:
        """Insert rows given as sequences in the order of ``columns``; returns their ids."""
        assert table in self.tables
        marks = ",".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})"
        execute = self.conn.execute
        given = columns.index("id") if "id" in columns else None
        kept = tuple(c for c in columns if c != "id")
        ids = []
        for row in rows:
            row_id = execute(sql, row).lastrowid
            assert row_id is not None
            values = row if given is None else [*row[:given], *row[given + 1 :]]
            self._note_insert(table, kept, row_id, row_digest(values))
            ids.append(row_id)
        return ids

    def _note_insert(self, table: str, columns: tuple[str, ...], row_id: int, digest: bytes) -> None:
        last = self.changes[-1] if self.changes else None
        if (
            last is not None
            and last.kind == "insert"
            and last.table == table
            and last.last_row + 1 == row_id
            and last.columns == columns
        ):
            last.last_row = row_id
            last.digests += digest
        else:
            self.changes.append(Change(table, "insert", row_id, row_id, columns, digests=bytearray(digest)))

    def row(self, table: str, row_id: int) -> dict[str, Any] | None:
        assert table in self.tables
        cursor = self.conn.execute(f"SELECT * FROM {table} WHERE id=?", (row_id,))
        found = cursor.fetchone()
        return None if found is None else dict(zip([d[0] for d in cursor.description], found, strict=True))

    def touched(self, table: str) -> list[int]:
        """Ids of the rows of a table this transaction has written so far and not deleted."""
        found: dict[int, bool] = {}
        for change in self.changes:
            if change.table == table:
                found.update(dict.fromkeys(range(change.first_row, change.last_row + 1), change.kind != "delete"))
        return [row_id for row_id, there in found.items() if there]

    def values(self, table: str, column: str) -> set[int]:
        """The values a column has in the rows changed so far, before and after: a row that is gone counts too."""
        assert table in self.tables
        found: set[int | None] = set()
        for change in self.changes:
            if change.table != table:
                continue
            if change.kind == "insert":
                sql = f"SELECT DISTINCT {column} FROM {table} WHERE id BETWEEN ? AND ?"
                found.update(value for (value,) in self.conn.execute(sql, (change.first_row, change.last_row)))
            else:
                found.update(image.get(column) for image in (change.before, change.after) if image)
        return {value for value in found if value is not None}

    def update(self, table: str, row_id: int, changes: Row) -> bool:
        """Set columns of one row. Returns False, and writes nothing, where they hold these values already."""
        before = self.row(table, row_id)
        assert before is not None
        different = {k: v for k, v in changes.items() if before[k] != v}
        if not different:
            return False
        sets = ",".join(f"{c}=?" for c in different)
        self.conn.execute(f"UPDATE {table} SET {sets} WHERE id=?", (*different.values(), row_id))
        self.changes.append(Change(table, "update", row_id, row_id, before=before, after={**before, **different}))
        return True

    def delete(self, table: str, row_id: int) -> None:
        """Take a row out. Only undo does this, and only to a row nothing has happened to since."""
        before = self.row(table, row_id)
        assert before is not None
        self.conn.execute(f"DELETE FROM {table} WHERE id=?", (row_id,))
        self.changes.append(Change(table, "delete", row_id, row_id, before=before))

    def next_number(self, noun: str, prefix: str, width: int = 6) -> str:
        """The next number of a register. Numbers given away once are never given again, undo or not."""
        last = self._sequence(noun) + 1
        self._set_sequence(noun, last)
        return f"{prefix}{last:0{width}d}"

    def reserve_number(self, noun: str, prefix: str, number: str) -> None:
        """Note a number that came from outside, so that it is not given to somebody else."""
        digits = number.removeprefix(prefix)
        if digits.isascii() and digits.isdigit() and len(digits) <= 12 and int(digits) > self._sequence(noun):
            self._set_sequence(noun, int(digits))

    def _sequence(self, noun: str) -> int:
        found = self.conn.execute("SELECT last FROM sequence WHERE noun=?", (noun,)).fetchone()
        return found[0] if found else 0

    def _set_sequence(self, noun: str, last: int) -> None:
        self.conn.execute(
            "INSERT INTO sequence (noun, last) VALUES (?, ?) ON CONFLICT (noun) DO UPDATE SET last=excluded.last",
            (noun, last),
        )

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Take back everything done inside where it ends in an error, and let the error out."""
        mark = len(self.changes)
        self.conn.execute("SAVEPOINT attempt")
        before = [(c.last_row, len(c.digests)) for c in self.changes[-1:]]
        try:
            yield
        except BaseException:
            if self.conn.in_transaction:  # a full disk has rolled everything back already
                self.conn.execute("ROLLBACK TO attempt")
                self.conn.execute("RELEASE attempt")
            del self.changes[mark:]
            if before:  # the run of inserts before the mark may have grown
                self.changes[-1].last_row, length = before[0]
                del self.changes[-1].digests[length:]
            raise
        self.conn.execute("RELEASE attempt")

    def keep_record(self) -> None:
        """Write the operation down even if no row changed: a look at unmasked data, for one."""
        self.worth_keeping = True

    def discard(self, *, rehearsed: bool = True) -> None:
        """Keep nothing of this transaction. A rehearsal is held to every rule, what was given up half way to none."""
        self._discard = True
        self.stands = rehearsed


@contextmanager
def write(
    conn: sqlite3.Connection,
    *,
    at: str,
    operator: str,
    command: str,
    summary: str = "",
    reason: str | None = None,
    undoes: int | None = None,
) -> Iterator[Transaction]:
    """The one way to write: BEGIN IMMEDIATE, the work, the operation with its hash, COMMIT.

    An error or Ctrl-C inside leaves the file as it was. A transaction that changed nothing leaves no
    operation. Raises the DatabaseError family for what SQLite reports.
    """
    with faults_translated():
        conn.execute("BEGIN IMMEDIATE")
        try:
            number, previous = chain_head(conn)
            tx = Transaction(conn, number + 1, at, operator)
            tx.summary = summary
            yield tx
            if tx._discard or not (tx.changes or tx.worth_keeping):
                conn.execute("ROLLBACK")
                return
            _seal(tx, previous, command, reason, undoes)
            with _too_late_to_interrupt():
                conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise


@contextmanager
def _too_late_to_interrupt() -> Iterator[None]:
    """Ctrl-C during the commit itself comes too late: it must not claim that nothing was written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def chain_head(conn: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last operation; (0, zeros) before the first."""
    head = conn.execute("SELECT id, hash FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    return (head[0], head[1]) if head else (0, GENESIS)


def _seal(tx: Transaction, previous: str, command: str, reason: str | None, undoes: int | None) -> None:
    summary = tx.summary or _("（无说明）")
    digest = operation_hash(
        previous, tx.number, tx.at, tx.operator, command, summary, reason, undoes, tx.changes
    )  # fmt: skip
    tx.conn.execute(
        "INSERT INTO operation (id, at, operator, command, summary, reason, undoes, previous_hash, hash)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        (tx.number, tx.at, tx.operator, command, summary, reason, undoes, previous, digest),
    )
    tx.conn.executemany(
        "INSERT INTO change (operation_id, table_name, kind, first_row, last_row, columns, before, after, digests)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        [
            (
                tx.number,
                c.table,
                c.kind,
                c.first_row,
                c.last_row,
                canonical(list(c.columns)) if c.columns else None,
                canonical(c.before) if c.before is not None else None,
                canonical(c.after) if c.after is not None else None,
                bytes(c.digests) or None,
            )
            for c in tx.changes
        ],
    )


_CHANGES = "SELECT operation_id, table_name, kind, first_row, last_row, columns, before, after, digests FROM change"


def read_changes(conn: sqlite3.Connection, operation: int | None = None) -> Iterator[tuple[int, Change]]:
    """(operation id, change) in the order they were made; of one operation, or of all.

    A change that another tool has made unreadable comes back with the kind "unreadable", which no
    hash of an operation accounts for.
    """
    where = "" if operation is None else " WHERE operation_id=?"
    args = () if operation is None else (operation,)
    tables = frozenset(journalled(conn))
    for op, *stored in conn.execute(f"{_CHANGES}{where} ORDER BY id", args):
        yield op, _change(tables, *stored)


def _change(
    tables: Collection[str],
    table: str,
    kind: str,
    first: int,
    last: int,
    columns: str | None,
    before: str | None,
    after: str | None,
    digests: bytes | None,
) -> Change:
    try:
        change = Change(
            table,
            kind,
            first,
            last,
            tuple(json.loads(columns)) if columns else (),
            json.loads(before) if before else None,
            json.loads(after) if after else None,
            bytearray(digests or b""),
        )
    except (ValueError, TypeError, RecursionError):
        return Change(table, UNREADABLE, first, last)
    return change if table in tables and _is_sound(change) else Change(table, UNREADABLE, first, last)


def _is_sound(change: Change) -> bool:
    """Whether the parts fit each other as the program writes them, so that a reader may rely on it."""
    if change.kind == "insert":
        return len(change.digests) == (change.last_row - change.first_row + 1) * DIGEST_BYTES
    images = (change.before, change.after) if change.kind == "update" else (change.before,)
    return change.first_row == change.last_row and all(isinstance(image, dict) for image in images)
