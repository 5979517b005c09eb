"""A file appears whole or not at all, and only its owner may read it."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.messages import _

Writer = Callable[[BinaryIO], object]


def atomic_write(path: Path, data: bytes | Writer, *, force: bool = False) -> None:
    """Write beside ``path`` and rename, so that no reader ever sees half a file.

    Raises ``Conflict`` if the file exists and ``force`` is False or another program holds it, and
    ``InvalidInput`` for a folder that is missing, full or closed to us. The old file stays whole.
    """
    check_target(path, force=force)
    temporary = path.parent / f".leifeng-{secrets.token_hex(6)}.tmp"
    try:
        _write_durably(temporary, data)
        _move(temporary, path, force)
    except OSError as error:
        raise _explain(error, path) from error
    finally:
        with contextlib.suppress(OSError):  # gone already when all went well
            temporary.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder only its owner may enter; one that is there stays as it is. Raises InvalidInput."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise InvalidInput(_("“{path}”是文件，不是文件夹。").format(path=folder), hint=_("请换一个文件夹。")) from None
    except OSError as error:
        raise _explain(error, folder) from error


def check_target(path: Path, *, force: bool = False) -> None:
    """Raise what :func:`atomic_write` would raise of the place itself, before the work for it is done."""
    try:
        _check(path, force)
    except OSError as error:  # a name too long, a drive that is gone
        raise _explain(error, path) from error


def _check(path: Path, force: bool) -> None:
    if not path.parent.is_dir():
        raise InvalidInput(
            _("没有文件夹“{folder}”。").format(folder=path.parent), hint=_("请先建好文件夹，或换一个位置。")
        )
    if path.is_dir():
        raise InvalidInput(_("“{path}”是文件夹，不能当文件写。").format(path=path), hint=_("请在后面加上文件名。"))
    if not force and os.path.lexists(path):
        raise _exists(path)


def _exists(path: Path) -> Conflict:
    return Conflict(_("文件“{path}”已存在，没有覆盖。").format(path=path), hint=_("换一个文件名，或加 --force 覆盖。"))


def _write_durably(temporary: Path, data: bytes | Writer) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, 0o600), "wb") as stream:
        if callable(data):
            data(stream)
        else:
            stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _move(temporary: Path, path: Path, force: bool) -> None:
    if force or not _link(temporary, path):
        temporary.replace(path)
    if os.name == "posix":
        with contextlib.suppress(OSError):
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _link(temporary: Path, path: Path) -> bool:
    """Give the finished file its name unless someone was faster, which a rename would not notice."""
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:  # no hard links here: FAT, some network drives
        if os.path.lexists(path):
            raise _exists(path) from error
        return False
    return True


def _explain(error: OSError, path: Path) -> Conflict | InvalidInput:
    if isinstance(error, PermissionError) and os.path.lexists(path):
        return Conflict(
            _("写不了“{path}”：目标文件可能正在 WPS 或 Excel 中打开，或没有写入权限。").format(path=path),
            hint=_("请关闭打开它的程序后再试，或换一个文件名。"),
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return InvalidInput(
            _("文件夹“{folder}”没有写入权限。").format(folder=path.parent), hint=_("请换一个可以写入的位置。")
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return InvalidInput(_("磁盘空间不够，没有写成。"), hint=_("请清理磁盘或换一个位置；原来的文件没有动。"))
    if error.errno == errno.ENAMETOOLONG:
        return InvalidInput(_("文件名太长。"), hint=_("请换一个短一些的文件名。"))
    return InvalidInput(
        _("写不了“{path}”：{reason}。").format(path=path, reason=error.strerror or error), hint=_("请换一个位置再试。")
    )
