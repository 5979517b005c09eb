"""Importing sheets: everything checked, everything said, and either all of it written or none.

One run does the work inside one transaction, whatever number of files and registers it takes in; a
rehearsal is the same run, discarded at the end, so a plan can never differ from what is carried out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from os import PathLike, fspath

from leifeng_cli.domain.register import Record, Register
from leifeng_cli.errors import LeifengError
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.importers import importer_for
from leifeng_cli.services.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    ImportOptions,
    ImportResult,
    Progress,
    Session,
    as_problem,
)
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet, RowProblem, Source
from leifeng_cli.services.rejects import Rejected, check_target, write_rejects
from leifeng_cli.services.sheet_columns import check_mapped_headers, check_mapping
from leifeng_cli.services.sheets import read_sheets
from leifeng_cli.store.journal import Transaction

Given = str | PathLike[str]
Work = Sequence[tuple[Register[Record], Sequence[Given]]]


def import_files(
    ctx: Context,
    register: Register[Record],
    paths: Sequence[Given],
    options: ImportOptions,
    *,
    progress: Progress | None = None,
) -> ImportResult:
    """Import sheets into a register. See :func:`import_work`."""
    (result,) = import_work(ctx, [(register, paths)], options, progress=progress)
    return result


def import_work(
    ctx: Context, work: Work, options: ImportOptions, *, progress: Progress | None = None
) -> list[ImportResult]:
    """Import sheets of one or more registers in the order given, as one operation that one undo takes back.

    Without ``partial`` a single problem anywhere keeps everything out. Raises InvalidInput for a file
    that cannot be read at all; problems of rows come back in the results, one for each register.
    """
    check_target(options.rejects, several_kinds=len(work) > 1)
    read = _read(ctx, work, options)
    results = [
        ImportResult(register.noun, [str(fspath(p)) for p in paths], options.dry_run) for register, paths in work
    ]
    count = _counter(progress, sum(not row.problems for _register, sheets in read for s in sheets for row in s.rows))
    with ctx.write(f"{work[0][0].noun}.import" if len(work) == 1 else "import") as tx:
        sessions = list(_sessions(ctx, tx, read, results, options))
        bad = [(session, sheet, _run(session, sheet, count)) for session, sheet in sessions]
        for session, sheet, found in bad:
            _finish(session, sheet, found)
        for result in results:
            _sum_up(result, [found for session, _sheet, found in bad if session.result is result])
        rejected = [Rejected(sheet, row, problems) for _s, sheet, found in bad for row, problems in found]
        if options.dry_run or (rejected and not options.partial):
            tx.discard(rehearsed=options.partial or not rejected)
            return results
        tx.summary = "；".join(_summary(r, result) for (r, _s), result in zip(read, results, strict=True))
        place = write_rejects(ctx.now, options.rejects, rejected) if rejected else None
        for result in results:
            result.applied = True
            result.operation = tx.number if tx.changes else None
            result.rejects = place if result.rejected else None
    return results


def _read(ctx: Context, work: Work, options: ImportOptions) -> list[tuple[Register[Record], list[ParsedSheet]]]:
    check_mapping([register for register, _paths in work], options.read.mapping)
    given = ("activity_title",) if options.activity else ()
    found = []
    for register, paths in work:
        sources = [p if isinstance(p, Source) else Source(fspath(p)) for p in paths]
        found.append(
            (
                register,
                [s for one in sources for s in read_sheets(one, register, options.read, ctx.hints(), given=given)],
            )
        )
    check_mapped_headers([s.source for _register, sheets in found for s in sheets], options.read.mapping)
    return found


def _sessions(
    ctx: Context,
    tx: Transaction,
    read: Sequence[tuple[Register[Record], Sequence[ParsedSheet]]],
    results: Sequence[ImportResult],
    options: ImportOptions,
) -> Iterator[tuple[Session, ParsedSheet]]:
    several = sum(len(sheets) for _register, sheets in read) > 1
    for position, ((register, sheets), result) in enumerate(zip(read, results, strict=True)):
        coming = frozenset(later.noun for later, _sheets in read[position + 1 :])
        for sheet in sheets:
            label = f"{_label(sheet)} " if several else ""
            result.warnings += [label + w for w in sheet.warnings]
            yield Session(ctx, tx, register, options, result, label, coming), sheet


def _label(sheet: ParsedSheet) -> str:
    name = sheet.source.name
    return f"{sheet.source.file}〔{name}〕" if name else sheet.source.file


def _counter(progress: Progress | None, total: int) -> Callable[[], None]:
    """Counts a row done; tells ``progress`` of every two-hundredth and of the last."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if progress is not None and (done % 200 == 0 or done == total):
            progress(done, total)

    if progress is not None:
        progress(0, total)
    return count


Bad = list[tuple[ParsedRow, list[RowProblem]]]


def _run(session: Session, sheet: ParsedSheet, count: Callable[[], None]) -> Bad:
    importer = importer_for(session)
    bad: Bad = [(row, row.problems) for row in sheet.rows if row.problems]
    done: Counter[str] = Counter()
    for row in importer.begin(sheet, [row for row in sheet.rows if not row.problems]):
        before = {noun: len(names) for noun, names in session.result.also_created.items()}
        try:
            with session.tx.attempt():
                outcome = importer.apply(row)
            done[outcome] += 1
        except LeifengError as fault:
            session.unmake(before)
            bad.append((row, [as_problem(sheet, row, fault, importer.telling)]))
        count()
    importer.finish()
    session.result.created += done[CREATED]
    session.result.updated += done[UPDATED]
    session.result.unchanged += done[UNCHANGED]
    return bad


def _finish(session: Session, sheet: ParsedSheet, bad: Bad) -> None:
    """Do what had to wait for the other rows, and put the bad rows in the sheet's order."""
    for row, rest in session.afterwards:
        try:
            with session.tx.attempt():
                rest()
        except LeifengError as fault:
            bad.append((row, [as_problem(sheet, row, fault, ())]))
    bad.sort(key=lambda one: one[0].number)


def _sum_up(result: ImportResult, bad: Sequence[Bad]) -> None:
    result.problems = [problem for found in bad for _row, problems in found for problem in problems]
    result.rejected = sum(map(len, bad))


def _summary(register: Register[Record], result: ImportResult) -> str:
    return _("导入{title}：新增 {c}，更新 {u}，未变 {n}，退回 {r}").format(
        title=register.title, c=result.created, u=result.updated, n=result.unchanged, r=result.rejected
    )
