"""Bringing a file to this program's schema, once, whoever comes first."""

from __future__ import annotations

import os
import secrets
import sqlite3
from importlib import import_module
from pathlib import Path

from leifeng_cli.store import migrations
from leifeng_cli.store.backup import backup_beside
from leifeng_cli.store.connection import APPLICATION_ID, connect


def _steps() -> object:
    from sqlite_utils import Migrations  # costs a tenth of a second; only a file that needs it pays

    steps = Migrations("leifeng")
    for name in migrations.names():
        module = import_module(f"{migrations.__name__}.{name}")

        def run(db: object, statements: tuple[str, ...] = module.STATEMENTS) -> None:
            for statement in statements:
                db.execute(statement)  # type: ignore[attr-defined]

        steps(name=name)(run)
    return steps


def _apply(conn: sqlite3.Connection) -> None:
    """Apply what is pending under one immediate transaction.

    sqlite-utils looks for pending steps outside any lock and opens deferred transactions; inside
    ours its own become savepoints, and the second of two first-runs finds nothing left to do.
    """
    from sqlite_utils import Database

    conn.execute("BEGIN IMMEDIATE")
    try:
        if conn.execute("PRAGMA user_version").fetchone()[0] < migrations.latest_version():
            _steps().apply(Database(conn, execute_plugins=False, recursive_triggers=False))  # type: ignore[attr-defined]
            conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
            conn.execute(f"PRAGMA user_version={migrations.latest_version()}")
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def upgrade(conn: sqlite3.Connection, path: Path, version: int) -> Path:
    """Back the file up beside itself, then bring it to the latest version. Returns the backup's path."""
    kept = backup_beside(conn, path, label=f"v{version}")
    _apply(conn)
    return kept


def create(path: Path) -> bool:
    """Make a new file with the latest schema, readable by its owner only.

    The file is built under another name and linked into place, so nobody ever sees half of it, and of
    two that create it at once one wins. Returns False where the file was there already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".leifeng-{secrets.token_hex(6)}.tmp")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        conn = connect(draft)
        try:
            _apply(conn)
        finally:
            conn.close()
        try:
            os.link(draft, path)
        except FileExistsError:
            return False
        except OSError:  # file systems without hard links, FAT for one
            if path.exists():
                return False
            draft.rename(path)
        return True
    finally:
        draft.unlink(missing_ok=True)
