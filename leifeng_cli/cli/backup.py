"""leifeng backup"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format
from leifeng_cli.cli.output import checked_format, print_json
from leifeng_cli.cli.session import session
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services import backups

app = NounApp(bare=True)


def _say(ctx: typer.Context, report: backups.BackupReport, what: str, format_: str) -> None:
    if format_ == "json":
        print_json(
            {
                "path": str(report.path),
                "sha256": report.digest,
                "operations": report.operations,
                "chain_head": report.chain_head,
                "records": report.records,
                "seconds": report.seconds,
                "hours": hours_text(report.seconds),
            }
        )
    session(ctx).done(
        _("{what}：{path}（{n} 条服务记录，{h} 小时，操作到第 {o} 号）。").format(
            what=what, path=report.path, n=report.records, h=hours_text(report.seconds), o=report.operations
        ),
        undo=False,
    )


@app.callback()
def make(
    ctx: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", metavar="文件", help="不写则存在数据文件旁边")] = None,
    format_: Format = "table",
) -> None:
    """备份：做一份并核验，从不覆盖旧备份；或核验、列出已有的。"""
    if ctx.invoked_subcommand is None:
        checked_format(format_)
        _say(ctx, backups.make_backup(session(ctx).context, to), _("已备份"), format_)


@app.command("verify")
def verify(
    ctx: typer.Context,
    backup: Annotated[Path, typer.Argument(metavar="备份", help="见 backup list")],
    format_: Format = "table",
) -> None:
    """核验一份备份：校验值、结构、操作链、每一行。"""
    checked_format(format_)
    _say(ctx, backups.check_backup(session(ctx).context, backup), _("备份完好"), format_)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """列出数据文件旁边的备份，旧的在前。"""
    for path in backups.list_backups(session(ctx).context):
        print(path)
