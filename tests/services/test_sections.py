"""Every section of a report, walked by the list: drawn in every format, opened, frozen, guarded, restated.

One more section than the program has stands in the list, so that adding one is tried too.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from grievances import GRIEVANCES

from leifeng_cli.cli.figures import print_figures
from leifeng_cli.domain.closing import Restated, freeze, restate
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.complaints import COMPLAINTS
from leifeng_cli.domain.periods import UNIT, WHOLE_UNIT, month_period
from leifeng_cli.domain.sections import Figures
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.errors import Conflict
from leifeng_cli.files.document import render
from leifeng_cli.services import activities, closing, hours, registers, volunteers
from leifeng_cli.services.closed_months import check_closed_months
from leifeng_cli.services.context import Context
from leifeng_cli.services.reports import sections
from leifeng_cli.services.reports.documents import period_report, team_report
from leifeng_cli.services.reports.explaining import explain_reference
from leifeng_cli.services.reports.figures import figures_of
from leifeng_cli.services.reports.reading import guarded_reads
from leifeng_cli.services.reports.section import Section
from leifeng_cli.store.journal import Transaction

DECEMBER = month_period("2021-12")
EVERY = (*sections.SECTIONS, GRIEVANCES)
each = pytest.mark.parametrize("section", EVERY, ids=lambda s: s.spec.name)


@pytest.fixture
def office(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A month with something in every section."""
    monkeypatch.setattr(sections, "SECTIONS", EVERY)
    for name, party in (("张三", "党员"), ("李四", "群众")):
        volunteers.add_volunteer(ctx, {"name": name, "registered_on": "2021-12-01", "political_status": party})
    registers.add(ctx, TEAMS, {"name": "红队", "department": "宣传科"})
    held = {"starts_on": "2021-12-01", "ends_on": "2021-12-31", "mode": "集中"}
    activities.add_activity(ctx, {**held, "title": "巡逻", "team": "红队", "category": "清洁家园", "major": "是"})
    activities.add_activity(ctx, {**held, "title": "植树", "beneficiaries": "8"})
    for who, what, day, served in (("张三", "巡逻", "03", "9"), ("李四", "植树", "04", "3.5")):
        hours.record_hours(ctx, [who], what, {"service_date": f"2021-12-{day}", "seconds": served})
    with ctx.write("hours.record") as tx:  # one that waits for approval
        row = {**tx.row("service_record", 1), "status": "pending", "service_date": "2021-12-20"}  # type: ignore[dict-item]
        del row["id"]
        tx.insert("service_record", row)
    for title, finding in (("迟到", "属实"), ("失约", "不属实")):
        given = {"title": title, "volunteer": "李四", "received_on": "2021-12-20", "finding": finding}
        registers.add(ctx, COMPLAINTS, given)
    return ctx


def figures(ctx: Context) -> Figures:
    return period_report(ctx, DECEMBER)[0]


