"""leifeng star"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import AsOf, Format, Who
from leifeng_cli.cli.output import as_json, checked_format, harmless, print_csv, print_json, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.stars import Evaluation, Policy
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _
from leifeng_cli.services.stars import explaining, listing, policies

app = NounApp()


@app.command("list")
def list_(
    ctx: typer.Context,
    as_of: AsOf = None,
    level: Annotated[str | None, typer.Option("--level", metavar="星级", help="只看这一级，0 为未达")] = None,
    format_: Format = "table",
) -> None:
    """每个人的星级和达到的日期。"""
    checked_format(format_)
    if level is not None and not (level.isascii() and level.isdigit()):
        raise UsageError(_("--level 后面应是数字，不是“{l}”。").format(l=level))
    found = listing.list_stars(session(ctx).context, as_of=as_of, level=int(level) if level else None)
    if format_ == "json":
        print_json([{**as_json(s, reveal=False), "attained": s.attained} for s in found])
        return
    print_records(found, listing.Star, format_)


@app.command("explain")
def explain(ctx: typer.Context, who: Who, as_of: AsOf = None, format_: Format = "table") -> None:
    """逐级说明一个人哪些条件达到了、还差多少。"""
    checked_format(format_)
    person, policy, evaluation = explaining.explain_star(session(ctx).context, who, as_of=as_of)
    if format_ == "json":
        print_json(_explained(person, policy, evaluation))
        return
    rows = [
        [level.name, condition.text, _("达到") if condition.met else _("未达到"), level.attained_on or ""]
        for level in evaluation.levels
        for condition in level.conditions
    ]
    headers = [_("级别"), _("条件"), _("结果"), _("达到日期")]
    if format_ == "csv":
        print_csv(headers, rows)
        return
    name = policy.name_of(evaluation.level) if evaluation.level else _("未达星级")
    since = _("（{day} 达到）").format(day=evaluation.attained_on) if evaluation.attained_on else ""
    print(
        _("{n} {name}：{level}{since}，计星时长 {h} 小时；按“{policy}”").format(
            n=person.number,
            name=harmless(person.name),
            level=name,
            since=since,
            h=hours_text(evaluation.seconds),
            policy=policy.title,
        )
    )
    print_table(headers, rows, right=[False] * 4)


def _explained(person: Volunteer, policy: Policy, evaluation: Evaluation) -> dict[str, object]:
    return {
        "volunteer_number": person.number,
        "policy": policy.id,
        "level": evaluation.level,
        "attained_on": evaluation.attained_on,
        "seconds": evaluation.seconds,
        "hours": hours_text(evaluation.seconds),
        "levels": [
            {
                "level": level.level,
                "name": level.name,
                "met": level.met,
                "attained_on": level.attained_on,
                "conditions": [
                    {
                        "name": c.name,
                        "met": c.met,
                        "have": c.have,
                        "need": c.need,
                        "short_by": c.short_by,
                        "text": c.text,
                    }
                    for c in level.conditions
                ],
            }
            for level in evaluation.levels
        ],
    }


@app.command("policies")
def policies_(ctx: typer.Context, format_: Format = "table") -> None:
    """自带的评定办法及其来源。"""
    checked_format(format_)
    found = policies.list_policies()
    rows = [[p.id, p.title, f"{p.source.body} {p.source.document} {p.source.number}".strip()] for p in found]
    headers = [_("名称"), _("标题"), _("来源")]
    if format_ == "json":
        print_json([dict(zip(("name", "title", "source"), r, strict=True)) for r in rows])
    elif format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[False] * 3)


@app.command("use")
def use(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="名称", help="见 star policies")],
    since: Annotated[str, typer.Option("--from", metavar="日期", help="自哪一天起")],
) -> None:
    """自某日起按另一办法评定。"""
    one = session(ctx)
    policy = policies.use_policy(one.context, name, since)
    one.done(_("自 {day} 起按“{title}”评定星级。").format(day=since, title=policy.title))
