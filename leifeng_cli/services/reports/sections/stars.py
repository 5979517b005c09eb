"""How many people reach which star level on the last day."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from leifeng_cli.domain.document import Block
from leifeng_cli.domain.reports import StarCount
from leifeng_cli.domain.sections import PEOPLE, Figures, Part, Picture, Spec
from leifeng_cli.messages import _
from leifeng_cli.services.reports.drawing import table
from leifeng_cli.services.reports.section import Opened, Reading, Section
from leifeng_cli.services.stars.listing import Star, star_distribution, stars_on


def _draw(f: Figures, part: Part) -> Iterator[Block]:
    yield table(f, part, tuple(c for c in part.spec.columns(f.scope) if c.field != part.spec.key))


def _said(part: Part) -> str:
    return _("达到星级标准的{n}人。").format(n=sum(row.count for row in part.rows))


SPEC = Spec(
    name="stars",
    title="星级分布",
    row=StarCount,
    key="level",
    named="星级",
    label=attrgetter("name"),
    frozen={"count": ""},
    summed=("count",),
    whole=True,
    chapter=PEOPLE,
    picture=Picture("donut", "count", "星级分布（人）", "人"),
    draw=_draw,
    said=_said,
)


def _rows(reading: Reading) -> list[StarCount]:
    return [StarCount(*row) for row in star_distribution(reading.conn, reading.period.last)]


def _opens(reading: Reading, key: str) -> Opened | None:
    found = [s for s in stars_on(reading.conn, reading.period.last) if key in (str(s.level), s.level_name)]
    return (Star, found) if found else None


STARS = Section(SPEC, _rows, _opens, guarded=False)
