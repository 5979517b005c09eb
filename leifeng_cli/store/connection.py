"""Opening the one file: what is ours is opened, anything else is refused and left as it was.

Rollback journal with synchronous=FULL: of the settings measured under simulated power cuts it is one
of the few that loses no acknowledged commit, and the whole state is one file to copy.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from leifeng_cli.errors import DatabaseError, ForeignDatabase, MissingDatabase, NewerDatabase
from leifeng_cli.messages import _
from leifeng_cli.store.faults import why
from leifeng_cli.store.migrations import latest_version

#: "LEIF" in ASCII, so that file(1) and we know the file again.
APPLICATION_ID = 0x4C454946
MAGIC = b"SQLite format 3\0"
BUSY_SECONDS = 30.0
_LONGEST_WAIT = 86_400.0  # SQLite counts milliseconds in 32 bits; more than it holds would be no wait at all

#: What the layers above call the thing they pass on and never use themselves.
Connection = sqlite3.Connection


def connect(path: Path, *, wait: float = BUSY_SECONDS, mode: str = "rw") -> sqlite3.Connection:
    """A connection in autocommit mode with our settings; never creates a file unless ``mode`` says so."""
    uri = f"file:{quote(str(path))}?mode={mode}"
    conn = sqlite3.connect(uri, uri=True, timeout=min(wait, _LONGEST_WAIT), isolation_level=None)
    try:
        conn.execute("PRAGMA foreign_keys=ON")
        conn.execute("PRAGMA synchronous=FULL")
        conn.execute("PRAGMA trusted_schema=OFF")
    except BaseException:
        conn.close()
        raise
    return conn


def check_header(path: Path) -> None:
    """Refuse what is not an SQLite file before SQLite sees it: it would take an empty file as a new database."""
    try:
        with path.open("rb") as f:
            head = f.read(len(MAGIC))
    except FileNotFoundError:
        raise MissingDatabase(
            _("还没有数据文件：{path}").format(path=path),
            hint=_("第一次使用请先运行 leifeng init --unit 单位名称；或用 --db 指明文件。"),
        ) from None
    except OSError as fault:
        raise DatabaseError(
            _("打不开数据文件 {path}：{why}。").format(path=path, why=why(fault)),
            hint=_("请检查路径和权限。"),
        ) from None
    if head != MAGIC:
        what = _("是空文件") if not head else _("不是 leifeng 的数据文件")
        raise ForeignDatabase(
            _("{path} {what}，未作改动。").format(path=path, what=what),
            hint=_("请检查 --db 的路径；要新建请换一个文件名。若它是损坏的数据文件，请改名后用 leifeng restore 恢复。"),
        )


def open_file(path: Path, *, wait: float = BUSY_SECONDS) -> tuple[sqlite3.Connection, int]:
    """Open a file that is ours.

    Returns the connection and the file's schema version, which may be older than the program's.
    Raises the DatabaseError family for a missing, foreign, newer, empty or damaged file.
    """
    check_header(path)
    conn = connect(path, wait=wait)
    try:
        application = conn.execute("PRAGMA application_id").fetchone()[0]
        version = conn.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise ForeignDatabase(
                _("{path} 是别的程序的数据库，未作改动。").format(path=path),
                hint=_("请检查 --db 的路径。"),
            )
        if version > latest_version():
            raise NewerDatabase(
                _("{path} 是新版本程序写的（第 {version} 版），本程序只认到第 {known} 版。").format(
                    path=path, version=version, known=latest_version()
                ),
                hint=_("请升级 leifeng 后再打开。"),
            )
    except BaseException:
        conn.close()
        raise
    return conn, version


def sqlite_version() -> str:
    return sqlite3.sqlite_version
