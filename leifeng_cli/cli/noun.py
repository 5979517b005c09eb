"""What every noun's menu and every command is made of: Typer's classes, speaking Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from leifeng_cli.cli import labels  # isort: skip  # before typer, whose labels it translates
import typer
from typer.core import TyperCommand, TyperGroup

from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _

assert labels  # imported for what importing it does


class _Chinese:
    """The words Typer takes from nowhere but its own source."""

    options_metavar: str | None
    subcommand_metavar: str

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.options_metavar = "[选项]"
        self.subcommand_metavar = "命令 …"

    def get_usage(self, ctx: Any) -> str:
        text: str = super().get_usage(ctx)  # type: ignore[misc]
        return text.replace("Usage: ", "用法：", 1)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这份说明"
        return option


class Verb(_Chinese, TyperCommand):
    """One command. Any of them takes ``--reason``: a change to a closed month is refused without one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not any(REASON in param.opts for param in self.params):
            args = _take_reason(ctx, args)
        return super().parse_args(ctx, args)


REASON = "--reason"


def _take_reason(ctx: Any, args: list[str]) -> list[str]:
    """The arguments without the reason, which goes where every write looks for it."""
    kept: list[str] = []
    rest = iter(args)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*kept, word, *rest]
        if name != REASON:
            kept.append(word)
        elif ctx.obj is not None and (given := value if equals else next(rest, "")).strip():
            from leifeng_cli.services.registers import needed_reason  # for the few commands that have one

            ctx.obj.context.reason = needed_reason(given, ctx.obj.context.hints())
        else:
            raise UsageError(_("选项“{what}”后面要写内容。").format(what=REASON))
    return kept


class Noun(_Chinese, TyperGroup):
    """A noun with its verbs."""


class NounApp(typer.Typer):
    """Where a module hangs its commands; run by the menu, never by itself."""

    def __init__(self, *, bare: bool = False, cls: type[TyperGroup] = Noun) -> None:
        """``bare``: the noun alone does something too, so no help in its place."""
        super().__init__(
            cls=cls,
            no_args_is_help=not bare,
            invoke_without_command=bare,
            add_completion=False,
            pretty_exceptions_enable=False,
            pretty_exceptions_show_locals=False,
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        return super().command(name, **{"cls": Verb, **settings})
