"""leifeng timebank"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format, MaybeWho, Reason, Who
from leifeng_cli.cli.output import as_json, checked_format, print_json, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.domain.timebank import TimeAccount, TimeMove
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services import timebank

app = NounApp()
Hours = Annotated[str, typer.Option("--hours", metavar="时长", help="小时数，如 50 或 1.5")]


@app.command("draw")
def draw(ctx: typer.Context, who: Who, hours: Hours, reason: Reason) -> None:
    """支取时长换取服务；不超过累计减去已支取的。累计时长不变。"""
    one = session(ctx)
    account, seconds = timebank.draw(one.context, who, hours, reason)
    one.done(_("{who} 支取 {h} 小时，").format(who=_who(account), h=hours_text(seconds)) + _rest(account))


@app.command("give-back")
def give_back(ctx: typer.Context, who: Who, hours: Hours, reason: Reason) -> None:
    """归还支取而没有用的时长。"""
    one = session(ctx)
    account, seconds = timebank.give_back(one.context, who, hours, reason)
    one.done(_("{who} 归还 {h} 小时，").format(who=_who(account), h=hours_text(seconds)) + _rest(account))


def _who(account: TimeAccount) -> str:
    return f"{account.volunteer_number} {account.volunteer_name}"


def _rest(account: TimeAccount) -> str:
    return _("可支取 {a} 小时（累计 {c}，已支取 {d}）。").format(
        a=hours_text(account.available), c=hours_text(account.credited), d=hours_text(account.drawn)
    )


@app.command("list")
def list_(ctx: typer.Context, format_: Format = "table") -> None:
    """支取过的人：累计、已支取、可支取。"""
    checked_format(format_)
    found = timebank.list_accounts(session(ctx).context)
    if format_ == "json":
        print_json([_account_json(a) for a in found])
        return
    print_records(found, TimeAccount, format_)


def _account_json(account: TimeAccount) -> dict[str, Any]:
    """Each time as integer seconds and as hours in text."""
    body = as_json(account, reveal=False)
    for key in ("credited", "drawn", "available"):
        seconds = body.pop(key)
        body |= {f"{key}_seconds": seconds, f"{key}_hours": hours_text(seconds)}
    return body


@app.command("ledger")
def ledger(ctx: typer.Context, who: MaybeWho = None, format_: Format = "table") -> None:
    """支取和归还，每一笔。"""
    checked_format(format_)
    print_records(timebank.list_moves(session(ctx).context, who=who), TimeMove, format_)
