"""Whether the file still says what the journal says was written: the chain, then every row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.messages import _
from leifeng_cli.store.journal import (
    DIGEST_BYTES,
    GENESIS,
    JOURNALLED,
    Change,
    operation_hash,
    read_changes,
    row_digest,
)


@dataclass(frozen=True)
class Finding:
    """Something the journal does not account for. ``row`` is the table's row id, None for the chain itself."""

    table: str
    row: int | None
    message: str


@dataclass
class _Expected:
    """What a row should be by the journal: a full image, or columns and their digest."""

    columns: tuple[str, ...] = ()
    digest: bytes = b""
    image: dict[str, Any] | None = None


@dataclass
class _Ledger:
    rows: dict[tuple[str, int], _Expected | None] = field(default_factory=dict)

    def apply(self, change: Change) -> None:
        if change.kind == "insert":
            for offset, row_id in enumerate(range(change.first_row, change.last_row + 1)):
                digest = bytes(change.digests[offset * DIGEST_BYTES : (offset + 1) * DIGEST_BYTES])
                self.rows[change.table, row_id] = _Expected(change.columns, digest)
        elif change.kind == "update":
            self.rows[change.table, change.first_row] = _Expected(image=change.after)
        else:
            self.rows[change.table, change.first_row] = None


def verify(conn: sqlite3.Connection) -> list[Finding]:
    """Findings, the chain's first; an empty list where everything is as it was written."""
    integrity = [r[0] for r in conn.execute("PRAGMA integrity_check") if r[0] != "ok"]
    findings = [Finding("", None, _("文件结构检查：{problem}").format(problem=p)) for p in integrity]
    findings.extend(_chain(conn))
    ledger = _Ledger()
    for _op, change in read_changes(conn):
        ledger.apply(change)
    for table in sorted(JOURNALLED):
        findings.extend(_rows(conn, table, ledger))
    return findings


def _chain(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Walk the operations; the first broken link is enough, everything after it is in doubt."""
    changes: dict[int, list[Change]] = {}
    for number, change in read_changes(conn):
        changes.setdefault(number, []).append(change)
    previous, last = GENESIS, 0
    for number, at, operator, command, summary, reason, undoes, before, digest in conn.execute(
        "SELECT id, at, operator, command, summary, reason, undoes, previous_hash, hash FROM operation ORDER BY id"
    ):
        mine = changes.pop(number, [])
        if number != last + 1:
            yield Finding("operation", number, _("第 {n} 号操作之前缺了操作。").format(n=number))
            return
        if before != previous or digest != operation_hash(
            previous, number, at, operator, command, summary, reason, undoes, mine
        ):
            yield Finding("operation", number, _("第 {n} 号操作的内容与其校验值不符。").format(n=number))
            return
        previous, last = digest, number
    for number in changes:
        yield Finding("change", number, _("有改动记录不属于任何操作（{n}）。").format(n=number))


def _defaults(conn: sqlite3.Connection, table: str) -> dict[str, Any]:
    """Column defaults: what a column added later holds in rows written before it was there."""
    found = {}
    for _cid, name, _type, _notnull, default, _pk in conn.execute(f"PRAGMA table_info({table})"):
        found[name] = None if default is None else conn.execute(f"SELECT {default}").fetchone()[0]
    return found


def _rows(conn: sqlite3.Connection, table: str, ledger: _Ledger) -> Iterator[Finding]:
    defaults = _defaults(conn, table)
    expected = {row: e for (name, row), e in ledger.rows.items() if name == table}
    cursor = conn.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [d[0] for d in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        want = expected.pop(row["id"], None)
        if want is None:
            yield Finding(table, row["id"], _("这一行不是本程序写入的（或已被撤销）。"))
        elif not _as_written(row, want, defaults):
            yield Finding(table, row["id"], _("这一行被其他工具改过。"))
    for row_id, want in expected.items():
        if want is not None:
            yield Finding(table, row_id, _("这一行被其他工具删掉了。"))


def _as_written(row: dict[str, Any], want: _Expected, defaults: dict[str, Any]) -> bool:
    if want.image is not None:
        return all(row[c] == want.image.get(c, defaults[c]) for c in row)
    if row_digest([row[c] for c in want.columns]) != want.digest:
        return False
    written = {*want.columns, "id"}
    return all(row[c] == defaults[c] for c in row if c not in written)
