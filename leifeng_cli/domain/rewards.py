"""Rewards to be had for points, and their redemption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import REASON, TODAY, Lifecycle, Move
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.text import whole_number
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

MAX_PRICE = 1_000_000


def price(cell: Cell, hints: Hints) -> int:
    """Whole points, 1 to MAX_PRICE. Raises BadValue."""
    points = whole_number(cell, hints)
    if not 1 <= points <= MAX_PRICE:
        raise BadValue(_("所需积分应是 1 到 {most} 的整数。").format(most=MAX_PRICE), hint=_("请核对。"))
    return points


@dataclass(frozen=True, kw_only=True)
class Reward:
    """One kind of reward. ``price`` in whole points a piece; ``stock``: how many were ever stocked."""

    id: int
    number: Annotated[str, Col("奖品编号", listed=True, offered=False)]
    name: Annotated[str, Col("奖品名称", aliases=("奖品", "礼品", "礼品名称", "名称"), required=True, listed=True)]
    price: Annotated[
        int, Col("所需积分", aliases=("积分", "兑换积分", "分值"), parse=price, required=True, listed=True)
    ]
    stock: Annotated[
        int,
        Col("进货数量", aliases=("数量", "库存", "总数"), parse=whole_number, required=True, listed=True),
    ]
    remaining: Annotated[int, Col("现余", derived=True, listed=True)] = 0
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


REWARDS = Register(
    "reward", "奖品", Reward, "R", told_by=Signs(vague=("名称", "数量", "积分")), parts={"redemption": "兑换"}
)


REDEEMED, RETURNED = "redeemed", "returned"
REDEMPTION_LIFE = Lifecycle(
    {REDEEMED: "已兑换", RETURNED: "已退回"},
    (
        Move(
            "return", "退回", (REDEEMED,), RETURNED, reason=True,
            stamps={"returned_on": TODAY, "return_reason": REASON},
        ),
    ),
    ended=(RETURNED,),
    told={"returned_on": RETURNED},
)  # fmt: skip


def whole_points(hundredths: int) -> str:
    """What was paid for a reward; prices are whole points."""
    return str(hundredths // 100)


@dataclass(frozen=True)
class Redemption:
    """One redemption. ``points``: what was paid for all of it, in hundredths."""

    id: int
    number: Annotated[str, Col("兑换编号", listed=True)]
    redeemed_on: Annotated[str, Col("兑换日期", listed=True)]
    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    reward_number: Annotated[str, Col("奖品编号")]
    reward_name: Annotated[str, Col("奖品名称", listed=True)]
    quantity: Annotated[int, Col("数量", listed=True)]
    points: Annotated[int, Col("积分", show=whole_points, listed=True)]
    returned_on: Annotated[str | None, Col("退回日期", listed=True)] = None
    return_reason: Annotated[str | None, Col("退回原因", listed=True)] = None
