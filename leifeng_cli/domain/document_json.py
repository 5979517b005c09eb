"""A document as JSON and back: what was closed is drawn again years later from its own words, not composed anew."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from typing import Any

from leifeng_cli.domain.document import (
    Annexes,
    Block,
    Chart,
    Document,
    FigureTable,
    Heading,
    Hours,
    Paragraph,
    Signature,
    Table,
)

_BLOCKS: dict[str, type] = {c.__name__: c for c in (Heading, Paragraph, Table, FigureTable, Chart, Signature, Annexes)}
_HOURS = "h"


def dump(document: Document) -> str:
    body = {f.name: getattr(document, f.name) for f in fields(Document)}
    body["created"] = document.created.isoformat()
    body["blocks"] = [
        [type(b).__name__, {f.name: _plain(getattr(b, f.name)) for f in fields(b)}] for b in document.blocks
    ]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Document:
    """The document :func:`dump` was given."""
    body: dict[str, Any] = json.loads(text)
    body["created"] = dt.datetime.fromisoformat(body["created"])
    body["blocks"] = tuple(_block(name, values) for name, values in body["blocks"])
    return Document(**body)


def _block(name: str, values: dict[str, Any]) -> Block:
    block: Block = _BLOCKS[name](**{k: _restored(v) for k, v in values.items()})
    return block


def _plain(value: Any) -> Any:
    if isinstance(value, Hours):
        return {_HOURS: value.seconds}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        return Hours(value[_HOURS])
    return tuple(_restored(v) for v in value) if isinstance(value, list) else value
