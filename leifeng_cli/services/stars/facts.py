"""What the file knows of people that a star policy may ask about, for one person or for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from leifeng_cli.domain.stars.evaluate import Evaluation, evaluate
from leifeng_cli.domain.stars.facts import Facts, Served
from leifeng_cli.domain.stars.policy import Policy
from leifeng_cli.store import queries
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.star_facts import Dated, besides

if TYPE_CHECKING:
    from leifeng_cli.domain.volunteers import Volunteer


def facts_of(conn: Connection, person: Volunteer, day: str) -> Facts:
    """One person's facts as the file has them now, of what happened up to and including a day."""
    records = [_served(r) for r in queries.query(conn, "star_facts_of", volunteer=person.id, as_of=day)]
    return _facts(person.id, person.registered_on, records, besides(conn, day, person.id))


def evaluations(conn: Connection, policy: Policy, day: str) -> Iterator[tuple[int, Evaluation]]:
    """(volunteer id, evaluation) of everybody with anything that could count by the day, by id."""
    registered = {row[0]: row[3] for row in queries.query(conn, "star_people").fetchall()}
    more = besides(conn, day)
    # Who has no record at all may still have reached a level that asks for none.
    waiting = sorted({who for pairs in more.values() for who in pairs}, reverse=True)
    rows = queries.query(conn, "star_facts", as_of=day)
    for who, records in groupby(rows, lambda r: r[0]):
        while waiting and waiting[-1] <= who:
            if (idle := waiting.pop()) != who:
                yield idle, evaluate(policy, _facts(idle, registered[idle], [], more), day)
        served = [_served(r[1:]) for r in records]
        yield who, evaluate(policy, _facts(who, registered[who], served, more), day)
    for idle in reversed(waiting):
        yield idle, evaluate(policy, _facts(idle, registered[idle], [], more), day)


def _served(row: Iterable[object]) -> Served:
    day, seconds, activity, category, rating, publicised, major = row
    return Served(day, seconds, activity, category, rating, bool(publicised), bool(major))  # type: ignore[arg-type]


def _facts(who: int, registered_on: str | None, records: list[Served], more: dict[str, Dated]) -> Facts:
    return Facts(
        registered_on=registered_on,
        records=records,
        points=_whole(more["points"].get(who, [])),
        trainings=more["trainings"].get(who, []),
        awards=[day for day, _one in more["awards"].get(who, [])],
        complaints=[day for day, _one in more["complaints"].get(who, [])],
        granted=[(level, day) for day, level in more["granted"].get(who, [])],
        redeemed_seconds=more["time_bank"].get(who, []),
    )


def _whole(moved: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Hundredths of points as whole points: their running sum is what the running sum of hundredths holds in full."""
    whole, total = [], 0
    for day, hundredths in moved:
        before, total = total // 100, total + hundredths
        whole.append((day, total // 100 - before))
    return whole
