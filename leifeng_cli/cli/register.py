"""The commands every register has, made from its columns. A noun adds its own beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from leifeng_cli.cli.columns import said, with_options
from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format, MaybeReason, Reason, Reveal
from leifeng_cli.cli.output import checked_format, print_record, print_records
from leifeng_cli.cli.session import Session, session
from leifeng_cli.cli.sheets import add_export, add_import
from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.register import Kept, Record, Register
from leifeng_cli.messages import _
from leifeng_cli.services import registers, reveals

if TYPE_CHECKING:
    from leifeng_cli.domain.lifecycle import Move

Word = Annotated[str, typer.Argument(metavar="哪个", help="编号或名称")]
VERBS = ("add", "edit", "show", "list", "archive", "import", "export")


def offered(register: Register[Record]) -> list[Column]:
    return [
        c
        for c in columns_of(register.record)
        if c.col.offered and not c.col.internal and (not c.computed or c.col.named)
    ]


def register_app(register: Register[Record], verbs: Iterable[str] = VERBS) -> typer.Typer:
    """A noun's Typer with the generic verbs asked for."""
    app = NounApp()
    for verb in verbs:
        _VERBS[verb](app, cast("Register[Kept]", register))
    return app


def plain_app(register: Register[Record]) -> typer.Typer:
    """The whole of a noun that is its register and no more: the generic verbs, and its moves."""
    app = register_app(register)
    move_commands(app, cast("Register[Kept]", register))
    return app


def add_command(
    app: typer.Typer, register: Register[Record], service: Callable[..., Any], *, name: str = "add"
) -> None:
    """``add NAME --options``: the register's name column is the argument, the others are options."""
    columns = offered(register)
    (named,) = [c for c in columns if c.field == register.called]

    def add(
        ctx: typer.Context,
        word: Word,
        format_: Format = "table",
        **given: Any,
    ) -> None:
        one = session(ctx)
        record = service(one, {named.field: word, **said(given)})
        one.done(
            _("已新增{title} {number} {name}。").format(
                title=register.title, number=record.number, name=getattr(record, named.field)
            )
        )
        if checked_format(format_) != "table":
            print_record(record, format_)

    add.__doc__ = f"新增一个{register.title}。"
    add.__annotations__["word"] = Annotated[str, typer.Argument(metavar=named.col.label, help=named.col.label)]
    app.command(name)(with_options(add, [c for c in columns if c is not named]))


def edit_command(app: typer.Typer, register: Register[Record], service: Callable[..., Any]) -> None:
    """``edit WHICH --options``; an option with an empty text clears the field."""

    def edit(ctx: typer.Context, word: Word, **given: Any) -> None:
        one = session(ctx)
        record, changed = service(one, word, said(given))
        if changed:
            one.done(_("已修改{title} {number}。").format(title=register.title, number=record.number))
        else:
            one.say(_("{title} {number} 本来就是这样，没有改动。").format(title=register.title, number=record.number))

    edit.__doc__ = f"修改{register.title}的资料；写空文字（如 --note ''）清除一项。"
    app.command("edit")(with_options(edit, [c for c in offered(register) if c.field != "number"]))


def _add(app: typer.Typer, register: Register[Kept]) -> None:
    add_command(app, register, lambda one, given: registers.add(one.context, register, given))


def _edit(app: typer.Typer, register: Register[Kept]) -> None:
    edit_command(app, register, lambda one, word, given: registers.edit(one.context, register, word, given))


def _show(app: typer.Typer, register: Register[Record]) -> None:
    def show(ctx: typer.Context, word: Word, format_: Format = "table", reveal: Reveal = None) -> None:
        one = session(ctx)
        checked_format(format_)
        record = registers.show(one.context, register, word)
        if reveal is not None:
            reveals.reveal(one.context, register.noun, reveal, 1)
        print_record(record, format_, reveal=reveal is not None)

    show.__doc__ = f"查看一个{register.title}。"
    app.command("show")(show)


def _list(app: typer.Typer, register: Register[Record]) -> None:
    def list_(
        ctx: typer.Context,
        find: Annotated[str | None, typer.Option("--find", metavar="文字", help="名称、编号或拼音中含有")] = None,
        archived: Annotated[bool, typer.Option("--all", help="连归档的一起列出")] = False,
        format_: Format = "table",
        reveal: Reveal = None,
    ) -> None:
        one = session(ctx)
        checked_format(format_)
        found = registers.list_records(one.context, register, archived=archived, find=find)
        show_list(one, register, found, format_, reveal)

    list_.__doc__ = f"列出{register.title}。"
    app.command("list")(list_)


def show_list(
    one: Session, register: Register[Record], found: Sequence[Record], format_: str, reveal: str | None
) -> None:
    """Print records of a register, on record where unmasked."""
    if reveal is not None:
        reveals.reveal(one.context, register.noun, reveal, len(found))
    print_records(found, register.record, format_, reveal=reveal is not None)
    if format_ == "table":
        one.say(_("共 {n} 条。").format(n=len(found)))


def _archive(app: typer.Typer, register: Register[Kept]) -> None:
    def archive(
        ctx: typer.Context,
        word: Word,
        reason: MaybeReason = None,
        back: Annotated[bool, typer.Option("--back", help="取消归档")] = False,
    ) -> None:
        one = session(ctx)
        record = registers.archive(one.context, register, word, reason=reason, back=back)
        what = _("已取消归档") if back else _("已归档")
        one.done(_("{what}{title} {number}。").format(what=what, title=register.title, number=record.number))

    archive.__doc__ = f"归档一个{register.title}：不再列出，记录都还在。"
    app.command("archive")(archive)


def move_commands(app: typer.Typer, register: Register[Kept]) -> None:
    """A command for each declared move that has a line of help."""
    for step in register.life.moves if register.life else ():
        if step.help:
            _move_command(app, register, step)


def _move_command(app: typer.Typer, register: Register[Kept], step: Move) -> None:
    from leifeng_cli.services import moving

    def act(ctx: typer.Context, word: str, reason: str | None) -> None:
        one = session(ctx)
        record, along = moving.move(one.context, register, word, step.verb, reason=reason)
        also = "，" + step.also.format(n=along) if along else ""
        one.done(
            _("{title} {n}“{t}”现在是“{s}”{also}。").format(
                title=register.title, n=record.number, t=getattr(record, register.called),
                s=moving.life_of(register).states[step.to], also=also,
            )
        )  # fmt: skip

    def plain(ctx: typer.Context, word: Word) -> None:
        act(ctx, word, None)

    def may_say_why(ctx: typer.Context, word: Word, reason: MaybeReason = None) -> None:
        act(ctx, word, reason)

    def must_say_why(ctx: typer.Context, word: Word, reason: Reason) -> None:
        act(ctx, word, reason)

    commands: dict[bool | None, Callable[..., None]] = {False: plain, None: may_say_why, True: must_say_why}
    command = commands[step.reason]
    command.__doc__ = step.help
    app.command(step.verb)(command)


_VERBS: dict[str, Callable[[typer.Typer, Register[Kept]], None]] = {
    "add": _add,
    "edit": _edit,
    "show": _show,
    "list": _list,
    "archive": _archive,
    "import": add_import,
    "export": add_export,
}
