"""Rewards: having one for points, and giving it back. Hours and stars are never touched by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leifeng_cli.domain import points
from leifeng_cli.domain.points import HUNDREDTHS, Account, Posting, points_text
from leifeng_cli.domain.points_rules import PERIODS, THIS_PERIOD, PointsRule
from leifeng_cli.domain.registers import part
from leifeng_cli.domain.rewards import REWARDS, Redemption, Reward
from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.values.text import plain, whole_number
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import BadValue, Conflict, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.points import check_enough, settle_in, settled_account
from leifeng_cli.services.points_rules import PointsRules
from leifeng_cli.services.registers import edit_in, needed_reason, parse_changes, resolve
from leifeng_cli.store import points as points_store
from leifeng_cli.store import records
from leifeng_cli.store import rewards as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction

MOST_AT_ONCE = 1000


def edit_reward(ctx: Context, word: str, given: Mapping[str, Cell]) -> tuple[Reward, bool]:
    """Change the named fields of one reward. Returns it and whether anything changed."""
    values = parse_changes(REWARDS, given, ctx.hints())
    with ctx.write("reward.edit") as tx:
        reward: Reward = resolve(tx.conn, REWARDS, word)
        check_stock(reward, values)
        changed = edit_in(tx, REWARDS, reward, values)
        tx.summary = _("修改奖品 {number}").format(number=reward.number)
        reward = records.get(tx.conn, REWARDS, reward.id)
    return reward, changed


def check_stock(reward: Reward, values: Mapping[str, Any]) -> None:
    """Raise Conflict where fewer would have been stocked than were given out."""
    out = reward.stock - reward.remaining
    stock = values.get("stock")
    if stock is not None and stock < out:
        raise Conflict(
            _("“{name}”已兑出 {out} 件，进货数量不能是 {stock}。").format(name=reward.name, out=out, stock=stock)
        )


def redeem(ctx: Context, who: str, reward: str, quantity: str = "1") -> tuple[Redemption, Account]:
    """Have a reward for points; what the person earned is settled first, in the same operation.

    Returns the redemption and what the person holds after it. Raises Conflict, with the figures, for too few
    points, too few rewards, a limit of the rule in force today used up or not reached.
    """
    today = ctx.today.isoformat()
    many = _quantity(ctx, quantity)
    with ctx.write("reward.redeem") as tx:
        person, what = the_volunteer(tx.conn, who), resolve(tx.conn, REWARDS, reward)
        rule = PointsRules(tx.conn).required(today)
        _check_person(person)
        _check_left(what, many)
        _check_limits(tx.conn, rule, person, today)
        _check_hours(tx.conn, rule, person)
        account = settled_account(tx, today, person.id)
        _check_minimum(rule, person, account)
        cost = what.price * many * HUNDREDTHS
        check_enough(person, account, cost)
        number = tx.next_number("redemption", "D", 6)
        row = {
            "number": number, "reward_id": what.id, "volunteer_id": person.id, "quantity": many, "redeemed_on": today,
        }  # fmt: skip
        made = tx.insert("redemption", row)
        moves = account.spend(cost, today)
        posting = Posting(points.REDEEMED, today, person.id, moves, redemption_id=made, rule=rule.name)
        points_store.post(tx, [posting])
        tx.summary = _("{n} 兑换 {reward} × {q}（{d}）").format(n=person.number, reward=what.name, q=many, d=number)
        return the_redemption(tx.conn, number), account


def _quantity(ctx: Context, given: str) -> int:
    try:
        many = whole_number(given, ctx.hints())
    except BadValue as bad:
        raise BadValue(_("数量（--quantity）：{why}").format(why=bad.message), hint=bad.hint) from None
    if not 1 <= many <= MOST_AT_ONCE:
        raise BadValue(_("数量（--quantity）应是 1 到 {most}。").format(most=MOST_AT_ONCE))
    return many


def _check_person(person: Volunteer) -> None:
    if person.archived_on or person.status != "在册":
        raise Conflict(_("志愿者 {n} 不在册，不能兑换。").format(n=person.number))


def _check_left(reward: Reward, quantity: int) -> None:
    if reward.archived_on:
        raise Conflict(_("奖品 {n}“{name}”已归档，不能兑换。").format(n=reward.number, name=reward.name))
    if quantity > reward.remaining:
        raise Conflict(
            _("“{name}”只剩 {left} 件，要 {n} 件。").format(name=reward.name, left=reward.remaining, n=quantity),
            hint=_("补货后用 leifeng reward edit {n} --stock 改进货数量。").format(n=reward.number),
        )


def _check_limits(conn: Connection, rule: PointsRule, person: Volunteer, day: str) -> None:
    period = rule.redeem.period(day)
    if period is None:
        return
    before = store.redeemed_on(conn, person.id, *period)
    if len(before) >= rule.redeem.times:
        raise Conflict(
            _("办法“{title}”{per}可兑换 {n} 次，{n2} {this}已兑换：{days}。").format(
                title=rule.title,
                per=PERIODS[rule.redeem.per],
                n=rule.redeem.times,
                n2=person.number,
                this=THIS_PERIOD[rule.redeem.per],
                days="、".join(before),
            ),
            hint=_("{day} 起可再兑换。").format(day=period[1]),
        )


def _check_hours(conn: Connection, rule: PointsRule, person: Volunteer) -> None:
    seconds = points_store.credited_seconds(conn, person.id)
    if seconds < rule.redeem.minimum_seconds:
        raise Conflict(
            _("办法“{title}”满 {need} 小时才可兑换，{n} 有 {have} 小时，还差 {short} 小时。").format(
                title=rule.title,
                need=hours_text(rule.redeem.minimum_seconds),
                n=person.number,
                have=hours_text(seconds),
                short=hours_text(rule.redeem.minimum_seconds - seconds),
            )
        )


def _check_minimum(rule: PointsRule, person: Volunteer, account: Account) -> None:
    least = rule.redeem.minimum_points
    if account.balance < least:
        raise Conflict(
            _("办法“{title}”满 {need} 分才可兑换，{n} 有 {have} 分，还差 {short} 分。").format(
                title=rule.title,
                need=points_text(least),
                n=person.number,
                have=points_text(account.balance),
                short=points_text(least - account.balance),
            )
        )


def return_reward(ctx: Context, word: str, reason: str) -> tuple[Redemption, int]:
    """Take a reward back: points go back to the lots they came from, and the reward to the stock.

    It no longer counts for the limit. Returns the redemption and the hundredths whose last day had passed
    meanwhile: they expire at once.
    """
    today = ctx.today.isoformat()
    why = needed_reason(reason, ctx.hints())
    with ctx.write("reward.return", reason=why) as tx:
        found = the_redemption(tx.conn, word)
        volunteer, _reward = store.owner(tx.conn, found.id)
        move_in(tx, ctx, part("redemption"), found.id, "return", why)
        lots = store.spent(tx.conn, found.id)
        points_store.post(
            tx, [Posting(points.RETURNED, today, volunteer, lots, redemption_id=found.id, reason=why)]
        )  # fmt: skip
        settle_in(tx, today, volunteer)
        late = sum(hundredths for lot, hundredths in lots.items() if lot is not None and lot < today)
        tx.summary = _("退回兑换 {d}").format(d=found.number)
        return the_redemption(tx.conn, found.number), late


def the_redemption(conn: Connection, word: str) -> Redemption:
    found = store.redemption_called(conn, plain(word).upper())
    if found is None:
        raise NotFound(
            _("没有编号为“{word}”的兑换。").format(word=word), hint=_("用 leifeng reward redemptions 查看。")
        )
    return found


def list_redemptions(
    ctx: Context, *, who: str | None = None, reward: str | None = None, returned: bool = True
) -> list[Redemption]:
    with ctx.read() as conn:
        volunteer = the_volunteer(conn, who).id if who else None
        what = resolve(conn, REWARDS, reward).id if reward else None
        return store.redemptions(conn, volunteer=volunteer, reward=what, returned=returned)


def check_redeemed_again(tx: Transaction, redemption: int) -> None:
    """Raise Conflict where a redemption that stands again (an undo) is one too many for its period."""
    row = tx.row("redemption", redemption)
    if row is None or row["returned_on"] is not None:
        return
    rule = PointsRules(tx.conn).on(row["redeemed_on"])
    period = rule.redeem.period(row["redeemed_on"]) if rule else None
    if rule is None or period is None:
        return
    days = store.redeemed_on(tx.conn, row["volunteer_id"], *period)
    if len(days) > rule.redeem.times:
        raise Conflict(
            _("兑换 {d} 恢复后，此人在 {a} 至 {b} 之前有 {n} 次兑换，办法只许 {most} 次。").format(
                d=row["number"], a=period[0], b=period[1], n=len(days), most=rule.redeem.times
            )
        )
