"""leifeng star policies, policy check, use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format
from leifeng_cli.cli.output import checked_format, print_csv, print_json
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_table
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

if TYPE_CHECKING:
    from leifeng_cli.domain.stars.policy import Policy

Word = Annotated[str, typer.Argument(metavar="办法", help="名称（见 star policies）或 .toml 文件")]
policy_app = NounApp()


def add_to(app: typer.Typer) -> None:
    app.command("policies")(policies)
    app.command("use")(use)
    app.add_typer(policy_app, name="policy", help="办法文件：检查、查看")


def policies(ctx: typer.Context, format_: Format = "table") -> None:
    """自带的评定办法、来源和可信程度。"""
    from leifeng_cli.domain.stars.policy import CONFIDENCE
    from leifeng_cli.services.stars import policies as service

    checked_format(format_)
    found = service.list_policies()
    rows = [[p.id, p.title, _source(p), CONFIDENCE[p.source.confidence]] for p in found]
    headers = [_("名称"), _("标题"), _("来源"), _("可信程度")]
    if format_ == "json":
        print_json([dict(zip(("name", "title", "source", "confidence"), r, strict=True)) for r in rows])
    elif format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[False] * 4)


def _source(policy: Policy) -> str:
    source = policy.source
    return " ".join(filter(None, (source.body, source.document, source.number)))


def use(
    ctx: typer.Context,
    name: Word,
    since: Annotated[str, typer.Option("--from", metavar="日期", help="自哪一天起")],
) -> None:
    """自某日起按另一办法评定；已授予的不变。"""
    from leifeng_cli.services.stars import policies as service

    one = session(ctx)
    policy = service.use_policy(one.context, name, since)
    one.done(_("自 {day} 起按“{title}”评定星级；已授予的不变。").format(day=since, title=policy.title))


@policy_app.command("check")
def check(ctx: typer.Context, file: Word, format_: Format = "table") -> None:
    """检查办法文件：哪一行、什么问题、怎么改；没有问题就说出读成了什么。"""
    from leifeng_cli.services.stars import policies as service

    checked_format(format_)
    policy, problems = service.check_policy_file(file)
    if format_ == "json":
        print_json(
            {
                "valid": policy is not None,
                "problems": [{"line": p.line, "message": p.message, "hint": p.hint} for p in problems],
            }
        )
    if policy is None:
        if format_ != "json":
            for p in problems:
                print(_("{file} 第 {line} 行：{m}{hint}。").format(
                    file=file, line=p.line, m=p.message, hint=p.hint.rstrip("。")))  # fmt: skip
        raise InvalidInput(
            _("{file} 有 {n} 处问题。").format(file=file, n=len(problems)), hint=_("各项写法见 docs/star-policy.md。")
        )
    if format_ != "json":
        _show(ctx, policy)


@policy_app.command("show")
def show(ctx: typer.Context, file: Word) -> None:
    """逐级列出一个办法的条件、评定单位和公示期。"""
    from leifeng_cli.services.stars import policies as service

    _show(ctx, service.named_policy(file))


def _show(ctx: typer.Context, policy: Policy) -> None:
    from leifeng_cli.domain.stars.policy import CONFIDENCE
    from leifeng_cli.services.stars.explaining import described

    print(f"{policy.title}（{_source(policy)}，{CONFIDENCE[policy.source.confidence]}）")
    rows = []
    for level, conditions in described(session(ctx).context, policy):
        notice = level.approval.notice_workdays
        rows.append(
            [
                str(level.level),
                level.name,
                "；".join(conditions),
                level.approval.body,
                "" if notice is None else _("{n} 个工作日").format(n=notice),
            ]
        )
    print_table([_("级"), _("名称"), _("条件"), _("评定单位"), _("公示")], rows, right=[True] + [False] * 4)
