"""Granting what was shown publicly, exceptional and earlier grants, and what is decided about grants afterwards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from leifeng_cli.domain.registers import part
from leifeng_cli.domain.stars.evaluate import evaluate
from leifeng_cli.domain.stars.granting import (
    BY_ROUND,
    CASE_LIFE,
    EARLIER,
    EXCEPTIONAL,
    KEPT,
    REVOKED,
    Case,
    Grant,
    evidence,
    facts_digest,
)
from leifeng_cli.domain.stars.parse import parse_policy
from leifeng_cli.domain.stars.policy import Level, Policy
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.errors import Conflict, InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services import notices
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import free_text, needed_reason
from leifeng_cli.services.stars.facts import facts_of
from leifeng_cli.services.stars.policies import policy_text_on
from leifeng_cli.services.stars.rounds import the_round
from leifeng_cli.services.units import own_unit
from leifeng_cli.services.volunteers import the_person
from leifeng_cli.store import journal
from leifeng_cli.store import star_grants as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


@dataclass(frozen=True)
class Granting:
    """What a granting run did: the grants made, and (number, name, why) of each case left as it was."""

    grants: list[Grant]
    left: list[tuple[str, str, str]]


def grant_round(ctx: Context, word: str, *, body: str | None = None, who: Sequence[str] = ()) -> Granting:
    """Grant what a round proposed: those whose notice is over without an objection, and who still qualify.

    ``body``: only what this body approves. Everybody is judged again as of the round's day with the records as
    they are now; a case that no longer holds is left, with the reason. Raises Conflict where nothing is left to do.
    """
    with ctx.write("star.grant") as tx:
        found = the_round(tx.conn, word)
        name, text = store.round_policy(tx.conn, found.id)
        policy = parse_policy(text, name)
        cases = store.cases(tx.conn, found.id, CASE_LIFE.going_on)
        wanted = {the_volunteer(tx.conn, w).id for w in who}
        cases = [c for c in cases if (not wanted or c.volunteer_id in wanted) and body in (None, c.body)]
        if not cases:
            raise Conflict(
                _("批次 {r} 没有待授予的人。").format(r=found.number),
                hint=_("用 leifeng star round {r} 查看各人的状态和评定单位。").format(r=found.number),
            )
        made, left = [], []
        for case in cases:
            why = _obstacle(tx.conn, case, ctx.today.isoformat()) or _no_longer(tx.conn, case, policy, found.as_of)
            if why:
                left.append((case.volunteer_number, case.volunteer_name, why))
                continue
            move_in(tx, ctx, part("star_case"), case.id, "grant")
            made.append(
                _insert(
                    tx, case.volunteer_id, case.level, case.level_name, name, case.body, BY_ROUND,
                    on=ctx.today.isoformat(), case_id=case.id, proof=case.evidence,
                )
            )  # fmt: skip
        tx.summary = _("授予星级 {n} 人（{r}）").format(n=len(made), r=found.number)
        return Granting([the_grant(tx.conn, g) for g in made], left)


def _obstacle(conn: Connection, case: Case, day: str) -> str | None:
    if case.notice_days == 0:
        return None
    if case.notice_id is None:
        return _("还没有公示")
    if notices.open_objections(conn, case.notice_id, case.volunteer_id):
        return _("有未处理的异议")
    if notices.upheld_objections(conn, case.notice_id, case.volunteer_id):
        return _("异议成立，请撤回申报")
    if not notices.is_over(conn, case.notice_id, day):
        return _("公示到 {day}，还没有满").format(day=case.notice_ends_on)
    return None


def _no_longer(conn: Connection, case: Case, policy: Policy, as_of: str) -> str | None:
    facts = facts_of(conn, the_person(conn, case.volunteer_id), as_of)
    if facts_digest(facts) == json.loads(case.evidence)["facts_sha256"]:
        return None
    result = evaluate(policy, facts, as_of).find(case.level)
    if result is not None and result.met:
        return None
    return _("申报后记录有变，不再符合{level}的条件").format(level=case.level_name)


def _insert(
    tx: Transaction, volunteer_id: int, level: int, level_name: str, policy: str, body: str, kind: str, *,
    on: str, reason: str | None = None, case_id: int | None = None, proof: str | None = None,
) -> str:  # fmt: skip
    number = tx.next_number("star_grant", "G")
    row = {
        "number": number, "volunteer_id": volunteer_id, "level": level, "level_name": level_name, "policy": policy,
        "granted_on": on, "body": body, "kind": kind, "reason": reason, "case_id": case_id, "evidence": proof,
    }  # fmt: skip
    tx.insert("star_grant", row)
    return number


def the_grant(conn: Connection, word: str) -> Grant:
    found = store.grant_called(conn, word.strip().upper())
    if found is None:
        raise NotFound(_("没有编号为“{word}”的授予。").format(word=word), hint=_("用 leifeng star grants 查看。"))
    return found


def list_grants(ctx: Context, *, who: str | None = None, in_force: bool = False) -> list[Grant]:
    with ctx.read() as conn:
        volunteer = the_volunteer(conn, who).id if who else None
        return store.grants(conn, in_force=in_force, volunteer=volunteer)


def promote(ctx: Context, who: str, level: int, *, body: str | None, reason: str) -> Grant:
    """Grant a level the conditions do not give (破格), with the reason on record."""
    why = needed_reason(reason, ctx.hints())
    day = ctx.today.isoformat()
    with ctx.write("star.promote", reason=why) as tx:
        person = the_volunteer(tx.conn, who)
        name, text = policy_text_on(tx.conn, day)
        policy = parse_policy(text, name)
        wanted = _level(policy, level)
        _not_yet(tx.conn, person.id, wanted)
        facts = facts_of(tx.conn, person, day)
        result = evaluate(policy, facts, day).find(level)
        assert result is not None
        proof = evidence(policy, text, result, facts, day, journal.chain_head(tx.conn)[1])
        number = _insert(
            tx, person.id, level, wanted.name, name, _body(tx.conn, ctx, body, wanted), EXCEPTIONAL,
            on=day, reason=why, proof=proof,
        )  # fmt: skip
        tx.summary = _("破格授予 {n} {level}").format(n=person.number, level=wanted.name)
        return the_grant(tx.conn, number)


def enter_earlier(
    ctx: Context, who: Sequence[str], level: int, *, on: str, body: str | None, reason: str | None
) -> list[Grant]:
    """Enter a star granted before this file kept such things. It is no proof of hours: it only bars doing it twice."""
    day = date_text(on, ctx.hints())
    if day > ctx.today.isoformat():
        raise InvalidInput(_("授予日期 {day} 还没有到。").format(day=day))
    why = free_text(reason, ctx.hints())
    with ctx.write("star.enter", reason=why) as tx:
        name, text = policy_text_on(tx.conn, ctx.today.isoformat())
        wanted = _level(parse_policy(text, name), level)
        made = []
        for word in who:
            person = the_volunteer(tx.conn, word)
            _not_yet(tx.conn, person.id, wanted)
            granted_by = _body(tx.conn, ctx, body, wanted)
            made.append(_insert(tx, person.id, level, wanted.name, name, granted_by, EARLIER, on=day, reason=why))
        tx.summary = _("登记以往授予的{level} {n} 人").format(level=wanted.name, n=len(made))
        return [the_grant(tx.conn, g) for g in made]


def _level(policy: Policy, level: int) -> Level:
    found = policy.find(level)
    if found is None:
        names = "、".join(f"{x.level}（{x.name}）" for x in policy.all_levels())
        raise InvalidInput(_("“{title}”没有第 {n} 级。").format(title=policy.title, n=level), hint=_("可用：") + names)
    return found


def _not_yet(conn: Connection, volunteer_id: int, level: Level) -> None:
    for grant in store.grants(conn, volunteer=volunteer_id, in_force=True):
        if grant.level == level.level:
            raise Conflict(
                _("{n} 已于 {day} 获{level}（{g}）。").format(
                    n=grant.volunteer_number, day=grant.granted_on, level=grant.level_name, g=grant.number
                )
            )


def _body(conn: Connection, ctx: Context, given: str | None, level: Level) -> str:
    return free_text(given, ctx.hints()) or level.approval.body or own_unit(conn).name


def decide(ctx: Context, word: str, *, revoke: bool, reason: str, body: str | None = None) -> Grant:
    """Take a grant back, or keep it though the records no longer support it. Both stay on record with the reason."""
    why = needed_reason(reason, ctx.hints())
    with ctx.write("star.revoke" if revoke else "star.keep", reason=why) as tx:
        grant = the_grant(tx.conn, word)
        if grant.revoked_on is not None:
            raise Conflict(_("{g} 已于 {day} 撤销。").format(g=grant.number, day=grant.revoked_on))
        person = the_person(tx.conn, grant.volunteer_id)
        days = (grant.counted_on, ctx.today.isoformat())
        seen = [facts_digest(facts_of(tx.conn, person, day)) for day in days]
        tx.insert(
            "star_decision",
            {
                "grant_id": grant.id,
                "kind": REVOKED if revoke else KEPT,
                "decided_on": ctx.today.isoformat(),
                "body": free_text(body, ctx.hints()) or grant.body,
                "reason": why,
                "evidence": json.dumps(seen),
            },
        )
        verb = _("撤销") if revoke else _("保留")
        tx.summary = _("{verb}星级授予 {g}").format(verb=verb, g=grant.number)
        return the_grant(tx.conn, word)
