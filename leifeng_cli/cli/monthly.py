"""leifeng monthly"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Month
from leifeng_cli.cli.session import session
from leifeng_cli.messages import _

app = NounApp()


@app.command("monthly")
def monthly(
    ctx: typer.Context,
    month: Month = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="文件夹", help="月报写到哪里；不写为数据文件旁的“月报”")
    ] = None,
    formats: Annotated[
        str, typer.Option("--formats", metavar="格式", help="写哪几种，逗号隔开；pdf 需要另装")
    ] = "docx,xlsx,html",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="成功时不说话")] = False,
) -> None:
    """刚过去的一个月：积分结算、结账、写月报。可重复运行，做过的不再做。"""
    from leifeng_cli.services.monthly import run_month

    one = session(ctx)
    one.quiet = one.quiet or quiet
    wanted = tuple(dict.fromkeys(f.strip().lower() for f in formats.split(",") if f.strip()))
    done = run_month(one.context, month=month, folder=to, formats=wanted)
    if done.closed:
        one.done(_("{m} 已结账。").format(m=done.month))
    if done.written:
        one.done(_("已写好 {files}。").format(files="、".join(str(p) for p in done.written)), undo=False)
    if done.there:
        one.say(_("已有 {files}，内容相同。").format(files="、".join(str(p) for p in done.there)))
