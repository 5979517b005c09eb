"""Borrowed equipment: what was lent to whom, and whether it is back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import CLEARED, TODAY, Lifecycle, Move, state_col
from leifeng_cli.domain.people import HolderName, HolderNumber
from leifeng_cli.domain.register import Register
from leifeng_cli.domain.values.dates import date_text

STATES = {"lent": "借出", "returned": "已还"}
LIFE = Lifecycle(
    STATES,
    (
        Move("return", "归还", ("lent",), "returned", "归还借用的器材。", stamps={"returned_on": TODAY}),
        Move("reopen", "改回借出", ("returned",), "lent", "还错了，改回借出。", True, {"returned_on": CLEARED}),
    ),
    ended=("returned",),
)


@dataclass(frozen=True, kw_only=True)
class Loan:
    """One piece of equipment lent to one person."""

    id: int
    number: Annotated[str, Col("借用编号", listed=True, offered=False)]
    title: Annotated[str, Col("器材", aliases=("物品", "器材名称"), required=True, listed=True)]
    volunteer: HolderNumber
    volunteer_name: HolderName
    lent_on: Annotated[
        str, Col("借出日期", aliases=("借用日期",), parse=date_text, option="date", required=True, listed=True)
    ]
    status: Annotated[str, state_col("状态", STATES, listed=True)] = "lent"
    returned_on: Annotated[str | None, Col("归还日期", parse=date_text, offered=False, template=False)] = None
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


EQUIPMENT = Register(
    "equipment", "器材借用", Loan, "B", names=("number", "title"), unique=("number",), dated_by="lent_on", life=LIFE
)
