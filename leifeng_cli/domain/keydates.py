"""Key dates of volunteer work: fixed ones, whole months, and lunar festivals from a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col


@dataclass(frozen=True)
class KeyDate:
    """A day to plan for; of a whole month, its first."""

    day: Annotated[str, Col("日期", listed=True)]
    name: Annotated[str, Col("日子", listed=True)]
    note: Annotated[str, Col("说明", listed=True)] = ""


def key_dates(
    fixed: Sequence[Mapping[str, str]],
    months: Sequence[Mapping[str, str]],
    lunar: Iterable[tuple[str, str]],
    first: str,
    after: str,
) -> list[KeyDate]:
    """The key dates of [first, after), in order. ``lunar``: (ISO day, name) of every festival wanted."""
    years = range(int(first[:4]), int(after[:4]) + 1)
    found = [KeyDate(f"{y:04d}-{d['date']}", d["name"], d.get("note", "")) for y in years for d in fixed]
    found += [KeyDate(f"{y:04d}-{m['month']}-01", m["name"], m.get("note", "")) for y in years for m in months]
    found += [KeyDate(day, name) for day, name in lunar]
    return sorted((d for d in found if first <= d.day < after), key=lambda d: (d.day, d.name))
