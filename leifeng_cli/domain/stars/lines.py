"""On which line of a TOML text a key stands: tomllib does not say, and a clerk needs to know."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"^\s*({_DOTTED})\s*=")
_TRIPLE = re.compile(r'"""|\'\'\'')


def line_index(text: str) -> dict[Path, int]:
    """Path of each table header and key -> its line, counted from 1. ``[[level]]`` gives ``("level", 0)`` and on."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    open_quote = ""
    for number, line in enumerate(text.split("\n"), start=1):
        inside, open_quote = bool(open_quote), _quote_after(line, open_quote)
        if inside:
            continue
        if header := _HEADER.match(line):
            table = _table_path(_parts(header[2]), header[1] == "[[", counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = table
            for part in _parts(key[1]):
                path = (*path, part)
                found.setdefault(path, number)
    return found


def line_of(found: dict[Path, int], path: Path) -> int:
    """The line of the path, or of the nearest thing it lies in."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_NAME, dotted)]


def _table_path(parts: list[str], is_array: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    for position, part in enumerate(parts):
        path = (*path, part)
        if is_array and position == len(parts) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _quote_after(line: str, open_quote: str) -> str:
    for mark in _TRIPLE.findall(line):
        if not open_quote:
            open_quote = mark
        elif mark == open_quote:
            open_quote = ""
    return open_quote
