"""Drawing a document in any of its formats. Each drawer only draws: whatever is computed was computed before."""

from __future__ import annotations

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


def write(document: Document, path: Path, *, force: bool = False) -> None:
    """Write the document whole or not at all, in the format of the path's ending."""
    ending = check_path(path, force=force)
    atomic_write(path, render(document, ending), force=force)
