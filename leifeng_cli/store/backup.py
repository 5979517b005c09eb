"""Copies of the file that are known to be good before they are called backups."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from pathlib import Path

from leifeng_cli.errors import Conflict, DamagedDatabase, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.store.connection import connect


def file_digest(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _copy(conn: sqlite3.Connection, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    copy = connect(target)
    try:
        conn.backup(copy)
        problem = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if problem != "ok":
            raise DamagedDatabase(_("数据文件结构已损坏，备份作废：{problem}").format(problem=problem))
    finally:
        copy.close()


def _sync(path: Path) -> None:
    with path.open("rb+") as f:
        os.fsync(f.fileno())


def backup_to(conn: sqlite3.Connection, target: Path) -> str:
    """Copy the open file to ``target`` through the backup API, check it, note its SHA-256 beside it.

    Returns the digest. Raises Conflict where the target exists: a backup never overwrites one.
    """
    if target.exists():
        raise Conflict(_("{path} 已存在，备份从不覆盖旧文件。").format(path=target), hint=_("请换一个文件名。"))
    if not target.parent.is_dir():
        raise InvalidInput(_("文件夹不存在：{path}").format(path=target.parent))
    draft = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        _copy(conn, draft)
        _sync(draft)
        digest = file_digest(draft)
        note = target.with_name(target.name + ".sha256")
        handle = os.open(note, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as f:
            f.write(f"{digest}  {target.name}\n")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return digest


def backup_beside(conn: sqlite3.Connection, path: Path, *, label: str) -> Path:
    """A backup in the folder ``<file>.backups`` beside the file, under a name not yet taken."""
    folder = path.with_name(path.name + ".backups")
    folder.mkdir(mode=0o700, exist_ok=True)
    number = 1
    while True:
        target = folder / f"{path.stem}-{label}-{number:03d}.db"
        if not target.exists():
            try:
                backup_to(conn, target)
            except Conflict:
                pass  # somebody else took the name between the look and the copy
            else:
                return target
        number += 1


def noted_digest(path: Path) -> str | None:
    """The digest written down when the backup was made, or None where the note is missing."""
    note = path.with_name(path.name + ".sha256")
    return note.read_text(encoding="utf-8").split()[0] if note.is_file() else None
