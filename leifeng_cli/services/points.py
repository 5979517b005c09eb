"""Points: settling what records earned, referrals, adjustments, balances and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from leifeng_cli.domain import points
from leifeng_cli.domain.points import Account, Balance, Due, LedgerLine, Posting, points_number, points_text
from leifeng_cli.domain.points_rules import PointsRule
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.points_rules import PointsRules
from leifeng_cli.services.registers import needed_reason
from leifeng_cli.store import points as store
from leifeng_cli.store import rewards as reward_store
from leifeng_cli.store import timebank as timebank_store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction
from leifeng_cli.store.points import Credited, Posted


@dataclass
class Settlement:
    """What settling writes, in hundredths. ``owing``: volunteer id -> what cannot be taken back yet."""

    postings: list[Posting] = field(default_factory=list)
    accounts: dict[int, Account] = field(default_factory=dict)
    owing: dict[int, int] = field(default_factory=dict)

    def of_kind(self, kind: str) -> int:
        return sum(p.hundredths for p in self.postings if p.kind == kind)

    @property
    def people(self) -> int:
        return len({p.volunteer_id for p in self.postings})


def plan(conn: Connection, today: str, volunteer: int | None = None) -> Settlement:
    """What is to be written so that every credited record has given what it earns and no lot is past its day.

    Of one person, or of everybody. A record counts under the rule in force on its service date.
    """
    rules = PointsRules(conn)
    credited, posted = store.credited(conn, volunteer), store.posted(conn, volunteer)
    found = Settlement(accounts=store.accounts(conn, volunteer))
    for who in sorted({*credited, *posted, *found.accounts}):
        dues = list(_dues(rules, credited.get(who, []), posted.get(who, {})))
        account = found.accounts.setdefault(who, Account())
        postings, owing = points.settle(who, dues, account, today)
        found.postings += postings
        if owing:
            found.owing[who] = owing
    return found


def _dues(rules: PointsRules, credited: list[Credited], posted: dict[int, Posted]) -> Iterator[Due]:
    given = dict(posted)
    for record in credited:
        rule, before = rules.on(record.service_date), given.pop(record.id, None)
        due, lot = 0, None
        if rule is not None:
            due = rule.earned(
                record.seconds, category=record.category, parent=record.parent, rating=record.rating
            )  # fmt: skip
            lot = rule.lot(record.service_date)
        name = rule.name if rule else None
        if due or before:
            has, own = (before.hundredths, before.own) if before else (0, [])
            yield Due(record.id, record.service_date, due, has, own, lot, name)
    for record_id, before in given.items():  # voided since
        yield Due(record_id, before.service_date, 0, before.hundredths, before.own, None, before.rule)


def settle_in(tx: Transaction, today: str, volunteer: int | None = None) -> Settlement:
    """Write what :func:`plan` says, inside a transaction."""
    found = plan(tx.conn, today, volunteer)
    store.post(tx, found.postings)
    return found


def settle(ctx: Context, *, dry_run: bool = False) -> Settlement:
    """Post what records earned and what they no longer earn, and write off what expired. Twice adds nothing.

    Raises Conflict where no rule was ever chosen.
    """
    today = ctx.today.isoformat()
    with ctx.write("points.settle") as tx:
        if not PointsRules(tx.conn).any:
            PointsRules(tx.conn).required(today)
        found = settle_in(tx, today)
        if dry_run:
            tx.discard()
        tx.summary = _("结算积分 {n} 笔，{p} 人").format(n=len(found.postings), p=found.people)
    return found


def refer(ctx: Context, newcomer: str, by: str) -> tuple[Volunteer, Volunteer, int]:
    """Give points for bringing a new volunteer, once for each. Returns newcomer, who brought them, hundredths.

    Raises Conflict where the rule in force today gives none, or the newcomer was there first or has been counted.
    """
    today = ctx.today.isoformat()
    with ctx.write("points.refer") as tx:
        new, old = the_volunteer(tx.conn, newcomer), the_volunteer(tx.conn, by)
        rule = PointsRules(tx.conn).required(today)
        if not rule.referral:
            raise Conflict(_("办法“{title}”没有介绍新人的积分。").format(title=rule.title))
        _check_referral(tx.conn, new, old)
        moves = {rule.lot(today): rule.referral}
        posting = Posting(points.REFERRAL, today, old.id, moves, referred_id=new.id, rule=rule.name)
        store.post(tx, [posting])
        tx.summary = _("{old} 介绍新人 {new}，{n} 分").format(
            old=old.number, new=new.number, n=points_text(rule.referral)
        )
    return new, old, rule.referral


def _check_referral(conn: Connection, new: Volunteer, old: Volunteer) -> None:
    if new.id == old.id:
        raise Conflict(_("介绍人和新人是同一个人。"))
    if old.archived_on or old.status != "在册":
        raise Conflict(_("志愿者 {n} 不在册，不能记介绍积分。").format(n=old.number))
    before = store.referred_by(conn, new.id)
    if before is not None:
        raise Conflict(
            _("{new} 已于 {day} 记为 {old} 介绍，只记一次。").format(new=new.number, day=before[1], old=before[0])
        )
    if new.registered_on and old.registered_on and new.registered_on < old.registered_on:
        raise Conflict(
            _("{new} 的注册日期 {a} 早于介绍人 {old} 的 {b}。").format(
                new=new.number, a=new.registered_on, old=old.number, b=old.registered_on
            ),
            hint=_("请核对谁介绍谁。"),
        )


def adjust(ctx: Context, who: str, given: str, reason: str) -> tuple[Volunteer, int, int]:
    """Add points, or take some off, with a reason. Returns the person, hundredths moved, and the balance.

    Raises Conflict where more would be taken than there is.
    """
    today = ctx.today.isoformat()
    amount = points_number(given, ctx.hints())
    why = needed_reason(reason, ctx.hints())
    with ctx.write("points.adjust", reason=why) as tx:
        person = the_volunteer(tx.conn, who)
        account = settled_account(tx, today, person.id)
        rule = PointsRules(tx.conn).on(today)
        moves: points.Moves
        if amount > 0:
            moves = {rule.lot(today) if rule else None: amount}
            account.add(moves, today)
        else:
            check_enough(person, account, -amount)
            moves = account.spend(-amount, today)
        name = rule.name if rule else None
        store.post(tx, [Posting(points.ADJUSTED, today, person.id, moves, rule=name, reason=why)])
        tx.summary = _("调整 {n} 的积分 {p} 分").format(n=person.number, p=points_text(amount))
    return person, amount, account.balance


def settled_account(tx: Transaction, today: str, volunteer: int) -> Account:
    """What a person holds after settling them: every lot of it is still good today."""
    return settle_in(tx, today, volunteer).accounts.setdefault(volunteer, Account())


def check_enough(person: Volunteer, account: Account, amount: int) -> None:
    if amount > account.balance:
        raise Conflict(
            _("{n} 有 {have} 分，需要 {need} 分，还差 {short} 分。").format(
                n=person.number,
                have=points_text(account.balance),
                need=points_text(amount),
                short=points_text(amount - account.balance),
            )
        )


def show_balance(ctx: Context, who: str) -> Balance:
    """One person's points, with the lots they lie in."""
    with ctx.read() as conn:
        person = the_volunteer(conn, who)
        (found,) = _balances(conn, ctx.today.isoformat(), [(person.id, person.number, person.name)], person.id)
    return found


