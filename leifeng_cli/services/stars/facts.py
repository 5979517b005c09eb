"""What the file knows of people that a star policy may ask about, for one person or for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from leifeng_cli.domain.stars import Evaluation, Facts, Policy, Served, evaluate
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.store import figures
from leifeng_cli.store.connection import Connection


def facts_of(conn: Connection, person: Volunteer, day: str) -> Facts:
    """One person's facts as the file has them now, of what happened up to and including a day."""
    records = [Served(*r) for r in figures.query(conn, "star_facts_of", volunteer=person.id, as_of=day)]
    return Facts(registered_on=person.registered_on, records=records)


def evaluations(conn: Connection, policy: Policy, day: str) -> Iterator[tuple[int, Evaluation]]:
    """(volunteer id, evaluation) of everybody with anything that could count by the day, by id."""
    registered = {row[0]: row[3] for row in figures.query(conn, "star_people").fetchall()}
    rows = figures.query(conn, "star_facts", as_of=day)
    for who, records in groupby(rows, lambda r: r[0]):
        facts = Facts(registered_on=registered[who], records=[Served(*r[1:]) for r in records])
        yield who, evaluate(policy, facts, day)
