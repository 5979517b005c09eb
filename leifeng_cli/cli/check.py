"""leifeng check and leifeng digest"""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format, MaybeReason
from leifeng_cli.cli.output import checked_format, print_csv, print_json, print_records
from leifeng_cli.cli.session import Session, session
from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.checks import CheckFinding, kind_name
from leifeng_cli.errors import FindingsFound, UsageError
from leifeng_cli.messages import _
from leifeng_cli.services.checks import running

app = NounApp()
#: So many findings of one check are shown on the screen; csv and json have all.
MOST_SHOWN = 20


@app.command("check")
def check(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="检查…", help="只做这几项；见 --list")] = None,
    list_: Annotated[bool, typer.Option("--list", help="列出全部检查和界限")] = False,
    silence: Annotated[str | None, typer.Option("--silence", metavar="检查", help="不再提示这一项")] = None,
    unsilence: Annotated[str | None, typer.Option("--unsilence", metavar="检查", help="恢复提示这一项")] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="对象", help="只对这一个，如 志愿者 V000003")
    ] = None,
    set_: Annotated[tuple[str, str] | None, typer.Option("--set", metavar="界限 数", help="改一个界限")] = None,
    reason: MaybeReason = None,
    format_: Format = "table",
) -> None:
    """数据检查和时长审计：没有问题就不出声；有问题逐条说明，退出码 8。"""
    checked_format(format_)
    one = session(ctx)
    if list_:
        _list(one, format_)
    elif silence is not None:
        running.silence(one.context, silence, reason or "", subject=subject)
        one.done(_("不再提示“{n}”。").format(n=silence))
    elif unsilence is not None:
        running.unsilence(one.context, unsilence, subject=subject)
        one.done(_("恢复提示“{n}”。").format(n=unsilence))
    elif set_ is not None:
        if running.set_limit(one.context, *set_):
            one.done(_("界限 {n} 改为 {v}。").format(n=set_[0], v=set_[1]))
        else:
            one.say(_("界限 {n} 本来就是 {v}，没有改动。").format(n=set_[0], v=set_[1]))
    else:
        if subject is not None:
            raise UsageError(_("--subject 要与 --silence 或 --unsilence 同用。"))
        found = running.run_checks(one.context, names or ())
        _print(one, found, format_)
        if found:
            raise FindingsFound(_("查出 {n} 项。").format(n=len(found)), hint=_("不必再提示的用 check --silence。"))


def _print(one: Session, found: list[CheckFinding], format_: str) -> None:
    if format_ != "table":
        print_records(found, CheckFinding, format_)
        return
    counts = Counter(f.check for f in found)
    shown: Counter[str] = Counter()
    few = []
    for finding in found:
        shown[finding.check] += 1
        if shown[finding.check] <= MOST_SHOWN:
            few.append(finding)
    print_records(few, CheckFinding, format_)
    for name, count in counts.items():
        if count > MOST_SHOWN:
            one.say(_("{name}：另有 {n} 处，用 -f csv 看全部。").format(name=name, n=count - MOST_SHOWN))


def _list(one: Session, format_: str) -> None:
    found = running.list_checks(one.context)
    limits = running.list_limits(one.context)
    if format_ == "json":
        checks = [
            {"name": c.name, "title": c.title, "kind": c.kind, "source": c.source, "silenced": off, "asked": c.asked}
            for c, off in found
        ]
        print_json({"checks": checks, "limits": limits})
        return
    headers = [_("名称"), _("查什么"), _("类别"), _("依据"), _("状态")]
    rows = [
        [c.name, c.title, kind_name(c.kind), c.source, _("不再提示") if off else _("点名才查") if c.asked else ""]
        for c, off in found
    ]
    if format_ == "csv":
        print_csv(headers, rows)
        return
    print_table(headers, rows, right=[False] * 5)
    print()
    print_table([_("界限"), _("现在")], [[n, str(v)] for n, v in limits.items()], right=[False, True])


@app.command("digest")
def digest(ctx: typer.Context, format_: Format = "table") -> None:
    """今天要知道的：逾期的、该办的、检查出来的；有就退出码 8，供定时任务发信。"""
    from leifeng_cli.services.digest import Line, todays

    checked_format(format_)
    found = todays(session(ctx).context)
    print_records(found, Line, format_)
    if found:
        raise FindingsFound(_("今天有 {n} 件事。").format(n=len(found)))