def list_balances(ctx: Context) -> list[Balance]:
    """Everybody whose points ever moved or will at the next settling, by number."""
    with ctx.read() as conn:
        found = _balances(conn, ctx.today.isoformat(), store.people(conn), None)
    return [b for b in found if b != Balance(b.volunteer_number, b.volunteer_name)]


def _balances(conn: Connection, today: str, people: list[tuple[int, str, str]], volunteer: int | None) -> list[Balance]:
    sums, held = store.sums(conn, volunteer), store.accounts(conn, volunteer)
    planned = plan(conn, today, volunteer)
    waiting: Counter[int] = Counter()
    for posting in planned.postings:
        waiting[posting.volunteer_id] += posting.hundredths
    none = store.Sums()
    found = []
    for who, number, name in people:
        s = sums.get(who, none)
        lots = tuple(held[who].lots()) if who in held else ()
        balance = s.earned + s.adjusted - s.spent - s.expired
        one = Balance(number, name, s.earned, s.adjusted, s.spent, s.expired, balance, lots=lots)
        found.append(replace(one, unsettled=waiting[who], owing=planned.owing.get(who, 0)))
    return found


def show_ledger(ctx: Context, who: str) -> tuple[Volunteer, list[LedgerLine]]:
    with ctx.read() as conn:
        person = the_volunteer(conn, who)
        return person, store.ledger(conn, person.id)


