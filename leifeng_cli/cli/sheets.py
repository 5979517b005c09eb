"""Importing, exporting and templates: the same for every register."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from leifeng_cli.cli.confirm import confirm
from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Force, Format, MaybeActivity, Reveal, Yes
from leifeng_cli.cli.output import checked_format, print_json
from leifeng_cli.cli.session import Session, session
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import InvalidInput, PartialImport, UsageError
from leifeng_cli.messages import _
from leifeng_cli.services import exports
from leifeng_cli.services.imports import ImportOptions, ImportResult, Progress, Work, import_work
from leifeng_cli.services.recognise import recognise
from leifeng_cli.services.sheets import SheetOptions

#: Problems and remarks listed on screen before the rest is only counted.
SHOWN = 20

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


def add_import(menu: typer.Typer, register: Register) -> None:
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
        read = SheetOptions(_year(year), encoding, sheet, _mapping(mapping))
        options = ImportOptions(read, partial, dry_run, rejects, activity, by_name)
        _no_keyboard(files)
        _import(session(ctx), [(register, files)], options, yes=yes, format_=checked_format(format_))

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
    read = SheetOptions(_year(year), encoding, sheet, _mapping(mapping))
    _no_keyboard(files)
    work = recognise(files, read)
    one = session(ctx)
    for register, found in work:
        one.say(_("{files}：{title}").format(files="、".join(source.name for source in found), title=register.title))
    options = ImportOptions(read, partial, dry_run, rejects, activity, by_name)
    _import(one, work, options, yes=yes, format_=checked_format(format_))


def _year(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and 1900 <= int(given) <= 2100):
        raise UsageError(_("--year 后面应是四位年份，不是“{y}”。").format(y=given))
    return int(given)


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


def _import(one: Session, work: Work, options: ImportOptions, *, yes: bool, format_: str) -> None:
    if not yes and not options.dry_run:
        _rehearse(one, work, options)
    if options.rejects is not None and not options.partial:
        one.say(_("提醒：没有 --partial 就不退回，--rejects 用不上。"))
    with _progress() as progress:
        results = import_work(one.context, work, options, progress=progress)
    if format_ == "json":
        print_json(asdict(results[0]) if len(results) == 1 else [asdict(r) for r in results])
    _tell(one, results, quiet_problems=format_ == "json")
    _raise_for(results, options)


def _rehearse(one: Session, work: Work, options: ImportOptions) -> None:
    """Show the plan before asking; without a keyboard to ask at, name the flag."""
    if not sys.stdin.isatty():
        confirm(_("导入会写入数据文件"), yes=False)
    plan = replace(options, dry_run=True)
    with _progress() as progress:
        results = import_work(one.context, work, plan, progress=progress)
    _tell(one, results, quiet_problems=False)
    _raise_for(results, plan)
    confirm(_("照此导入吗？"), yes=False)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A progress bar where somebody watches; nothing at all elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(_("导入"), total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _tell(one: Session, results: list[ImportResult], *, quiet_problems: bool) -> None:
    """The results in words, on stderr; the problems first, they decide what happens next."""
    problems = [problem for result in results for problem in result.problems]
    with_file = len({(p.file, p.sheet) for p in problems}) > 1 or any(len(r.files) > 1 for r in results)
    if not quiet_problems:
        for problem in problems[:SHOWN]:
            print(clean(problem.line(with_file=with_file or len(results) > 1)), file=sys.stderr)
        if len(problems) > SHOWN:
            more = _("另有 {n} 处问题，全部见 -f json 的 problems。").format(n=len(problems) - SHOWN)
            print(more, file=sys.stderr)
    warnings = [warning for result in results for warning in result.warnings]
    for warning in warnings[:SHOWN]:
        one.say(_("提醒：") + warning)
    if len(warnings) > SHOWN:
        one.say(_("另有 {n} 条提醒，全部见 -f json 的 warnings。").format(n=len(warnings) - SHOWN))
    for result in results:
        if result.applied or result.dry_run:
            _tell_created(one, result)
    _tell_counts(one, results)


def _tell_created(one: Session, result: ImportResult) -> None:
    for noun, names in result.also_created.items():
        listed = "、".join(names[:10]) + (_(" 等") if len(names) > 10 else "")
        one.say(
            _("{verb}建立{title} {n} 个：{names}").format(
                verb=_("将") if result.dry_run else _("同时"), title=REGISTERS[noun].title, n=len(names), names=listed
            )
        )


def _tell_counts(one: Session, results: list[ImportResult]) -> None:
    counts = [
        (f"{REGISTERS[r.noun].title} " if len(results) > 1 else "")
        + _("新增 {c}，更新 {u}，未变 {n}，退回 {r}").format(
            c=r.created, u=r.updated, n=r.unchanged, r=r.rejected
        )
        for r in results
    ]  # fmt: skip
    if results[0].dry_run:
        one.say(_("试算（没有写入）：{counts}。").format(counts="；".join(counts)))
    elif results[0].applied:
        changed = any(r.operation is not None for r in results)
        one.done(_("已导入：{counts}。").format(counts="；".join(counts)), undo=changed)
    rejects = next((r.rejects for r in results if r.rejects), None)
    if rejects:
        one.say(_("退回的行在 {path}，改好后可再导入。").format(path=rejects))


def _raise_for(results: list[ImportResult], options: ImportOptions) -> None:
    bad = sum(r.rejected for r in results)
    if not bad:
        return
    if options.partial:
        if not options.dry_run:
            raise PartialImport(_("{n} 行有问题，已退回；其余已写入。").format(n=bad))
        return
    together = _("（几种表是一次操作）") if len(results) > 1 else ""
    raise InvalidInput(
        _("{n} 行有问题，一条也没有写入{together}。").format(n=bad, together=together),
        hint=_("改好后再导入，或加 --partial 先写入没有问题的行。"),
    )


def add_export(menu: typer.Typer, register: Register) -> None:
    def export(
        ctx: typer.Context,
        file: Annotated[str, typer.Argument(metavar="文件", help="以 .csv 或 .xlsx 结尾；- 为标准输出")],
        reveal: Reveal = None,
        force: Force = False,
    ) -> None:
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
    register = REGISTERS.get(noun)
    if register is None:
        raise UsageError(_("没有“{noun}”这种表。").format(noun=noun), hint=_("可用：") + "、".join(REGISTERS))
    one = session(ctx)
    target = file or Path(f"{register.title}-模板.xlsx")
    exports.template(one.context, register, target, force=force)
    one.done(_("已写好 {path}；填好后用 leifeng {noun} import 导入。").format(path=target, noun=noun), undo=False)
