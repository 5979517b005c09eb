"""Copies of the file that are known to be good before they are called backups."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import sqlite3
from pathlib import Path

from leifeng_cli.errors import Conflict, DamagedDatabase, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.store.connection import connect
from leifeng_cli.store.faults import disk_faults, faults_translated, locked


def file_digest(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _stop_when_locked(status: int, _remaining: int, _total: int) -> None:
    """Python would try a locked file again without end; the busy timeout has been waited for by now."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise locked()


def _copy(conn: sqlite3.Connection, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    copy = connect(target)
    try:
        conn.backup(copy, progress=_stop_when_locked)
        problem = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if problem != "ok":
            raise DamagedDatabase(_("数据文件结构已损坏，备份作废：{problem}").format(problem=problem))
    finally:
        copy.close()


def _sync(path: Path) -> None:
    with path.open("rb+") as f:
        os.fsync(f.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def backup_to(conn: sqlite3.Connection, target: Path) -> str:
    """Copy the open file to ``target`` through the backup API, check it, note its SHA-256 beside it.

    Returns the digest. Raises Conflict where the target exists: a backup never overwrites one.
    """
    with disk_faults(_("写备份"), target):
        _check_target(target)
    draft = target.with_name(f".leifeng-{secrets.token_hex(6)}.tmp")
    with disk_faults(_("写备份"), target), faults_translated():
        try:
            _copy(conn, draft)
            _sync(draft)
            digest = file_digest(draft)
            _publish(draft, target)
            _write_note(target, digest)
            _sync_folder(target.parent)
        finally:
            draft.unlink(missing_ok=True)
    return digest


def _check_target(target: Path) -> None:
    if target.is_dir():
        raise InvalidInput(_("{path} 是文件夹。").format(path=target), hint=_("请在后面加上文件名。"))
    if os.path.lexists(target):
        raise _exists(target)
    if not target.parent.is_dir():
        raise InvalidInput(_("文件夹不存在：{path}").format(path=target.parent), hint=_("请先建好文件夹。"))


def _exists(target: Path) -> Conflict:
    return Conflict(_("{path} 已存在，备份从不覆盖旧文件。").format(path=target), hint=_("请换一个文件名。"))


def _publish(draft: Path, target: Path) -> None:
    """Give the finished copy its name; of two that want the same name one wins, which a rename would not see to."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise _exists(target) from None
    except OSError:  # file systems without hard links, FAT for one
        if os.path.lexists(target):
            raise _exists(target) from None
        draft.rename(target)


def _write_note(target: Path, digest: str) -> None:
    handle = os.open(_note(target), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as f:
        f.write(f"{digest}  {target.name}\n")


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def folder_beside(path: Path) -> Path:
    """Where the backups of a file are kept when nobody says otherwise."""
    return path.with_name(path.name + ".backups")


def make_folder_beside(path: Path) -> Path:
    folder = folder_beside(path)
    with disk_faults(_("建立备份文件夹"), folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def backup_beside(conn: sqlite3.Connection, path: Path, *, label: str) -> Path:
    """A backup in the folder ``<file>.backups`` beside the file, under a name not yet taken."""
    folder = make_folder_beside(path)
    number = 1
    while True:
        target = folder / f"{path.stem}-{label}-{number:03d}.db"
        if not os.path.lexists(target):
            with contextlib.suppress(Conflict):  # somebody else took the name between the look and the copy
                backup_to(conn, target)
                return target
        number += 1


def noted_digest(path: Path) -> str | None:
    """The digest written down when the backup was made, or None where the note is missing or says nothing."""
    try:
        words = _note(path).read_text(encoding="utf-8", errors="replace").split()
    except FileNotFoundError:
        return None
    return words[0] if words else None


def private_copy(source: Path, target: Path) -> None:
    """The bytes of a file in a new one that only its owner can read, on disk before this returns."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    shutil.copyfile(source, target)
    _sync(target)


def exchange(conn: sqlite3.Connection, path: Path, source: Path, *, label: str) -> Path:
    """Back the open file up beside itself and put the content of ``source`` into it; returns the backup's path.

    The file is overwritten in one transaction, which a crash rolls back. Nobody reads or writes between
    the two steps, and who waits to write goes on with the new content, in the same file.
    """
    # In this order: in exclusive mode a wait for the lock would itself hold a shared one, which the writer waited
    # for could never get past.
    conn.execute("BEGIN EXCLUSIVE")
    conn.execute("PRAGMA locking_mode=EXCLUSIVE")  # the lock taken is held until the connection closes
    conn.execute("COMMIT")
    kept = backup_beside(conn, path, label=label)
    good = connect(source, mode="ro")
    try:
        good.backup(conn, progress=_stop_when_locked)
    finally:
        good.close()
    return kept


def replace_file(source: Path, path: Path) -> None:
    """Put a copy of ``source`` where nothing, or nothing that can be opened, is; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".leifeng-{secrets.token_hex(6)}.tmp")
    try:
        private_copy(source, draft)
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def keep_bytes(path: Path, target: Path) -> None:
    """Move what cannot be opened out of the way, with the journal a crash left, which must not meet another file."""
    private_copy(path, target)
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        journal.replace(target.with_name(target.name + "-journal"))


def credited_totals(conn: sqlite3.Connection) -> tuple[int, int]:
    """(how many records count, seconds credited by them)."""
    count, seconds = conn.execute(
        "SELECT COUNT(*), COALESCE(SUM(seconds), 0) FROM service_record WHERE status = 'credited'"
    ).fetchone()
    return count, seconds
