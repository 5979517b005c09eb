"""leifeng attendance"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.options import Date, Format, MaybeActivity, MaybeWho, OfActivity, People
from leifeng_cli.cli.output import checked_format, print_records
from leifeng_cli.cli.register import register_app
from leifeng_cli.cli.session import session
from leifeng_cli.domain.attendance import ATTENDANCE
from leifeng_cli.domain.attendance import Attendance as Record
from leifeng_cli.messages import _
from leifeng_cli.services import attendance

app = register_app(ATTENDANCE, ("show", "import", "export"))
At = Annotated[str | None, typer.Option("--at", metavar="时刻", help="如 09:00；不写为现在")]


@app.command("in")
def check_in(ctx: typer.Context, who: People, activity: OfActivity, date: Date = None, at: At = None) -> None:
    """签到。"""
    one = session(ctx)
    made = attendance.check_in(one.context, who, activity, day=date, at=at)
    one.done(_("{n} 人签到“{t}”，{at}。").format(n=len(made), t=made[0].activity_title, at=made[0].checked_in))


@app.command("out")
def check_out(ctx: typer.Context, who: People, date: Date = None, at: At = None) -> None:
    """签退；忘了签退的可补：--date 日期 --at 时刻。"""
    one = session(ctx)
    made = attendance.check_out(one.context, who, day=date, at=at)
    one.done(_("{n} 人签退，{at}。").format(n=len(made), at=made[0].checked_out))


@app.command("list")
def list_(
    ctx: typer.Context,
    activity: MaybeActivity = None,
    who: MaybeWho = None,
    still_open: Annotated[bool, typer.Option("--open", help="只看没有签退的")] = False,
    format_: Format = "table",
) -> None:
    """列出签到签退。"""
    checked_format(format_)
    found = attendance.list_attendance(session(ctx).context, activity=activity, who=who, still_open=still_open)
    print_records(found, Record, format_)
