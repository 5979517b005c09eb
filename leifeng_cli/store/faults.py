"""What SQLite reports, as errors a clerk can act on.

Keyed by SQLite's own error names (https://sqlite.org/rescode.html), never by message texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from leifeng_cli.errors import Conflict, DamagedDatabase, DatabaseError, ForeignDatabase, InvalidInput, LockedDatabase
from leifeng_cli.messages import _


def translate(fault: sqlite3.Error) -> Exception:
    """The error of our own family for ``fault``; an unforeseen one comes back unchanged."""
    name = getattr(fault, "sqlite_errorname", "") or ""
    primary = "_".join(name.split("_")[:2])
    match primary:
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return LockedDatabase(
                _("数据文件正被另一个窗口或定时任务写入，等候超时。"),
                hint=_("稍后再试；或用 --wait 秒数 多等一会儿。"),
            )
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
            return DatabaseError(_("数据库出错：{name}。").format(name=name)) if name else fault


@contextmanager
def faults_translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        raise translate(fault) from fault
    except (UnicodeEncodeError, OverflowError) as fault:
        raise InvalidInput(_("内容里有无法保存的字符或过大的数字，未写入。")) from fault
