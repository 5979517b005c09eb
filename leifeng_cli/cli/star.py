"""leifeng star: who has reached what, why, and what would be. Granting is in star_granting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.numbers import level_number
from leifeng_cli.cli.options import AsOf, Format, Who
from leifeng_cli.cli.output import (
    as_json,
    checked_format,
    harmless,
    print_csv,
    print_json,
    print_json_rows,
    print_records,
)
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_bars, print_table
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _

if TYPE_CHECKING:
    from leifeng_cli.domain.stars.evaluate import LevelResult
    from leifeng_cli.domain.stars.granting import Grant
    from leifeng_cli.services.stars.explaining import StarAccount
    from leifeng_cli.services.stars.outlook import Simulation

app = NounApp()


@app.command("list")
def list_(
    ctx: typer.Context,
    as_of: AsOf = None,
    level: Annotated[str | None, typer.Option("--level", metavar="星级", help="只看这一级，0 为未达")] = None,
    format_: Format = "table",
) -> None:
    """每个人的星级和达到的日期，以及已授予的。"""
    from leifeng_cli.services.stars import listing

    checked_format(format_)
    context = session(ctx).context
    wanted = level_number(level) if level is not None else None
    if format_ == "json":
        print_json_rows(listing.each_listed(context, as_of=as_of, level=wanted), listing.Star)
        return
    print_records(listing.list_stars(context, as_of=as_of, level=wanted), listing.Star, format_)


@app.command("distribution")
def distribution(ctx: typer.Context, as_of: AsOf = None, format_: Format = "table") -> None:
    """每一级各有多少人。"""
    from leifeng_cli.services.stars import listing

    checked_format(format_)
    found = listing.list_distribution(session(ctx).context, as_of=as_of)
    rows = [[str(level), name, str(count)] for level, name, count in found]
    headers = [_("星级"), _("级别"), _("人数")]
    if format_ == "json":
        print_json([dict(zip(("level", "name", "count"), x, strict=True)) for x in found])
    elif format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[True, False, True])
        print_bars([(row[1], int(row[2])) for row in rows])


@app.command("explain")
def explain(ctx: typer.Context, who: Who, as_of: AsOf = None, format_: Format = "table") -> None:
    """逐级说明一个人哪些条件达到了、还差多少。"""
    from leifeng_cli.services.stars.explaining import explain_star

    checked_format(format_)
    found = explain_star(session(ctx).context, who, as_of=as_of)
    if format_ == "json":
        print_json(_explained(found))
        return
    person, policy, evaluation, grants = found
    rows = [
        [result.name, condition.text, _("达到") if condition.met else _("未达到"), result.attained_on or ""]
        for result in evaluation.levels + evaluation.honours
        for condition in result.conditions
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
    for grant in grants:
        print(_("已授予：{line}").format(line=_granted(grant)))


def _granted(grant: Grant) -> str:
    line = _("{level}（{day}，{body}，{g}）").format(
        level=grant.level_name, day=grant.granted_on, body=grant.body, g=grant.number
    )
    if grant.revoked_on:
        line += _("，{day} 撤销：{why}").format(day=grant.revoked_on, why=grant.revoke_reason)
    return harmless(line)


def _explained(account: StarAccount) -> dict[str, Any]:
    person, policy, evaluation, grants = account
    return {
        "volunteer_number": person.number,
        "policy": policy.id,
        "level": evaluation.level,
        "attained_on": evaluation.attained_on,
        "seconds": evaluation.seconds,
        "hours": hours_text(evaluation.seconds),
        "levels": [_level(r) for r in evaluation.levels],
        "honours": [_level(r) for r in evaluation.honours],
        "grants": [as_json(g, reveal=False) for g in grants],
    }


def _level(result: LevelResult) -> dict[str, Any]:
    fields = ("name", "met", "have", "need", "short_by", "text")
    return {
        "level": result.level,
        "name": result.name,
        "met": result.met,
        "attained_on": result.attained_on,
        "conditions": [{f: getattr(c, f) for f in fields} for c in result.conditions],
    }


@app.command("due")
def due(
    ctx: typer.Context,
    within: Annotated[str, typer.Option("--within", metavar="小时", help="还差不超过多少小时")] = "20",
    as_of: AsOf = None,
    format_: Format = "table",
) -> None:
    """快到下一级的人：还差几小时、还缺哪些条件。"""
    from leifeng_cli.domain.values.durations import duration
    from leifeng_cli.services.stars import outlook

    checked_format(format_)
    one = session(ctx)
    seconds = 0 if within.strip() in ("0", "0.0") else duration(within, one.context.hints())
    print_records(outlook.list_due(one.context, seconds, as_of=as_of), outlook.Due, format_)


@app.command("simulate")
def simulate(
    ctx: typer.Context,
    policy: Annotated[str, typer.Option("--policy", metavar="办法", help="名称（见 star policies）或办法文件")],
    as_of: AsOf = None,
    format_: Format = "table",
) -> None:
    """换一个办法谁升谁降；什么都不改。"""
    from leifeng_cli.services.stars import outlook

    checked_format(format_)
    found = outlook.simulate(session(ctx).context, policy, as_of=as_of)
    if format_ == "json":
        print_json(
            {
                "policy": found.policy.id,
                "other": found.other.id,
                "as_of": found.as_of,
                "people": found.people,
                "counts": found.counts,
                "other_counts": found.other_counts,
                "shifts": [as_json(s, reveal=False) for s in found.shifts],
            }
        )
        return
    if format_ == "table":
        _comparison(found)
    print_records(found.shifts, outlook.Shift, format_)


def _comparison(found: Simulation) -> None:
    rises = sum(s.change > 0 for s in found.shifts)
    falls = sum(s.change < 0 for s in found.shifts)
    print(
        _("截至 {day}：由“{a}”改为“{b}”，{up} 人升，{down} 人降，{same} 人不变。").format(
            day=found.as_of, a=found.policy.title, b=found.other.title, up=rises, down=falls,
            same=found.people - rises - falls,
        )
    )  # fmt: skip
    levels = sorted({*found.counts, *found.other_counts})
    rows = [
        [
            _("未达星级") if not n else found.other.name_of(n) if found.other.find(n) else found.policy.name_of(n),
            str(found.counts.get(n, 0)),
            str(found.other_counts.get(n, 0)),
        ]
        for n in levels
    ]
    print_table([_("级别"), _("现在人数"), _("将为人数")], rows, right=[False, True, True])
    print_bars([(row[0], int(row[2])) for row in rows])


@app.command("gifts")
def gifts(ctx: typer.Context, who: Who, as_of: AsOf = None, format_: Format = "table") -> None:
    """一个人按循环礼品应得的各份礼品。"""
    from leifeng_cli.services.stars import outlook

    checked_format(format_)
    _person, policy, found = outlook.list_gifts(session(ctx).context, who, as_of=as_of)
    if format_ == "json":
        fields = ("level", "prize", "seconds", "attained_on", "round", "medal")
        print_json([{f: getattr(g, f) for f in fields} | {"hours": hours_text(g.seconds)} for g in found])
        return
    headers = [_("满(小时)"), _("日期"), _("礼品"), _("星级"), _("奖章")]
    rows = [
        [hours_text(g.seconds), g.attained_on, g.prize, policy.name_of(g.level), _("发") if g.medal else _("不重复发")]
        for g in found
    ]
    if format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[True, False, False, False, False])


def complete() -> None:
    """Hang on the verbs of the other two modules: who only looks something up need not wait for them."""
    from leifeng_cli.cli import star_granting, star_policies

    star_policies.add_to(app)
    star_granting.add_to(app)
