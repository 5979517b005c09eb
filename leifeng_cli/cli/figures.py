"""Drawing a report's figures on the screen, as CSV and as JSON."""

from __future__ import annotations

from typing import Any

from leifeng_cli.cli.output import as_json, harmless, print_csv, print_json
from leifeng_cli.cli.table import print_bars, print_table
from leifeng_cli.domain.columns import Column, amounts_of
from leifeng_cli.domain.periods import MONTH, UNIT
from leifeng_cli.domain.sections import Figures, Part
from leifeng_cli.messages import _

_HEADERS = ("项目", "数字")


def print_figures(figures: Figures, format_: str) -> None:
    {"json": _json, "csv": _csv, "table": _table}[format_](figures)


def _json(f: Figures) -> None:
    result: dict[str, Any] = {"period": f.period.name, "first": f.period.first, "last": f.period.last}
    if f.period.kind == MONTH:
        result["month"] = f.period.name
    if f.scope.kind != UNIT:
        result["scope"] = {"kind": f.scope.kind, "number": f.scope.number, "title": harmless(f.scope.title)}
    result |= {"unit": f.unit, "superior": f.superior}
    result |= {part.spec.name: _part_json(part) for part in f.parts}
    result["chain_head"] = f.chain_head
    print_json(result)


def _part_json(part: Part) -> Any:
    rows = [as_json(row, reveal=False) for row in part.rows]
    if not part.spec.key:
        return rows[0]
    key, name = part.spec.key, part.spec.json_key
    return [{name: row.pop(key), **row} for row in rows] if name else rows


def _figures(f: Figures, part: Part) -> list[list[str]]:
    """The figures of a section that is one row, label and value."""
    (row,) = part.rows
    return [[c.col.label, _text(c, getattr(row, c.field))] for c in part.spec.columns(f.scope)]


def _text(column: Column, value: Any) -> str:
    return _("未填") if value is None else column.text(value, reveal=False)


def _lines(f: Figures, part: Part) -> tuple[list[str], list[list[str]], list[bool]]:
    """(headers, rows, which columns are figures) of a section of rows."""
    columns = part.spec.columns(f.scope)
    lines = [[harmless(c.text(getattr(row, c.field), reveal=False)) for c in columns] for row in part.rows]
    amounts = [c.field != part.spec.key and c.field in amounts_of(part.spec.row) for c in columns]
    return [c.col.label for c in columns], lines, amounts


def _csv(f: Figures) -> None:
    for part in f.drawn:
        if part.spec.key:
            headers, lines, _amounts = _lines(f, part)
            print_csv([""], [[part.spec.title], headers, *lines])
        elif part.spec.remark is None:
            print_csv(list(_HEADERS), _figures(f, part))


def _table(f: Figures) -> None:
    whose = harmless(f.unit if f.scope.kind == UNIT else f"{f.unit} {f.scope.title}")
    print(_("{unit} {period} 志愿服务数字").format(unit=whose, period=f.period.name))
    single, many = [p for p in f.drawn if not p.spec.key], [p for p in f.drawn if p.spec.key]
    for part in [p for p in single if p.spec.remark is None]:
        print_table(list(_HEADERS), _figures(f, part), right=[False, True])
    for remark in filter(None, (p.spec.remark(p.rows[0]) for p in single if p.spec.remark)):
        print(remark)
    for part in many:
        headers, lines, amounts = _lines(f, part)
        print()
        print_table(headers, lines, right=amounts, title=part.spec.title)
    for part in many:
        _bars(part)
    print(_("操作链首 {head}").format(head=f.chain_head[:16]))


def _bars(part: Part) -> None:
    """The section's bar chart, where it has one: time in hundredths of an hour."""
    picture = part.spec.picture
    if picture is not None and picture.kind == "bar":
        unit = 36 if picture.figure.endswith("seconds") else 1
        print_bars([(harmless(part.spec.label(r)), getattr(r, picture.figure) // unit) for r in part.rows])
