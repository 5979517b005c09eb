"""Drawing a document in any of its formats. Each drawer only draws: whatever is computed was computed before."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from leifeng_cli.domain.document import Document
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.output import atomic_write, check_target
from leifeng_cli.messages import _

#: Ending of a file name -> module of this package with ``draw(document) -> bytes``.
FORMATS = {"docx": "docx", "xlsx": "xlsx", "html": "html", "md": "markdown", "pdf": "pdf"}


def render(document: Document, format_: str) -> bytes:
    """The document's bytes in a format: always the same for the same document."""
    module = import_module(f"{__name__}.{FORMATS[format_]}")
    data: bytes = module.draw(document)
    return data


def check_path(path: Path, *, force: bool = False) -> str:
    """The format of a path by its ending. Raises InvalidInput for none of ours, or where nothing can be written."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise InvalidInput(
            _("不认得“{path}”的后缀。").format(path=path),
            hint=_("可用：") + "、".join(f".{name}" for name in FORMATS),
        )
    check_target(path, force=force)
    return ending


def write(document: Document, paths: Sequence[Path], *, force: bool = False) -> None:
    """Write a document to each path in the format of its ending; every one is checked and drawn before the first."""
    if len(set(paths)) != len(paths):
        raise InvalidInput(_("同一个文件写了两次。"), hint=_("--to 后面的文件名不能相同。"))
    endings = [check_path(path, force=force) for path in paths]
    drawn = [render(document, ending) for ending in endings]
    for path, data in zip(paths, drawn, strict=True):
        atomic_write(path, data, force=force)
