"""leifeng demo"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from leifeng_cli.cli.figures import print_figures
from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.output import print_records
from leifeng_cli.cli.session import Session, session
from leifeng_cli.messages import _
from leifeng_cli.services import examples, setup
from leifeng_cli.services.context import CHINA
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.parsed import SheetOptions
from leifeng_cli.services.recognise import recognise
from leifeng_cli.services.reports.figures import month_report
from leifeng_cli.services.stars.listing import Star, list_stars

app = NounApp()

#: The day the sample sheets speak from.
SAMPLE_NOW = dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA)
SAMPLE_MONTH = "2021-03"


@app.command("demo")
def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="样表和数据文件放在这里")] = Path("leifeng-demo"),
) -> None:
    """用自带的样表走一遍：建文件、导入、星级、月报。样表中的人都是虚构的。"""
    one = session(ctx)
    sheets = examples.copy_examples(folder)
    one.context = replace(one.context, db=folder / "示范.db", now=SAMPLE_NOW)
    setup.init(one.context, "幸福社区", superior="市文明办")
    _import(one, [str(s) for s in sheets])
    starred = [s for s in list_stars(one.context) if s.level]
    print(_("星级名单（截至 {day}）").format(day=one.context.today))
    print_records(sorted(starred, key=lambda s: (-s.level, -s.seconds)), Star, "table")
    print()
    print_figures(month_report(one.context, SAMPLE_MONTH), "table")
    one.say(_("样表和数据文件在 {folder}；接着可以试 leifeng --db {db} volunteer list。").format(
        folder=folder, db=one.context.db))  # fmt: skip


def _import(one: Session, sheets: list[str]) -> None:
    for register, files in recognise(sheets, SheetOptions()):
        result = import_files(one.context, register, files, ImportOptions())
        assert not result.problems, result.problems
        one.say(_("{files} → {title} {n} 条").format(
            files="、".join(Path(f).name for f in files), title=register.title, n=result.created))  # fmt: skip
