"""What SQLite reports, as errors a clerk can act on.

Keyed by SQLite's own error names (https://sqlite.org/rescode.html), never by message texts.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leifeng_cli.errors import Conflict, DamagedDatabase, DatabaseError, ForeignDatabase, InvalidInput, LockedDatabase
from leifeng_cli.messages import _


def locked() -> LockedDatabase:
    return LockedDatabase(
        _("数据文件正被另一个窗口或定时任务写入，等候超时。"), hint=_("稍后再试；或用 --wait 秒数 多等一会儿。")
    )


def translate(fault: sqlite3.Error) -> Exception:
    """The error of our own family for ``fault``; an unforeseen one comes back unchanged."""
    name = getattr(fault, "sqlite_errorname", "") or ""
    primary = "_".join(name.split("_")[:2])
    match primary:
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return locked()
        case "SQLITE_NOTADB":
            return ForeignDatabase(_("这不是 leifeng 的数据文件。"), hint=_("请检查 --db 的路径。"))
        case "SQLITE_CORRUPT":
            return DamagedDatabase(
                _("数据文件已损坏，无法继续读取。"), hint=_("请用 leifeng restore 恢复最近一次备份。")
            )
        case "SQLITE_FULL":
            return DatabaseError(_("磁盘已满，未写入任何内容。"), hint=_("清出空间后再试。"))
        case "SQLITE_READONLY":
            return DatabaseError(_("数据文件或所在文件夹是只读的，未写入。"), hint=_("请检查文件权限。"))
        case "SQLITE_CANTOPEN":
            return DatabaseError(_("打不开数据文件。"), hint=_("请检查路径和文件夹权限。"))
        case "SQLITE_IOERR":
            return DatabaseError(_("读写数据文件时出错，未写入。"), hint=_("请检查磁盘或网络盘。"))
        case "SQLITE_CONSTRAINT":
            return Conflict(_("与已登记的内容冲突，未写入。"), hint=_("请用 list 查看已有的记录。"))
        case "SQLITE_TOOBIG":
            return InvalidInput(_("内容过长，未写入。"))
        case _:
            if not name and type(fault) is sqlite3.OperationalError:  # text that is no text, put in by another tool
                return DamagedDatabase(
                    _("数据文件里有读不出的内容，可能被其他工具改过。"), hint=_("请运行 leifeng verify 查明。")
                )
            return DatabaseError(_("数据库出错：{name}。").format(name=name)) if name else fault


@contextmanager
def faults_translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        raise translate(fault) from fault
    except (UnicodeEncodeError, OverflowError) as fault:
        raise InvalidInput(_("内容里有无法保存的字符或过大的数字，未写入。")) from fault


def why(fault: OSError) -> str:
    """What the operating system objects to, in Chinese."""
    match fault.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return _("磁盘已满")
        case errno.EACCES | errno.EPERM:
            return _("没有权限")
        case errno.EROFS:
            return _("所在的盘是只读的")
        case errno.EISDIR:
            return _("这是文件夹，不是文件")
        case errno.ENOTDIR:
            return _("路径中有一段不是文件夹")
        case errno.ENOENT:
            return _("没有这个文件或文件夹")
        case errno.ENAMETOOLONG:
            return _("文件名太长")
        case errno.ELOOP:
            return _("链接绕成了圈")
        case _:
            return fault.strerror or str(fault)


@contextmanager
def disk_faults(doing: str, path: Path) -> Iterator[None]:
    """What the operating system refuses, as a DatabaseError that says what was being done to which file."""
    try:
        yield
    except OSError as fault:
        raise DatabaseError(
            _("{doing} {path} 没有成功：{why}。").format(doing=doing, path=path, why=why(fault)),
            hint=_("请检查路径、权限和磁盘空间；现有的数据文件没有动。"),
        ) from fault
