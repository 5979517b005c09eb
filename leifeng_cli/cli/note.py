"""leifeng note"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.numbers import whole
from leifeng_cli.cli.options import Format, MaybeActivity, Month
from leifeng_cli.cli.output import as_json, checked_format, harmless, print_json, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.domain.notes import SECTION_CODES, Note, section_name
from leifeng_cli.messages import _
from leifeng_cli.services import notes

app = NounApp()
Text = Annotated[str, typer.Argument(metavar="内容", help="写进月报的话；可分几段")]
Id = Annotated[str, typer.Argument(metavar="笔记编号", help="见 note list")]
Section = Annotated[str | None, typer.Option("--section", metavar="|".join(SECTION_CODES), help="写进哪一节")]


def _id(given: str) -> int:
    return whole(given, _("笔记编号应是数字"))


@app.command("add")
def add(
    ctx: typer.Context, text: Text, month: Month = None, section: Section = None, activity: MaybeActivity = None
) -> None:
    """写一条笔记，出月报时放进那一节；不写月份为本月，不写哪一节为总体。"""
    one = session(ctx)
    made = notes.add_note(one.context, text, month=month, section=section, activity=activity)
    one.done(
        _("已写进 {m} 月报“{s}”一节（笔记 {id}）。").format(m=made.month, s=section_name(made.section), id=made.id)
    )


@app.command("list")
def list_(ctx: typer.Context, month: Month = None, format_: Format = "table") -> None:
    """列出笔记。"""
    checked_format(format_)
    found = notes.list_notes(session(ctx).context, month=month)
    if format_ == "json":  # a table has a line for each; here paragraphs stay
        print_json([{**as_json(n, reveal=False), "content": _paragraphs(n.content)} for n in found])
    else:
        print_records(found, Note, format_)


def _paragraphs(content: str) -> str:
    return "\n".join(harmless(line) for line in content.split("\n"))


@app.command("edit")
def edit(ctx: typer.Context, row: Id, text: Text) -> None:
    """改一条笔记。"""
    one = session(ctx)
    one.done(_("已改笔记 {id}。").format(id=notes.edit_note(one.context, _id(row), text).id))


@app.command("withdraw")
def withdraw(ctx: typer.Context, row: Id) -> None:
    """撤下一条笔记，月报里不再有它。"""
    one = session(ctx)
    one.done(_("已撤下笔记 {id}。").format(id=notes.withdraw_note(one.context, _id(row)).id))
