"""leifeng month: closing, reopening, sending."""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format, Reason
from leifeng_cli.cli.output import as_json, checked_format, print_csv, print_json, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.closing import SECONDS, Restated, Sent
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services import closing

app = NounApp()
Name = Annotated[str, typer.Argument(metavar="月份", help="如 2021-03")]


@app.command("close")
def close(
    ctx: typer.Context,
    name: Name,
    despite: Annotated[
        str | None, typer.Option("--despite", metavar="理由", help="还有待审核的记录也结账，写明理由")
    ] = None,
) -> None:
    """结账：核对后固定这个月的数字，给报告编号。之后改动须写原因，下一份月报列出差额。"""
    one = session(ctx)
    done = closing.close_month(one.context, name, despite=despite)
    one.done(_("{m} 已结账，报告编号 {n}。").format(m=done.month, n=done.number))
    one.say(_("打印：leifeng report month {m} --to 月报.docx；报送后：leifeng month sent {m}").format(m=done.month))


@app.command("reopen")
def reopen(ctx: typer.Context, name: Name, reason: Reason) -> None:
    """重开一个已结账的月份，写明原因；结账时的报告留底。"""
    one = session(ctx)
    done = closing.reopen_month(one.context, name, reason)
    one.done(_("{m} 已重开。").format(m=done.month))


@app.command("status")
def status(ctx: typer.Context, format_: Format = "table") -> None:
    """各月结账、报送的情况，和结账后改动的数字。"""
    checked_format(format_)
    found = closing.month_status(session(ctx).context)
    if format_ == "json":
        print_json(
            [
                {
                    **as_json(c, reveal=False),
                    "restated": [_restated(r) for r in rows],
                    "sent": [as_json(s, reveal=False) for s in sent],
                }
                for c, rows, sent in found
            ]
        )
        return
    headers = [_("月份"), _("报告编号"), _("结账日期"), _("结账人"), _("报送"), _("结账后改动"), _("重开")]
    table = [
        [
            c.month, c.number, c.closed_on, c.closed_by, "；".join(f"{s.addressee} {s.sent_on}" for s in sent),
            _("{n} 项").format(n=len(rows)) if rows else "", c.reopened_on or "",
        ]
        for c, rows, sent in found
    ]  # fmt: skip
    if format_ == "csv":
        print_csv(headers, table)
        return
    print_table(headers, table, right=[False] * 7)
    for c, rows, _sent in found:
        if rows:
            print()
            print_table(
                [_("项目"), _("原报"), _("现为"), _("差额")],
                [[r.label, _amount(r, r.reported), _amount(r, r.now), _amount(r, r.difference)] for r in rows],
                right=[False, True, True, True],
                title=_("{m} 结账后改动").format(m=c.month),
            )


def _amount(row: Restated, value: int | None) -> str:
    if value is None:
        return _("（无）")
    return hours_text(value) if row.kind == SECONDS else str(value)


def _restated(row: Restated) -> dict[str, object]:
    fields = ("ref", "label", "kind", "reported", "now", "difference")
    return {f: getattr(row, f) for f in fields}


@app.command("sent")
def sent(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="月份", help="登记这个月的报告已报送；不写则列出")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="单位", help="报给谁；不写为上级单位")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="哪一天报的；不写为今天")] = None,
    channel: Annotated[str | None, typer.Option("--by", metavar="方式", help="如 公文、邮件、系统")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="备注", help="备注")] = None,
    format_: Format = "table",
) -> None:
    """登记一份月报已经报送，或列出报送过的。"""
    checked_format(format_)
    one = session(ctx)
    if name is None:
        print_records(closing.list_sent(one.context), Sent, format_)
        return
    done = closing.send_month(one.context, name, to=to, on=on, channel=channel, note=note)
    one.done(_("已登记：{w} 于 {d} 报送{a}。").format(w=done.what, d=done.sent_on, a=done.addressee))
