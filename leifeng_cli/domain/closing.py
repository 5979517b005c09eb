"""A month's report as it was sent: its figures row by row, and how they stand beside today's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col, columns_of
from leifeng_cli.domain.reports import UNNAMED, Figures, Totals
from leifeng_cli.messages import _

COUNT, SECONDS = "count", "seconds"
#: Read from what people are today, where all else is read from what was recorded.
_STANDING = "totals.party_members"


@dataclass(frozen=True)
class FrozenRow:
    """One figure of a closed month: ``kind`` is count or seconds; ``value`` None was missing when it was reported."""

    label: str
    kind: str
    value: int | None


#: Reference (totals.seconds, by_team.雷锋岗.seconds) -> figure.
Frozen = Mapping[str, FrozenRow]


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


def freeze(figures: Figures) -> dict[str, FrozenRow]:
    """Every figure of a month by its stable reference, in the order of the report."""
    return dict(_rows(figures))


def _rows(figures: Figures) -> Iterator[tuple[str, FrozenRow]]:
    for column in columns_of(Totals):
        kind = SECONDS if column.field.endswith("seconds") else COUNT
        yield f"totals.{column.field}", FrozenRow(column.col.label, kind, getattr(figures.totals, column.field))
    parts = (("participations", _("人次"), COUNT), ("participants", _("人数"), COUNT), ("seconds", _("时长"), SECONDS))
    for cut in UNNAMED:
        for row in getattr(figures, cut):
            for field, label, kind in parts:
                yield f"{cut}.{row.name}.{field}", FrozenRow(f"{row.name} {label}", kind, getattr(row, field))
    for star in figures.stars:
        yield f"stars.{star.level}", FrozenRow(star.name, COUNT, star.count)
    for activity in figures.activities:
        for field, label, kind in (*parts, ("beneficiaries", _("受益人数"), COUNT)):
            yield (
                f"activities.{activity.number}.{field}",
                FrozenRow(f"{activity.number} {activity.title} {label}", kind, getattr(activity, field)),
            )


def restate(reported: Frozen, now: Frozen) -> list[Restated]:
    """The rows that differ, in the order of the report, those only one side has last.

    The number of party members alone is no difference: who has joined since was none when it was reported.
    """
    found = []
    for ref in dict.fromkeys((*reported, *now)):
        old, new = reported.get(ref), now.get(ref)
        known = old or new
        assert known is not None
        a, b = old.value if old else None, new.value if new else None
        if a != b:
            found.append(Restated(ref, known.label, known.kind, a, b))
    return found if any(row.ref != _STANDING for row in found) else []


def to_json(frozen: Frozen) -> str:
    rows = {ref: [row.label, row.kind, row.value] for ref, row in frozen.items()}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> dict[str, FrozenRow]:
    return {ref: FrozenRow(*row) for ref, row in json.loads(text).items()}
