"""leifeng points"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format, Reason, Who
from leifeng_cli.cli.output import as_json, checked_format, harmless, print_csv, print_json, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_table
from leifeng_cli.domain import points
from leifeng_cli.domain.points import ACCOUNT_NAMES, Balance, LedgerLine, fixed_points, points_text
from leifeng_cli.domain.stars.policy import CONFIDENCE, Source
from leifeng_cli.errors import FindingsFound
from leifeng_cli.messages import _
from leifeng_cli.services import points as service
from leifeng_cli.services import points_rules

app = NounApp()
Rule = Annotated[str, typer.Argument(metavar="办法", help="名称（见 points rules）或 .toml 文件")]
_FIGURES = ("earned", "adjusted", "spent", "expired", "balance", "unsettled", "owing", "points")


def points_json(record: Any) -> dict[str, Any]:
    """A record for JSON: points as text with two decimals."""
    found = as_json(record, reveal=False)
    return {k: fixed_points(v) if k in _FIGURES else v for k, v in found.items()}


@app.command("settle")
def settle(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会怎样，不写入")] = False,
) -> None:
    """结算：记入服务所得，扣回已作废的，注销过期的。再做一次不会多记。"""
    one = session(ctx)
    found = service.settle(one.context, dry_run=dry_run)
    if not found.postings:
        one.say(_("没有要结算的积分。"))
    else:
        text = _("{n} 笔，{p} 人：服务所得 {earned}，扣回 {back}，过期 {expired}。").format(
            n=len(found.postings),
            p=found.people,
            earned=points_text(found.of_kind(points.EARNED)),
            back=points_text(-found.of_kind(points.TAKEN_BACK)),
            expired=points_text(-found.of_kind(points.EXPIRED)),
        )
        if dry_run:
            one.say(_("将结算 ") + text)
        else:
            one.done(_("已结算 ") + text)
    if found.owing:
        one.say(
            _("另有 {p} 人共 {n} 分应扣回而已用完，有了新的积分再扣；见 leifeng points list 的“待扣回”。").format(
                p=len(found.owing), n=points_text(sum(found.owing.values()))
            )
        )


@app.command("refer")
def refer(
    ctx: typer.Context,
    newcomer: Annotated[str, typer.Argument(metavar="新人", help="新志愿者的编号、姓名、拼音或首字母")],
    by: Annotated[str, typer.Option("--by", metavar="谁", help="介绍人")],
) -> None:
    """给介绍新人的志愿者记积分；一名新人只记一次。"""
    one = session(ctx)
    new, old, amount = service.refer(one.context, newcomer, by)
    one.done(
        _("{old} {name} 介绍新人 {new}，记 {n} 分。").format(
            old=old.number, name=old.name, new=new.number, n=points_text(amount)
        )
    )


@app.command("adjust")
def adjust(
    ctx: typer.Context,
    who: Who,
    amount: Annotated[str, typer.Option("--points", metavar="积分", help="如 10 或 -300")],
    reason: Reason,
) -> None:
    """加减一个人的积分，须写原因；不能减到 0 以下。"""
    one = session(ctx)
    person, moved, balance = service.adjust(one.context, who, amount, reason)
    one.done(
        _("{n} {name}：{sign}{p} 分，余额 {b} 分。").format(
            n=person.number,
            name=person.name,
            sign="+" if moved > 0 else "",
            p=points_text(moved),
            b=points_text(balance),
        )
    )


@app.command("balance")
def balance(ctx: typer.Context, who: Who, format_: Format = "table") -> None:
    """一个人的积分，各有效到哪一天。"""
    checked_format(format_)
    found = service.show_balance(session(ctx).context, who)
    if format_ == "json":
        lots = [{"expires_on": lot, "points": fixed_points(n)} for lot, n in found.lots]
        print_json({**points_json(found), "lots": lots})
        return
    if format_ == "csv":
        print_records([found], Balance, format_)
        return
    print(
        _("{n} {name}：余额 {b} 分（所得 {e}，调整 {a}，已兑换 {s}，已过期 {x}）").format(
            n=found.volunteer_number,
            name=harmless(found.volunteer_name),
            b=points_text(found.balance),
            e=points_text(found.earned),
            a=points_text(found.adjusted),
            s=points_text(found.spent),
            x=points_text(found.expired),
        )
    )
    rows = [[lot or _("长期"), fixed_points(n)] for lot, n in found.lots]
    print_table([_("有效至"), _("积分")], rows, right=[False, True])
    if found.unsettled:
        print(_("待结算：{n} 分（leifeng points settle）").format(n=points_text(found.unsettled)))
    if found.owing:
        print(_("待扣回：{n} 分").format(n=points_text(found.owing)))


@app.command("list")
def list_(ctx: typer.Context, format_: Format = "table") -> None:
    """每个人的积分：所得、调整、已兑换、已过期、余额。"""
    checked_format(format_)
    one = session(ctx)
    found = service.list_balances(one.context)
    if format_ == "json":
        print_json([points_json(b) for b in found])
        return
    print_records(found, Balance, format_)
    if format_ == "table" and found:
        one.say(_("共 {n} 人，余额合计 {p} 分。").format(n=len(found), p=points_text(sum(b.balance for b in found))))


@app.command("ledger")
def ledger(ctx: typer.Context, who: Who, format_: Format = "table") -> None:
    """一个人的积分账：每一笔，和那以后的余额。"""
    checked_format(format_)
    person, found = service.show_ledger(session(ctx).context, who)
    if format_ == "json":
        print_json([{**points_json(line), "entries": _entries(line)} for line in found])
        return
    if format_ == "table":
        print(_("{n} {name}").format(n=person.number, name=harmless(person.name)))
    print_records(found, LedgerLine, format_)


def _entries(line: LedgerLine) -> list[dict[str, Any]]:
    return [{"account": a, "points": fixed_points(n), "expires_on": lot} for a, n, lot in line.entries]


@app.command("rules")
def rules(ctx: typer.Context, format_: Format = "table") -> None:
    """自带的和在用的积分办法、来源、何时起用。"""
    checked_format(format_)
    found = points_rules.list_rules(session(ctx).context)
    if format_ == "json":
        print_json(
            [
                {
                    "name": f.rule.name,
                    "title": f.rule.title,
                    "source": _source(f.rule.source),
                    "confidence": f.rule.source.confidence,
                    "from": list(f.since),
                }
                for f in found
            ]
        )
        return
    headers = [_("名称"), _("标题"), _("来源"), _("可信程度"), _("何时起用")]
    rows = [
        [f.rule.name, f.rule.title, _source(f.rule.source), CONFIDENCE[f.rule.source.confidence], "、".join(f.since)]
        for f in found
    ]
    rows = [[harmless(cell) for cell in row] for row in rows]
    if format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[False] * 5)


def _source(source: Source) -> str:
    return f"{source.body} {source.document} {source.number}".strip()


@app.command("rule")
def rule(ctx: typer.Context, name: Rule) -> None:
    """一个办法怎么规定；写错的文件逐行指出。"""
    found, _text = points_rules.named_rule(name)
    print(harmless(_("{title}（{source}）").format(title=found.title, source=_source(found.source))))
    for line in service.rule_lines(found):
        print(harmless("  " + line))
    for line in found.note.split("\n") if found.note else ():
        print(harmless(_("  说明：") + line))


@app.command("use")
def use(
    ctx: typer.Context,
    name: Rule,
    since: Annotated[str, typer.Option("--from", metavar="日期", help="自哪一天的服务起")],
) -> None:
    """自某日的服务起按一个办法计积分；起用以前的服务没有积分。"""
    one = session(ctx)
    found, day, unknown = points_rules.use_rule(one.context, name, since)
    one.done(_("自 {day} 起的服务按“{title}”计积分；下次结算时记入。").format(day=day, title=found.title))
    for category in unknown:
        one.say(_("类别表里没有“{c}”，这个系数用不上；见 leifeng category list。").format(c=category))


@app.command("check")
def check(ctx: typer.Context, format_: Format = "table") -> None:
    """核对积分账：每笔借贷相抵，没有人低于 0。"""
    checked_format(format_)
    one = session(ctx)
    faults, totals, count = service.check(one.context)
    if format_ == "json":
        print_json(
            {
                "transfers": count,
                "accounts": {account: fixed_points(n) for account, n in totals},
                "findings": [{"what": f.what, "message": f.message} for f in faults],
            }
        )
    elif faults:
        rows = [[harmless(f.what), harmless(f.message)] for f in faults]
        headers = [_("在哪里"), _("问题")]
        if format_ == "csv":
            print_csv(headers, rows)
        else:
            print_table(headers, rows, right=[False] * 2)
    if faults:
        raise FindingsFound(_("积分账有 {n} 处不对。").format(n=len(faults)), hint=_("请运行 leifeng verify 查明。"))
    sides = "，".join(f"{ACCOUNT_NAMES[account]} {points_text(n)}" for account, n in totals)
    one.say(_("核对无误：{n} 笔，合计 0（{sides}）。").format(n=count, sides=sides or _("没有变动")))
