"""What a row is called when the program speaks of it, and whether it is still as it was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from leifeng_cli.domain.registers import row_titles
from leifeng_cli.messages import _
from leifeng_cli.store.journal import row_digest
from leifeng_cli.store.recoded import as_kept, recoded

Row = Mapping[str, Any]


def title(table: str) -> str:
    """志愿者, 服务记录, …: a journalled table as a person calls it."""
    return _(row_titles().get(table, table))


def called(table: str, row_id: int, row: Row | None) -> str:
    """A row as a person would know it again: by its number or name, else by the table's count."""
    known = row or {}
    if table in ("setting", "policy_use") and known.get("name"):
        return f"{title(table)} {known['name']}"
    if known.get("number"):
        return f"{title(table)} {known['number']}"
    return _("{title} {id}").format(title=title(table), id=row_id)


def column_defaults(conn: sqlite3.Connection, table: str) -> dict[str, Any]:
    """Column defaults: what a column added later holds in rows written before it was there."""
    found = {}
    for _cid, name, _type, _notnull, default, _pk in conn.execute(f"PRAGMA table_info({table})").fetchall():
        found[name] = None if default is None else conn.execute(f"SELECT {default}").fetchone()[0]
    return found


def is_as_inserted(table: str, row: Row, columns: Sequence[str], digest: bytes, defaults: Row) -> bool:
    """Whether a row still holds what its insert wrote, and in every other column nothing but the default."""
    if not any(row_digest([kept.get(c) for c in columns]) == digest for kept in as_kept(table, row)):
        return False
    written = {*columns, "id"}
    return all(row[c] == defaults[c] for c in row if c not in written)


def is_as_imaged(table: str, row: Row, image: Row, defaults: Row) -> bool:
    """Whether a row still equals an image, which may be older than some of its columns."""
    then = recoded(table, image)
    return all(row[c] == then.get(c, defaults[c]) for c in row)
