"""The sample sheets that ship with the program; the people in them are invented."""

from __future__ import annotations

import shutil
from pathlib import Path

from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services.packaged import DATA


def copy_examples(folder: Path) -> list[Path]:
    """Copy the sample sheets into a new folder and return them. Raises Conflict where the folder holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(
            _("{folder} 已经有东西了，示范不会覆盖。").format(folder=folder),
            hint=_("请换一个文件夹：leifeng demo 新文件夹"),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(p, folder / p.name)) for p in sorted((DATA / "examples").iterdir())]
    except OSError as fault:
        raise InvalidInput(_("写不了 {folder}：{why}").format(folder=folder, why=fault.strerror)) from None
