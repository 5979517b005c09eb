"""leifeng star propose … revoke: the way from a computed level to a granted star, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leifeng_cli.cli.confirm import confirm
from leifeng_cli.cli.numbers import level_number
from leifeng_cli.cli.options import AsOf, Format, Reason, Who, Yes
from leifeng_cli.cli.output import as_json, checked_format, print_json, print_records
from leifeng_cli.cli.session import Session, session
from leifeng_cli.errors import Conflict, FindingsFound
from leifeng_cli.messages import _

if TYPE_CHECKING:
    from leifeng_cli.services.stars.grants import Granting
    from leifeng_cli.services.stars.rounds import Proposal

RoundWord = Annotated[str, typer.Argument(metavar="批次", help="如 R0001，见 star rounds")]
GrantWord = Annotated[str, typer.Argument(metavar="授予编号", help="如 G000001，见 star grants")]
SomePeople = Annotated[list[str] | None, typer.Argument(metavar="谁…", help="不写为所有达到条件的人")]
SomeInRound = Annotated[list[str] | None, typer.Option("--who", metavar="谁", help="只办这个人；可写多次")]
Level = Annotated[str, typer.Option("--level", metavar="星级", help="星级或荣誉的编号")]
MaybeLevel = Annotated[str | None, typer.Option("--level", metavar="星级", help="只申报这一级")]
Body = Annotated[str | None, typer.Option("--body", metavar="单位", help="评定（授予）单位")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只看会怎样，不写入")]


def add_to(app: typer.Typer) -> None:
    for name, command in (
        ("propose", propose), ("rounds", list_rounds), ("round", show_round), ("notice", notice),
        ("withdraw", withdraw), ("grant", grant), ("grants", list_grants), ("promote", promote), ("enter", enter),
        ("revoke", revoke), ("keep", keep), ("findings", list_findings),
    ):  # fmt: skip
        app.command(name)(command)


def propose(
    ctx: typer.Context,
    who: SomePeople = None,
    level: MaybeLevel = None,
    as_of: AsOf = None,
    note: Annotated[str | None, typer.Option("--note", metavar="备注", help="记在批次上")] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    format_: Format = "table",
) -> None:
    """申报：把达到条件而还没有授予的人列为一批。"""
    from leifeng_cli.domain.stars.granting import Case
    from leifeng_cli.services.stars import rounds

    checked_format(format_)
    one = session(ctx)
    wanted = level_number(level) if level else None

    def run(dry: bool) -> Proposal:
        return rounds.propose(one.context, who or (), level=wanted, as_of=as_of, note=note, dry_run=dry)

    if dry_run or not (who or yes):
        plan = run(True)
        print_records(plan.cases, Case, format_)
        if dry_run:
            one.say(_("试算（没有写入）：可申报 {n} 人。").format(n=len(plan.cases)))
            return
        confirm(_("申报以上 {n} 人？").format(n=len(plan.cases)), yes=yes)
    made = run(False)
    assert made.round is not None
    if format_ == "json":
        print_json({"round": made.round.number, "cases": [as_json(c, reveal=False) for c in made.cases]})
    elif who or yes:
        print_records(made.cases, Case, format_)
    one.done(_("已申报 {n} 人，批次 {r}。").format(n=len(made.cases), r=made.round.number))
    if made.submit_by:
        one.say(_("按办法，材料须在 {day} 前报送。").format(day=made.submit_by))
    one.say(_("下一步：leifeng star notice {r}").format(r=made.round.number))


def list_rounds(ctx: typer.Context, format_: Format = "table") -> None:
    """列出评星批次。"""
    from leifeng_cli.domain.stars.granting import Round
    from leifeng_cli.services.stars import rounds

    print_records(rounds.list_rounds(session(ctx).context), Round, checked_format(format_))


def show_round(ctx: typer.Context, word: RoundWord, format_: Format = "table") -> None:
    """一批的每个人：级别、公示、状态。"""
    from leifeng_cli.domain.stars.granting import Case
    from leifeng_cli.services.stars import rounds

    checked_format(format_)
    found, cases = rounds.show_round(session(ctx).context, word)
    if format_ == "json":
        print_json({**as_json(found, reveal=False), "people": [as_json(c, reveal=False) for c in cases]})
        return
    print_records(cases, Case, format_)


def notice(
    ctx: typer.Context,
    word: RoundWord,
    place: Annotated[str | None, typer.Option("--place", metavar="地点", help="贴在哪里或登在哪里")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="自哪一天公示；不写为今天")] = None,
) -> None:
    """公示一批申报，按评定单位各一份，止日按真实的工作日算。"""
    from leifeng_cli.services.stars import rounds

    one = session(ctx)
    posted = rounds.post_round(one.context, word, place=place, posted_on=on)
    for number in dict.fromkeys(c.notice_number for c in posted):
        group = [c for c in posted if c.notice_number == number]
        one.say(
            _("公示 {n}：{body}，{k} 人，公示至 {day}；打印：leifeng notice print {n} --to 公示.docx").format(
                n=number, body=group[0].body, k=len(group), day=group[0].notice_ends_on
            )
        )
    one.done(_("已公示 {n} 人。").format(n=len(posted)))


def withdraw(
    ctx: typer.Context,
    word: RoundWord,
    who: Annotated[list[str], typer.Argument(metavar="谁…", help="撤回哪些人")],
    reason: Reason,
) -> None:
    """撤回申报：异议成立、报错了或本人不愿意。"""
    from leifeng_cli.services.stars import rounds

    one = session(ctx)
    done = rounds.withdraw_case(one.context, word, who, reason)
    one.done(_("已撤回 {n} 人的申报。").format(n=len(done)))


def grant(
    ctx: typer.Context, word: RoundWord, body: Body = None, who: SomeInRound = None, format_: Format = "table"
) -> None:
    """授予：公示期满、没有异议、仍符合条件的人。"""
    from leifeng_cli.domain.stars.granting import Grant
    from leifeng_cli.services.stars import grants

    checked_format(format_)
    one = session(ctx)
    done = grants.grant_round(one.context, word, body=body, who=who or ())
    if format_ == "json":
        print_json(
            {
                "grants": [as_json(g, reveal=False) for g in done.grants],
                "left": [dict(zip(("volunteer_number", "volunteer_name", "why"), x, strict=True)) for x in done.left],
            }
        )
    else:
        print_records(done.grants, Grant, format_)
    _say_granted(one, done)


def _say_granted(one: Session, done: Granting) -> None:
    for number, name, why in done.left:
        one.say(_("没有授予：{n} {name}：{why}").format(n=number, name=name, why=why))
    if not done.grants:
        raise Conflict(_("没有一个人可以授予。"), hint=_("各人的原因见上。"))
    one.done(_("已授予 {n} 人。").format(n=len(done.grants)))


def list_grants(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Option("--who", metavar="谁", help="只看这个人")] = None,
    in_force: Annotated[bool, typer.Option("--in-force", help="只看没有撤销的")] = False,
    format_: Format = "table",
) -> None:
    """列出授予过的星级和荣誉。"""
    from leifeng_cli.domain.stars.granting import Grant
    from leifeng_cli.services.stars import grants

    print_records(grants.list_grants(session(ctx).context, who=who, in_force=in_force), Grant, checked_format(format_))


def promote(ctx: typer.Context, who: Who, level: Level, reason: Reason, body: Body = None) -> None:
    """破格授予：条件不够而按规定可以授予的，写明理由。"""
    from leifeng_cli.services.stars import grants

    one = session(ctx)
    made = grants.promote(one.context, who, level_number(level), body=body, reason=reason)
    one.done(_("已破格授予 {n} {name}{level}（{g}）。").format(
        n=made.volunteer_number, name=made.volunteer_name, level=made.level_name, g=made.number))  # fmt: skip


def enter(
    ctx: typer.Context,
    who: Annotated[list[str], typer.Argument(metavar="谁…", help="一人或多人")],
    level: Level,
    on: Annotated[str, typer.Option("--on", metavar="日期", help="当时授予的日期")],
    body: Body = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="依据", help="凭什么，如证书编号")] = None,
) -> None:
    """登记建档以前授予的星级，以免重复授予。"""
    from leifeng_cli.services.stars import grants

    one = session(ctx)
    made = grants.enter_earlier(one.context, who, level_number(level), on=on, body=body, reason=reason)
    one.done(_("已登记以往授予的{level} {n} 人。").format(level=made[0].level_name, n=len(made)))


def revoke(ctx: typer.Context, word: GrantWord, reason: Reason, body: Body = None) -> None:
    """撤销一次授予，写明理由；授予和撤销都留底。"""
    from leifeng_cli.services.stars import grants

    one = session(ctx)
    done = grants.decide(one.context, word, revoke=True, reason=reason, body=body)
    one.done(
        _("已撤销 {g}（{name}，{level}）。").format(g=done.number, name=done.volunteer_name, level=done.level_name)
    )


def keep(ctx: typer.Context, word: GrantWord, reason: Reason, body: Body = None) -> None:
    """保留一次记录不再支持的授予，写明理由。"""
    from leifeng_cli.services.stars import grants

    one = session(ctx)
    done = grants.decide(one.context, word, revoke=False, reason=reason, body=body)
    one.done(_("已决定保留 {g}（{name}，{level}）。").format(
        g=done.number, name=done.volunteer_name, level=done.level_name))  # fmt: skip


def list_findings(ctx: typer.Context, format_: Format = "table") -> None:
    """记录不再支持的授予：由人决定撤销还是保留，程序不会自己改。"""
    from leifeng_cli.domain.stars.granting import StarFinding
    from leifeng_cli.services.stars import findings

    checked_format(format_)
    found = findings.star_findings(session(ctx).context)
    print_records(found, StarFinding, format_)
    if found:
        raise FindingsFound(_("有 {n} 项授予待决定。").format(n=len(found)))
