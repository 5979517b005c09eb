"""The menu: every noun and root command, each module imported only when it is named."""

from __future__ import annotations

from copy import copy
from importlib import import_module
from typing import Annotated, Any

from leifeng_cli.cli.noun import Noun, NounApp, Verb
from leifeng_cli.cli.session import open_session

import typer  # isort: skip  # after noun, which translates its labels

_REGISTERS, _SERVICE, _RESULTS, _POINTS, _FILE = "登记册", "活动与时长", "星级与报表", "积分与奖品", "数据文件"

#: name -> (module in this package, panel, one line of help). A noun's module has ``app``; a root command is one
#: command of its module's ``app``.
ENTRIES: dict[str, tuple[str, str, str]] = {
    "volunteer": ("volunteer", _REGISTERS, "志愿者：登记、查找、修改、归档、导入导出"),
    "team": ("team", _REGISTERS, "队伍：层级、队长、成员进出"),
    "unit": ("unit", _REGISTERS, "单位：本单位和往来单位"),
    "category": ("category", _REGISTERS, "活动类别：两级，可增改"),
    "activity": ("activity", _SERVICE, "活动：计划、发布、重复、结项、取消"),
    "campaign": ("campaign", _SERVICE, "活动计划：主题、期间、目标、进度"),
    "survey": ("survey", _SERVICE, "调查：知晓率"),
    "calendar": ("calendar", _SERVICE, "重要日子：固定的和农历的，前后的活动"),
    "agenda": ("calendar", _SERVICE, "日程：该做的、逾期的、快到的"),
    "signup": ("signup", _SERVICE, "报名：名额、候补、取消、爽约"),
    "attendance": ("attendance", _SERVICE, "签到签退"),
    "hours": ("hours", _SERVICE, "服务时长：登记、审核、更正、作废、说明"),
    "star": ("star", _RESULTS, "星级：名单、说明、评定办法"),
    "certificate": ("certificate", _RESULTS, "证书：服务证明、星级证书，打印、补发、核验"),
    "award": ("award", _RESULTS, "表彰：奖励名称、文号、颁发者"),
    "complaint": ("complaint", _RESULTS, "投诉：事由、核实结果"),
    "training": ("training", _RESULTS, "培训：主题、级别、学时、有效期"),
    "notice": ("notice", _RESULTS, "公示：列出、打印、异议"),
    "points": ("points", _POINTS, "积分：按办法结算、调整、余额、账目"),
    "reward": ("reward", _POINTS, "奖品：登记、兑换、退回"),
    "timebank": ("timebank", _POINTS, "时间银行：支取、归还"),
    "note": ("note", _RESULTS, "笔记：写进月报各节的话"),
    "report": ("report", _RESULTS, "报表：月、季、年、计划、队伍、个人；每个数字可查到记录"),
    "month": ("month", _RESULTS, "月份：结账、报送、重开、结账后的改动"),
    "check": ("check", _RESULTS, "检查：数据检查和时长审计"),
    "digest": ("check", _RESULTS, "每日摘要：逾期的、该办的、查出来的"),
    "monthly": ("monthly", _RESULTS, "每月一次：结账、写月报，供定时任务使用"),
    "import": ("sheets", _FILE, "导入表格，自动辨认是哪一种"),
    "template": ("sheets", _FILE, "写一份空白表格供填写"),
    "init": ("file", _FILE, "新建数据文件"),
    "demo": ("demo", _FILE, "用自带的样表走一遍"),
    "undo": ("history", _FILE, "撤销一次操作"),
    "log": ("history", _FILE, "操作记录"),
    "verify": ("history", _FILE, "核对数据文件是否被别的工具改过"),
    "backup": ("backup", _FILE, "备份：制作、核验、列出"),
    "restore": ("file", _FILE, "用备份恢复数据文件"),
    "setting": ("setting", _FILE, "本单位的设置和计时规则"),
    "help": ("help", _FILE, "专题说明，如 help exit-codes"),
}
_COMMANDS_OF_A_MODULE = frozenset(
    {
        "import",
        "template",
        "init",
        "demo",
        "undo",
        "log",
        "verify",
        "restore",
        "help",
        "calendar",
        "agenda",
        "check",
        "digest",
        "monthly",
    }
)


class Menu(Noun):
    """Knows the names and one-line helps; imports a module when its name is on the command line."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, (_module, panel, line) in ENTRIES.items():
            self.add_command(Verb(name, help=line, rich_help_panel=panel))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, stub, rest = super().resolve_command(ctx, args)
        return name, load(name, rest[0] if rest else None) if name in ENTRIES else stub, rest


def load(name: str, verb: str | None = None) -> Verb | Noun:
    """The real command behind a name of the menu; of a noun with the ``verb`` alone where it has one of that name."""
    module = import_module(f"leifeng_cli.cli.{ENTRIES[name][0]}")
    complete = getattr(module, "complete", None)
    if complete is not None and not _verbs(module.app, verb):
        del module.complete  # once is enough
        complete()
    group = typer.main.get_group(_with_verb(module.app, verb))
    if name in _COMMANDS_OF_A_MODULE:
        command = group.commands[name]
        assert isinstance(command, Verb)
        return command
    assert isinstance(group, Noun)
    group.help = ENTRIES[name][2]
    return group


def _with_verb(noun: typer.Typer, verb: str | None) -> typer.Typer:
    """The noun with one verb only: to make commands of all twenty takes longer than many a verb itself."""
    wanted = _verbs(noun, verb)
    if not wanted:
        return noun
    only = copy(noun)
    only.registered_commands, only.registered_groups = wanted, []
    return only


def _verbs(noun: typer.Typer, verb: str | None) -> list[Any]:
    return [c for c in noun.registered_commands if c.name == verb]


app = NounApp(cls=Menu)


def _version(wanted: bool) -> None:
    if wanted:
        from leifeng_cli.cli.version import version_line

        print(version_line())
        raise typer.Exit


@app.callback(
    epilog="常用：leifeng volunteer add 张三 · leifeng hours record 张三 --activity 清洁家园 --hours 2 · leifeng undo"
)
def main(
    ctx: typer.Context,
    db: Annotated[str | None, typer.Option("--db", metavar="文件", help="数据文件；也可用环境变量 LEIFENG_DB")] = None,
    wait: Annotated[str, typer.Option("--wait", metavar="秒", help="别人正在写时最多等多久")] = "30",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="成功时不说话，供定时任务使用")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="版本号")] = False,
) -> None:
    """学雷锋志愿服务登记：一个文件、一条命令，登记志愿者、排活动、记时长、算星级、出月报。"""
    one = open_session(db, wait, quiet=quiet)
    ctx.obj = one
    ctx.call_on_close(one.say_notices)
