"""Typesetting a shipped template to PDF. Data reaches a template as JSON, never as source: no name can run.

A template reads ``json(bytes(sys.inputs.data))``; its fonts are ``sys.inputs.text`` and ``sys.inputs.title``, JSON
lists of families, to be set with ``fallback: false``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from leifeng_cli.errors import Conflict
from leifeng_cli.files.fonts import choose_fonts, require_typesetter
from leifeng_cli.messages import _

TEMPLATES = Path(__file__).parent.parent / "data" / "templates"


def typeset(template: str, data: Mapping[str, Any], characters: str, created: dt.datetime) -> bytes:
    """The PDF of ``data/templates/<template>.typ`` filled with ``data``.

    The same data, fonts and ``created`` (with its time zone) give the same bytes. ``characters``: what else the page
    shows that stands neither in the data nor in the template. Raises Conflict where a character has no glyph in any
    font, and InvalidInput where the extra is not installed; nothing has been written then.
    """
    typst = require_typesetter()
    path = TEMPLATES / f"{template}.typ"
    fonts = choose_fonts([characters, "0123456789", path.read_text(encoding="utf-8"), *_texts(data)])
    inputs = {
        "data": json.dumps(data, ensure_ascii=False),
        "text": json.dumps(fonts.text),
        "title": json.dumps(fonts.title),
    }
    compiler = typst.Compiler(str(path), root=str(TEMPLATES), font_paths=fonts.fonts, ignore_system_fonts=True)
    pdf, warnings = compiler.compile_with_warnings(format="pdf", sys_inputs=inputs, timestamp=created)
    if warnings:  # an unknown family, above all: the page would be boxes
        raise Conflict(
            _("排版有问题，没有生成 PDF：{why}").format(why=warnings[0].message),
            hint=_("可以改用 .docx；并请把这句话告诉维护者。"),
        )
    assert isinstance(pdf, bytes)
    return pdf


def check_characters(template: str, data: Mapping[str, Any], characters: str = "") -> None:
    """Raise what :func:`typeset` would raise for want of a glyph, before the first page of many is written."""
    source = (TEMPLATES / f"{template}.typ").read_text(encoding="utf-8")
    choose_fonts([characters, "0123456789", source, *_texts(data)])


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)
