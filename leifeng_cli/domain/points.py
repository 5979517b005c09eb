"""Points: a ledger of hundredths in which every movement has two sides and comes to zero.

What a volunteer holds lies in lots, one for each last day the points may be used on (None: for good). Points
are spent from the lot that ends soonest; a lot whose day is past is written off. No lot is ever below zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.text import plain, written
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

HUNDREDTHS = 100
MAX_POINTS = 1_000_000

EARNED, TAKEN_BACK, REFERRAL, ADJUSTED = "earned", "taken-back", "referral", "adjusted"
REDEEMED, RETURNED, EXPIRED = "redeemed", "returned", "expired"
KIND_NAMES = {
    EARNED: "服务所得", TAKEN_BACK: "扣回", REFERRAL: "介绍新人", ADJUSTED: "调整", REDEEMED: "兑换",
    RETURNED: "退回", EXPIRED: "过期",
}  # fmt: skip

VOLUNTEER, ISSUE, REWARDS, EXPIRY = "volunteer", "issue", "rewards", "expiry"
ACCOUNT_NAMES = {VOLUNTEER: "志愿者", ISSUE: "发放", REWARDS: "奖品", EXPIRY: "过期"}
#: The account on the other side of each kind of movement.
OPPOSITE = {
    EARNED: ISSUE, TAKEN_BACK: ISSUE, REFERRAL: ISSUE, ADJUSTED: ISSUE, REDEEMED: REWARDS, RETURNED: REWARDS,
    EXPIRED: EXPIRY,
}  # fmt: skip

_NUMBER = re.compile(r"([+-]?)([0-9]{1,9})(?:\.([0-9]{1,2}))?分?", re.ASCII)

#: A lot's last day of use -> hundredths.
Moves = Mapping[str | None, int]


def points_text(hundredths: int) -> str:
    """Points without idle zeros: 1250 -> "12.5", -300 -> "-3"."""
    return fixed_points(hundredths).rstrip("0").rstrip(".")


def fixed_points(hundredths: int) -> str:
    """Points with two decimals, exact: 1250 -> "12.50"."""
    whole, part = divmod(abs(hundredths), HUNDREDTHS)
    return f"{'-' if hundredths < 0 else ''}{whole}.{part:02d}"


def points_number(cell: Cell, hints: Hints) -> int:
    """Points with at most two decimals, either sign, as hundredths. Raises BadValue; for 0 too."""
    shown = plain(written(cell)).replace("−", "-")
    match = _NUMBER.fullmatch(shown)
    value = 0
    if match:
        value = int(match[2]) * HUNDREDTHS + int((match[3] or "").ljust(2, "0"))
    if not 0 < value <= MAX_POINTS * HUNDREDTHS:
        raise BadValue(
            _("“{value}”不是可记的积分。").format(value=excerpt(shown)),
            hint=_("请写不为 0 的数，最多两位小数，如 10 或 -2.5，绝对值不超过 {most}。").format(most=MAX_POINTS),
        )
    assert match is not None
    return -value if match[1] == "-" else value


def _soonest(lot: str | None) -> tuple[bool, str]:
    return lot is None, lot or ""


@dataclass
class Account:
    """What one person holds. ``held``: lot -> hundredths; ``expired``: lot -> hundredths written off of it.

    ``moved``: lot -> the last day something was moved in it.
    """

    held: dict[str | None, int] = field(default_factory=dict)
    expired: dict[str | None, int] = field(default_factory=dict)
    moved: dict[str | None, str] = field(default_factory=dict)

    @property
    def balance(self) -> int:
        return sum(self.held.values())

    def lots(self) -> list[tuple[str | None, int]]:
        """Lots with something in them, the one that ends soonest first."""
        return [(lot, self.held[lot]) for lot in sorted(self.held, key=_soonest) if self.held[lot]]

    def add(self, moves: Moves, day: str) -> None:
        for lot, hundredths in moves.items():
            self.held[lot] = self.held.get(lot, 0) + hundredths
            self.moved[lot] = max(day, self.moved.get(lot, day))

    def spend(self, amount: int, day: str) -> dict[str | None, int]:
        """Take up to ``amount`` out of the lots still good on ``day``. Returns the movements, all negative."""
        good = [lot for lot, _held in self.lots() if lot is None or lot >= day]
        return self._take(amount, good, day)

    def take_back(self, amount: int, own: Sequence[str | None], day: str) -> tuple[dict[str | None, int], Moves]:
        """Take up to ``amount`` of what was given once: from the lots it was put in, then from any still good.

        What of it was written off meanwhile cannot be lost twice: that write-off is reversed (the second result,
        positive) for as much as is taken back of it.
        """
        moves = self._take(amount, own, day)
        left = amount + sum(moves.values())
        reversed_: dict[str | None, int] = {}
        for lot in own:
            part = min(left, self.expired.get(lot, 0))
            if part:
                self.expired[lot] -= part
                reversed_[lot] = part
                moves[lot] = moves.get(lot, 0) - part
                left -= part
        for lot, hundredths in self.spend(left, day).items():
            moves[lot] = moves.get(lot, 0) + hundredths
        return moves, reversed_

    def _take(self, amount: int, lots: Iterable[str | None], day: str) -> dict[str | None, int]:
        moves: dict[str | None, int] = {}
        for lot in lots:
            part = min(amount, self.held.get(lot, 0))
            if part:
                moves[lot] = -part
                amount -= part
        self.add(moves, day)
        return moves

    def expire(self, today: str) -> Iterator[tuple[str, Moves]]:
        """Write off every lot whose last day is before ``today``: (the day it is written off, the movement)."""
        for lot, hundredths in self.lots():
            if lot is not None and lot < today:
                day = max(add_days(lot, 1), self.moved.get(lot, ""))
                moves: dict[str | None, int] = {lot: -hundredths}
                self.add(moves, day)
                self.expired[lot] = self.expired.get(lot, 0) + hundredths
                yield day, moves


@dataclass(frozen=True)
class Posting:
    """A movement to be written: what is moved in the volunteer's lots, and why. The other side follows from the kind.

    ``moves`` are all of one sign.
    """

    kind: str
    moved_on: str
    volunteer_id: int
    moves: Moves
    record_id: int | None = None
    redemption_id: int | None = None
    referred_id: int | None = None
    rule: str | None = None
    reason: str | None = None

    @property
    def hundredths(self) -> int:
        return sum(self.moves.values())

    def entries(self) -> list[tuple[str, int, str | None]]:
        """(account, hundredths, lot) of both sides; they come to zero, whatever the moves are."""
        mine = [(VOLUNTEER, hundredths, lot) for lot, hundredths in self.moves.items() if hundredths]
        return [*mine, (OPPOSITE[self.kind], -self.hundredths, None)]


@dataclass(frozen=True)
class Due:
    """What one record should have given and what it has. ``own``: the lots it was put in; ``lot``: where more goes."""

    record_id: int
    service_date: str
    due: int
    posted: int
    own: Sequence[str | None] = ()
    lot: str | None = None
    rule: str | None = None


def settle(volunteer_id: int, dues: Sequence[Due], account: Account, today: str) -> tuple[list[Posting], int]:
    """What is to be written so that records have given what they should and no lot is past its day.

    Changes ``account`` accordingly. Returns the postings and the hundredths that should be taken back but are
    spent: they are taken when there is something to take.
    """
    postings: list[Posting] = []
    for one in dues:
        if one.due > one.posted:
            moves = {one.lot: one.due - one.posted}
            account.add(moves, one.service_date)
            postings.append(Posting(EARNED, one.service_date, volunteer_id, moves, one.record_id, rule=one.rule))
    owing = 0
    for one in dues:
        if one.due >= one.posted:
            continue
        back, reversed_ = account.take_back(one.posted - one.due, one.own, today)
        if back:
            postings.append(Posting(TAKEN_BACK, today, volunteer_id, back, one.record_id, rule=one.rule))
        if reversed_:
            postings.append(Posting(EXPIRED, today, volunteer_id, reversed_, one.record_id))
        owing += one.posted - one.due + sum(back.values())
    postings += [Posting(EXPIRED, day, volunteer_id, moves) for day, moves in account.expire(today)]
    return postings, owing


@dataclass(frozen=True)
class Balance:
    """One person's points, hundredths. ``earned`` less what was taken back, with referrals; ``spent`` less returned.

    earned + adjusted - spent - expired = balance. ``unsettled``: what the next settling will add; ``owing``: what
    should be taken back but is spent.
    """

    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    earned: Annotated[int, Col("所得", show=fixed_points, listed=True)] = 0
    adjusted: Annotated[int, Col("调整", show=fixed_points, listed=True)] = 0
    spent: Annotated[int, Col("已兑换", show=fixed_points, listed=True)] = 0
    expired: Annotated[int, Col("已过期", show=fixed_points, listed=True)] = 0
    balance: Annotated[int, Col("余额", show=fixed_points, listed=True)] = 0
    unsettled: Annotated[int, Col("待结算", show=fixed_points, listed=True)] = 0
    owing: Annotated[int, Col("待扣回", show=fixed_points, listed=True)] = 0
    lots: tuple[tuple[str | None, int], ...] = ()


def kind_name(kind: str) -> str:
    return KIND_NAMES[kind]


@dataclass(frozen=True)
class LedgerLine:
    """One movement of a person's points, and the balance after it, hundredths.

    ``entries``: (account, hundredths, lot) of both sides.
    """

    id: Annotated[int, Col("笔号", listed=True)]
    moved_on: Annotated[str, Col("日期", listed=True)]
    kind: Annotated[str, Col("事项", show=kind_name, listed=True)]
    points: Annotated[int, Col("积分", show=fixed_points, listed=True)]
    balance: Annotated[int, Col("余额", show=fixed_points, listed=True)]
    expires_on: Annotated[str | None, Col("有效至", listed=True)]
    about: Annotated[str | None, Col("依据", listed=True)]
    rule: Annotated[str | None, Col("办法", listed=True)]
    entries: tuple[tuple[str, int, str | None], ...] = ()
