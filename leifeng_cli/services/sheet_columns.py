"""Which column of a sheet is which column of a register: by its label, by ``--map``, by what must be there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leifeng_cli.domain.columns import Column, columns_of, needed_columns
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.values.text import written
from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.files.headers import Header
from leifeng_cli.files.labels import normalise_label
from leifeng_cli.files.raw import column_index, column_letter
from leifeng_cli.files.sheet import Sheet
from leifeng_cli.messages import _

_LETTERS = re.compile(r"[A-Za-z]{1,3}")


@dataclass(frozen=True)
class Labels:
    """What a sheet's labels mean for one register. ``letters``: column of the sheet -> label, as ``--map B=手机``."""

    known: Mapping[str, Column]
    letters: Mapping[int, str] = field(default_factory=dict)


def labels_of(register: Register[Record]) -> dict[str, Column]:
    """Every header the register reads, with its column; the first column to claim a label has it."""
    found: dict[str, Column] = {}
    for column in columns_of(register.record):
        for label in () if column.col.internal else column.labels:
            found.setdefault(label, column)
    return found


def labels_with(register: Register[Record], mapping: Mapping[str, str]) -> Labels:
    """The register's labels after ``mapping`` (the sheet's header or column letter -> field or label).

    A field that is mapped is read from there and nowhere else. Targets the register does not have are
    left out: :func:`check_mapping` has the last word on those.
    """
    labels = labels_of(register)
    fields = {c.field: c for c in columns_of(register.record)}
    mapped = {header: column for header, target in mapping.items() if (column := _target(target, fields, labels))}
    taken = {column.field for column in mapped.values()}
    spoken_for = {normalise_label(header) for header in mapped}
    left = {k: c for k, c in labels.items() if c.field not in taken and normalise_label(k) not in spoken_for}
    letters = {column_index(h): c.col.label for h, c in mapped.items() if _LETTERS.fullmatch(h)}
    known = {**left, **mapped}
    for label in letters.values():  # the label under which the column is kept, whatever stands above it
        known.setdefault(label, next(c for c in mapped.values() if c.col.label == label))
    return Labels(known, letters)


def _target(target: str, fields: Mapping[str, Column], labels: Mapping[str, Column]) -> Column | None:
    return fields.get(target) or labels.get(target)


def check_mapping(registers: Sequence[Register[Record]], mapping: Mapping[str, str]) -> None:
    """Raise InvalidInput for a target that none of the registers has."""
    for header, target in mapping.items():
        if any(_target(target, {c.field: c for c in columns_of(r.record)}, labels_of(r)) for r in registers):
            continue
        titles = "、".join(r.title for r in registers)
        raise InvalidInput(
            _("--map {header}={target}：{title}没有“{target}”这一项。").format(
                header=header, target=target, title=titles
            ),
            hint=_("可用：") + "、".join(c.col.label for r in registers for c in columns_of(r.record)),
        )


def check_mapped_headers(sheets: Sequence[Sheet], mapping: Mapping[str, str]) -> None:
    """Raise InvalidInput for a header or column letter named by ``--map`` that none of the sheets has."""
    own = [h for s in sheets for h in s.headers if h.label != column_letter(h.column_index)]
    there = {normalise_label(text) for h in own for text in (h.label, h.path)}
    for header in mapping:
        if normalise_label(header) in there:
            continue
        if _LETTERS.fullmatch(header) and any(column_index(header) in r.cells for s in sheets for r in s.rows):
            continue
        shown = "、".join(dict.fromkeys(h.path for h in own))
        raise InvalidInput(
            _("--map：表里没有“{header}”这一列。").format(header=header), hint=_("表里有：{all}。").format(all=shown)
        )


def choose(sheet: Sheet, labels: Mapping[str, Column]) -> tuple[dict[int, Column], list[str]]:
    """(sheet column -> register column, remarks). Of two that mean the same, the one labelled more plainly."""
    claims: dict[str, list[Header]] = {}
    for header in sheet.headers:
        if header.known is not None and header.known in labels:
            claims.setdefault(labels[header.known].field, []).append(header)
    columns: dict[int, Column] = {}
    remarks = []
    for headers in claims.values():
        column = labels[str(headers[0].known)]
        best = min(headers, key=lambda h: _rank(h, column))
        if _is_serial(sheet, best, column):
            remarks.append(_("“{label}”列是 1、2、3……，当作序号，没有读入。").format(label=best.path))
            continue
        columns[best.column_index] = column
        if len(headers) > 1:
            both = "”“".join(h.path for h in headers)
            remarks.append(
                _("“{both}”说的都是{label}，取“{best}”一列；要用另一列请加 --map。").format(
                    both=both, label=column.col.label, best=best.path
                )
            )
    return dict(sorted(columns.items())), remarks


def _rank(header: Header, column: Column) -> int:
    return column.labels.index(header.known) if header.known in column.labels else -1


def _is_serial(sheet: Sheet, header: Header, column: Column) -> bool:
    """Whether a column called 编号 only counts the rows: nobody's number is 1, 2, 3 down the page."""
    if normalise_label(header.label) != "编号" or not column.field.endswith("number"):
        return False
    cells = [row.cells.get(header.column_index) for row in sheet.rows]
    try:
        numbers = [written(cell) for cell in cells]
    except BadValue:
        return False
    return bool(numbers) and numbers[0].isdigit() and all(
        n.isdigit() and int(n) == int(numbers[0]) + i for i, n in enumerate(numbers)
    )  # fmt: skip


def missing(register: Register[Record], fields: Collection[str], *, given: Collection[str] = ()) -> list[str]:
    """Labels of what a sheet lacks to be read for the register; ``given`` are fields said by options."""
    return [
        _("或").join(dict.fromkeys(column.col.label for column in group))
        for group in needed_columns(register.record)
        if not any(column.field in fields or column.field in given for column in group)
    ]
