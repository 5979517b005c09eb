"""Backups: made, proved, brought back."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from leifeng_cli.errors import Conflict, DamagedDatabase, NotFound, TamperedDatabase
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import verify
from leifeng_cli.store import backup as store
from leifeng_cli.store.connection import check_header, open_file
from leifeng_cli.store.faults import disk_faults, faults_translated


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
    """Copy the file while it may be in use; never over another backup. Without a target: beside the file.

    Raises TamperedDatabase, the copy made nevertheless, where the file itself does not agree with its journal.
    """
    with ctx.read() as conn:
        if target is None:
            target = store.backup_beside(conn, ctx.db, label=f"{ctx.now:%Y%m%d-%H%M%S}")
        else:
            store.backup_to(conn, target)
    try:
        return check_backup(ctx, target)
    except DamagedDatabase as bad:
        raise TamperedDatabase(
            _("已照原样存了一份 {path}，但数据文件本身有问题，不能当作完好的备份。").format(path=target),
            hint=_("请用 leifeng verify 查明；完好的旧备份见 leifeng backup list。"),
        ) from bad


def check_backup(ctx: Context, path: Path) -> BackupReport:
    """Prove a backup good: digest as noted, file whole, journal and rows in agreement.

    Works on a private copy, so that the backup itself is not touched, not even to bring an old one to
    the latest schema. Raises the DatabaseError family.
    """
    with _proved(ctx, path) as (report, _copy):
        return report


@contextmanager
def _proved(ctx: Context, path: Path) -> Iterator[tuple[BackupReport, Path]]:
    """The report on a backup that is good, and a private copy of exactly the bytes that were proved."""
    check_header(path)
    with disk_faults(_("核验备份"), path), tempfile.TemporaryDirectory(prefix="leifeng-") as folder:
        copy, opened = Path(folder) / "copy.db", Path(folder) / "opened.db"
        store.private_copy(path, copy)
        digest, noted = store.file_digest(copy), store.noted_digest(path)
        if noted is not None and noted != digest:
            raise TamperedDatabase(
                _("备份 {path} 与当初记下的校验值不符。").format(path=path), hint=_("请换用别的备份。")
            )
        store.private_copy(copy, opened)
        yield _report(replace(ctx, db=opened, notices=[]), path, digest), copy


def _report(inside: Context, path: Path, digest: str) -> BackupReport:
    try:
        findings, operations, head = verify(inside)
        with inside.read() as conn:
            records, seconds = store.credited_totals(conn)
    except DamagedDatabase:
        raise DamagedDatabase(
            _("备份 {path} 已损坏，不能使用。").format(path=path), hint=_("请换用别的备份。")
        ) from None
    if findings:
        telling = next((f for f in findings if f.row is not None), findings[0])
        raise DamagedDatabase(
            _("备份 {path} 的内容有 {n} 处与操作记录不符：{first}").format(
                path=path, n=len(findings), first=telling.message
            ),
            hint=_("请换用别的备份。"),
        )
    return BackupReport(path, digest, operations, head, records, seconds)


def list_backups(ctx: Context) -> list[Path]:
    """Backups kept beside the file, oldest first."""
    folder = store.folder_beside(ctx.db)
    return sorted(folder.glob("*.db"), key=lambda p: (p.stat().st_mtime, p.name)) if folder.is_dir() else []


def restore(ctx: Context, source: Path) -> tuple[BackupReport, Path | None]:
    """Put a proved backup in the file's place; what it replaces is kept. Returns the report and where that is.

    A file that can be opened is overwritten in one transaction, so that nobody who waits to write is
    left with a file that is gone; one that cannot is set aside.
    """
    with disk_faults(_("打开备份"), source):
        if not source.exists():
            raise NotFound(
                _("没有这个备份文件：{path}").format(path=source), hint=_("用 leifeng backup list 查看已有的备份。")
            )
        if ctx.db.exists() and source.samefile(ctx.db):
            raise Conflict(_("{path} 就是现在的数据文件，不用恢复。").format(path=source))
    with _proved(ctx, source) as (report, copy), disk_faults(_("恢复到"), ctx.db):
        return report, _put_in_place(ctx, copy)


def _put_in_place(ctx: Context, copy: Path) -> Path | None:
    if not ctx.db.exists():
        store.replace_file(copy, ctx.db)
        return None
    label = f"replaced-{ctx.now:%Y%m%d-%H%M%S}"
    if ctx.db.is_file() and not ctx.db.stat().st_size:
        return _set_aside(ctx, copy, label)
    try:
        with faults_translated():
            conn, _version = open_file(ctx.db, wait=ctx.wait)
            try:
                return store.exchange(conn, ctx.db, copy, label=label)
            finally:
                conn.close()
    except DamagedDatabase:
        return _set_aside(ctx, copy, label)


def _set_aside(ctx: Context, copy: Path, label: str) -> Path:
    folder = store.make_folder_beside(ctx.db)
    kept = folder / f"{ctx.db.stem}-{label}-{secrets.token_hex(3)}.damaged"
    store.keep_bytes(ctx.db, kept)
    store.replace_file(copy, ctx.db)
    return kept
