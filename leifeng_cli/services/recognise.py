"""Telling what kind of sheet a file is by the columns it has, worksheet by worksheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from os import PathLike, fspath

from leifeng_cli.domain.columns import columns_of, needed_columns
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.labels import matcher
from leifeng_cli.files.sheet import Sheet, file_bytes, read_table
from leifeng_cli.messages import _
from leifeng_cli.services.parsed import SheetOptions, Source
from leifeng_cli.services.sheet_columns import labels_with
from leifeng_cli.services.sheets import naming_file


def recognise(
    files: Sequence[str | PathLike[str]], options: SheetOptions
) -> list[tuple[Register[Record], list[Source]]]:
    """Worksheets grouped by kind, in the order they can be imported; each file is read once.

    Raises InvalidInput, naming the sheet, for one of no known kind.
    """
    found: dict[str, list[Source]] = {}
    for file in files:
        for register, source in _kinds(Source(fspath(file), options.sheet), options):
            found.setdefault(register.noun, []).append(source)
    return [(REGISTERS[noun], found[noun]) for noun in in_order() if noun in found]


def in_order() -> list[str]:
    """Nouns with what is referred to before what refers to it, else as they are listed."""
    waiting = {noun: _referred_to(register) for noun, register in REGISTERS.items()}
    ordered: list[str] = []
    while waiting:
        noun = next(noun for noun, needs in waiting.items() if not needs & waiting.keys())
        ordered.append(noun)
        del waiting[noun]
    return ordered


def _referred_to(register: Register[Record]) -> set[str]:
    """Nouns whose records a row of the register may name, its own and those that may come later aside."""
    columns = [c.col for c in columns_of(register.record)]
    refs = {c.ref for c in columns if c.ref and not c.later} | {c.of.split(".")[0] for c in columns if c.of}
    return (refs | set(register.after)) & set(REGISTERS) - {register.noun}


def _kinds(source: Source, options: SheetOptions) -> list[tuple[Register[Record], Source]]:
    """The kind of each worksheet of a file; one source for the whole file where all are of one kind."""
    sheets, whole = _read(source, options)
    kinds = [(_kind(sheet, options, whole), sheet) for sheet in sheets if sheet.rows] or [
        (_kind(sheets[0], options, whole), sheets[0])
    ]
    if len({register.noun for register, _sheet in kinds}) == 1:
        return [(kinds[0][0], whole)]
    return [(register, replace(whole, sheet=sheet.name)) for register, sheet in kinds]


def _read(source: Source, options: SheetOptions) -> tuple[list[Sheet], Source]:
    labels = [labels_with(register, options.mapping) for register in REGISTERS.values()]
    try:
        whole = replace(source, data=file_bytes(source.path))
        sheets = read_table(
            source.path,
            data=whole.data,
            encoding=options.encoding,
            sheet=source.sheet,
            known=frozenset(label for one in labels for label in one.known),
            letters={column: label for one in labels for column, label in one.letters.items()},
        )
    except InvalidInput as fault:
        raise naming_file(fault, source.path) from None
    return sheets, whole


def _kind(sheet: Sheet, options: SheetOptions, source: Source) -> Register[Record]:
    """The register whose signs the sheet has and that knows most of its columns; of equals, the one that asks most."""
    fits = list(_fits(sheet, options))
    if fits:
        return max(fits, key=lambda fit: fit[1:])[0]
    where = replace(source, sheet=sheet.name).name
    raise InvalidInput(
        _("认不出 {file} 是哪一种表（表头：{headers}）。").format(
            file=clean(where), headers="、".join(clean(h.path) for h in sheet.headers[:12])
        ),
        hint=_("请用 leifeng volunteer import、activity import 或 hours import 之类指明；只要其中一张表可加 --sheet。"),
    )


def _fits(sheet: Sheet, options: SheetOptions) -> Iterator[tuple[Register[Record], int, int]]:
    """(register, how many of the sheet's columns it knows, how much it asks for) of each whose signs are there."""
    for register in REGISTERS.values():
        fields = _fields(register, sheet, options)
        signs = _signs(register)
        if all(fields & group for group in signs) and not _has_label(sheet, register.told_by.none_of):
            yield register, len(fields), len(signs)


@cache
def _signs(register: Register[Record]) -> tuple[frozenset[str], ...]:
    told = register.told_by.all_of or [[c.field for c in group] for group in needed_columns(register.record)]
    return tuple(frozenset(group) for group in told)


def _has_label(sheet: Sheet, labels: tuple[str, ...]) -> bool:
    match = matcher(labels)
    return any(match(header.label) for header in sheet.headers)


def _fields(register: Register[Record], sheet: Sheet, options: SheetOptions) -> set[str]:
    known = labels_with(register, options.mapping).known
    match = matcher(frozenset(known))
    fields = set()
    for header in sheet.headers:
        label = (match(header.known) if header.known else None) or match(header.label)
        if label is not None and label not in register.told_by.vague:
            fields.add(known[label].field)
    return fields
