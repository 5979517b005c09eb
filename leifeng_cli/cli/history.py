"""leifeng log, leifeng undo, leifeng verify"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from leifeng_cli.cli.confirm import confirm
from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.numbers import whole
from leifeng_cli.cli.options import Format, Yes
from leifeng_cli.cli.output import checked_format, harmless, print_csv, print_json
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_table
from leifeng_cli.errors import TamperedDatabase
from leifeng_cli.messages import _
from leifeng_cli.services import history

app = NounApp()


def _number(given: str | None) -> int | None:
    return None if given is None else whole(given, _("操作编号应是数字"), hint=_("用 leifeng log 查看。"))


def _harmless(rows: list[list[str]]) -> list[list[str]]:
    return [[harmless(cell) for cell in row] for row in rows]


@app.command("undo")
def undo(
    ctx: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="操作编号", help="见 log；不写为最近一次")] = None,
    yes: Yes = False,
) -> None:
    """撤销一次操作。撤销本身也是操作，可以再撤销。"""
    one = session(ctx)
    target = history.undo_target(one.context, _number(number))
    question = _("撤销第 {n} 号操作（{at} {who}：{what}）").format(
        n=target.id, at=target.at[:16].replace("T", " "), who=target.operator, what=target.summary
    )
    confirm(question, yes=yes)
    made, rows = history.undo(one.context, target.id)
    one.say(
        _("已撤销第 {n} 号操作：{what}；改动 {rows} 行。（恢复：leifeng undo {again}）").format(
            n=target.id, what=target.summary, rows=rows, again=made.id
        )
    )


@app.command("log")
def log(
    ctx: typer.Context,
    limit: Annotated[str, typer.Option("--limit", metavar="条数", help="0 为全部")] = "20",
    format_: Format = "table",
) -> None:
    """操作记录，新的在前。"""
    checked_format(format_)
    many = _number(limit)
    found = history.log(session(ctx).context, limit=many or None)
    if format_ == "json":
        print_json([asdict(o) for o in found])
        return
    headers = [_("编号"), _("时间"), _("操作人"), _("内容"), _("原因"), _("行数"), _("撤销情况")]
    rows = [[str(o.id), o.at[:19].replace("T", " "), o.operator, o.summary, o.reason or "", str(o.rows),
             _("已被第 {n} 号撤销").format(n=o.undone_by) if o.undone_by else ""] for o in found]  # fmt: skip
    rows = _harmless(rows)
    if format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[True, False, False, False, False, True, False])


@app.command("verify")
def verify(ctx: typer.Context, format_: Format = "table") -> None:
    """核对操作链和每一行：有没有被别的工具改过。"""
    checked_format(format_)
    one = session(ctx)
    findings, count, head = history.verify(one.context)
    if format_ == "json":
        print_json({"operations": count, "chain_head": head, "findings": [asdict(f) for f in findings]})
    elif findings and format_ == "csv":
        print_csv([_("在哪里"), _("问题")], _harmless([[f.what, f.message] for f in findings]))
    elif findings:
        print_table([_("在哪里"), _("问题")], _harmless([[f.what, f.message] for f in findings]), right=[False] * 2)
    if findings:
        raise TamperedDatabase(
            _("数据文件有 {n} 处与操作记录不符。").format(n=len(findings)),
            hint=_("请用 leifeng backup list 找到之前的备份，与上级一起查明。"),
        )
    one.say(_("核对无误：{n} 次操作，链首 {head}。").format(n=count, head=head[:16]))
