"""leifeng campaign"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from leifeng_cli.cli.options import Format
from leifeng_cli.cli.output import checked_format, harmless, print_csv, print_json
from leifeng_cli.cli.register import Word, add_command, edit_command, register_app
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.campaigns import CAMPAIGNS, MEASURES, Progress, amount_text
from leifeng_cli.messages import _
from leifeng_cli.services import campaigns

app = register_app(CAMPAIGNS, ("show", "list", "archive", "import", "export"))
add_command(app, CAMPAIGNS, lambda one, given: campaigns.add_campaign(one.context, given))
edit_command(app, CAMPAIGNS, lambda one, word, given: campaigns.edit_campaign(one.context, word, given))
_BAR = 20
_FIELDS = ("measure", "title", "unit", "goal", "measured", "short", "met", "percent_x10")


@app.command("target")
def target(
    ctx: typer.Context,
    word: Word,
    measure: Annotated[str, typer.Option("--measure", metavar="|".join(MEASURES), help="测量什么")],
    goal: Annotated[str | None, typer.Option("--goal", metavar="数", help="应达到多少；知晓率写百分数")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="取消这个目标")] = False,
) -> None:
    """定一个可以测量的目标，或取消它。"""
    one = session(ctx)
    found = campaigns.set_target(one.context, word, measure, goal, withdraw=withdraw)
    one.done(_("现有目标 {n} 项。").format(n=len(found)))


@app.command("progress")
def progress(ctx: typer.Context, word: Word, format_: Format = "table") -> None:
    """每个目标和现在的数字，达到没有。"""
    checked_format(format_)
    one = session(ctx)
    campaign, found = campaigns.show_progress(one.context, word)
    if format_ == "json":
        about = {f: harmless(getattr(campaign, f)) for f in ("number", "name", "starts_on", "ends_on")}
        print_json({**about, "targets": [{f: getattr(p, f) for f in _FIELDS} for p in found]})
        return
    headers = [_("目标"), _("应达到"), _("现在"), _("完成(%)"), _("达到没有")]
    if format_ == "csv":
        print_csv(headers, [_row(p) for p in found])
        return
    print(_("{n} {name}（{a} 至 {b}）").format(
        n=campaign.number, name=harmless(campaign.name), a=campaign.starts_on, b=campaign.ends_on))  # fmt: skip
    if not found:
        one.say(_("还没有目标：leifeng campaign target {n} --measure … --goal …").format(n=campaign.number))
    rows = [[*_row(p), *_bar(p)] for p in found]
    bars = [""] if any(map(_bar, found)) else []
    print_table([*headers, *bars], rows, right=[False, True, True, True, False, *(False for _none in bars)])


def _row(p: Progress) -> list[str]:
    percent = p.percent_x10
    done = "" if percent is None else f"{percent // 10}.{percent % 10}"
    return [p.title, amount_text(p.unit, p.goal), amount_text(p.unit, p.measured), done, _state(p)]


def _state(p: Progress) -> str:
    if p.short is None:
        return _("没有调查") if p.measure == "awareness" else _("没有填")
    return _("已达到") if p.met else _("还差 {n}").format(n=amount_text(p.unit, p.short))


def _bar(p: Progress) -> list[str]:
    """A bar for a person: on a terminal only."""
    if not sys.stdout.isatty():
        return []
    filled = min(_BAR, (p.percent_x10 or 0) * _BAR // 1000)
    return ["#" * filled + "." * (_BAR - filled)]
