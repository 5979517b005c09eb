"""Whether the file still says what the journal says was written: the chain, then every row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from leifeng_cli.messages import _
from leifeng_cli.store.journal import (
    DIGEST_BYTES,
    GENESIS,
    UNREADABLE,
    Change,
    journalled,
    operation_hash,
    read_changes,
)
from leifeng_cli.store.rows import called, column_defaults, is_as_imaged, is_as_inserted


@dataclass(frozen=True)
class Finding:
    """Something the journal does not account for. ``row`` is the table's row id, None for the file itself.

    ``what`` is the row as a person knows it (志愿者 V000003); ``message`` is a sentence that names it too.
    """

    table: str
    row: int | None
    what: str
    message: str


#: What a row should be by the journal: a full image; columns with their digest; None where it was deleted.
_Expected = dict[str, Any] | tuple[tuple[str, ...], bytes] | None
_Ledger = dict[str, dict[int, _Expected]]


def verify(conn: sqlite3.Connection) -> list[Finding]:
    """Findings, the chain's first; an empty list where everything is as it was written."""
    integrity = [r[0] for r in conn.execute("PRAGMA integrity_check") if r[0] != "ok"]
    file = _("数据文件")
    findings = [Finding("", None, file, _("文件结构检查：{problem}").format(problem=p)) for p in integrity]
    with _any_text(conn):
        changes: dict[int, list[Change]] = {}
        for number, change in read_changes(conn):
            changes.setdefault(number, []).append(change)
        findings.extend(_chain(conn, changes))
        ledger = _ledger(change for number in sorted(changes) for change in changes[number])
        for table in journalled(conn):
            findings.extend(_rows(conn, table, ledger.get(table, {})))
    return findings


@contextmanager
def _any_text(conn: sqlite3.Connection) -> Iterator[None]:
    """Bytes that are no text, which only another tool can have put there, must be found and not end the search."""
    conn.text_factory = lambda raw: str(raw, "utf-8", "replace")
    try:
        yield
    finally:
        conn.text_factory = str


def _ledger(changes: Iterator[Change]) -> _Ledger:
    ledger: _Ledger = {}
    for change in changes:
        if change.kind == UNREADABLE:
            continue  # its operation is a finding already
        rows = ledger.setdefault(change.table, {})
        if change.kind == "insert":
            for offset in range(change.last_row - change.first_row + 1):
                digest = bytes(change.digests[offset * DIGEST_BYTES : (offset + 1) * DIGEST_BYTES])
                rows[change.first_row + offset] = (change.columns, digest)
        else:
            rows[change.first_row] = change.after if change.kind == "update" else None
    return ledger


def _chain(conn: sqlite3.Connection, changes: dict[int, list[Change]]) -> Iterator[Finding]:
    """Walk the operations; the first broken link is enough, everything after it is in doubt."""
    previous, last = GENESIS, 0
    for number, at, operator, command, summary, reason, undoes, before, digest in conn.execute(
        "SELECT id, at, operator, command, summary, reason, undoes, previous_hash, hash FROM operation ORDER BY id"
    ):
        if number != last + 1:
            yield _link(number, _("第 {n} 号操作之前缺了操作。").format(n=number))
            return
        if before != previous:
            yield _link(number, _("第 {n} 号操作与前一号操作接不上，两者之一被其他工具改过。").format(n=number))
            return
        mine = changes.get(number, [])
        if digest != operation_hash(previous, number, at, operator, command, summary, reason, undoes, mine):
            yield _link(number, _("第 {n} 号操作或其改动记录被其他工具改过，与校验值不符。").format(n=number))
            return
        previous, last = digest, number
    for number in sorted(n for n in changes if not 1 <= n <= last):
        yield _link(number, _("有改动记录属于第 {n} 号操作，而操作记录里没有这一号。").format(n=number))
    written = conn.execute("SELECT MAX(seq) FROM sqlite_sequence WHERE name = 'operation'").fetchone()[0]
    if (written or 0) > last:
        yield _link(
            written, _("操作记录缺了末尾：曾写到第 {n} 号，现在只到第 {last} 号。").format(n=written, last=last)
        )


def _link(number: int, message: str) -> Finding:
    return Finding("operation", number, _("第 {n} 号操作").format(n=number), message)


def _rows(conn: sqlite3.Connection, table: str, expected: dict[int, _Expected]) -> Iterator[Finding]:
    defaults = column_defaults(conn, table)
    cursor = conn.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [d[0] for d in cursor.description]
    seen = set()
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        seen.add(row["id"])
        want = expected.get(row["id"])
        if want is None:
            yield _about(table, row["id"], row, _("{what} 不是本程序写入的，或已被撤销。"))
        elif not _as_written(table, row, want, defaults):
            yield _about(table, row["id"], row, _("{what} 被其他工具改过。"))
    for row_id, want in expected.items():
        if want is not None and row_id not in seen:
            yield _about(table, row_id, want if isinstance(want, dict) else None, _("{what} 被其他工具删掉了。"))


def _about(table: str, row_id: int, row: dict[str, Any] | None, message: str) -> Finding:
    what = called(table, row_id, row)
    return Finding(table, row_id, what, message.format(what=what))


def _as_written(
    table: str, row: dict[str, Any], want: dict[str, Any] | tuple[tuple[str, ...], bytes], defaults: Any
) -> bool:
    if isinstance(want, dict):
        return is_as_imaged(table, row, want, defaults)
    return is_as_inserted(table, row, *want, defaults)
