"""A report is a list of sections; this is how one is described, without where its figures come from.

Every format, the references that ``report explain`` opens, what a closed month freezes and what is restated of it
are loops over the parts of a report, so that a section is drawn everywhere or nowhere::

    Spec(name="visits", title="走访", row=Visits, key="kind", named="种类", frozen={"visits": "次数"})
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.document import Block
from leifeng_cli.domain.periods import UNIT, Period, Scope
from leifeng_cli.domain.reports import Missing, Pending, Totals

#: Where in a document a section stands: its tables one after the other, then its charts.
OVERALL, ACTIVITIES, PEOPLE, ANNEX = "overall", "activities", "people", "annex"


@dataclass(frozen=True)
class Picture:
    """A chart of one figure over the section's rows: ``kind`` is bar or donut; bars stand on the screen too."""

    kind: str
    figure: str
    title: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Spec:
    """``row``: the class of its rows, whose columns say how each figure is shown.

    ``key``: the column that names a row, called ``named`` in a hint and ``json_key`` in JSON; without one the
    section is a single row of figures. ``label``: what a row is called where it stands alone. ``frozen``: the
    figures a closed month keeps of each row -> their label; one without a label is the row itself. ``standing``:
    those read from what people are today: that alone is no difference. ``summed``: the columns that have a total.
    ``whole``: only a report of the whole unit draws it; ``whole_figures``: or these figures of it.
    ``chapter`` and ``heading``: where a document draws it, and as what; ``picture`` or ``draw`` say how else.
    ``remark``: what the screen and ``said`` what the report's first paragraph says of it, "" for nothing.
    """

    name: str
    title: str
    row: type
    key: str = ""
    named: str = ""
    json_key: str = ""
    label: Callable[[Any], str] = str
    frozen: Mapping[str, str] = field(default_factory=dict)
    standing: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    whole: bool = False
    whole_figures: tuple[str, ...] = ()
    chapter: str = ""
    heading: str = ""
    note: str = ""
    picture: Picture | None = None
    draw: Callable[[Figures, Part], Iterator[Block]] | None = None
    remark: Callable[[Any], str] | None = None
    said: Callable[[Part], str] | None = None

    def columns(self, scope: Scope) -> tuple[Column, ...]:
        """What is shown: of rows the listed columns, of a single row all, less what is the whole unit's alone."""
        found = columns_of(self.row)
        if self.key:
            return tuple(c for c in found if c.col.listed)
        return tuple(c for c in found if scope.kind == UNIT or c.field not in self.whole_figures)

    def ref(self, row: Any) -> str:
        """The reference of a row within its report: ``by_team.雷锋岗``."""
        return f"{self.name}.{getattr(row, self.key)}"


@dataclass(frozen=True)
class Part:
    """One section of one report: its description and its rows."""

    spec: Spec
    rows: list[Any]


@dataclass(frozen=True)
class Figures:
    """Every figure of a period, read at one moment, in the order of the report.

    Under a scope narrower than the unit the register of volunteers and the stars are the whole unit's, and are not
    drawn.
    """

    period: Period
    scope: Scope
    unit: str
    superior: str | None
    parts: tuple[Part, ...]
    chain_head: str

    def rows(self, section: str) -> list[Any]:
        return next(part.rows for part in self.parts if part.spec.name == section)

    @property
    def drawn(self) -> tuple[Part, ...]:
        """The parts that a report of this scope draws."""
        return tuple(part for part in self.parts if self.scope.kind == UNIT or not part.spec.whole)

    @property
    def totals(self) -> Totals:
        found: Totals = self.rows("totals")[0]
        return found

    @property
    def pending(self) -> Pending:
        found: Pending = self.rows("pending")[0]
        return found

    @property
    def missing(self) -> Missing:
        found: Missing = self.rows("missing")[0]
        return found

    def ref(self, figure: str) -> str:
        """The stable reference of a figure, which ``report explain`` opens."""
        whole = self.scope.kind == UNIT
        name = self.period.name if whole else f"{self.period.name}@{self.scope.kind}.{self.scope.number}"
        return f"{name}:{figure}"
