"""leifeng reward"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.options import Format, MaybeWho, Reason, Who
from leifeng_cli.cli.output import as_json, checked_format, print_json, print_records
from leifeng_cli.cli.register import edit_command, register_app
from leifeng_cli.cli.session import session
from leifeng_cli.domain.points import fixed_points, points_text
from leifeng_cli.domain.rewards import REWARDS, Redemption
from leifeng_cli.messages import _
from leifeng_cli.services import rewards

app = register_app(REWARDS, ("add", "show", "list", "archive", "import", "export"))
edit_command(app, REWARDS, lambda one, word, given: rewards.edit_reward(one.context, word, given))


@app.command("redeem")
def redeem(
    ctx: typer.Context,
    who: Who,
    reward: Annotated[str, typer.Argument(metavar="奖品", help="奖品编号或名称")],
    quantity: Annotated[str, typer.Option("--quantity", metavar="件数", help="几件")] = "1",
) -> None:
    """用积分兑换奖品；先结算此人的积分。时长和星级不变。"""
    one = session(ctx)
    made, account = rewards.redeem(one.context, who, reward, quantity)
    one.done(
        _("{d}：{n} {name} 兑换 {reward} × {q}，{p} 分，余额 {b} 分。").format(
            d=made.number,
            n=made.volunteer_number,
            name=made.volunteer_name,
            reward=made.reward_name,
            q=made.quantity,
            p=points_text(made.points),
            b=points_text(account.balance),
        )
    )


@app.command("return")
def return_(
    ctx: typer.Context,
    redemption: Annotated[str, typer.Argument(metavar="兑换编号", help="见 reward redemptions")],
    reason: Reason,
) -> None:
    """退回一次兑换：积分照原来的有效期还给本人，奖品回库，不占兑换次数。"""
    one = session(ctx)
    made, late = rewards.return_reward(one.context, redemption, reason)
    one.done(
        _("已退回 {d}：{reward} × {q}，还给 {n} {name} {p} 分。").format(
            d=made.number,
            reward=made.reward_name,
            q=made.quantity,
            n=made.volunteer_number,
            name=made.volunteer_name,
            p=points_text(made.points),
        )
    )
    if late:
        one.say(_("其中 {p} 分的有效期已过，随即注销。").format(p=points_text(late)))


@app.command("redemptions")
def redemptions(
    ctx: typer.Context,
    who: MaybeWho = None,
    reward: Annotated[str | None, typer.Option("--reward", metavar="奖品", help="只看这种奖品")] = None,
    standing: Annotated[bool, typer.Option("--standing", help="不列退回的")] = False,
    format_: Format = "table",
) -> None:
    """兑换记录，按日期；退回的也列。"""
    checked_format(format_)
    found = rewards.list_redemptions(session(ctx).context, who=who, reward=reward, returned=not standing)
    if format_ == "json":
        print_json([{**as_json(r, reveal=False), "points": fixed_points(r.points)} for r in found])
        return
    print_records(found, Redemption, format_)
