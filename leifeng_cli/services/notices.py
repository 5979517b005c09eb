"""Showing something publicly for a time, and what is objected to it."""

from __future__ import annotations

from leifeng_cli.domain.notices import WORK, Notice, Objection, is_past, last_day
from leifeng_cli.domain.registers import part
from leifeng_cli.errors import Conflict, InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import free_text, needed_reason
from leifeng_cli.services.workdays import calendar
from leifeng_cli.store import notices as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


def post_in(
    tx: Transaction,
    ctx: Context,
    *,
    kind: str,
    title: str,
    body: str,
    days: int,
    day_kind: str = WORK,
    place: str | None = None,
    posted_on: str | None = None,
) -> Notice:
    """Post a notice inside a transaction, from today or a named day on; its last day follows from the calendar."""
    first = posted_on or ctx.today.isoformat()
    row_id = tx.insert(
        "notice",
        {
            "number": tx.next_number("notice", "N"),
            "kind": kind,
            "title": title,
            "body": body,
            "place": place,
            "days": days,
            "day_kind": day_kind,
            "posted_on": first,
            "ends_on": last_day(first, days, day_kind, calendar()),
        },
    )
    return store.notice(tx.conn, row_id)


def the_notice(conn: Connection, word: str) -> Notice:
    found = store.notice_called(conn, word.strip().upper())
    if found is None:
        raise NotFound(_("没有编号为“{word}”的公示。").format(word=word), hint=_("用 leifeng notice list 查看。"))
    return found


def is_over(conn: Connection, notice_id: int, day: str) -> bool:
    """Whether the notice was shown for its full time before ``day``, and not taken down."""
    notice = store.notice(conn, notice_id)
    return notice.withdrawn_on is None and is_past(notice.ends_on, day)


def open_objections(conn: Connection, notice_id: int, volunteer_id: int | None = None) -> list[Objection]:
    return store.objections_to(conn, notice_id, volunteer_id)


def upheld_objections(conn: Connection, notice_id: int, volunteer_id: int | None = None) -> list[Objection]:
    return store.objections_to(conn, notice_id, volunteer_id, upheld=True)


def list_notices(ctx: Context) -> list[Notice]:
    with ctx.read() as conn:
        return store.notices(conn)


def show_notice(ctx: Context, word: str) -> tuple[Notice, list[Objection]]:
    """A notice with everything that was objected to it."""
    with ctx.read() as conn:
        notice = the_notice(conn, word)
        return notice, store.objections(conn, "o.notice_id = ?", (notice.id,))


def withdraw_notice(ctx: Context, word: str, reason: str) -> Notice:
    """Take a notice down before its time: it then never was one, for whatever waited for it."""
    why = needed_reason(reason, ctx.hints())
    with ctx.write("notice.withdraw", reason=why) as tx:
        notice = the_notice(tx.conn, word)
        move_in(tx, ctx, part("notice"), notice.id, "withdraw", why)
        tx.summary = _("撤下公示 {n}").format(n=notice.number)
        return store.notice(tx.conn, notice.id)


def raise_objection(
    ctx: Context, word: str, *, content: str, who: str | None = None, record: int | None = None, by: str | None = None
) -> Objection:
    """Put an objection on record, to one person, to one record, or to the notice as a whole."""
    text = free_text(content, ctx.hints())
    if text is None:
        raise InvalidInput(_("请写明异议的内容。"), hint="--content")
    with ctx.write("notice.object") as tx:
        notice = the_notice(tx.conn, word)
        if notice.withdrawn_on is not None:
            raise Conflict(_("公示 {n} 已撤下。").format(n=notice.number))
        volunteer = the_volunteer(tx.conn, who).id if who else None
        if record is not None and notice.id not in {n.id for n in store.showings(tx.conn, record)}:
            raise NotFound(_("公示 {n} 里没有服务记录 {id}。").format(n=notice.number, id=record))
        row_id = tx.insert(
            "objection",
            {
                "notice_id": notice.id,
                "volunteer_id": volunteer,
                "record_id": record,
                "raised_on": ctx.today.isoformat(),
                "raised_by": free_text(by, ctx.hints()),
                "content": text,
            },
        )
        tx.summary = _("登记对公示 {n} 的异议").format(n=notice.number)
        return store.objections(tx.conn, "o.id = ?", (row_id,))[0]


def decide_objection(ctx: Context, objection_id: int, *, upheld: bool, reply: str) -> Objection:
    """Uphold or dismiss an objection, with the reply given."""
    text = free_text(reply, ctx.hints())
    if text is None:
        raise InvalidInput(_("请写明答复。"), hint="--reply")
    with ctx.write("notice.decide") as tx:
        found = store.objections(tx.conn, "o.id = ?", (objection_id,))
        if not found:
            raise NotFound(
                _("没有编号为“{id}”的异议。").format(id=objection_id), hint=_("用 leifeng notice show 查看。")
            )
        if found[0].upheld is not None:
            raise Conflict(_("异议 {id} 已于 {day} 处理。").format(id=objection_id, day=found[0].decided_on))
        changes = {"decided_on": ctx.today.isoformat(), "upheld": int(upheld), "reply": text}
        tx.update("objection", objection_id, changes)
        tx.summary = _("处理异议 {id}").format(id=objection_id)
        return store.objections(tx.conn, "o.id = ?", (objection_id,))[0]
