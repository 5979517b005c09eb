"""Closing a month: checked, frozen, numbered, sent; reopened with a reason. The report that was sent never changes."""

from __future__ import annotations

import hashlib
import json

from leifeng_cli.domain import document_json
from leifeng_cli.domain.closing import MonthClose, Restated, Sent, freeze, to_json
from leifeng_cli.domain.document import Document
from leifeng_cli.domain.periods import Period, month_period
from leifeng_cli.domain.registers import part
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.errors import Conflict, InvalidInput, NotFound, TamperedDatabase
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.registers import free_text, needed_reason
from leifeng_cli.services.reports.composing import compose
from leifeng_cli.services.reports.material import gather
from leifeng_cli.services.reports.restating import restated
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import closing as store
from leifeng_cli.store import journal, queries, verify
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


def close_month(ctx: Context, given: str, *, despite: str | None = None) -> MonthClose:
    """Freeze a month: its figures, its report, the journal's head. Checked first.

    Raises Conflict for a month that is not over, closed already, or has records waiting for approval (unless
    ``despite`` says why it is closed all the same), and TamperedDatabase where the file is not as it was written.
    """
    period = month_period(given)
    why = free_text(despite, ctx.hints())
    with ctx.write("month.close", reason=why) as tx:
        _check(tx.conn, ctx, period, why)
        material = gather(tx.conn, period)
        number = tx.next_number("month_close", f"{period.name[:4]}-", 4)
        document = compose(material, number=number, created=ctx.now.replace(microsecond=0))
        figures, text = to_json(freeze(material.figures)), document_json.dump(document)
        row = {
            "number": number,
            "month": period.name,
            "closed_on": ctx.today.isoformat(),
            "closed_by": ctx.operator,
            "figures": figures,
            "document": text,
            "digest": digest(figures, text),
            "chain_head": journal.chain_head(tx.conn)[1],
        }
        close_id = tx.insert("month_close", row)
        _note_restated(tx, material.restatements, close_id)
        tx.summary = _("{month} 结账（{n}）").format(month=period.name, n=number)
    with ctx.read() as conn:
        return the_close(conn, period.name)


def digest(figures: str, document: str) -> str:
    """SHA-256 over what was frozen."""
    return hashlib.sha256(json.dumps([figures, document], ensure_ascii=False).encode()).hexdigest()


def _check(conn: Connection, ctx: Context, period: Period, despite: str | None) -> None:
    if ctx.today.isoformat() < period.after:
        raise Conflict(
            _("{month} 还没有过完，不能结账。").format(month=period.name),
            hint=_("{day} 起可以结账。").format(day=period.after),
        )
    there = store.close_of(conn, period.name)
    if there is not None:
        raise Conflict(
            _("{month} 已于 {day} 结账（{n}）。").format(month=period.name, day=there.closed_on, n=there.number),
            hint=_("要重新结账，先 leifeng month reopen {month} --reason 原因。").format(month=period.name),
        )
    findings = verify.verify(conn)
    if findings:
        raise TamperedDatabase(
            _("数据文件被其他工具改过：{first}").format(first=findings[0].message), hint=_("请先运行 leifeng verify。")
        )
    waiting = _waiting(conn, period)
    if waiting and despite is None:
        raise Conflict(
            _("{month} 还有 {n} 条记录待审核，不会计入。").format(month=period.name, n=waiting),
            hint=_("先审核（leifeng hours approve），或加 --despite 理由 照样结账。"),
        )


def _waiting(conn: Connection, period: Period) -> int:
    """Records of the period that wait for approval."""
    (row,) = queries.rows(conn, "month_pending", first=period.first, after=period.after)
    return int(row["records"])


def _note_restated(tx: Transaction, stated: dict[str, list[Restated]], close_id: int) -> None:
    """What this report says of earlier months is what the city was last told of them."""
    for month in stated:
        close = store.close_of(tx.conn, month)
        assert close is not None
        _rows, now = restated(tx.conn, close)
        tx.insert("restatement", {"close_id": close.id, "stated_in_id": close_id, "figures": to_json(now)})


