"""A month's report as it was sent: its figures row by row, and how they stand beside today's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.sections import Figures, Spec

COUNT, SECONDS = "count", "seconds"
#: The sections there were before a closing kept their names.
_FIRST_SECTIONS = ("totals", "by_category", "by_team", "by_department", "by_mode", "stars", "activities")


@dataclass(frozen=True)
class FrozenRow:
    """One figure of a closed month: ``kind`` is count or seconds; ``value`` None was missing when it was reported."""

    label: str
    kind: str
    value: int | None


@dataclass(frozen=True)
class Frozen:
    """``rows``: reference (totals.seconds, by_team.雷锋岗.seconds) -> figure, in the order of the report.

    ``sections``: the names of those it was made of; what came later restates nothing. ``standing``: references of
    what is read from what people are today, known of the figures as they are and not kept.
    """

    sections: tuple[str, ...]
    rows: dict[str, FrozenRow]
    standing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Restated:
    """A figure of a closed month that is another now. A row that was or is not there at all counts as None."""

    ref: str
    label: str
    kind: str
    reported: int | None
    now: int | None

    @property
    def difference(self) -> int:
        return (self.now or 0) - (self.reported or 0)


@dataclass(frozen=True)
class MonthClose:
    """One closing of a month. Reopening ends it; the report that was sent is kept all the same."""

    id: int
    number: Annotated[str, Col("报告编号", listed=True)]
    month: Annotated[str, Col("月份", listed=True)]
    closed_on: Annotated[str, Col("结账日期", listed=True)]
    closed_by: Annotated[str, Col("结账人", listed=True)]
    digest: Annotated[str, Col("校验值")]
    chain_head: Annotated[str, Col("操作链首")]
    reopened_on: Annotated[str | None, Col("重开日期", listed=True)]
    reopen_reason: Annotated[str | None, Col("重开原因", listed=True)]


@dataclass(frozen=True)
class Sent:
    """One sending of a report: to whom, when, by which way."""

    id: int
    what: Annotated[str, Col("报告", listed=True)]
    addressee: Annotated[str, Col("报送单位", listed=True)]
    sent_on: Annotated[str, Col("报送日期", listed=True)]
    sent_by: Annotated[str, Col("报送人", listed=True)]
    channel: Annotated[str | None, Col("方式", listed=True)]
    note: Annotated[str | None, Col("备注", listed=True)]


def freeze(figures: Figures) -> Frozen:
    """Every figure of a month by its stable reference."""
    specs = [part.spec for part in figures.parts if part.spec.frozen]
    rows = {ref: row for part in figures.parts for row_ in part.rows for ref, row in _rows(part.spec, row_)}
    standing = frozenset(f"{spec.name}.{field}" for spec in specs for field in spec.standing)
    return Frozen(tuple(spec.name for spec in specs), rows, standing)


def _rows(spec: Spec, row: Any) -> Iterator[tuple[str, FrozenRow]]:
    head = spec.ref(row) if spec.key else spec.name
    name = spec.label(row) if spec.key else ""
    for field, label in spec.frozen.items():
        kind = SECONDS if field.endswith("seconds") else COUNT
        ref = f"{head}.{field}" if label else head
        yield ref, FrozenRow(" ".join(filter(None, (name, label))), kind, getattr(row, field))


def restate(reported: Frozen, now: Frozen) -> list[Restated]:
    """The rows that differ, in the order of the report, those only one side has last.

    Only sections that both have are compared. A standing figure alone is no difference: who has joined the party
    since was no member when it was reported.
    """
    both = {*reported.sections} & {*now.sections}
    found = []
    for ref in dict.fromkeys((*reported.rows, *now.rows)):
        old, new = reported.rows.get(ref), now.rows.get(ref)
        known = old or new
        assert known is not None
        a, b = old.value if old else None, new.value if new else None
        if a != b and ref.partition(".")[0] in both:
            found.append(Restated(ref, known.label, known.kind, a, b))
    return found if any(row.ref not in now.standing for row in found) else []


def to_json(frozen: Frozen) -> str:
    rows = {ref: [row.label, row.kind, row.value] for ref, row in frozen.rows.items()}
    return json.dumps({"sections": frozen.sections, **rows}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Frozen:
    """A month closed before the sections had names had the first ones."""
    rows = json.loads(text)
    sections = tuple(rows.pop("sections", _FIRST_SECTIONS))
    return Frozen(sections, {ref: FrozenRow(*row) for ref, row in rows.items()})
