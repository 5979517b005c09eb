"""Proposing people for stars, and showing the proposals publicly. Nothing here grants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leifeng_cli.domain.registers import part
from leifeng_cli.domain.stars.application import check_application
from leifeng_cli.domain.stars.evaluate import Evaluation, LevelResult, evaluate
from leifeng_cli.domain.stars.facts import Facts
from leifeng_cli.domain.stars.granting import (
    CASE_LIFE,
    POSTED,
    PROPOSED,
    Case,
    Grant,
    Round,
    evidence,
    granted_in_window,
    level_to_propose,
    submission,
)
from leifeng_cli.domain.stars.parse import parse_policy
from leifeng_cli.domain.stars.policy import Policy
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import Conflict, InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services import notices
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import free_text, needed_reason
from leifeng_cli.services.settings import star_notice_days
from leifeng_cli.services.stars.facts import facts_of
from leifeng_cli.services.stars.listing import as_of_day, stars_on
from leifeng_cli.services.stars.policies import policy_text_on
from leifeng_cli.services.units import own_unit
from leifeng_cli.services.volunteers import the_person
from leifeng_cli.store import journal
from leifeng_cli.store import star_grants as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


@dataclass(frozen=True)
class Proposal:
    """What a proposing run did or would do."""

    round: Round | None
    cases: list[Case]
    submit_by: str | None


@dataclass(frozen=True)
class _Candidate:
    person: Volunteer
    facts: Facts
    result: LevelResult
    evaluation: Evaluation


def propose(
    ctx: Context,
    who: Sequence[str] = (),
    *,
    level: int | None = None,
    as_of: str | None = None,
    note: str | None = None,
    dry_run: bool = False,
) -> Proposal:
    """Propose everybody who may apply for more than was granted, or the people named, in one round.

    People are judged by the policy in force on the day, whose text is kept with the round. Raises Conflict for a
    named person who may not apply (for ``level``, where given), and where nobody is to be proposed.
    """
    day = as_of_day(ctx, as_of)
    with ctx.write("star.propose", reason=free_text(note, ctx.hints())) as tx:
        name, text = policy_text_on(tx.conn, day)
        policy = parse_policy(text, name)
        waiting = store.open_cases(tx.conn)
        if who:
            people = list(dict.fromkeys(the_volunteer(tx.conn, w).id for w in who))
            chosen = [_named(tx.conn, policy, i, level, day, waiting) for i in people]
        else:
            chosen = list(_everybody(tx.conn, policy, level, day, waiting))
        if not chosen:
            raise Conflict(
                _("截至 {day} 没有可以申报的人。").format(day=day),
                hint=_("用 leifeng star due 看谁快到了；已在办的用 leifeng star rounds 查看。"),
            )
        number = tx.next_number("star_round", "R", 4)
        head = journal.chain_head(tx.conn)[1]
        due = _submit_by(policy, chosen, ctx.today.isoformat())
        row = {
            "number": number, "as_of": day, "policy": name, "policy_text": text, "chain_head": head,
            "opened_on": ctx.today.isoformat(), "opened_by": ctx.operator, "submit_by": due,
            "note": free_text(note, ctx.hints()),
        }  # fmt: skip
        round_id = tx.insert("star_round", row)
        for one in chosen:
            _insert_case(tx, round_id, policy, text, one, day, head)
        tx.summary = _("申报星级 {n} 人（{r}）").format(n=len(chosen), r=number)
        made, cases = store.round_called(tx.conn, number), store.cases(tx.conn, round_id)
        if dry_run:
            tx.discard()
    return Proposal(None if dry_run else made, cases, due)


def _named(
    conn: Connection, policy: Policy, row_id: int, level: int | None, day: str, waiting: dict[int, str]
) -> _Candidate:
    person = the_person(conn, row_id)
    if row_id in waiting:
        raise Conflict(
            _("{n} {name} 已在批次 {r} 中申报，尚未办结。").format(
                n=person.number, name=person.name, r=waiting[row_id]
            ),
            hint=_("先办结或撤回：leifeng star withdraw {r} {n}。").format(r=waiting[row_id], n=person.number),
        )
    facts = facts_of(conn, person, day)
    evaluation = evaluate(policy, facts, day)
    granted = granted_in_window(policy, store.grants(conn, volunteer=row_id), day)
    if level is None:
        result = level_to_propose(policy, evaluation, granted)
        if result is None:
            _refuse(policy, evaluation, granted, person)
            raise AssertionError  # one of the levels refused
    else:
        try:
            check_application(policy, evaluation, level, granted)
        except Conflict as why:
            raise _about(person, why) from None
        result = evaluation.find(level)
    assert result is not None
    return _Candidate(person, facts, result, evaluation)


def _refuse(policy: Policy, evaluation: Evaluation, granted: int, person: Volunteer) -> None:
    """Raise the reason why the next level above what was granted may not be applied for."""
    above = [x.level for x in policy.all_levels() if x.level > granted] or [policy.all_levels()[-1].level]
    try:
        check_application(policy, evaluation, above[0], granted)
    except Conflict as why:
        raise _about(person, why) from None


def _about(person: Volunteer, why: Conflict) -> Conflict:
    return Conflict(f"{person.number} {person.name}：{why.message}", hint=why.hint)


def _everybody(
    conn: Connection, policy: Policy, level: int | None, day: str, waiting: dict[int, str]
) -> Iterator[_Candidate]:
    """Whoever may apply. The plain list tells cheaply who has reached more than was granted; only they are judged."""
    granted: dict[str, list[Grant]] = {}
    for grant in store.grants(conn):
        granted.setdefault(grant.volunteer_number, []).append(grant)
    for star in stars_on(conn, day):
        before = granted_in_window(policy, granted.get(star.volunteer_number, []), day)
        if star.level <= before and not (policy.honours and star.seconds):
            continue
        person = the_volunteer(conn, star.volunteer_number)
        if person.id in waiting:
            continue
        facts = facts_of(conn, person, day)
        evaluation = evaluate(policy, facts, day)
        result = level_to_propose(policy, evaluation, before)
        if result is not None and level in (None, result.level):
            yield _Candidate(person, facts, result, evaluation)


def _submit_by(policy: Policy, chosen: Sequence[_Candidate], today: str) -> str | None:
    levels = [policy.find(c.result.level) for c in chosen]
    days = [day for level in levels if level is not None and (day := submission(level, today))]
    return min(days, default=None)


def _insert_case(
    tx: Transaction, round_id: int, policy: Policy, text: str, one: _Candidate, day: str, head: str
) -> None:
    level = policy.find(one.result.level)
    assert level is not None
    days = level.approval.notice_workdays
    tx.insert(
        "star_case",
        {
            "round_id": round_id,
            "volunteer_id": one.person.id,
            "level": level.level,
            "level_name": level.name,
            "seconds": one.evaluation.seconds,
            "attained_on": one.result.attained_on,
            "body": level.approval.body or own_unit(tx.conn).name,
            "notice_days": star_notice_days(tx.conn) if days is None else days,
            "evidence": evidence(policy, text, one.result, one.facts, day, head),
            "status": PROPOSED,
        },
    )


def the_round(conn: Connection, word: str) -> Round:
    found = store.round_called(conn, word.strip().upper())
    if found is None:
        raise NotFound(_("没有评星批次“{word}”。").format(word=word), hint=_("用 leifeng star rounds 查看。"))
    return found


def list_rounds(ctx: Context) -> list[Round]:
    with ctx.read() as conn:
        return store.rounds(conn)


def show_round(ctx: Context, word: str) -> tuple[Round, list[Case]]:
    with ctx.read() as conn:
        found = the_round(conn, word)
        return found, store.cases(conn, found.id)


def post_round(ctx: Context, word: str, *, place: str | None = None, posted_on: str | None = None) -> list[Case]:
    """Show a round's proposals publicly: one notice for each approving body, of the longest period among its levels.

    A case whose level asks for no notice needs none. Returns the cases that stand under a notice now.
    """
    day = as_of_day(ctx, posted_on)
    with ctx.write("star.notice") as tx:
        found = the_round(tx.conn, word)
        if day < found.opened_on:
            raise InvalidInput(_("公示日期 {day} 早于申报日期 {opened}。").format(day=day, opened=found.opened_on))
        waiting = [c for c in store.cases(tx.conn, found.id, CASE_LIFE.going_on) if _is_to_post(tx.conn, c)]
        if not waiting:
            raise Conflict(_("批次 {r} 没有待公示的人。").format(r=found.number))
        for body in dict.fromkeys(c.body for c in waiting):
            group = [c for c in waiting if c.body == body]
            notice = notices.post_in(
                tx, ctx, kind="star", title=_("星级志愿者公示（{r}）").format(r=found.number), body=body,
                days=max(c.notice_days for c in group), place=free_text(place, ctx.hints()), posted_on=day,
            )  # fmt: skip
            for case in group:
                move_in(tx, ctx, part("star_case"), case.id, "notice", values={"notice_id": notice.id})
        tx.summary = _("公示评星批次 {r}：{n} 人").format(r=found.number, n=len(waiting))
        return store.cases(tx.conn, found.id, [POSTED])


def _is_to_post(conn: Connection, case: Case) -> bool:
    """Whether a case stands under no notice though it must: never posted, or the notice was taken down."""
    if case.notice_id is None:
        return case.notice_days > 0
    return notices.the_notice(conn, case.notice_number or "").withdrawn_on is not None


def withdraw_case(ctx: Context, word: str, who: Sequence[str], reason: str) -> list[Case]:
    """Take people out of a round before they are granted anything: an objection upheld, a mistake, their own wish."""
    why = needed_reason(reason, ctx.hints())
    with ctx.write("star.withdraw", reason=why) as tx:
        found = the_round(tx.conn, word)
        cases = {c.volunteer_id: c for c in store.cases(tx.conn, found.id)}
        ids = [the_volunteer(tx.conn, w).id for w in who]
        for row_id in ids:
            case = cases.get(row_id)
            if case is None:
                raise NotFound(_("批次 {r} 里没有 {n}。").format(r=found.number, n=the_person(tx.conn, row_id).number))
            called = _("{n} 在批次 {r} 中的申报").format(n=case.volunteer_number, r=found.number)
            move_in(tx, ctx, part("star_case"), case.id, "withdraw", why, called=called)
        tx.summary = _("撤回 {n} 人的星级申报（{r}）").format(n=len(ids), r=found.number)
        return [c for c in store.cases(tx.conn, found.id) if c.volunteer_id in ids]
