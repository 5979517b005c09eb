"""The time bank: hours drawn as service received, and given back. Only what a policy subtracts changes a star."""

from __future__ import annotations

from leifeng_cli.domain.timebank import DRAWN, GIVEN_BACK, TimeAccount, TimeMove
from leifeng_cli.domain.values.durations import long_duration
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import BadValue, Conflict
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import needed_reason
from leifeng_cli.store import timebank as store


def draw(ctx: Context, who: str, hours: str, reason: str) -> tuple[TimeAccount, int]:
    """Draw time; not more than was credited and not drawn yet. Returns the account after it, and the seconds."""
    return _move(ctx, who, hours, reason, DRAWN)


def give_back(ctx: Context, who: str, hours: str, reason: str) -> tuple[TimeAccount, int]:
    """Give drawn time back; not more than is drawn. Returns the account after it, and the seconds."""
    return _move(ctx, who, hours, reason, GIVEN_BACK)


def _move(ctx: Context, who: str, hours: str, reason: str, kind: str) -> tuple[TimeAccount, int]:
    try:
        seconds = long_duration(hours, ctx.hints())
    except BadValue as bad:
        raise BadValue(_("时长（--hours）：{why}").format(why=bad.message), hint=bad.hint) from None
    why = needed_reason(reason, ctx.hints())
    with ctx.write("timebank.draw" if kind == DRAWN else "timebank.give-back", reason=why) as tx:
        person = the_volunteer(tx.conn, who)
        before = store.account(tx.conn, person.id)
        if kind == DRAWN and (person.archived_on or person.status != "在册"):
            raise Conflict(_("志愿者 {n} 不在册，不能支取。").format(n=person.number))
        if kind == DRAWN and seconds > before.available:
            raise Conflict(
                _("{n} 累计 {c} 小时，已支取 {d} 小时，可支取 {a} 小时，不能支取 {h} 小时。").format(
                    n=person.number, c=hours_text(before.credited), d=hours_text(before.drawn),
                    a=hours_text(max(0, before.available)), h=hours_text(seconds),
                )
            )  # fmt: skip
        if kind == GIVEN_BACK and seconds > before.drawn:
            raise Conflict(
                _("{n} 支取未还的只有 {d} 小时，不能归还 {h} 小时。").format(
                    n=person.number, d=hours_text(before.drawn), h=hours_text(seconds)
                )
            )
        row = {
            "volunteer_id": person.id, "kind": kind, "on_date": ctx.today.isoformat(), "seconds": seconds,
            "reason": why,
        }  # fmt: skip
        tx.insert("time_bank", row)
        verb = _("支取") if kind == DRAWN else _("归还")
        tx.summary = _("{n} 从时间银行{verb} {h} 小时").format(n=person.number, verb=verb, h=hours_text(seconds))
        return store.account(tx.conn, person.id), seconds


def list_accounts(ctx: Context) -> list[TimeAccount]:
    """Everybody who ever drew, by number."""
    with ctx.read() as conn:
        return store.accounts(conn)


def list_moves(ctx: Context, *, who: str | None = None) -> list[TimeMove]:
    with ctx.read() as conn:
        return store.moves(conn, the_volunteer(conn, who).id if who else None)
