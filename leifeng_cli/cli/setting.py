"""leifeng setting"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format
from leifeng_cli.cli.output import checked_format, print_csv, print_json
from leifeng_cli.cli.session import Session, session
from leifeng_cli.cli.table import print_table
from leifeng_cli.messages import _
from leifeng_cli.services import settings

app = NounApp()


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
    setting, changed = settings.set_setting(one.context, name, value)
    if changed:
        one.done(_("{title}：{value}。").format(title=setting.title, value=value))
    else:
        one.say(_("{title} 本来就是 {value}，没有改动。").format(title=setting.title, value=value))


@app.command("counting")
def counting(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="规则", help="不写则列出可用的")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="日期", help="自哪一天的服务起；不写为今天")] = None,
    format_: Format = "table",
) -> None:
    """计时规则：列出，或自某日起改用另一条。已记入的不变。"""
    checked_format(format_)
    one = session(ctx)
    if name is None:
        _list_counting(one, format_)
        return
    use, changed = settings.use_counting(one.context, name, since or one.context.today.isoformat())
    if changed:
        one.done(_("自 {day} 起的服务按“{title}”计时；已记入的不变。").format(day=use.from_date, title=use.rule.title))
    else:
        one.say(_("{day} 本来就按“{title}”计时，没有改动。").format(day=use.from_date, title=use.rule.title))


def _list_counting(one: Session, format_: str) -> None:
    since: dict[str, list[str | None]] = {}
    for use in settings.counting_in_use(one.context):
        since.setdefault(use.rule.name, []).append(use.from_date)
    rules = settings.list_counting()
    if format_ == "json":
        print_json(
            [{"name": r.name, "title": r.title, "source": r.source, "from": since.get(r.name, [])} for r in rules]
        )
        return
    headers = [_("名称"), _("规则"), _("来源"), _("何时起用")]
    rows = [
        [r.name, r.title, r.source, "、".join(day or _("未另选时") for day in since.get(r.name, []))] for r in rules
    ]
    if format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[False] * 4)
