"""leifeng team"""

from __future__ import annotations

import typer

from leifeng_cli.cli.options import Date, Format, People
from leifeng_cli.cli.output import checked_format, print_records
from leifeng_cli.cli.register import Word, register_app
from leifeng_cli.cli.session import session
from leifeng_cli.domain.teams import TEAMS, Member
from leifeng_cli.messages import _
from leifeng_cli.services import teams

app = register_app(TEAMS)


@app.command("join")
def join(ctx: typer.Context, team: Word, who: People, date: Date = None) -> None:
    """让一人或多人加入队伍。"""
    one = session(ctx)
    record, joined = teams.join_team(one.context, team, who, date)
    if joined:
        one.done(_("{who} 已加入“{team}”。").format(who="、".join(joined), team=record.name))
    else:
        one.say(_("他们本来就在“{team}”，没有改动。").format(team=record.name))


@app.command("leave")
def leave(ctx: typer.Context, team: Word, who: People, date: Date = None) -> None:
    """让一人或多人离开队伍；此前的时长仍算在这个队伍。"""
    one = session(ctx)
    record, left = teams.leave_team(one.context, team, who, date)
    one.done(_("{who} 已离开“{team}”。").format(who="、".join(left), team=record.name))


@app.command("members")
def members(ctx: typer.Context, team: Word, format_: Format = "table") -> None:
    """队伍现在和以前的成员。"""
    checked_format(format_)
    print_records(teams.team_members(session(ctx).context, team), Member, format_)