def the_close(conn: Connection, month: str) -> MonthClose:
    found = store.close_of(conn, month)
    if found is None:
        raise NotFound(
            _("{month} 还没有结账。").format(month=month),
            hint=_("结账：leifeng month close {month}").format(month=month),
        )
    return found


def closed_document(conn: Connection, close: MonthClose) -> Document:
    """The report as it was closed: the same document for ever."""
    return document_json.load(store.kept_document(conn, close.id))


def reopen_month(ctx: Context, given: str, reason: str) -> MonthClose:
    """End a closing, with a reason; what was frozen and sent stays on record."""
    month = month_period(given).name
    why = needed_reason(reason, ctx.hints())
    with ctx.write("month.reopen", reason=why) as tx:
        close = the_close(tx.conn, month)
        move_in(tx, ctx, part("month_close"), close.id, "reopen", why)
        tx.summary = _("{month} 重开").format(month=month)
        return next(c for c in store.closes(tx.conn) if c.id == close.id)


def month_status(ctx: Context) -> list[tuple[MonthClose, list[Restated], list[Sent]]]:
    """Every closing, with the rows that are others now (only of those in force) and its sendings."""
    with ctx.read() as conn:
        return [
            (close, [] if close.reopened_on else restated(conn, close)[0], store.sent(conn, close.id))
            for close in store.closes(conn)
        ]


def send_month(
    ctx: Context, given: str, *, to: str | None, on: str | None, channel: str | None, note: str | None
) -> Sent:
    """Put on record to whom a closed month's report was sent, and when; to the superior unit if nobody is named."""
    month = month_period(given).name
    with ctx.write("month.sent") as tx:
        close = the_close(tx.conn, month)
        row = _sending(tx, ctx, to, on, channel, note)
        if row["sent_on"] < close.closed_on:
            raise InvalidInput(
                _("报送日期 {day} 早于结账日期 {closed}。").format(day=row["sent_on"], closed=close.closed_on)
            )
        row_id = tx.insert("report_sent", {"kind": "month", "close_id": close.id, **row})
        tx.summary = _("{month} 月报报送 {to}").format(month=month, to=row["addressee"])
        return next(s for s in store.sent(tx.conn, close.id) if s.id == row_id)


def send_event(
    ctx: Context, activity: str, *, to: str | None, on: str | None, channel: str | None, note: str | None
) -> Sent:
    """Put on record that a major event was reported."""
    with ctx.write("report.sent") as tx:
        event = the_activity(tx.conn, activity)
        row = _sending(tx, ctx, to, on, channel, note)
        row_id = tx.insert("report_sent", {"kind": "event", "activity_id": event.id, **row})
        tx.summary = _("{a} 重大活动信息报送 {to}").format(a=event.number, to=row["addressee"])
        return next(s for s in store.sent(tx.conn) if s.id == row_id)


def _sending(
    tx: Transaction, ctx: Context, to: str | None, on: str | None, channel: str | None, note: str | None
) -> dict[str, str]:
    addressee = free_text(to, ctx.hints()) or own_unit(tx.conn).superior
    if addressee is None:
        raise InvalidInput(_("没有写报送给谁，本单位也没有填上级单位。"), hint=_("请加 --to 单位名称。"))
    day = date_text(on, ctx.hints()) if on else ctx.today.isoformat()
    if day > ctx.today.isoformat():
        raise InvalidInput(_("报送日期 {day} 还没有到。").format(day=day))
    optional = {"channel": free_text(channel, ctx.hints()), "note": free_text(note, ctx.hints())}
    found = {"addressee": addressee, "sent_on": day, "sent_by": ctx.operator}
    return found | {k: v for k, v in optional.items() if v is not None}


def list_sent(ctx: Context) -> list[Sent]:
    with ctx.read() as conn:
        return store.sent(conn)
