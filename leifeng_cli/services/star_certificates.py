"""Certificates of stars granted: of one grant, or of everybody a round granted one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from leifeng_cli.domain import certificates as domain
from leifeng_cli.domain.certificates import Certificate, Star
from leifeng_cli.domain.stars.granting import Grant
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.text import plain
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import Conflict, LeifengError, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services import packaged
from leifeng_cli.services.certificates import TABLE, blank, insert, the_certificate
from leifeng_cli.services.context import Context
from leifeng_cli.store import certificates as store
from leifeng_cli.store import records, star_grants
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction
from leifeng_cli.store.settings import policy_uses


@dataclass(frozen=True)
class StarsIssued:
    """Certificates issued, those that were there already, and fields to fill in by hand with how often."""

    made: list[Certificate]
    already: list[str]
    revoked: list[str]
    missing: dict[str, int]


def issue_stars(ctx: Context, word: str) -> StarsIssued:
    """Certify one grant (G000001) or all grants in force of a star round (R0001), all of them in one operation.

    Raises NotFound for neither; Conflict for a single grant that was revoked or is certified already, and for a
    round that has nothing to certify.
    """
    number = plain(word).upper()
    with ctx.write("certificate.star") as tx:
        grants, single = _grants(tx.conn, number)
        policies: dict[str, str] = {}
        made, already, gone, missing = [], [], [], {}  # type: tuple[list[str], list[str], list[str], dict[str, int]]
        for grant in grants:
            there = store.in_force_for(tx.conn, grant.id)
            if grant.revoked_on:
                gone.append(grant.number)
            elif there:
                already.append(there)
            else:
                policy = policies.setdefault(grant.policy, _policy_title(tx.conn, grant))
                made.append(_certify(tx, ctx, grant, policy, missing))
        if not made:
            raise _nothing(number, already, gone, single=single)
        tx.summary = _("出具星级证书 {n} 份（{word}）").format(n=len(made), word=number)
        found = [the_certificate(tx.conn, ctx, m) for m in made]
    return StarsIssued(found, already, gone, missing)


def _grants(conn: Connection, number: str) -> tuple[list[Grant], bool]:
    one = star_grants.grant_called(conn, number)
    if one is not None:
        return [one], True
    if star_grants.round_called(conn, number) is None:
        raise NotFound(
            _("没有编号为“{word}”的星级授予或评星批次。").format(word=excerpt(number)),
            hint=_("授予编号如 G000001，批次如 R0001；用 leifeng star grants 查看。"),
        )
    return [g for g in star_grants.grants(conn) if g.round_number == number], False


def _nothing(number: str, already: list[str], gone: list[str], *, single: bool) -> Conflict:
    if single and gone:
        return Conflict(_("授予 {number} 已撤销，不能出具证书。").format(number=number))
    if single:
        return Conflict(
            _("授予 {number} 已有证书 {there}。").format(number=number, there=already[0]),
            hint=_("遗失或有误请用 leifeng certificate reissue {there} --reason 原因。").format(there=already[0]),
        )
    if already or gone:
        return Conflict(_("批次 {number} 的授予都已有证书或已撤销。").format(number=number))
    return Conflict(
        _("批次 {number} 还没有授予任何人。").format(number=number), hint=_("请先用 leifeng star grant 授予。")
    )


def _certify(tx: Transaction, ctx: Context, grant: Grant, policy: str, missing: dict[str, int]) -> str:
    person = records.get(tx.conn, VOLUNTEERS, grant.volunteer_id)
    star = Star(
        grant.number, grant.level, grant.level_name, grant.granted_on, grant.body, policy,
        store.grant_seconds(tx.conn, grant.id),
    )  # fmt: skip
    snapshot = replace(blank(ctx, tx, person, domain.STAR), star=star)
    for label in snapshot.missing():
        missing[label] = missing.get(label, 0) + 1
    number = tx.next_number(TABLE, domain.PREFIX)
    insert(tx, ctx, snapshot, number, person.id, grant_id=grant.id)
    return number


def _policy_title(conn: Connection, grant: Grant) -> str:
    """What a policy calls itself; its short name where its text is not at hand or no longer reads."""
    from leifeng_cli.domain.stars.parse import parse_policy

    name, text = grant.policy, None
    if grant.case_id is not None:
        name, text = star_grants.round_policy(conn, star_grants.round_of(conn, grant.id))
    else:
        text = next((t for _day, n, t in policy_uses(conn, "star") if n == name), None)
        if text is None and name in packaged.names("policies"):
            text = packaged.text("policies", name)
    try:
        return parse_policy(text, name).title if text else name
    except LeifengError:
        return name
