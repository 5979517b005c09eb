"""What the importers of all registers stand on: a row's outcome, its objection, and the session it comes in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.errors import BadValue, LeifengError
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet, RowProblem, SheetOptions
from leifeng_cli.store.journal import Transaction

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"

#: Called with (rows done, rows in all) now and then; draws a progress bar where a person watches.
Progress = Callable[[int, int], None]


class RowFault(LeifengError):
    """A rule's objection to a row, placed at one of its fields; the first the sheet has of several."""

    def __init__(self, fault: LeifengError, *fields: str) -> None:
        super().__init__(fault.message, hint=fault.hint)
        self.fault = fault
        self.fields = fields


class Importer(Protocol):
    """What a register adds to importing: its own meaning of a row.

    ``telling``: fields at which an objection is placed that names none itself, the most telling first.
    ``begin`` sees all readable rows before the first is written and says in which order. ``apply``
    writes one row and says what it did (created, updated or unchanged); a LeifengError it raises
    becomes the row's problem. ``finish`` follows the last row of the sheet.
    """

    telling: Sequence[str]

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> Sequence[ParsedRow]: ...

    def apply(self, row: ParsedRow) -> str: ...

    def finish(self) -> None: ...


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
    """What an importer works with while one sheet is taken in.

    ``coming``: nouns of the registers that this run takes in later. ``afterwards``: what is left to do
    for a row once those are in.
    """

    ctx: Context
    tx: Transaction
    register: Register[Record]
    options: ImportOptions
    result: ImportResult
    label: str
    coming: Collection[str]
    afterwards: list[tuple[ParsedRow, Callable[[], None]]] = field(default_factory=list)

    def warn(self, row: ParsedRow | None, text: str) -> None:
        where = self.label + (_("第 {row} 行：").format(row=row.number) if row else "")
        self.result.warnings.append(where + text)

    def note_created(self, noun: str, names: Iterable[str]) -> None:
        found = [excerpt(name, 100) for name in names]
        if found:
            self.result.also_created.setdefault(noun, []).extend(found)

    def unmake(self, before: Mapping[str, int]) -> None:
        """Forget what was noted as created for a row that is taken back."""
        for noun, names in list(self.result.also_created.items()):
            del names[before.get(noun, 0) :]
            if not names:
                del self.result.also_created[noun]


def as_problem(sheet: ParsedSheet, row: ParsedRow, fault: LeifengError, telling: Sequence[str]) -> RowProblem:
    """A rule's objection as a problem of the row. A fault of the file itself (exit code 6) is raised again."""
    if fault.exit_code == 6:
        raise fault  # no row is to blame
    if isinstance(fault, RowFault):
        return sheet.problem(row, (*fault.fields, *telling), fault.fault)
    named = fault.where.get("field")
    candidates = getattr(fault, "candidates", ())
    if candidates:
        fault = BadValue(fault.message, hint="；".join(candidates))
    return sheet.problem(row, (named, *telling) if isinstance(named, str) else telling, fault)
