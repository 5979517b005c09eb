"""leifeng init, leifeng restore"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leifeng_cli.cli.confirm import confirm
from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Yes
from leifeng_cli.cli.session import session
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services import backups, setup

app = NounApp()


@app.command("init")
def init(
    ctx: typer.Context,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="本单位名称")],
    superior: Annotated[str | None, typer.Option("--superior", metavar="单位", help="上级单位，如 市文明办")] = None,
) -> None:
    """新建数据文件，登记本单位。已有的文件不动。"""
    one = session(ctx)
    if setup.init(one.context, unit, superior=superior):
        one.done(_("已建立 {path}。").format(path=one.context.db), undo=False)
    else:
        one.say(_("{path} 已经有了，没有改动。").format(path=one.context.db))


@app.command("restore")
def restore(
    ctx: typer.Context,
    backup: Annotated[Path, typer.Argument(metavar="备份", help="见 backup list")],
    yes: Yes = False,
) -> None:
    """用备份换下现在的数据文件；换下的另存。"""
    one = session(ctx)
    confirm(_("用 {backup} 换下 {db}").format(backup=backup, db=one.context.db), yes=yes)
    report, kept = backups.restore(one.context, backup)
    one.done(
        _("已恢复：{n} 条服务记录，{h} 小时，操作到第 {o} 号。").format(
            n=report.records, h=hours_text(report.seconds), o=report.operations
        ),
        undo=False,
    )
    if kept:
        one.say(_("换下的文件存在 {path}。").format(path=kept))
