"""Unit settings and the policies in force, both journalled like everything else."""

from __future__ import annotations

import sqlite3

from leifeng_cli.store.journal import Transaction


def read_settings(conn: sqlite3.Connection) -> dict[str, str]:
    return dict(conn.execute("SELECT name, value FROM setting ORDER BY name").fetchall())


def write_setting(tx: Transaction, name: str, value: str) -> None:
    found = tx.conn.execute("SELECT id FROM setting WHERE name=?", (name,)).fetchone()
    if found:
        tx.update("setting", found[0], {"value": value})
    else:
        tx.insert("setting", {"name": name, "value": value})


def policy_uses(conn: sqlite3.Connection, kind: str) -> list[tuple[str, str, str]]:
    """(from date, name, text) of the policies of a kind, the latest first."""
    return conn.execute(
        "SELECT from_date, name, text FROM policy_use WHERE kind=? ORDER BY from_date DESC, id DESC", (kind,)
    ).fetchall()
