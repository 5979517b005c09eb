"""The activities with credited time, row by row: the annex of a report."""

from __future__ import annotations

from collections.abc import Iterator

from leifeng_cli.domain.document import Block, Cell, Hours, Table
from leifeng_cli.domain.hours import ServiceRecord
from leifeng_cli.domain.reports import ActivityRow
from leifeng_cli.domain.sections import ANNEX, Figures, Part, Spec
from leifeng_cli.messages import _
from leifeng_cli.services.reports.section import Opened, Reading, Section
from leifeng_cli.store import figures


def _draw(f: Figures, part: Part) -> Iterator[Block]:
    rows: list[ActivityRow] = part.rows
    total: tuple[Cell, ...] = (
        "", _("合计"), "", "", "", "", "", "", sum(r.participations for r in rows),
        f.totals.beneficiaries, Hours(sum(r.seconds for r in rows)),
    )  # fmt: skip
    yield Table(
        part.spec.name,
        part.spec.heading,
        (
            _("序号"), _("活动编号"), _("活动名称"), _("活动时间"), _("地点"), _("类别"), _("组织队伍"), _("参加人数"),
            _("人次"), _("受益人数"), _("时长(小时)"),
        ),
        tuple(_line(i, r) for i, r in enumerate(rows, 1)),
        total if rows else None,
        refs=tuple(f.ref(part.spec.ref(r)) for r in rows),
        note=_(
            "数字出处：每个数字可用 leifeng report explain 引用 打开到逐条记录，引用写作“{example}”。操作链首 {head}。"
        ).format(example=f.ref("totals.seconds"), head=f.chain_head[:16]),
    )  # fmt: skip


def _line(index: int, r: ActivityRow) -> tuple[Cell, ...]:
    days = r.starts_on if r.starts_on == r.ends_on else f"{r.starts_on}—{r.ends_on}"
    return (
        index, r.number, r.title, days, r.place or "", r.category or "", r.team or "", r.participants,
        r.participations, r.beneficiaries, Hours(r.seconds),
    )  # fmt: skip


SPEC = Spec(
    name="activities",
    title="活动明细",
    row=ActivityRow,
    key="number",
    named="活动编号",
    label=lambda row: f"{row.number} {row.title}",
    frozen={
        "participations": "人次", "participants": "人数", "seconds": "时长", "beneficiaries": "受益人数",
    },
    chapter=ANNEX,
    heading="活动明细表",
    draw=_draw,
)  # fmt: skip


def _rows(reading: Reading) -> list[ActivityRow]:
    return [ActivityRow(**{**row, "major": bool(row["major"])}) for row in reading.rows("month_activities")]


def _opens(reading: Reading, key: str) -> Opened | None:
    found = figures.served_in_cut(reading.conn, *reading.span, "activities", key, reading.scope)
    return (ServiceRecord, found) if found else None


ACTIVITIES = Section(SPEC, _rows, _opens)
