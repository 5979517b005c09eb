"""What a clerk writes down during a month for its report, by the section it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col

SECTIONS = {
    "overall": "总体",
    "activities": "活动",
    "features": "特色",
    "problems": "问题",
    "plan": "打算",
}
SECTION_CODES = {name: code for code, name in SECTIONS.items()}


def section_name(section: str) -> str:
    return SECTIONS[section]


@dataclass(frozen=True)
class Note:
    """One note; ``content`` may have several lines, each a paragraph of the report."""

    id: Annotated[int, Col("笔记编号", listed=True)]
    month: Annotated[str, Col("月份", listed=True)]
    section: Annotated[str, Col("哪一节", show=section_name, listed=True)]
    content: Annotated[str, Col("内容", listed=True)]
    activity_number: Annotated[str | None, Col("活动编号", listed=True)]
    written_on: Annotated[str, Col("日期", listed=True)]
    written_by: Annotated[str, Col("写的人", listed=True)]
