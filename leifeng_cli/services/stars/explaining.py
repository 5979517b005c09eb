"""Why one person has the level they have, and what is missing for the next."""

from __future__ import annotations

from typing import NamedTuple

from leifeng_cli.domain.stars.evaluate import Evaluation, evaluate
from leifeng_cli.domain.stars.facts import Facts
from leifeng_cli.domain.stars.granting import Grant
from leifeng_cli.domain.stars.policy import Level, Policy
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.stars.facts import facts_of
from leifeng_cli.services.stars.listing import as_of_day
from leifeng_cli.services.stars.policies import policy_on
from leifeng_cli.store.star_grants import grants


class StarAccount(NamedTuple):
    """One person's standing under a policy, and every grant ever made to them."""

    person: Volunteer
    policy: Policy
    evaluation: Evaluation
    grants: list[Grant]


def explain_star(ctx: Context, who: str, *, as_of: str | None = None) -> StarAccount:
    """One volunteer's level, with every condition of every level: met or not, and by how much."""
    day = as_of_day(ctx, as_of)
    with ctx.read() as conn:
        person = the_volunteer(conn, who)
        policy = policy_on(conn, day)
        facts = facts_of(conn, person, day)
        granted = grants(conn, volunteer=person.id)
    return StarAccount(person, policy, evaluate(policy, facts, day), granted)


def described(ctx: Context, policy: Policy) -> list[tuple[Level, list[str]]]:
    """Every level and honour with what it asks for, as sentences."""
    day = ctx.today.isoformat()
    newcomer = evaluate(policy, Facts(registered_on=day), day)
    # The first clause of a condition is what is asked; what follows is how somebody stands to it.
    return [
        (level, [c.text.split("，")[0] for c in result.conditions])
        for level, result in zip(policy.all_levels(), newcomer.levels + newcomer.honours, strict=True)
    ]
