"""The menu: every noun and root command, each module imported only when it is named."""

from __future__ import annotations

from copy import copy
from typing import Annotated, Any

from leifeng_cli.cli.noun import Noun, NounApp, Verb
from leifeng_cli.cli.session import open_session
from leifeng_cli.domain.nouns import BY_NAME

import typer  # isort: skip  # after noun, which translates its labels


class Menu(Noun):
    """Knows the names and one-line helps; imports a module when its name is on the command line."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for noun in BY_NAME.values():
            self.add_command(Verb(noun.name, help=noun.help, rich_help_panel=noun.panel))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, stub, rest = super().resolve_command(ctx, args)
        return name, load(name, rest[0] if rest else None) if name in BY_NAME else stub, rest


def load(name: str, verb: str | None = None) -> Verb | Noun:
    """The real command behind a name of the menu; of a noun with the ``verb`` alone where it has one of that name."""
    from leifeng_cli.domain.registers import own_module  # what only asks for the version does without

    noun, module = BY_NAME[name], own_module("cli", name)
    app = module.app if module else _plain(name)
    complete = getattr(module, "complete", None)
    if complete is not None and not _verbs(app, verb):
        del module.complete  # type: ignore[union-attr]  # once is enough
        complete()
    group = typer.main.get_group(_with_verb(app, verb))
    if noun.alone:
        command = group.commands[name]
        assert isinstance(command, Verb)
        return command
    assert isinstance(group, Noun)
    group.help = noun.help
    return group


def _plain(name: str) -> typer.Typer:
    """The verbs of a register that has none of its own."""
    from leifeng_cli.cli.register import plain_app
    from leifeng_cli.domain.registers import REGISTERS

    return plain_app(REGISTERS[name])


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
