"""leifeng notice"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.numbers import whole
from leifeng_cli.cli.options import Force, Format, Reason, Reveal
from leifeng_cli.cli.output import as_json, checked_format, print_json, print_record, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.domain.notices import Notice, Objection
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _
from leifeng_cli.services import notices as service

app = NounApp()
Number = Annotated[str, typer.Argument(metavar="公示编号", help="如 N000001，见 notice list")]


@app.command("list")
def list_(ctx: typer.Context, format_: Format = "table") -> None:
    """列出公示，新的在前。"""
    print_records(service.list_notices(session(ctx).context), Notice, checked_format(format_))


@app.command("show")
def show(ctx: typer.Context, number: Number, format_: Format = "table") -> None:
    """一次公示和对它的异议。"""
    checked_format(format_)
    notice, objections = service.show_notice(session(ctx).context, number)
    if format_ == "json":
        listed = [as_json(o, reveal=False) for o in objections]
        print_json({**as_json(notice, reveal=False), "objections": listed})
        return
    print_record(notice, format_)
    print_records(objections, Objection, format_)


@app.command("print")
def print_(
    ctx: typer.Context,
    number: Number,
    to: Annotated[list[Path], typer.Option("--to", metavar="文件", help="以 .docx、.pdf、.xlsx、.html 或 .md 结尾")],
    reveal: Reveal = None,
    force: Force = False,
) -> None:
    """写出张贴用的名单；姓名只留姓，除非写明理由。"""
    from leifeng_cli.services.notice_pages import print_notice

    one = session(ctx)
    print_notice(one.context, number, to, reveal=reveal, force=force)
    one.done(_("已写好 {files}。").format(files="、".join(str(path) for path in to)), undo=False)


@app.command("object")
def object_(
    ctx: typer.Context,
    number: Number,
    content: Annotated[str, typer.Option("--content", metavar="内容", help="异议说的是什么")],
    who: Annotated[str | None, typer.Option("--who", metavar="谁", help="对公示中的这个人")] = None,
    record: Annotated[str | None, typer.Option("--record", metavar="记录编号", help="对公示中的这条时长")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="提出人", help="谁提出的，只留底，不显示")] = None,
) -> None:
    """登记一项异议：对一个人、一条时长，或整份公示。"""
    one = session(ctx)
    row = None if record is None else whole(record, _("记录编号应是数字"))
    made = service.raise_objection(one.context, number, content=content, who=who, record=row, by=by)
    one.done(
        _("已登记异议 {id}；处理：leifeng notice decide {id} --uphold|--dismiss --reply 答复。").format(id=made.id)
    )


@app.command("decide")
def decide(
    ctx: typer.Context,
    objection: Annotated[str, typer.Argument(metavar="异议编号", help="见 notice show")],
    reply: Annotated[str, typer.Option("--reply", metavar="答复", help="怎么答复的")],
    uphold: Annotated[bool, typer.Option("--uphold", help="异议成立")] = False,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="异议不成立")] = False,
) -> None:
    """处理一项异议：成立或不成立，和答复。"""
    if uphold == dismiss:
        raise UsageError(_("请写 --uphold（成立）或 --dismiss（不成立）之一。"))
    one = session(ctx)
    done = service.decide_objection(one.context, whole(objection, _("异议编号应是数字")), upheld=uphold, reply=reply)
    one.done(_("异议 {id} {what}。").format(id=done.id, what=_("成立") if uphold else _("不成立")))


@app.command("withdraw")
def withdraw(ctx: typer.Context, number: Number, reason: Reason) -> None:
    """提前撤下一次公示。"""
    one = session(ctx)
    done = service.withdraw_notice(one.context, number, reason)
    one.done(_("已撤下公示 {n}。").format(n=done.number))
