"""Grants the records no longer support. Found, shown, and left for a person to decide."""

from __future__ import annotations

import json
from collections.abc import Iterator

from leifeng_cli.domain.stars.evaluate import Evaluation, evaluate
from leifeng_cli.domain.stars.granting import BY_ROUND, Grant, StarFinding, facts_digest
from leifeng_cli.domain.stars.parse import parse_policy
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.stars.facts import facts_of
from leifeng_cli.services.stars.policies import policy_on
from leifeng_cli.services.volunteers import the_person
from leifeng_cli.store import star_grants as store
from leifeng_cli.store.connection import Connection


def star_findings(ctx: Context) -> list[StarFinding]:
    """Every grant in force that today's records would not give, by number of the grant.

    A grant of a round is judged as of the round's day under the round's policy; where the policy in force demotes,
    the highest star is also judged as of today. A grant kept by decision is silent until the facts change again.
    """
    with ctx.read() as conn:
        return findings_in(conn, ctx.today.isoformat())


def findings_in(conn: Connection, today: str) -> list[StarFinding]:
    kept = store.kept_evidence(conn)
    granted = store.grants(conn, in_force=True)
    return [*_unsupported(conn, granted, kept), *_below(conn, granted, kept, today)]


def _unsupported(conn: Connection, granted: list[Grant], kept: dict[int, set[str]]) -> Iterator[StarFinding]:
    for grant in granted:
        if grant.kind != BY_ROUND or grant.evidence is None or grant.as_of is None:
            continue
        facts = facts_of(conn, the_person(conn, grant.volunteer_id), grant.as_of)
        digest = facts_digest(facts)
        if digest in {json.loads(grant.evidence)["facts_sha256"], *kept.get(grant.id, ())}:
            continue  # the facts are those it was granted on, or those it was kept on
        round_id = store.round_of(conn, grant.id)
        name, text = store.round_policy(conn, round_id)
        evaluation = evaluate(parse_policy(text, name), facts, grant.as_of)
        result = evaluation.find(grant.level)
        if result is None or result.met:
            continue
        missing = "；".join(c.text for c in result.conditions if not c.met) or _("须先达到更低的级别")
        yield _finding(grant, _("截至 {day} 的记录不再支持：{why}").format(day=grant.as_of, why=missing))


def _below(conn: Connection, granted: list[Grant], kept: dict[int, set[str]], today: str) -> Iterator[StarFinding]:
    policy = policy_on(conn, today)
    if policy.demotion != "on-evaluation":
        return
    highest: dict[int, Grant] = {}
    for grant in granted:
        level = policy.find(grant.level)
        if level is not None and not level.honour and grant.level >= highest.get(grant.volunteer_id, grant).level:
            highest[grant.volunteer_id] = grant
    for grant in highest.values():
        facts = facts_of(conn, the_person(conn, grant.volunteer_id), today)
        evaluation: Evaluation = evaluate(policy, facts, today)
        if evaluation.level < grant.level and facts_digest(facts) not in kept.get(grant.id, ()):
            now = policy.name_of(evaluation.level) if evaluation.level else _("未达星级")
            who = _("（由{body}决定）").format(body=policy.demotion_by) if policy.demotion_by else ""
            yield _finding(
                grant,
                _("按“{title}”今日评定为{now}，低于已授予的级别{who}").format(title=policy.title, now=now, who=who),
            )


def _finding(grant: Grant, message: str) -> StarFinding:
    hint = _("核实后撤销（leifeng star revoke {g} --reason …）或保留（leifeng star keep {g} --reason …）").format(
        g=grant.number
    )
    return StarFinding(grant.number, grant.volunteer_number, grant.volunteer_name, grant.level_name, message, hint)
