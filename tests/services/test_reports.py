"""The month's figures against an independent count of the same rows, and each figure opened to its records."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.reports import UNNAMED
from leifeng_cli.domain.sections import Figures
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import BadValue, LeifengError, NotFound
from leifeng_cli.services import activities, hours, registers, teams, volunteers
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.reports.explaining import explain_figure
from leifeng_cli.services.reports.figures import month_report
from leifeng_cli.services.setup import init
from leifeng_cli.store import queries

MONTH = "2021-12"
PARTY = ("中共党员", "中共预备党员")


def office(folder: Path) -> Context:
    """Three teams, four people, four activities: some with, some without category, mode, team, department."""
    ctx = Context(folder / "t.db", dt.datetime(2022, 1, 5, 9, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    registers.add(ctx, TEAMS, {"name": "甲队", "department": "宣传科"})
    registers.add(ctx, TEAMS, {"name": "乙队", "department": "宣传科"})
    registers.add(ctx, TEAMS, {"name": "丙队"})
    people: list[dict[str, Any]] = [
        {"name": "甲一", "political_status": "党员", "registered_on": "2019-01-01"},
        {"name": "乙二", "political_status": "群众", "registered_on": "2021-12-01"},
        {"name": "丙三", "political_status": "预备党员"},
        {"name": "丁四", "registered_on": "2021-11-30"},
    ]
    for person in people:
        volunteers.add_volunteer(ctx, person)
    for team, who in (("甲队", "甲一"), ("乙队", "乙二"), ("丙队", "丙三")):
        teams.join_team(ctx, team, [who], "2021-12-10")
    plans: list[dict[str, Any]] = [
        {"title": "清洁", "category": "清洁家园", "mode": "集中", "team": "甲队", "beneficiaries": "30"},
        {"title": "慰问", "category": "清洁家园", "mode": "分散", "beneficiaries": "0"},
        {"title": "值守", "mode": "常年", "team": "丙队"},
        {"title": "杂项"},
    ]
    for plan in plans:
        activities.add_activity(ctx, {"starts_on": "2021-11-01", "ends_on": "2022-01-05", **plan})
    return ctx


def rows_of(ctx: Context) -> list[dict[str, Any]]:
    """Every service record with what hangs on it, joined by hand."""
    conn = sqlite3.connect(ctx.db)
    conn.row_factory = sqlite3.Row
    table = {t: {r["id"]: dict(r) for r in conn.execute(f"SELECT * FROM {t}")}
             for t in ("service_record", "activity", "volunteer", "team", "category")}  # fmt: skip
    conn.close()
    found = []
    for r in table["service_record"].values():
        activity, team = table["activity"][r["activity_id"]], table["team"].get(r["team_id"], {})
        category = table["category"].get(activity["category_id"], {})
        found.append({
            "who": r["volunteer_id"], "activity": activity["number"], "seconds": r["seconds"], "status": r["status"],
            "month": r["service_date"][:7], "by_category": category.get("name"), "by_mode": activity["mode"],
            "by_team": team.get("name"), "by_department": team.get("department"),
            "party": table["volunteer"][r["volunteer_id"]]["political_status"] in PARTY,
            "beneficiaries": activity["beneficiaries"],
        })  # fmt: skip
    return found


def sums(rows: Iterable[dict[str, Any]]) -> tuple[int, int, int, int]:
    """(seconds, participations, participants, activities)."""
    rows = list(rows)
    return (
        sum(r["seconds"] for r in rows),
        len(rows),
        len({r["who"] for r in rows}),
        len({r["activity"] for r in rows}),
    )


def check_against(report: Figures, rows: list[dict[str, Any]]) -> None:
    counted = [r for r in rows if r["status"] == "credited" and r["month"] == report.period.name]
    waiting = [r for r in rows if r["status"] == "pending" and r["month"] == report.period.name]
    t = report.totals
    assert (t.seconds, t.participations, t.participants, t.activities) == sums(counted)
    assert t.party_members == len({r["who"] for r in counted if r["party"]})
    assert (report.pending.records, report.pending.seconds) == (len(waiting), sum(r["seconds"] for r in waiting))
    stated = {r["activity"]: r["beneficiaries"] for r in counted if r["beneficiaries"] is not None}
    assert t.beneficiaries == (sum(stated.values()) if stated else None)
    assert report.missing.beneficiaries == t.activities - len(stated)
    for cut, unnamed in UNNAMED.items():
        groups = defaultdict(list)
        for r in counted:
            groups[r[cut] or unnamed].append(r)
        got = {c.name: (c.seconds, c.participations, c.participants, c.activities) for c in report.rows(cut)}
        assert got == {name: sums(group) for name, group in groups.items()}
        assert sum(c.seconds for c in report.rows(cut)) == t.seconds
    by_activity = {a.number: (a.seconds, a.participations, a.participants) for a in report.rows("activities")}
    groups = defaultdict(list)
    for r in counted:
        groups[r["activity"]].append(r)
    assert by_activity == {number: sums(group)[:3] for number, group in groups.items()}


def check_opens(ctx: Context, report: Figures) -> None:
    """Every figure, opened, lists records that count or add up to it."""

    def opened(figure: str) -> list[Any]:
        return explain_figure(ctx, MONTH, figure)[1]

    def persons(found: list[Any]) -> int:
        return len({r.volunteer_number for r in found})

    t = report.totals
    assert len(opened("totals.activities")) == t.activities
    assert len(opened("totals.participations")) == t.participations
    assert persons(opened("totals.participants")) == t.participants
    assert sum(r.seconds for r in opened("totals.seconds")) == t.seconds
    assert persons(opened("totals.party_members")) == t.party_members
    assert len(opened("totals.new_volunteers")) == t.new_volunteers
    assert len(opened("totals.registered_volunteers")) == t.registered_volunteers
    assert sum(a.beneficiaries for a in opened("totals.beneficiaries")) == (t.beneficiaries or 0)
    assert len(opened("missing.beneficiaries")) == report.missing.beneficiaries
    assert len(opened("pending.records")) == report.pending.records
    assert sum(r.seconds for r in opened("pending.seconds")) == report.pending.seconds
    for cut in UNNAMED:
        for row in report.rows(cut):
            found = opened(f"{cut}.{row.name}")
            assert sum(r.seconds for r in found) == row.seconds
            assert (len(found), persons(found)) == (row.participations, row.participants)
            assert len({r.activity_number for r in found}) == row.activities
    for activity in report.rows("activities"):
        found = opened(f"activities.{activity.number}")
        assert (len(found), persons(found)) == (activity.participations, activity.participants)
        assert sum(r.seconds for r in found) == activity.seconds
    for star in report.rows("stars"):
        if star.count:
            assert len(opened(f"stars.{star.level}")) == len(opened(f"stars.{star.name}")) == star.count


_record = st.tuples(
    st.integers(1, 4),  # who
    st.sampled_from(["清洁", "慰问", "值守", "杂项"]),
    st.sampled_from(["2021-11-30", "2021-12-01", "2021-12-09", "2021-12-10", "2021-12-31", "2022-01-01"]),
    st.integers(1, 2400),  # hundredths of an hour
    st.sampled_from(["credited", "credited", "credited", "pending", "void"]),
    st.sampled_from([None, 5, 1]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_rows=st.lists(_record, max_size=25))
def test_figures_are_the_count_of_their_rows(tmp_path_factory: Any, given_rows: list[tuple[Any, ...]]) -> None:
    from leifeng_cli.services.crediting import Claim, Crediting
    from leifeng_cli.store import hours as store

    ctx = office(tmp_path_factory.mktemp("m"))
    with ctx.write("test") as tx:
        people, events = store.people(tx.conn), {e.title: e for e in store.events(tx.conn).values()}
        crediting = Crediting(ctx, tx, "2021-11-01", "2022-01-05", None)
        for who, title, day, hundredths, status, rating in given_rows:
            claim = Claim(people[who], events[title], day, seconds=hundredths * 36, status=status, rating=rating)
            try:
                crediting.write(claim)
            except LeifengError:
                continue
    report = month_report(ctx, MONTH)
    check_against(report, rows_of(ctx))
    check_opens(ctx, report)


# ---- single figures -------------------------------------------------------------------------------------------------
@pytest.fixture
def served(tmp_path: Path) -> Context:
    ctx = office(tmp_path)
    for who, title, day, seconds in (
        ("甲一", "清洁", "2021-12-09", "2"),  # before the team was joined: the activity's team
        ("甲一", "清洁", "2021-12-10", "3"),
        ("乙二", "杂项", "2021-12-11", "1"),
        ("丁四", "杂项", "2021-12-31", "1"),
        ("丁四", "值守", "2022-01-01", "1"),
    ):
        hours.record_hours(ctx, [who], title, {"service_date": day, "seconds": seconds})
    return ctx


def test_the_cuts(served: Context) -> None:
    report = month_report(served, "2021年12月")
    assert {c.name: c.seconds // 3600 for c in report.rows("by_team")} == {"甲队": 5, "乙队": 1, "未归队": 1}
    assert {c.name: c.seconds // 3600 for c in report.rows("by_department")} == {"宣传科": 6, "未注明科室": 1}
    assert {c.name: c.seconds // 3600 for c in report.rows("by_category")} == {"清洁家园": 5, "未分类": 2}
    assert {c.name: c.seconds // 3600 for c in report.rows("by_mode")} == {"集中活动": 5, "未注明": 2}
    assert (report.totals.beneficiaries, report.missing.beneficiaries) == (30, 1)


def test_the_register_of_the_month(served: Context) -> None:
    """丙三's day of registration is not known: the day of entry, 2022-01-05, stands for it."""
    got = {m: month_report(served, m).totals for m in ("2021-11", "2021-12", "2022-01")}
    assert [(t.registered_volunteers, t.new_volunteers) for t in got.values()] == [(2, 1), (3, 1), (4, 1)]
    registers.archive(served, VOLUNTEERS, "丁四")  # on 2022-01-05: in December still there
    assert [month_report(served, m).totals.registered_volunteers for m in got] == [2, 3, 3]


