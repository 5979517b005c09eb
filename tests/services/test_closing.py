"""A month closed, changed afterwards with a reason, and restated: the report that was sent never changes."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.closing import freeze, from_json, restate, to_json
from leifeng_cli.domain.document import Hours, Table
from leifeng_cli.domain.periods import month_period
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import Conflict, InvalidInput, NotFound, TamperedDatabase
from leifeng_cli.files.document import render
from leifeng_cli.services import activities, closing, hours, registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log, undo, verify
from leifeng_cli.services.reports.documents import period_report
from leifeng_cli.services.reports.explaining import explain_reference
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.stars.policies import use_policy
from leifeng_cli.store import closing as store

DECEMBER = month_period("2021-12")


@pytest.fixture
def office(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name, "registered_on": "2021-06-01"})
    for team in ("红队", "蓝队"):
        registers.add(ctx, TEAMS, {"name": team})
    held = {"starts_on": "2021-12-01", "ends_on": "2022-01-31"}
    activities.add_activity(ctx, {**held, "title": "巡逻", "team": "红队", "category": "清洁家园"})
    activities.add_activity(ctx, {**held, "title": "清洁家园"})
    activities.add_activity(ctx, {"title": "植树", "starts_on": "2021-11-01", "ends_on": "2021-11-30"})
    record(ctx, "张三", "2021-12-03", "2")
    record(ctx, "李四", "2021-12-04", "3.5")
    return ctx


def record(ctx: Context, who: str, day: str, served: str, event: str = "巡逻") -> int:
    return hours.record_hours(ctx, [who], event, {"service_date": day, "seconds": served})[0].id


def on(ctx: Context, day: str, **more: object) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T02:00+08:00"), notices=[], **more)  # type: ignore[arg-type]


def drawn(ctx: Context, month: str = "2021-12") -> dict[str, bytes]:
    document = period_report(ctx, month_period(month))[1]
    return {kind: render(document, kind) for kind in ("docx", "xlsx", "html", "md")}


def test_a_closed_month_is_frozen_numbered_and_sealed(office: Context) -> None:
    close = closing.close_month(office, "2021-12")
    assert (close.number, close.month, close.closed_on) == ("2021-0001", "2021-12", "2022-01-05")
    with office.read() as conn:
        frozen = store.stated_figures(conn, close.id)
        document = store.kept_document(conn, close.id)
    assert frozen.rows["totals.seconds"].value == int(5.5 * 3600)
    assert close.digest == closing.digest(to_json(frozen), document) and len(close.chain_head) == 64
    with pytest.raises(Conflict, match="已于 2022-01-05 结账"):
        closing.close_month(office, "2021-12")
    assert verify(office)[0] == []


@pytest.mark.parametrize("month", ["2022-01", "2022-02"])
def test_a_month_that_is_not_over_is_not_closed(office: Context, month: str) -> None:
    with pytest.raises(Conflict, match="还没有过完"):
        closing.close_month(office, month)


def test_what_waits_for_approval_stands_in_the_way_unless_somebody_says_why(office: Context) -> None:
    set_setting(office, "approval", "on")
    record(office, "张三", "2021-12-10", "1")
    with pytest.raises(Conflict, match="还有 1 条记录待审核"):
        closing.close_month(office, "2021-12")
    closing.close_month(office, "2021-12", despite="审核人出差")
    assert log(office)[0].reason == "审核人出差"


def test_a_file_another_tool_changed_is_not_closed(office: Context) -> None:
    import sqlite3

    conn = sqlite3.connect(office.db)
    conn.execute("UPDATE service_record SET seconds = 36000 WHERE id = 1")
    conn.commit()
    conn.close()
    with pytest.raises(TamperedDatabase):
        closing.close_month(office, "2021-12")


CHANGES = {
    "a record more": lambda c: record(c, "张三", "2021-12-20", "1"),
    "a record voided": lambda c: hours.void_hours(c, ["1"], "虚报"),
    "a beneficiary count": lambda c: activities.edit_activity(c, "A000001", {"beneficiaries": "30"}),
    "a registration": lambda c: volunteers.add_volunteer(c, {"name": "王五", "registered_on": "2021-12-15"}),
    "an undo": lambda c: undo(c, 9),
    "a record of a month before": lambda c: record(c, "张三", "2021-11-20", "1", "植树"),
    "a person registered before": lambda c: volunteers.add_volunteer(
        c, {"name": "王五", "registered_on": "2021-03-01"}
    ),
    "a registration that ended": lambda c: volunteers.edit_volunteer(
        c, "张三", {"status": "注销", "cancelled_on": "2021-12-20"}
    ),
    "a team's name": lambda c: registers.edit(c, TEAMS, "红队", {"name": "先锋队"}),
    "a team's department": lambda c: registers.edit(c, TEAMS, "红队", {"department": "教育局"}),
    "a category's name": lambda c: registers.edit(c, CATEGORIES, "清洁家园", {"name": "清洁"}),
    "a star policy for days past": lambda c: use_policy(c, "fujian", "2021-12-01"),
}
#: Of these the command itself asks for a reason, which serves.
OWN_REASON = {"a record voided"}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_to_a_closed_month_needs_a_reason(office: Context, what: str) -> None:
    closing.close_month(office, "2021-12")
    before = office.db.read_bytes()
    if what not in OWN_REASON:
        with pytest.raises(Conflict, match="2021-12 已经结账报送") as refused:
            CHANGES[what](office)
        assert "--reason" in str(refused.value.hint) and office.db.read_bytes() == before
    CHANGES[what](replace(office, reason="补登漏报"))
    assert log(office)[0].reason in ("补登漏报", "虚报")


UNTOUCHED = {
    "another month": lambda c: record(c, "张三", "2022-01-03", "1"),
    "a note on a person": lambda c: volunteers.edit_volunteer(c, "张三", {"note": "热心"}),
    "a rating": lambda c: hours.rate_hours(c, ["1"], {"rating": "优秀"}),
    "an activity's contact": lambda c: activities.edit_activity(c, "A000001", {"contact": "李晓"}),
    "an activity not held then": lambda c: activities.edit_activity(c, "A000002", {"beneficiaries": "9"}),
    "a newcomer": lambda c: volunteers.add_volunteer(c, {"name": "王五"}),
    "somebody joins the party": lambda c: volunteers.edit_volunteer(c, "张三", {"political_status": "中共党员"}),
    "somebody leaves today": lambda c: volunteers.edit_volunteer(c, "张三", {"status": "注销"}),
    "somebody is archived today": lambda c: registers.archive(c, VOLUNTEERS, "张三"),
    "a team without time": lambda c: registers.edit(c, TEAMS, "蓝队", {"name": "先锋队"}),
    "a star policy from now on": lambda c: use_policy(c, "fujian", "2022-01-05"),
    "a team": lambda c: registers.add(c, registers.REGISTERS["team"], {"name": "先锋队"}),
}


@pytest.mark.parametrize("what", UNTOUCHED)
def test_what_the_report_does_not_say_needs_none(office: Context, what: str) -> None:
    closing.close_month(office, "2021-12")
    UNTOUCHED[what](office)
    assert closing.month_status(office)[0][1] == []


def test_a_report_drawn_again_is_the_same_to_the_byte(office: Context) -> None:
    closing.close_month(office, "2021-12")
    before = drawn(office)
    hours.void_hours(office, ["1"], "虚报")
    registers.edit(office, registers.REGISTERS["unit"], "幸福社区", {"superior": "区文明办"})
    assert drawn(on(office, "2023-07-01")) == before
    closing.reopen_month(office, "2021-12", "重新核对")
    assert drawn(office) != before


def test_the_next_report_states_what_changed_row_by_row(office: Context) -> None:
    closing.close_month(office, "2021-12")
    later = on(office, "2022-02-03")
    hours.void_hours(later, ["1"], "虚报")
    record(replace(later, reason="漏报"), "李四", "2021-12-20", "1", "清洁家园")
    document = period_report(later, month_period("2022-01"))[1]
    (table,) = [b for b in document.blocks if isinstance(b, Table) and b.key == "restated.2021-12"]
    rows = {r[0]: r[1:] for r in table.rows}
    assert table.headers == ("项目", "原报", "现为", "差额")
    assert rows["时长合计(小时)"] == (Hours(19800), Hours(16200), Hours(-3600))
    assert rows["参加人数"] == (2, 1, -1) and "参加人次" not in rows
    assert rows["A000002 清洁家园 时长"] == (None, Hours(3600), Hours(3600))
    assert table.refs[0].startswith("2021-12:totals.")


def test_what_was_restated_is_not_restated_again(office: Context) -> None:
    closing.close_month(office, "2021-12")
    later = on(office, "2022-02-03")
    record(later, "张三", "2022-01-10", "1")
    hours.void_hours(later, ["1"], "虚报")
    closing.close_month(later, "2022-01")
    march = on(office, "2022-03-02")
    february = period_report(march, month_period("2022-02"))[1]
    assert not [b for b in february.blocks if isinstance(b, Table) and b.key.startswith("restated.2021-12")]
    hours.void_hours(march, ["2"], "也是虚报")
    again = period_report(march, month_period("2022-02"))[1]
    (table,) = [b for b in again.blocks if isinstance(b, Table) and b.key == "restated.2021-12"]
    assert {r[0]: r[1:] for r in table.rows}["时长合计(小时)"] == (Hours(12600), Hours(0), Hours(-12600))
    # Reopening the month in which it was restated takes that statement back.
    closing.reopen_month(march, "2022-01", "改报")
    back = period_report(march, month_period("2022-02"))[1]
    (table,) = [b for b in back.blocks if isinstance(b, Table) and b.key == "restated.2021-12"]
    assert {r[0]: r[1:] for r in table.rows}["时长合计(小时)"] == (Hours(19800), Hours(0), Hours(-19800))


def test_sending_is_on_record(office: Context) -> None:
    with pytest.raises(NotFound, match="还没有结账"):
        closing.send_month(office, "2021-12", to=None, on=None, channel=None, note=None)
    closing.close_month(office, "2021-12")
    sent = closing.send_month(office, "2021-12", to=None, on=None, channel="公文", note=None)
    assert (sent.what, sent.addressee, sent.sent_on, sent.channel) == ("2021-0001", "市文明办", "2022-01-05", "公文")
    for day in ("2022-01-04", "2022-01-06"):
        with pytest.raises(InvalidInput):
            closing.send_month(office, "2021-12", to="区里", on=day, channel=None, note=None)
    event = closing.send_event(office, "A000001", to="区文明办", on=None, channel=None, note=None)
    assert [s.what for s in closing.list_sent(office)] == ["2021-0001", event.what] == ["2021-0001", "A000001"]


def test_closing_is_undone_like_anything_else(office: Context) -> None:
    closing.close_month(office, "2021-12")
    undo(office, log(office)[0].id)
    record(office, "张三", "2021-12-20", "1")
    assert closing.close_month(office, "2021-12").number == "2021-0002"


def test_every_frozen_figure_opens_to_its_records(office: Context) -> None:
    closing.close_month(office, "2021-12")
    figures, document = period_report(office, DECEMBER)
    for ref, row in freeze(figures).rows.items():
        if row.value and not ref.startswith(("activities.", "stars.")):
            assert explain_reference(office, f"2021-12:{ref}")[1], ref
    refs = [r for b in document.blocks if isinstance(b, Table) for r in b.refs if ":stars." not in r]
    assert refs and all(explain_reference(office, r)[1] for r in refs)


def test_frozen_figures_survive_json_and_differ_only_where_they_do(office: Context) -> None:
    frozen = freeze(period_report(office, DECEMBER)[0])
    kept = from_json(to_json(frozen))
    assert (kept.sections, kept.rows) == (frozen.sections, frozen.rows) and restate(kept, frozen) == []
    assert json.loads(to_json(frozen))["totals.beneficiaries"][2] is None


def test_the_command_says_how(office: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    monkeypatch.setenv("LEIFENG_NOW", "2022-01-05T09:00")

    def leifeng(*words: str) -> tuple[int, str]:
        code = run(app, ["--db", str(office.db), *words])
        return code, "".join(capsys.readouterr())

    assert leifeng("month", "close", "2021-12")[0] == 0
    add = ("hours", "record", "张三", "--activity", "巡逻", "--date", "2021-12-21", "--hours", "1")
    code, said = leifeng(*add)
    assert code == 5 and "--reason" in said
    assert leifeng(*add, "--reason")[0] == 2
    assert leifeng(*add, "--reason", "补登漏报")[0] == 0
    code, said = leifeng("month", "status")
    assert code == 0 and ["时长合计(小时)", "5.50", "6.50", "1.00"] in [line.split() for line in said.split("\n")]
    assert leifeng("undo", "--yes")[0] == 5 and leifeng("undo", "--yes", "--reason", "登记错了")[0] == 0