@dataclass(frozen=True)
class Fault:
    """Something in the ledger that no command of ours can have written."""

    what: str
    message: str


def check(ctx: Context) -> tuple[list[Fault], list[tuple[str, int]], int]:
    """Faults; (account, hundredths) of the whole ledger; how many movements there are."""
    with ctx.read() as conn:
        return list(faults(conn)), store.account_totals(conn), store.count(conn)


def faults(conn: Connection) -> Iterator[Fault]:
    for transfer, entries, total in store.unbalanced(conn):
        yield Fault(
            _("积分变动 {id}").format(id=transfer),
            _("{n} 条分录，合计 {sum}，应为 0").format(n=entries, sum=points_text(total)),
        )
    yield from overdrafts(conn)


def overdrafts(conn: Connection) -> Iterator[Fault]:
    """What has gone below zero: points, rewards, the time bank."""
    for number, lot, hundredths in store.overdrawn(conn):
        until = _("有效至 {day} 的").format(day=lot) if lot else ""
        yield Fault(
            _("志愿者 {n}").format(n=number),
            _("{until}积分是 {p}，低于 0").format(until=until, p=points_text(hundredths)),
        )
    for number, name, stock, out in reward_store.overdrawn(conn):
        yield Fault(
            _("奖品 {n}").format(n=number),
            _("进货数量是 {stock} 件，“{name}”已兑出 {out} 件").format(name=name, stock=stock, out=out),
        )
    for number, seconds in timebank_store.overdrawn(conn):
        yield Fault(
            _("志愿者 {n}").format(n=number),
            _("时间银行归还多于支取 {h} 小时").format(h=points_text(seconds // 36)),
        )


def rule_lines(rule: PointsRule) -> list[str]:
    """A rule in sentences."""
    hundredths, seconds = rule.rate
    lines = [
        _("{hours} 小时 {points} 分；逐条四舍五入到 0.01 分").format(
            hours=points_text(seconds // 36), points=points_text(hundredths)
        )
    ]
    if rule.most_seconds is not None:
        lines.append(_("一条记录最多按 {h} 小时计").format(h=points_text(rule.most_seconds // 36)))
    for name, coefficient in rule.categories.items():
        lines.append(_("类别“{name}”乘以 {k}").format(name=name, k=points_text(coefficient)))
    if rule.excluded_ratings:
        from leifeng_cli.domain.values.ratings import RATING_NAMES

        names = "、".join(RATING_NAMES[r] for r in sorted(rule.excluded_ratings))
        lines.append(_("评为{names}的不计").format(names=names))
    if rule.referral:
        lines.append(_("介绍一名新人 {n} 分").format(n=points_text(rule.referral)))
    if rule.expires_months is not None:
        lines.append(_("自服务之日起 {n} 个月内有效").format(n=rule.expires_months))
    return lines + _redeem_lines(rule)


def _redeem_lines(rule: PointsRule) -> list[str]:
    from leifeng_cli.domain.points_rules import PERIODS

    limits, lines = rule.redeem, []
    if limits.per != "none":
        lines.append(_("{per}可兑换 {n} 次").format(per=PERIODS[limits.per], n=limits.times))
    if limits.minimum_seconds:
        lines.append(_("累计满 {h} 小时才可兑换").format(h=points_text(limits.minimum_seconds // 36)))
    if limits.minimum_points:
        lines.append(_("满 {n} 分才可兑换").format(n=points_text(limits.minimum_points)))
    return lines
