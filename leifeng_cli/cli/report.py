"""leifeng report"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Format
from leifeng_cli.cli.output import as_json, checked_format, harmless, print_csv, print_json, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.cli.table import print_bars, print_table
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.reports import ActivityRow, Cut, Figures, StarCount, Totals
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services.reports import explaining
from leifeng_cli.services.reports import figures as service

app = NounApp()


@app.callback()
def report() -> None:
    """报表：月度数字，每个数字可查到记录"""


_SECTIONS: tuple[tuple[str, str, type], ...] = (
    ("by_category", "按类别", Cut),
    ("by_team", "按队伍", Cut),
    ("by_department", "按科室", Cut),
    ("by_mode", "按方式", Cut),
    ("stars", "星级分布", StarCount),
    ("activities", "活动明细", ActivityRow),
)


@app.command("month")
def month(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="月份", help="如 2021-03")],
    figure: Annotated[
        str | None,
        typer.Option(
            "--explain", metavar="数字", help="列出一个数字所数的记录，如 totals.participants、by_team.雷锋岗"
        ),
    ] = None,
    format_: Format = "table",
) -> None:
    """一个月的数字：合计、分类、星级、逐个活动。"""
    checked_format(format_)
    context = session(ctx).context
    if figure is not None:
        record, found = explaining.explain_figure(context, name, figure)
        print_records(found, record, format_)
        return
    figures = service.month_report(context, name)
    {"json": _json, "csv": _csv, "table": _table}[format_](figures)


def _json(r: Figures) -> None:
    result: dict[str, Any] = {
        "month": r.period.name,
        "unit": r.unit,
        "superior": r.superior,
        "totals": as_json(r.totals, reveal=False),
    }
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
        columns = columns_of(record)
        rows = [[harmless(c.text(getattr(row, c.field), reveal=False)) for c in columns] for row in getattr(r, section)]
        figures = [
            c.field in ("seconds", "activities", "participations", "participants", "count", "beneficiaries")
            for c in columns
        ]
        found.append((title, [c.col.label for c in columns], rows, figures))
    return found


def _totals(r: Figures) -> list[list[str]]:
    rows = []
    for column in columns_of(Totals):
        value = getattr(r.totals, column.field)
        text = column.text(value, reveal=False) if value is not None else _("未填")
        rows.append([column.col.label, text])
    return rows


def _csv(r: Figures) -> None:
    print_csv([_("项目"), _("数字")], _totals(r))
    for title, headers, rows, _figures in _sections(r):
        print_csv([""], [[title], headers, *rows])


def _table(r: Figures) -> None:
    print(_("{unit} {month} 志愿服务数字").format(unit=harmless(r.unit), month=r.period.name))
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
