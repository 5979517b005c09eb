"""Importing sheets: everything checked, everything said, and either all of it written or none.

One run does the work inside one transaction; a rehearsal is the same run, discarded at the end, so a
plan can never differ from what is then carried out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from leifeng_cli.domain.registers import Register
from leifeng_cli.errors import BadValue, InvalidInput, LeifengError
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.sheets import ParsedRow, ParsedSheet, RowProblem, SheetOptions, read_sheets
from leifeng_cli.store.journal import Transaction

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"

#: Called with (rows done, rows in all) now and then; draws a progress bar where a person watches.
Progress = Callable[[int, int], None]


class RowFault(InvalidInput):
    """A rule's objection to a row, placed at one of its fields."""

    def __init__(self, fault: LeifengError, field_name: str) -> None:
        super().__init__(fault.message, hint=fault.hint)
        self.field_name = field_name
        self.kind = fault.code


class Importer(Protocol):
    """What a register adds to importing: its own meaning of a row.

    ``begin`` sees all rows before the first is written. ``apply`` writes one row and says what it did
    (created, updated or unchanged, once for each record it stands for); a LeifengError it raises
    becomes the row's problem.
    """

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> None: ...

    def apply(self, row: ParsedRow) -> Iterable[str]: ...


@dataclass(frozen=True)
class ImportOptions:
    """``partial``: write the good rows and leave the bad ones out. ``rejects``: where to put those."""

    read: SheetOptions = field(default_factory=SheetOptions)
    partial: bool = False
    dry_run: bool = False
    rejects: Path | None = None
    activity: str | None = None
    by_name: bool = False


@dataclass
class ImportResult:
    """What an import did, or would do. ``rejected`` counts rows, ``problems`` may name a row twice."""

    noun: str
    files: list[str]
    dry_run: bool
    applied: bool = False
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    also_created: dict[str, list[str]] = field(default_factory=dict)
    operation: int | None = None
    rejects: str | None = None


@dataclass
class Session:
    """What an importer works with during one run."""

    ctx: Context
    tx: Transaction
    register: Register
    options: ImportOptions
    result: ImportResult

    def warn(self, row: ParsedRow | None, text: str) -> None:
        self.result.warnings.append(_("第 {row} 行：{text}").format(row=row.number, text=text) if row else text)

    def note_created(self, noun: str, names: Iterable[str]) -> None:
        found = list(names)
        if found:
            self.result.also_created.setdefault(noun, []).extend(found)


def import_files(
    ctx: Context,
    register: Register,
    paths: Sequence[Path | str],
    options: ImportOptions,
    *,
    progress: Progress | None = None,
) -> ImportResult:
    """Import sheets into a register.

    Without ``partial`` a single problem keeps everything out. Raises InvalidInput for a file that
    cannot be read at all; problems of rows come back in the result.
    """
    sheets = [s for p in paths for s in read_sheets(p, register, options.read, ctx.hints())]
    result = ImportResult(register.noun, [str(p) for p in paths], options.dry_run)
    for sheet in sheets:
        result.warnings += [_prefixed(sheet, w) for w in sheet.warnings]
    bad: list[tuple[ParsedSheet, ParsedRow, list[RowProblem]]] = []
    with ctx.write(f"{register.noun}.import") as tx:
        session = Session(ctx, tx, register, options, result)
        for sheet in sheets:
            bad += _run(session, sheet, progress)
        result.problems = [p for _s, _r, found in bad for p in found]
        result.rejected = len(bad)
        if options.dry_run or (bad and not options.partial):
            tx.discard()
        tx.summary = _("导入{title}：新增 {c}，更新 {u}，未变 {n}，退回 {r}").format(
            title=register.title, c=result.created, u=result.updated, n=result.unchanged, r=result.rejected
        )
        if not options.dry_run and (options.partial or not bad):
            result.applied = True
            result.operation = tx.number if tx.changes else None
    if bad and options.partial and not options.dry_run:
        result.rejects = _write_rejects(ctx, paths, options, bad)
    return result


def _prefixed(sheet: ParsedSheet, warning: str) -> str:
    return f"{sheet.source.name}：{warning}" if sheet.source.name else warning


def _run(
    session: Session, sheet: ParsedSheet, progress: Progress | None
) -> list[tuple[ParsedSheet, ParsedRow, list[RowProblem]]]:
    from leifeng_cli.services.importers import importer_for

    importer = importer_for(session)
    importer.begin(sheet, [r for r in sheet.rows if not r.problems])
    bad = []
    done: Counter[str] = Counter()
    for position, row in enumerate(sheet.rows):
        if progress and position % 200 == 0:
            progress(position, len(sheet.rows))
        problems = list(row.problems)
        if not problems:
            try:
                with session.tx.attempt():
                    done.update(list(importer.apply(row)))
            except LeifengError as fault:
                problems.append(_as_problem(sheet, row, fault))
        if problems:
            bad.append((sheet, row, problems))
    if progress:
        progress(len(sheet.rows), len(sheet.rows))
    session.result.created += done[CREATED]
    session.result.updated += done[UPDATED]
    session.result.unchanged += done[UNCHANGED]
    return bad


def _as_problem(sheet: ParsedSheet, row: ParsedRow, fault: LeifengError) -> RowProblem:
    if fault.exit_code == 6:
        raise fault  # the file itself: no row is to blame
    if isinstance(fault, RowFault):
        return sheet.problem(row.number, fault.field_name, fault)
    candidates = getattr(fault, "candidates", ())
    if candidates:
        fault = BadValue(fault.message, hint="；".join(candidates))
    return sheet.problem(row.number, None, fault)


def _write_rejects(
    ctx: Context,
    paths: Sequence[Path | str],
    options: ImportOptions,
    bad: list[tuple[ParsedSheet, ParsedRow, list[RowProblem]]],
) -> str:
    """The rows left out, as they stood, with what is wrong: to be mended and imported again."""
    from leifeng_cli.domain.values.text import written
    from leifeng_cli.files.csvfile import write_csv
    from leifeng_cli.files.output import atomic_write

    rows: list[list[str]] = []
    last: ParsedSheet | None = None
    for sheet, row, problems in bad:
        headers = sheet.source.headers
        if sheet is not last:
            rows.append([h.known or h.label for h in headers] + [_("原行号"), _("退回原因")])
            last = sheet
        why = "；".join(p.message for p in problems)
        rows.append([written(row.cells.get(h.column_index)) for h in headers] + [str(row.number), why])
    target = options.rejects
    if target is None:
        source = Path("stdin" if str(paths[0]) == "-" else str(paths[0]))
        target = Path(f"{source.stem}-退回-{ctx.now:%Y%m%d-%H%M%S}.csv")
    atomic_write(target, write_csv(rows), force=options.rejects is not None)
    return str(target)


def result_dict(result: ImportResult) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(result)
