"""What is to be done: late, due, or coming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col

LATE, DUE, COMING = "late", "due", "coming"
STATE_NAMES = {LATE: "逾期", DUE: "该办", COMING: "将到"}


def state_name(state: str) -> str:
    return STATE_NAMES[state]


@dataclass(frozen=True)
class Todo:
    """One thing to do. ``kind`` is a stable English word, ``day`` the day it is or was due, ``subject`` the number
    (of an activity, a campaign, a notice, a round, a month) it is about, empty where it is about no single one.

    ``ahead``: how many days before it comes the morning's digest tells of it; None where it is the agenda's alone."""

    state: Annotated[str, Col("状态", show=state_name, listed=True)]
    day: Annotated[str, Col("日期", listed=True)]
    kind: Annotated[str, Col("种类")]
    what: Annotated[str, Col("事项", listed=True)]
    hint: Annotated[str, Col("怎么办", listed=True)] = ""
    subject: Annotated[str, Col("关于")] = ""
    ahead: int | None = 0


def state_on(day: str, today: str) -> str:
    return LATE if day < today else DUE if day == today else COMING
