"""Backups: made, proved, brought back."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from leifeng_cli.errors import DamagedDatabase, NotFound, TamperedDatabase
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import verify
from leifeng_cli.store import backup as store
from leifeng_cli.store.connection import check_header, open_file
from leifeng_cli.store.faults import faults_translated


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds, as counted in the copy itself."""

    path: Path
    digest: str
    operations: int
    chain_head: str
    records: int
    seconds: int


def make_backup(ctx: Context, target: Path | None) -> BackupReport:
    """Copy the file while it may be in use; never over another backup. Without a target: beside the file."""
    with ctx.read() as conn:
        stamp = f"{ctx.now:%Y%m%d-%H%M%S}"
        if target is None:
            target = store.backup_beside(conn, ctx.db, label=stamp)
        else:
            store.backup_to(conn, target)
    return check_backup(ctx, target)


def check_backup(ctx: Context, path: Path) -> BackupReport:
    """Prove a backup good: digest as noted, file whole, journal and rows in agreement.

    Works on a private copy, so that the backup itself is not touched. Raises the DatabaseError family.
    """
    check_header(path)
    digest, noted = store.file_digest(path), store.noted_digest(path)
    if noted is not None and noted != digest:
        raise TamperedDatabase(_("备份 {path} 与当初记下的校验值不符。").format(path=path), hint=_("请换用别的备份。"))
    copy = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _private_copy(path, copy)
        inside = replace(ctx, db=copy, notices=[])
        findings, operations, head = verify(inside)
        if findings:
            raise DamagedDatabase(
                _("备份 {path} 内容有 {n} 处不符：{first}").format(
                    path=path, n=len(findings), first=findings[0].message
                )
            )
        with inside.read() as conn:
            count, seconds = conn.execute(
                "SELECT COUNT(*), COALESCE(SUM(seconds), 0) FROM service_record WHERE status = 'credited'"
            ).fetchone()
    finally:
        copy.unlink(missing_ok=True)
        shutil.rmtree(copy.with_name(copy.name + ".backups"), ignore_errors=True)
    return BackupReport(path, digest, operations, head, count, seconds)


def _private_copy(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    shutil.copyfile(source, target)


def list_backups(ctx: Context) -> list[Path]:
    """Backups kept beside the file, oldest first."""
    folder = ctx.db.with_name(ctx.db.name + ".backups")
    return sorted(folder.glob("*.db"), key=lambda p: (p.stat().st_mtime, p.name)) if folder.is_dir() else []


def restore(ctx: Context, source: Path) -> tuple[BackupReport, Path | None]:
    """Put a proved backup in the file's place; the file it replaces is kept. Returns where."""
    if not source.exists():
        raise NotFound(_("没有这个备份文件：{path}").format(path=source))
    report = check_backup(ctx, source)
    kept = _keep_current(ctx)
    draft = ctx.db.with_name(f".{ctx.db.name}.{secrets.token_hex(6)}")
    try:
        _private_copy(source, draft)
        with draft.open("rb+") as f:
            os.fsync(f.fileno())
        draft.replace(ctx.db)
        ctx.db.with_name(ctx.db.name + "-journal").unlink(missing_ok=True)
    finally:
        draft.unlink(missing_ok=True)
    return report, kept


def _keep_current(ctx: Context) -> Path | None:
    """A copy of the file about to be replaced: a backup if it can be opened, else its bytes as they are."""
    if not ctx.db.exists():
        return None
    folder = ctx.db.with_name(ctx.db.name + ".backups")
    folder.mkdir(mode=0o700, exist_ok=True)
    label = f"replaced-{ctx.now:%Y%m%d-%H%M%S}"
    try:
        with faults_translated():
            conn, _version = open_file(ctx.db, wait=ctx.wait)
            try:
                return store.backup_beside(conn, ctx.db, label=label)
            finally:
                conn.close()
    except DamagedDatabase:
        target = folder / f"{ctx.db.stem}-{label}-{secrets.token_hex(3)}.damaged"
        _private_copy(ctx.db, target)
        return target
