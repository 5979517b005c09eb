"""Drawing a report's figures on the screen, as CSV and as JSON."""

from __future__ import annotations

from typing import Any

from leifeng_cli.cli.output import as_json, harmless, print_csv, print_json
from leifeng_cli.cli.table import print_bars, print_table
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.periods import MONTH, UNIT
from leifeng_cli.domain.reports import ActivityRow, Cut, Figures, StarCount, Totals
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _

_SECTIONS: tuple[tuple[str, str, type], ...] = (
    ("by_category", "按类别", Cut),
    ("by_team", "按队伍", Cut),
    ("by_department", "按科室", Cut),
    ("by_mode", "按方式", Cut),
    ("stars", "星级分布", StarCount),
    ("activities", "活动明细", ActivityRow),
)
_FIGURES = frozenset({"seconds", "activities", "participations", "participants", "count", "beneficiaries"})


def print_figures(figures: Figures, format_: str) -> None:
    {"json": _json, "csv": _csv, "table": _table}[format_](figures)


def _json(r: Figures) -> None:
    result: dict[str, Any] = {"period": r.period.name, "first": r.period.first, "last": r.period.last}
    if r.period.kind == MONTH:
        result["month"] = r.period.name
    if r.scope.kind != UNIT:
        result["scope"] = {"kind": r.scope.kind, "number": r.scope.number, "title": harmless(r.scope.title)}
    result |= {"unit": r.unit, "superior": r.superior, "totals": as_json(r.totals, reveal=False)}
    for section, _title, _type in _SECTIONS:
        rows = [as_json(row, reveal=False) for row in getattr(r, section)]
        if section.startswith("by_"):
            rows = [{section[3:]: row.pop("name"), **row} for row in rows]
        result[section] = rows
    result["pending"] = {"records": r.pending_records, "seconds": r.pending_seconds}
    result["missing"] = r.missing
    result["chain_head"] = r.chain_head
    print_json(result)


def _sections(r: Figures) -> list[tuple[str, list[str], list[list[str]], list[bool]]]:
    """(title, headers, rows, which columns are figures) of every section."""
    found = []
    for section, title, record in _SECTIONS:
        if section == "stars" and r.scope.kind != UNIT:
            continue
        columns = [c for c in columns_of(record) if c.col.listed]
        rows = [[harmless(c.text(getattr(row, c.field), reveal=False)) for c in columns] for row in getattr(r, section)]
        found.append((title, [c.col.label for c in columns], rows, [c.field in _FIGURES for c in columns]))
    return found


def _totals(r: Figures) -> list[list[str]]:
    rows = []
    for column in columns_of(Totals):
        if r.scope.kind != UNIT and column.field.endswith("_volunteers"):
            continue  # the register is the unit's, not a part's
        value = getattr(r.totals, column.field)
        rows.append([column.col.label, column.text(value, reveal=False) if value is not None else _("未填")])
    return rows


def _csv(r: Figures) -> None:
    print_csv([_("项目"), _("数字")], _totals(r))
    for title, headers, rows, _figures in _sections(r):
        print_csv([""], [[title], headers, *rows])


def _table(r: Figures) -> None:
    whose = harmless(r.unit if r.scope.kind == UNIT else f"{r.unit} {r.scope.title}")
    print(_("{unit} {period} 志愿服务数字").format(unit=whose, period=r.period.name))
    print_table([_("项目"), _("数字")], _totals(r), right=[False, True])
    if r.missing["beneficiaries"]:
        print(_("（{n} 个活动没有填受益人数）").format(n=r.missing["beneficiaries"]))
    if r.pending_records:
        print(
            _("（另有 {n} 条共 {h} 小时待审核，未计入）").format(n=r.pending_records, h=hours_text(r.pending_seconds))
        )
    for title, headers, rows, figures in _sections(r):
        print()
        print_table(headers, rows, right=figures, title=title)
    print_bars([(harmless(c.name), c.seconds // 36) for c in r.by_category])
    print(_("操作链首 {head}").format(head=r.chain_head[:16]))
