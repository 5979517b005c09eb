"""Certificates: issue, list, void, reissue, verify. What is printed is the snapshot taken at issue, never the records.

民政部令第67号: who recorded a service proves it, by its records, free of charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leifeng_cli.domain import certificates as domain
from leifeng_cli.domain.certificates import Certificate, Issuer, Service, Snapshot
from leifeng_cli.domain.registers import part
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.masks import excerpt, mask_name
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.values.text import plain
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import Conflict, InvalidInput, NotFound, TamperedDatabase, UsageError
from leifeng_cli.messages import _
from leifeng_cli.services import notices
from leifeng_cli.services.certificate_keys import current_key, key_that_fits
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import free_text, needed_reason
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import certificates as store
from leifeng_cli.store.certificates import Row
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction

TABLE = "certificate"


@dataclass(frozen=True)
class Issued:
    """A certificate just issued, and the fields that stay lines to fill in by hand."""

    certificate: Certificate
    missing: list[str]


def issue(
    ctx: Context,
    who: str,
    *,
    first: str | None = None,
    last: str | None = None,
    records: Sequence[str] = (),
    note: str | None = None,
) -> Issued:
    """Certify a person's credited services: all, those of a span of days (both included), or chosen ones.

    Posts the internal notice of seven days. Raises Conflict for somebody who never served here and where nothing
    is left to certify, and NotFound for a record that is not a credited one of this person.
    """
    if records and (first or last):
        raise UsageError(_("--records 与 --from、--to 只能选一种。"))
    span = [date_text(day, ctx.hints()) if day else None for day in (first, last)]
    if span[0] and span[1] and span[0] > span[1]:
        raise InvalidInput(_("起始日期 {a} 在截止日期 {b} 之后。").format(a=span[0], b=span[1]))
    with ctx.write("certificate.issue") as tx:
        person = the_volunteer(tx.conn, who)
        served = _chosen(store.services(tx.conn, person.id, span[0], span[1]), records, person)
        if not served:
            raise _nothing_to_certify(tx.conn, person)
        snapshot = replace(blank(ctx, tx, person, domain.SERVICE), services=tuple(served), note=_note(ctx, note))
        number = tx.next_number(TABLE, domain.PREFIX)
        notice = _post(tx, ctx, snapshot, number)
        insert(tx, ctx, snapshot, number, person.id, notice_id=notice)
        tx.summary = _("出具志愿服务记录证明 {number}（{who}，{h} 小时）").format(
            number=number, who=person.number, h=hours_text(snapshot.seconds or 0)
        )
        return Issued(the_certificate(tx.conn, ctx, number), snapshot.missing())


def _note(ctx: Context, note: str | None) -> str | None:
    return free_text(note, ctx.hints())


def _chosen(served: list[Service], words: Sequence[str], person: Volunteer) -> list[Service]:
    ids = list(dict.fromkeys(w for word in words for w in plain(word).replace("、", ",").split(",") if w))
    if not words:
        return served
    by_id = {str(s.record): s for s in served}
    unknown = [i for i in ids if i not in by_id]
    if unknown or not ids:
        raise NotFound(
            _("{who} 没有已记入的服务记录 {ids}。").format(
                who=person.number, ids="、".join(excerpt(u) for u in unknown[:20]) or _("（空）")
            ),
            hint=_("用 leifeng hours list --who {who} 查看；作废、待审核和别人的记录不能证明。").format(
                who=person.number
            ),
        )
    return [s for s in served if str(s.record) in ids]


def _nothing_to_certify(conn: Connection, person: Volunteer) -> Conflict:
    counted, waiting = store.live_records(conn, person.id)
    if not counted and not waiting:
        return Conflict(
            _("{who} 没有在本单位服务过的记录，不能出具证明（谁记录，谁证明）。").format(who=person.number),
            hint=_("请由记录其服务的单位出具。"),
        )
    hint = _("另有 {n} 条待审核，审核通过后再出具。").format(n=waiting) if waiting else _("请核对起止日期。")
    return Conflict(_("无服务时长，无法生成证明。"), hint=hint)


def blank(ctx: Context, tx: Transaction, person: Volunteer, kind: str) -> Snapshot:
    """A certificate of a person from this unit on this day, with nothing in it yet."""
    unit = own_unit(tx.conn)
    return Snapshot(
        kind, ctx.today.isoformat(), person.name, person.id_type, person.id_number, person.number,
        Issuer(unit.name, unit.leader, unit.contact, unit.phone), domain.key_name(current_key(tx, ctx)),
    )  # fmt: skip


def _post(tx: Transaction, ctx: Context, snapshot: Snapshot, number: str) -> int:
    """The internal notice. It may hang where anybody passes: of the person it says what a public list may."""
    title = _("志愿服务记录证明 {number}：{name}（{who}），{period}，服务 {n} 次，{h} 小时").format(
        name=mask_name(snapshot.name), who=snapshot.volunteer_number, number=number, period=domain.period(snapshot),
        n=len(snapshot.services), h=hours_text(snapshot.seconds or 0),
    )  # fmt: skip
    return notices.post_in(
        tx, ctx, kind="certificate", title=title, body=snapshot.issuer.name, days=domain.NOTICE_DAYS,
        day_kind="calendar",
    ).id  # fmt: skip


def insert(
    tx: Transaction, ctx: Context, snapshot: Snapshot, number: str, person: int, *,
    grant_id: int | None = None, notice_id: int | None = None, replaces_id: int | None = None,
) -> None:  # fmt: skip
    text = domain.canonical(snapshot)
    row = {
        "number": number, "kind": snapshot.kind, "volunteer_id": person, "grant_id": grant_id,
        "issued_on": snapshot.issued_on, "issued_by": ctx.operator, "snapshot": text,
        "code": domain.check_code(current_key(tx, ctx), number, text), "notice_id": notice_id,
        "replaces_id": replaces_id,
    }  # fmt: skip
    tx.insert(TABLE, row)


def as_certificate(row: Row, today: str) -> Certificate:
    """A register line. Raises TamperedDatabase where its snapshot cannot be read any more."""
    snapshot = content(row)
    state = domain.state_of(
        today, voided_on=row.voided_on, revoked_on=row.revoked_on, withdrawn_on=row.notice_withdrawn_on,
        notice_ends_on=row.notice_ends_on, objections=row.objections,
    )  # fmt: skip
    return Certificate(
        row.id, row.number, row.kind, snapshot.volunteer_number, snapshot.name,
        snapshot.star.level_name if snapshot.star else None, snapshot.seconds, len(snapshot.services),
        row.issued_on, row.issued_by, state, row.code, row.grant_number, row.round_number, row.revoked_on,
        row.notice_number, row.notice_ends_on, row.replaces, row.replaced_by, row.voided_on, row.void_reason,
    )  # fmt: skip


def content(row: Row) -> Snapshot:
    try:
        snapshot = domain.read_snapshot(row.snapshot)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise changed(row) from None
    if (snapshot.kind, snapshot.issued_on) != (row.kind, row.issued_on):
        raise changed(row)
    return snapshot


def changed(row: Row) -> TamperedDatabase:
    return TamperedDatabase(
        _("证书 {number} 的登记被别的工具改过，与校验码对不上。").format(number=row.number),
        hint=_("请用 leifeng verify 核对，必要时用 leifeng restore 恢复备份。"),
    )


def the_row(conn: Connection, word: str) -> Row:
    found = store.called(conn, plain(word).upper())
    if found is None:
        raise NotFound(
            _("没有编号为“{word}”的证书。").format(word=excerpt(word)),
            hint=_("用 leifeng certificate list 查看；核验请用 leifeng certificate verify 校验码。"),
        )
    return found


def the_certificate(conn: Connection, ctx: Context, number: str) -> Certificate:
    return as_certificate(the_row(conn, number), ctx.today.isoformat())


def list_certificates(
    ctx: Context, *, who: str | None = None, round_number: str | None = None, kind: str | None = None
) -> list[Certificate]:
    """The register by number, voided ones too."""
    with ctx.read() as conn:
        volunteer = the_volunteer(conn, who).id if who else None
        rows = store.listed(
            conn, volunteer=volunteer, round_number=plain(round_number).upper() if round_number else None, kind=kind
        )
    return [as_certificate(row, ctx.today.isoformat()) for row in rows]


def show_certificate(ctx: Context, word: str) -> tuple[Certificate, Snapshot]:
    with ctx.read() as conn:
        row = the_row(conn, word)
    return as_certificate(row, ctx.today.isoformat()), content(row)


def void_certificate(ctx: Context, word: str, reason: str) -> Certificate:
    """Declare a certificate void. It stays in the register, and verifying it says so."""
    why = needed_reason(reason, ctx.hints())
    with ctx.write("certificate.void", reason=why) as tx:
        row = the_row(tx.conn, word)
        move_in(tx, ctx, part(TABLE), row.id, "void", why)
        tx.summary = _("作废证书 {number}").format(number=row.number)
        return the_certificate(tx.conn, ctx, row.number)


def reissue_certificate(ctx: Context, word: str, reason: str) -> Certificate:
    """A new certificate of the same content under a new number that names the old one, which is voided.

    The notice of the old one counts for the new: what was shown is the same.
    """
    why = needed_reason(reason, ctx.hints())
    with ctx.write("certificate.reissue", reason=why) as tx:
        row = the_row(tx.conn, word)
        move_in(tx, ctx, part(TABLE), row.id, "reissue", _("补发：") + why)
        if row.revoked_on:
            raise revoked(row)
        key, old = current_key(tx, ctx), content(row)
        if old.key == domain.key_name(key):  # a code of a lost key can prove nothing any more
            proved(key, row)
        number = tx.next_number(TABLE, domain.PREFIX)
        new = replace(old, issued_on=ctx.today.isoformat(), key=domain.key_name(key), replaces=row.number)
        insert(
            tx, ctx, new, number, row.volunteer_id,
            grant_id=row.grant_id, notice_id=row.notice_id, replaces_id=row.id,
        )  # fmt: skip
        tx.summary = _("补发证书 {new}，代替 {old}").format(new=number, old=row.number)
        return the_certificate(tx.conn, ctx, number)


def revoked(row: Row) -> Conflict:
    return Conflict(
        _("证书 {number} 所证的星级已于 {day} 撤销（{grant}）。").format(
            number=row.number, day=row.revoked_on, grant=row.grant_number
        )
    )


def proved(key: bytes, row: Row) -> Snapshot:
    """What a row says, if it still gives its code. Raises TamperedDatabase if not."""
    if not domain.same_code(domain.check_code(key, row.number, row.snapshot), row.code):
        raise changed(row)
    return content(row)


def verify_code(ctx: Context, typed: str) -> tuple[Certificate, Snapshot]:
    """The valid certificate a code stands on.

    Raises NotFound for a code never given, Conflict for a certificate void or of a star taken back, and the
    DatabaseError family where the register was changed or the key file is missing or another.
    """
    code = domain.read_code(typed)
    with ctx.read() as conn:
        row = store.with_code(conn, code) or _with_changed_code(ctx, conn, code)
    if row is None:
        raise NotFound(
            _("没有校验码为 {code} 的证书。").format(code=domain.grouped(code)),
            hint=_("请核对有没有抄错；抄对了仍查不到，就不是用这个数据文件出具的。"),
        )
    snapshot = proved(key_that_fits(ctx, content(row)), row)
    if row.voided_on:
        by = _("，已补发为 {n}").format(n=row.replaced_by) if row.replaced_by else ""
        raise Conflict(
            _("证书 {number} 已于 {day} 作废：{why}{by}。").format(
                number=row.number, day=row.voided_on, why=row.void_reason, by=by
            )
        )
    if row.revoked_on:
        raise revoked(row)
    return as_certificate(row, ctx.today.isoformat()), snapshot


def _with_changed_code(ctx: Context, conn: Connection, code: str) -> Row | None:
    """The row that ought to have this code: somebody has put another in its place."""
    from leifeng_cli.files.certificate_key import read_key

    key = read_key(ctx.db)
    for row in store.listed(conn) if key else ():
        assert key
        if domain.same_code(domain.check_code(key, row.number, row.snapshot), code):
            raise changed(row)
    return None
