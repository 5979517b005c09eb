"""What a clerk writes down during a month for its report, by the section it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.values.text import plain
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

SECTIONS = {
    "overall": "总体",
    "activities": "活动",
    "features": "特色",
    "problems": "问题",
    "plan": "打算",
}
SECTION_CODES = {name: code for code, name in SECTIONS.items()}
#: What a section is also called: its heading in a report.
_SECTION_ALIASES = {
    "总体情况": "overall",
    "主要活动": "activities",
    "特色做法": "features",
    "存在问题": "problems",
    "下月": "plan",
    "下月打算": "plan",
    "下步打算": "plan",
}


def section_name(section: str) -> str:
    return SECTIONS[section]


def section_code(word: str) -> str:
    """The section a word means: its stable code, its name or its heading. Raises InvalidInput naming the sections."""
    given = plain(word)
    found = given if given in SECTIONS else {**_SECTION_ALIASES, **SECTION_CODES}.get(given)
    if found is None:
        raise InvalidInput(_("没有“{s}”这一节。").format(s=word), hint=_("可用：") + "、".join(SECTION_CODES))
    return found


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
