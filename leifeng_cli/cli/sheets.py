"""Importing, exporting and templates: the same for every register.

Every noun's menu stands on this module, so what reads sheets is imported only by the commands that do.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.numbers import whole
from leifeng_cli.cli.options import Force, Format, MaybeActivity, Reveal, Yes
from leifeng_cli.cli.output import checked_format
from leifeng_cli.cli.session import session
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _

Files = Annotated[list[str], typer.Argument(metavar="文件…", help="CSV、XLSX、XLS 或 HTML 表格；- 为标准输入")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只看会怎样，不写入")]
Partial = Annotated[bool, typer.Option("--partial", help="有问题的行退回，其余写入")]
Rejects = Annotated[Path | None, typer.Option("--rejects", metavar="文件", help="退回的行写到哪里，改好可再导入")]
Map = Annotated[list[str] | None, typer.Option("--map", metavar="列=字段", help="表头认不出时指明；可写多次")]
Year = Annotated[str | None, typer.Option("--year", metavar="年份", help="没有写年份的日期算哪一年")]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="编码", help="如 gb18030、big5；一般不用写")]
SheetName = Annotated[str | None, typer.Option("--sheet", metavar="工作表", help="只读这一张")]
ByName = Annotated[bool, typer.Option("--by-name", help="只有姓名也认（须没有重名）")]

app = NounApp()


def add_import(menu: typer.Typer, register: Register[Record]) -> None:
    def import_(
        ctx: typer.Context,
        files: Files,
        yes: Yes = False,
        dry_run: DryRun = False,
        partial: Partial = False,
        rejects: Rejects = None,
        mapping: Map = None,
        year: Year = None,
        encoding: Encoding = None,
        sheet: SheetName = None,
        activity: MaybeActivity = None,
        by_name: ByName = False,
        format_: Format = "table",
    ) -> None:
        from leifeng_cli.cli.importing import import_and_tell
        from leifeng_cli.services.importing import ImportOptions
        from leifeng_cli.services.parsed import SheetOptions

        read = SheetOptions(_year(year), encoding, sheet, _mapping(mapping))
        options = ImportOptions(read, partial, dry_run, rejects, activity, by_name)
        _no_keyboard(files)
        import_and_tell(session(ctx), [(register, files)], options, yes=yes, format_=checked_format(format_))

    import_.__doc__ = f"从表格导入{register.title}：全部检查，有问题就一条也不写。"
    menu.command("import")(import_)


@app.command("import")
def import_any(
    ctx: typer.Context,
    files: Files,
    yes: Yes = False,
    dry_run: DryRun = False,
    partial: Partial = False,
    rejects: Rejects = None,
    mapping: Map = None,
    year: Year = None,
    encoding: Encoding = None,
    sheet: SheetName = None,
    activity: MaybeActivity = None,
    by_name: ByName = False,
    format_: Format = "table",
) -> None:
    """导入表格，自动辨认每张是哪一种（花名册、活动安排、时长登记等），按能先用的次序，作为一次操作。"""
    from leifeng_cli.cli.importing import import_and_tell
    from leifeng_cli.services.importing import ImportOptions
    from leifeng_cli.services.parsed import SheetOptions
    from leifeng_cli.services.recognise import recognise

    read = SheetOptions(_year(year), encoding, sheet, _mapping(mapping))
    _no_keyboard(files)
    work = recognise(files, read)
    one = session(ctx)
    for register, found in work:
        one.say(_("{files}：{title}").format(files="、".join(source.name for source in found), title=register.title))
    options = ImportOptions(read, partial, dry_run, rejects, activity, by_name)
    import_and_tell(one, work, options, yes=yes, format_=checked_format(format_))


def _year(given: str | None) -> int | None:
    return None if given is None else whole(given, _("--year 后面应是四位年份"), least=1900, most=2100)


def _mapping(pairs: list[str] | None) -> dict[str, str]:
    found = {}
    for pair in pairs or ():
        header, equals, target = pair.partition("=")
        if not (header and equals and target):
            raise UsageError(_("--map 应写成 表头=字段，不是“{pair}”。").format(pair=pair))
        found[header] = target
    return found


def _no_keyboard(files: list[str]) -> None:
    if "-" in files and sys.stdin.isatty():
        raise UsageError(_("“-”是从标准输入读，但现在连着键盘。"), hint=_("请写文件名，或用管道送进来。"))


def add_export(menu: typer.Typer, register: Register[Record]) -> None:
    def export(
        ctx: typer.Context,
        file: Annotated[str, typer.Argument(metavar="文件", help="以 .csv 或 .xlsx 结尾；- 为标准输出")],
        reveal: Reveal = None,
        force: Force = False,
    ) -> None:
        from leifeng_cli.services import exports

        one = session(ctx)
        target = None if file == "-" else Path(file)
        done = exports.export(one.context, register, target, reveal_reason=reveal, force=force)
        if done.data is not None:
            sys.stdout.buffer.write(done.data)
        one.done(
            _("已导出{title} {n} 条{masked}。").format(
                title=register.title, n=done.count, masked="" if reveal is not None else _("（个人信息已脱敏）")
            ),
            undo=False,
        )

    export.__doc__ = f"导出全部{register.title}；个人信息脱敏，除非写明理由。"
    menu.command("export")(export)


@app.command("template")
def template(
    ctx: typer.Context,
    noun: Annotated[str, typer.Argument(metavar="哪种", help="、".join(REGISTERS))],
    file: Annotated[Path | None, typer.Argument(metavar="文件", help="以 .xlsx 结尾；不写为 种类-模板.xlsx")] = None,
    force: Force = False,
) -> None:
    """写一份空白 XLSX 供填写，能选的项有下拉框。"""
    from leifeng_cli.services import exports

    register = REGISTERS.get(noun)
    if register is None:
        raise UsageError(_("没有“{noun}”这种表。").format(noun=noun), hint=_("可用：") + "、".join(REGISTERS))
    one = session(ctx)
    target = file or Path(f"{register.title}-模板.xlsx")
    exports.template(one.context, register, target, force=force)
    one.done(_("已写好 {path}；填好后用 leifeng {noun} import 导入。").format(path=target, noun=noun), undo=False)
