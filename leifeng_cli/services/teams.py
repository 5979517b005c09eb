"""Team membership, dated: who belonged where, when."""

from __future__ import annotations

from collections.abc import Iterable

from leifeng_cli.domain.registers import TEAMS
from leifeng_cli.domain.teams import Member, Team
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import resolve
from leifeng_cli.store import records
from leifeng_cli.store import teams as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


def team_words(teams: str | None) -> list[str]:
    return teams.split("、") if teams else []


def the_teams(conn: Connection, teams: str | None) -> list[int]:
    """Ids of the teams named in a "甲、乙" text. Raises NotFound for one that is not there."""
    return [resolve(conn, TEAMS, word).id for word in team_words(teams)]


def ensure_teams(tx: Transaction, words: Iterable[str]) -> list[str]:
    """Create the teams that are named and missing; returns their names. Imports say so."""
    made = []
    for word in dict.fromkeys(words):
        if not records.find(tx.conn, TEAMS, word):
            records.insert(tx, TEAMS, {"name": word})
            made.append(word)
    return made


def join(tx: Transaction, volunteer: int, team: int, day: str) -> bool:
    """Make somebody a member from a day on; False where they are one already."""
    if store.open_membership(tx.conn, volunteer, team) is not None:
        return False
    tx.insert("membership", {"volunteer_id": volunteer, "team_id": team, "joined_on": day})
    return True


def leave_all_but(tx: Transaction, volunteer: int, teams: Iterable[int], day: str) -> None:
    keep = set(teams)
    for membership, team in store.open_memberships(tx.conn, volunteer):
        if team not in keep:
            tx.update("membership", membership, {"left_on": day})


def join_team(ctx: Context, team: str, who: Iterable[str], day: str | None) -> tuple[Team, list[str]]:
    """Take people into a team from a day on (today if left out). Returns the team and the numbers that joined."""
    since = date_text(day, ctx.hints()) if day else ctx.today.isoformat()
    with ctx.write("team.join") as tx:
        record = resolve(tx.conn, TEAMS, team)
        people = [the_volunteer(tx.conn, w) for w in who]
        joined = [p.number for p in people if join(tx, p.id, record.id, since)]
        tx.summary = _("{n} 人加入队伍 {t}").format(n=len(joined), t=record.number)
        return records.get(tx.conn, TEAMS, record.id), joined


def leave_team(ctx: Context, team: str, who: Iterable[str], day: str | None) -> tuple[Team, list[str]]:
    """End memberships on a day; hours served until then stay with the team."""
    until = date_text(day, ctx.hints()) if day else ctx.today.isoformat()
    with ctx.write("team.leave") as tx:
        record = resolve(tx.conn, TEAMS, team)
        left = []
        for person in [the_volunteer(tx.conn, w) for w in who]:
            membership = store.open_membership(tx.conn, person.id, record.id)
            if membership is None:
                raise Conflict(_("{p} 不在队伍“{t}”中。").format(p=person.number, t=record.name))
            tx.update("membership", membership, {"left_on": until})
            left.append(person.number)
        tx.summary = _("{n} 人离开队伍 {t}").format(n=len(left), t=record.number)
        return records.get(tx.conn, TEAMS, record.id), left


def team_members(ctx: Context, team: str) -> list[Member]:
    """Members past and present of a team, in the order they joined."""
    with ctx.read() as conn:
        return store.members(conn, resolve(conn, TEAMS, team).id)