def printed(found: Figures, format_: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    print_figures(found, format_)
    return capsys.readouterr().out


@each
def test_a_section_stands_in_every_format(
    office: Context, section: Section, capsys: pytest.CaptureFixture[str]
) -> None:
    spec, found = section.spec, figures(office)
    rows = found.rows(spec.name)
    assert rows and all(isinstance(row, spec.row) for row in rows)
    assert spec.name in json.loads(printed(found, "json", capsys))
    screen = printed(found, "table", capsys)
    if spec.remark:
        assert spec.remark(rows[0]) in screen
        return
    labels = [c.col.label for c in spec.columns(WHOLE_UNIT)]
    assert all(label in screen for label in labels) and (spec.title in screen or not spec.key)
    assert all(label in printed(found, "csv", capsys) for label in labels)
    document = period_report(office, DECEMBER)[1]
    names = [spec.label(row) if spec.key else "活动数" for row in rows]
    drawn = [block for block in document.blocks if getattr(block, "key", "") == spec.name]
    assert drawn, "no document draws it"
    for kind in ("html", "md"):
        text = render(document, kind).decode("utf-8")
        assert all(name.split()[-1] in text for name in names), kind
    if spec.said:
        assert spec.said(next(p for p in found.parts if p.spec is spec)) in text
    assert all(render(document, kind) for kind in ("docx", "xlsx"))


@each
def test_a_section_of_the_whole_unit_is_drawn_in_no_part_of_it(
    office: Context, section: Section, capsys: pytest.CaptureFixture[str]
) -> None:
    found, document = team_report(office, "红队", DECEMBER)
    assert found.scope.kind != UNIT
    there = any(getattr(block, "key", "") == section.spec.name for block in document.blocks)
    assert there == bool(section.spec.chapter and not section.spec.whole)
    if section.spec.whole:
        assert section.spec.title not in printed(found, "table", capsys)


@each
def test_each_figure_of_a_section_opens_to_its_records(office: Context, section: Section) -> None:
    spec, found = section.spec, figures(office)
    for row in found.rows(spec.name):
        names = [spec.ref(row)] if spec.key else [f"{spec.name}.{c.field}" for c in columns_of(spec.row)]
        for name in names:
            if spec.name == "stars" and not row.count:
                continue
            counted = explain_reference(office, found.ref(name))[1]
            assert counted or not getattr(row, name.partition(".")[2], 1), name
        for field, label in spec.frozen.items() if spec.key else ():
            if label and getattr(row, field):  # a restated figure's reference names the column too
                assert explain_reference(office, found.ref(f"{names[0]}.{field}"))[1] == counted


@each
def test_a_closed_month_keeps_the_figures_of_a_section(office: Context, section: Section) -> None:
    spec, found = section.spec, figures(office)
    frozen = freeze(found)
    assert (spec.name in frozen.sections) == bool(spec.frozen)
    kept = [ref for ref in frozen.rows if ref.startswith(f"{spec.name}.")]
    assert len(kept) == len(found.rows(spec.name)) * len(spec.frozen)


def _others(value: Any, seen: list[Any]) -> list[Any]:
    """Other values that a column might come to have: what stands elsewhere in it, and what is like it."""
    like: list[Any] = [None]
    if isinstance(value, int):
        like += [value + 1, 0]
    elif isinstance(value, str):
        like += [value + "改", value.replace("2021-12", "2021-11")]
    return [other for other in dict.fromkeys((*seen, *like)) if other != value]


def _moved(tx: Transaction, before: Any) -> list[Restated]:
    """What of the guarded sections is another figure now."""
    now = freeze(figures_of(tx.conn, DECEMBER))
    guarded = {section.spec.name for section in EVERY if section.guarded}
    return [row for row in restate(before, now) if row.ref.partition(".")[0] in guarded]


def test_no_figure_of_a_closed_month_moves_without_a_reason(office: Context) -> None:
    """Every column of every row that the report reads is tried with other values."""
    closing.close_month(office, "2021-12", despite="试")
    before = freeze(figures(office))
    with office.read() as conn:
        read = guarded_reads(conn)
    assert {"service_record", "activity", "volunteer", "team", "category", "complaint"} <= set(read)
    silent, tried = [], 0
    for table in read:
        with office.read() as conn:
            cursor = conn.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT 3")
            rows = [dict(zip([d[0] for d in cursor.description], row, strict=True)) for row in cursor]
        for row in rows:
            for column in [name for name in row if name != "id"]:
                for value in _others(row[column], [r[column] for r in rows]):
                    with office.write("试") as tx:
                        tx.discard(rehearsed=False)
                        try:
                            tx.update(table, row["id"], {column: value})
                            moved = _moved(tx, before)
                        except (
                            sqlite3.Error,
                            TypeError,
                            ValueError,
                        ):  # not a value this column can hold, or the report can read
                            continue
                        tried += bool(moved)
                        try:
                            check_closed_months(tx, None)
                        except Conflict:
                            continue
                        if any(r.ref not in before.standing for r in moved):
                            silent.append((table, column, row[column], value, [r.ref for r in moved]))
    assert silent == [] and tried > 40


def test_a_row_that_comes_into_a_closed_month_needs_a_reason(office: Context) -> None:
    closing.close_month(office, "2021-12", despite="试")
    given = {"title": "早退", "volunteer": "张三", "received_on": "2021-12-30"}
    with pytest.raises(Conflict, match="2021-12 已经结账报送"):
        registers.add(office, COMPLAINTS, given)
    registers.add(office, COMPLAINTS, {**given, "received_on": "2022-01-02"})
    registers.edit(office, COMPLAINTS, "失约", {"note": "已电话回访"})  # in no figure
    with pytest.raises(Conflict, match="2021-12 已经结账报送"):
        registers.edit(office, COMPLAINTS, "失约", {"finding": "属实"})
    registers.edit(replace(office, reason="复核"), COMPLAINTS, "失约", {"finding": "属实"})
    ((_close, rows, _sent),) = closing.month_status(office)
    assert [(r.ref, r.label, r.reported, r.now) for r in rows if r.ref.startswith("grie")] == [
        ("grievances.不属实.complaints", "不属实 件数", 1, None),
        ("grievances.属实.complaints", "属实 件数", 1, 2),
    ]


def test_a_section_that_came_after_a_closing_restates_nothing(office: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "SECTIONS", EVERY[:-1])
    closing.close_month(office, "2021-12", despite="试")
    monkeypatch.setattr(sections, "SECTIONS", EVERY)
    assert [rows for _close, rows, _sent in closing.month_status(office)] == [[]]
    now = freeze(figures(office))
    before = replace(now, sections=now.sections[:-1], rows={k: v for k, v in now.rows.items() if "grie" not in k})
    assert restate(before, now) == [] and len(restate(replace(before, sections=now.sections), now)) == 2


def test_names_of_sections_are_one_each() -> None:
    names = [section.spec.name for section in EVERY]
    assert len(names) == len(set(names)) and not any("." in name for name in names)
