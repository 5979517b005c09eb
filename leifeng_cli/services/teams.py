"""Team membership, dated: who belonged where, when."""

from __future__ import annotations

from collections.abc import Iterable

from leifeng_cli.domain.teams import TEAMS, Member, Team
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.errors import Conflict, InvalidInput
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
    """Make somebody a member from a day on; False where they are one already.

    Raises Conflict where an earlier membership of the same team lasted beyond the day.
    """
    last = store.last_membership(tx.conn, volunteer, team)
    if last is not None and last.left_on is None:
        return False
    if last is not None and last.left_on is not None and day < last.left_on:
        raise Conflict(
            _("此人上一次在队到 {left}，不能自 {day} 起再加入。").format(left=last.left_on, day=day),
            hint=_("请核对加入日期。"),
        )
    tx.insert("membership", {"volunteer_id": volunteer, "team_id": team, "joined_on": day})
    return True


def leave_all_but(tx: Transaction, volunteer: int, teams: Iterable[int], day: str) -> None:
    keep = set(teams)
    for membership, team in store.open_memberships(tx.conn, volunteer):
        if team not in keep:
            tx.update("membership", membership, {"left_on": day})


def _day(ctx: Context, given: str | None) -> str:
    day = date_text(given, ctx.hints()) if given else ctx.today.isoformat()
    if day > ctx.today.isoformat():
        raise InvalidInput(_("{day} 还没有到，请到时再办。").format(day=day))
    return day


def join_team(ctx: Context, team: str, who: Iterable[str], day: str | None) -> tuple[Team, list[str]]:
    """Take people into a team from a day on (today if left out). Returns the team and the numbers that joined."""
    since = _day(ctx, day)
    with ctx.write("team.join") as tx:
        record = resolve(tx.conn, TEAMS, team)
        people = {p.id: p for p in (the_volunteer(tx.conn, w) for w in who)}
        joined = [p.number for p in people.values() if join(tx, p.id, record.id, since)]
        tx.summary = _("{n} 人加入队伍 {t}").format(n=len(joined), t=record.number)
        return records.get(tx.conn, TEAMS, record.id), joined


def leave_team(ctx: Context, team: str, who: Iterable[str], day: str | None) -> tuple[Team, list[str]]:
    """End memberships on a day; hours served until then stay with the team."""
    until = _day(ctx, day)
    with ctx.write("team.leave") as tx:
        record = resolve(tx.conn, TEAMS, team)
        people = {p.id: p for p in (the_volunteer(tx.conn, w) for w in who)}
        for person in people.values():
            last = store.last_membership(tx.conn, person.id, record.id)
            if last is None or last.left_on is not None:
                raise Conflict(_("{p} 不在队伍“{t}”中。").format(p=person.number, t=record.name))
            if until < last.joined_on:
                raise Conflict(
                    _("{p} {joined} 才加入队伍“{t}”，不能在 {day} 离开。").format(
                        p=person.number, joined=last.joined_on, t=record.name, day=until
                    )
                )
            tx.update("membership", last.id, {"left_on": until})
        left = [p.number for p in people.values()]
        tx.summary = _("{n} 人离开队伍 {t}").format(n=len(left), t=record.number)
        return records.get(tx.conn, TEAMS, record.id), left


def team_members(ctx: Context, team: str) -> list[Member]:
    """Members past and present of a team, in the order they joined."""
    with ctx.read() as conn:
        return store.members(conn, resolve(conn, TEAMS, team).id)
