"""leifeng setting"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.options import Format
from leifeng_cli.cli.output import checked_format, print_csv, print_json
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_table
from leifeng_cli.messages import _
from leifeng_cli.services import settings

app = typer.Typer(no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})


@app.command("list")
def list_(ctx: typer.Context, format_: Format = "table") -> None:
    """本单位的设置，及可选的内容。"""
    checked_format(format_)
    found = settings.list_settings(session(ctx).context)
    rows = [[s.name, s.title, value, "|".join(s.choices)] for s, value in found]
    headers = [_("名称"), _("说明"), _("现在"), _("可用")]
    if format_ == "json":
        print_json({s.name: value for s, value in found})
    elif format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[False] * 4)


@app.command("set")
def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="名称", help="见 setting list")],
    value: Annotated[str, typer.Argument(metavar="内容")],
) -> None:
    """改一项设置。"""
    one = session(ctx)
    setting = settings.set_setting(one.context, name, value)
    one.done(_("{title}：{value}。").format(title=setting.title, value=value))


@app.command("counting")
def counting(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="规则", help="不写则列出可用的")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="日期", help="自哪一天的服务起；不写为今天")] = None,
) -> None:
    """计时规则：列出，或自某日起改用另一条。已记入的不变。"""
    one = session(ctx)
    if name is None:
        rules = settings.list_counting()
        print_table([_("名称"), _("规则"), _("来源")], [[r.name, r.title, r.source] for r in rules], right=[False] * 3)
        return
    rule = settings.use_counting(one.context, name, since or one.context.today.isoformat())
    one.done(_("自 {day} 起按“{title}”计时。").format(day=since or one.context.today, title=rule.title))
