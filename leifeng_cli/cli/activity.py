"""leifeng activity"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from leifeng_cli.cli.options import Format, Month
from leifeng_cli.cli.output import checked_format, print_records
from leifeng_cli.cli.register import Word, add_command, edit_command, move_commands, register_app
from leifeng_cli.cli.session import Session, session
from leifeng_cli.domain.activities import ACTIVITIES, STATES, Activity
from leifeng_cli.messages import _
from leifeng_cli.services import activities

_STATES = "|".join(STATES.values())
app = register_app(ACTIVITIES, ("show", "archive", "import", "export"))


def _edit(one: Session, word: str, given: dict[str, Any]) -> Any:
    record, changed, promoted = activities.edit_activity(one.context, word, given)
    if promoted:
        one.say(_("候补转正：{who}").format(who="、".join(promoted)))
    return record, changed


add_command(app, ACTIVITIES, lambda one, given: activities.add_activity(one.context, given))
edit_command(app, ACTIVITIES, _edit)


@app.command("list")
def list_(
    ctx: typer.Context,
    month: Month = None,
    status: Annotated[str | None, typer.Option("--status", metavar=_STATES, help="只看这种状态")] = None,
    find: Annotated[str | None, typer.Option("--find", metavar="文字", help="名称中含有")] = None,
    archived: Annotated[bool, typer.Option("--all", help="连归档的一起列出")] = False,
    format_: Format = "table",
) -> None:
    """列出活动，按日期先后。"""
    checked_format(format_)
    one = session(ctx)
    code = next((code for code, shown in STATES.items() if shown == status), status)
    found = activities.list_activities(one.context, month=month, status=code, find=find, archived=archived)
    print_records(found, Activity, format_)


move_commands(app, ACTIVITIES)


@app.command("repeat")
def repeat(
    ctx: typer.Context,
    word: Word,
    rule: Annotated[str, typer.Option("--rule", metavar="规则", help="如 每周六、每月5日、每月第一个周六、隔周周日")],
    until: Annotated[str | None, typer.Option("--until", metavar="日期", help="排到哪一天")] = None,
    count: Annotated[str | None, typer.Option("--count", metavar="次数", help="连第一次共几次")] = None,
    format_: Format = "table",
) -> None:
    """按规则排出以后各次活动；再次运行只补缺的。"""
    checked_format(format_)
    one = session(ctx)
    made = activities.repeat_activity(one.context, word, rule, until=until, count=count)
    print_records(made, Activity, format_)
    one.done(_("排出 {n} 次活动。").format(n=len(made)), undo=bool(made))
