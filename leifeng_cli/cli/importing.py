"""Importing as a person sees it: the plan, the question, the bar, the problems, the counts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

from leifeng_cli.cli.confirm import confirm
from leifeng_cli.cli.output import print_json
from leifeng_cli.cli.session import Session
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import InvalidInput, PartialImport
from leifeng_cli.messages import _
from leifeng_cli.services.importing import ImportOptions, ImportResult, Progress
from leifeng_cli.services.imports import Work, import_work

#: Problems and remarks listed on screen before the rest is only counted.
SHOWN = 20


def import_and_tell(one: Session, work: Work, options: ImportOptions, *, yes: bool, format_: str) -> None:
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