def test_a_month_without_anything(served: Context) -> None:
    report = month_report(served, "2020-01")
    assert (report.totals.seconds, report.totals.participants, report.totals.beneficiaries) == (0, 0, None)
    assert (report.rows("activities"), report.rows("by_team"), report.pending.records) == ([], [], 0)
    assert [s.count for s in report.rows("stars")] == [0] * 5
    assert explain_figure(served, "2020-01", "totals.seconds")[1] == []


@pytest.mark.parametrize(
    "figure",
    ["totals", "totals.nothing", "by_team.没有的队", "by_team.", "activities.A999999", "stars.9", "", "x.y", "'"],
)
def test_what_is_no_figure_names_those_there_are(served: Context, figure: str) -> None:
    with pytest.raises(NotFound) as caught:
        explain_figure(served, MONTH, figure)
    assert "totals.participants" in (caught.value.hint or "")


@pytest.mark.parametrize("month", ["2021-13", "2021", "abc", "", "2021-12-01"])
def test_what_is_no_month(served: Context, month: str) -> None:
    with pytest.raises(BadValue):
        month_report(served, month)


def test_a_category_really_called_so_is_not_mixed_with_what_has_none(served: Context) -> None:
    registers.add(served, CATEGORIES, {"name": "未分类"})
    activities.edit_activity(served, "值守", {"category": "未分类"})
    hours.record_hours(served, ["丁四"], "值守", {"service_date": "2021-12-20", "seconds": "4"})
    report = month_report(served, MONTH)
    assert {c.name: c.seconds // 3600 for c in report.rows("by_category")} == {
        "清洁家园": 5,
        "未分类": 4,
        "（未分类）": 2,
    }
    check_opens(served, report)


