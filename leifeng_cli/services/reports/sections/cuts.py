"""What was served, cut by category, team, department and mode. The seconds of a cut's rows add up to the total.

``by_department`` goes by the department (科室) of the team each record counts for.
"""

from __future__ import annotations

from operator import attrgetter

from leifeng_cli.domain.hours import ServiceRecord
from leifeng_cli.domain.reports import UNNAMED, Cut
from leifeng_cli.domain.sections import ACTIVITIES, Picture, Spec
from leifeng_cli.services.reports.section import Opened, Reading, Section
from leifeng_cli.store import figures


def set_apart(unnamed: str) -> str:
    """What the row without a name is called where something really has that name."""
    return f"（{unnamed}）"


def _cut(name: str, label: str, picture: Picture | None = None) -> Section:
    unnamed = UNNAMED[name]

    def rows(reading: Reading) -> list[Cut]:
        found = reading.rows(f"month_{name}")
        missing = set_apart(unnamed) if any(row["name"] == unnamed for row in found) else unnamed
        return [Cut(**{**row, "name": row["name"] or missing}) for row in found]

    def opens(reading: Reading, key: str) -> Opened | None:
        found = figures.served_in_cut(reading.conn, *reading.span, name, key, reading.scope)
        if not found and key in (unnamed, set_apart(unnamed)):
            found = figures.served_in_cut(reading.conn, *reading.span, name, None, reading.scope)
        return (ServiceRecord, found) if found else None

    spec = Spec(
        name=name,
        title=f"按{label}",
        row=Cut,
        key="name",
        named=label,
        json_key=name.removeprefix("by_"),
        label=attrgetter("name"),
        frozen={"participations": "人次", "participants": "人数", "seconds": "时长"},
        summed=("participations", "seconds"),
        chapter=ACTIVITIES,
        heading=f"按{label}统计",
        note="一场活动、一个人可能属于几行，活动数和人数不相加。",
        picture=picture,
    )
    return Section(spec, rows, opens)


BY_CATEGORY = _cut("by_category", "类别", Picture("bar", "seconds", "各类别服务时长（小时）", "小时"))
BY_TEAM = _cut("by_team", "队伍")
BY_DEPARTMENT = _cut("by_department", "科室")
BY_MODE = _cut("by_mode", "方式")
