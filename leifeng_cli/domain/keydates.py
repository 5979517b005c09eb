"""Key dates of volunteer work: fixed ones, whole months, nth weekdays, and lunar festivals from a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from leifeng_cli.domain.columns import Col


@dataclass(frozen=True)
class KeyDate:
    """A day to plan for; of a whole month, its first. ``note`` says on what it rests."""

    day: Annotated[str, Col("日期", listed=True)]
    name: Annotated[str, Col("日子", listed=True)]
    note: Annotated[str, Col("依据", listed=True)]


def key_dates(
    table: Mapping[str, Sequence[Mapping[str, Any]]], lunar: Iterable[tuple[str, str]], first: str, after: str
) -> list[KeyDate]:
    """The key dates of [first, after), in order.

    ``table``: lists of entries under ``day`` (date: MM-DD), ``month`` (month: MM), ``nth`` (month, week from 1,
    weekday 1 Monday to 7 Sunday) and ``lunar`` (name alone), each with name and note. ``lunar``: (ISO day, name).
    """
    years = range(int(first[:4]), int(after[:4]) + 1)
    notes = {entry["name"]: entry["note"] for entry in table["lunar"]}
    found = [KeyDate(f"{y:04d}-{d['date']}", d["name"], d["note"]) for y in years for d in table["day"]]
    found += [KeyDate(f"{y:04d}-{m['month']}-01", m["name"], m["note"]) for y in years for m in table["month"]]
    found += [
        KeyDate(nth_weekday(y, int(d["month"]), d["week"], d["weekday"]), d["name"], d["note"])
        for y in years
        for d in table["nth"]
    ]
    found += [KeyDate(day, name, notes[name]) for day, name in lunar if name in notes]
    return sorted((d for d in found if first <= d.day < after), key=lambda d: (d.day, d.name))


def nth_weekday(year: int, month: int, week: int, weekday: int) -> str:
    """The ISO day of a month's first, second, ... Monday (1) to Sunday (7)."""
    before = (weekday - dt.date(year, month, 1).isoweekday()) % 7
    return dt.date(year, month, 1 + before + 7 * (week - 1)).isoformat()