def test_a_void_is_seen_in_the_report_at_once(served: Context) -> None:
    before = month_report(served, MONTH)
    hours.void_hours(served, ["1"], "登记错误")
    after = month_report(served, MONTH)
    assert before.totals.seconds - after.totals.seconds == 7200
    assert before.chain_head != after.chain_head


# ---- the queries ----------------------------------------------------------------------------------------------------
QUERIES = sorted(queries.SQL.glob("*.sql"))
#: What only SQLite understands, or what says different things in different databases.
NOT_PORTABLE = re.compile(
    r"\b(strftime|julianday|iif|ifnull|nvl|group_concat|string_agg|instr|glob|printf|total|rowid|datetime|date)\s*\("
    r"|\browid\b|\bIS NOT DISTINCT\b|\bIS\s+:|\"|`|\[|\|\||\bBETWEEN\b|\bLIMIT\b|\bNATURAL\b|\bSELECT\s+(\w+\.)?\*",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_queries_are_portable(path: Path) -> None:
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    assert not NOT_PORTABLE.search(text), NOT_PORTABLE.search(text)
    assert re.search(r"\bORDER BY\b[^()]*$", text.strip()), "the output has no order"
    assert path.read_text(encoding="utf-8").startswith("-- "), "say what it gives"


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_every_column_beside_an_aggregate_is_grouped_by(path: Path) -> None:
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    outer = re.sub(r"FROM\s.*", "", text, flags=re.DOTALL)
    items = re.split(r",(?![^()]*\))", outer.replace("SELECT", "", 1))
    aggregates = [i for i in items if re.search(r"\b(SUM|COUNT|MIN|MAX|AVG)\s*\(", i)]
    plain = [re.sub(r"\s+AS\s+\w+\s*$", "", i.strip()) for i in items if i not in aggregates]
    if not aggregates or not plain:
        return
    grouped = re.findall(r"GROUP BY\s+(.*?)\s*(?:HAVING|ORDER BY)", text, flags=re.DOTALL)[-1]
    assert set(plain) <= {g.strip() for g in re.split(r",(?![^()]*\))", grouped)}
