"""A month of random records, reported in every format: each table's total is the sum of the rows printed above it."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.document import Document, Hours, Table, cell_text
from leifeng_cli.domain.periods import month_period
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.files.document import render
from leifeng_cli.services import activities, hours, registers, volunteers
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.reports.documents import period_report
from leifeng_cli.services.setup import init

sys.path.insert(0, str(Path(__file__).parents[1] / "files"))

from readback import Rows, from_docx, from_html, from_markdown, from_xlsx, has_fonts, pdf_text, squeezed

PEOPLE, EVENTS = ("张三", "李四", "王五"), ("巡逻", "清洁家园", "助老", "植树")
CATEGORIES = ("邻里守望", "文明交通", "")

served = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(EVENTS),
    st.dates(dt.date(2021, 11, 20), dt.date(2022, 1, 4)),
    st.integers(1, 800),
)
events = st.tuples(st.sampled_from(CATEGORIES), st.booleans(), st.sampled_from(["", "0", "30"]))


def office(folder: str, planned: list[tuple[str, bool, str]], records: list[tuple[str, str, dt.date, int]]) -> Context:
    ctx = Context(Path(folder) / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区", superior="市文明办")
    registers.add(ctx, TEAMS, {"name": "党员队"})
    for name in PEOPLE:
        volunteers.add_volunteer(ctx, {"name": name})
    for title, (category, by_team, benefited) in zip(EVENTS, planned, strict=True):
        event = {"title": title, "starts_on": "2021-11-01", "ends_on": "2022-01-31"}
        event |= {"category": category} if category else {}
        event |= {"team": "党员队"} if by_team else {}
        event |= {"beneficiaries": benefited} if benefited else {}
        activities.add_activity(ctx, event)
    seen = set()
    for who, event_title, day, hundredths in records:
        if (who, event_title, day) not in seen:
            seen.add((who, event_title, day))
            given = {"service_date": day.isoformat(), "seconds": f"{hundredths / 100:.2f}"}
            hours.record_hours(ctx, [who], event_title, given)
    return ctx


def figures(text: str) -> int:
    """A printed figure in hundredths; nothing and what is missing add nothing."""
    return 0 if text in ("", "未填") else round(float(text) * 100)


def check_sums(kind: str, title: str, printed: Rows, total: list[str], columns: list[int]) -> None:
    for i in columns:
        assert sum(figures(row[i]) for row in printed) == figures(total[i]), (kind, title, i)


def summed(table: Table) -> list[int]:
    assert table.total is not None
    return [i for i, cell in enumerate(table.total) if isinstance(cell, int | Hours)]


def read_tables(document: Document, kind: str) -> list[Rows]:
    data = render(document, kind)
    return {"docx": from_docx, "html": from_html, "md": from_markdown}[kind](data)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events, min_size=4, max_size=4), st.lists(served, min_size=1, max_size=12))
def test_every_total_is_the_sum_of_the_rows_printed_above_it(
    planned: list[tuple[str, bool, str]], records: list[tuple[str, str, dt.date, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found, document = period_report(office(folder, planned, records), month_period("2021-12"))
    totalled = [b for b in document.blocks if isinstance(b, Table) and b.rows and b.total]
    for table in (t for t in totalled if t.key.startswith("by_")):
        assert Hours(found.totals.seconds) in (table.total or ()), table.title  # one total on every page
    for kind in ("docx", "html", "md"):
        read = read_tables(document, kind)
        for table in totalled:
            (mine,) = [t for t in read if tuple(t[0]) == table.headers]
            check_sums(kind, table.title, mine[1:-1], mine[-1], summed(table))
    sheets = from_xlsx(render(document, "xlsx"))
    for table in totalled:
        printed = [[str(cell) for cell in row] for row in sheets[table.title][1 : len(table.rows) + 2]]
        check_sums("xlsx", table.title, printed[:-1], printed[-1], summed(table))
    text = "".join(pdf_text(render(document, "pdf"))) if has_fonts() else None
    for table in totalled:
        rows = [[cell_text(c) for c in row] for row in (*table.rows, table.total or ())]
        check_sums("document", table.title, rows[:-1], rows[-1], summed(table))
        assert text is None or all(squeezed("".join(row)) in text for row in rows), table.title
