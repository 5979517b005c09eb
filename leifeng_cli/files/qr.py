"""QR codes, as a picture for a document and as a drawing for the typesetter."""

from __future__ import annotations

import io
from typing import Any


def _made(text: str) -> Any:
    import segno

    return segno.make(text, micro=False, error="m", encoding="utf-8")


def qr_png(text: str) -> bytes:
    """A PNG with the quiet zone a reader needs; the same text gives the same bytes."""
    stream = io.BytesIO()
    _made(text).save(stream, kind="png", scale=8, border=2)
    return stream.getvalue()


def qr_svg(text: str) -> str:
    """An SVG of the same code."""
    stream = io.BytesIO()
    _made(text).save(stream, kind="svg", scale=1, border=2, xmldecl=False, svgns=True, nl=False)
    return stream.getvalue().decode()
