"""An edit made with another tool is found, whatever it was made to, and named as a person would name it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.registers import row_titles
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.services import activities, attendance, hours, registers, signups
from leifeng_cli.services.context import Context
from leifeng_cli.services.exports import reveal
from leifeng_cli.services.history import undo, verify
from leifeng_cli.services.settings import set_setting, use_counting
from leifeng_cli.services.teams import join_team
from leifeng_cli.services.volunteers import add_volunteer, edit_volunteer


def twice(**row: object) -> list[dict[str, object]]:
    """Two rows alike but for what must be unique."""
    unique = {k: f"{row[k]}2" for k in ("number", "name", "code") if k in row}
    return [row, {**row, **unique}]


#: Rows of the tables that take long to fill by their commands; verify asks only whether they are as written.
SAMPLES: dict[str, list[dict[str, object]]] = {
    "notice": twice(number="N1", kind="star", title="公示", body="幸福社区", days=5, day_kind="work",
                    posted_on="2022-01-04", ends_on="2022-01-10"),
    "notice_record": [{"notice_id": 1, "record_id": 1}, {"notice_id": 1, "record_id": 2}],
    "objection": twice(notice_id=1, volunteer_id=1, raised_on="2022-01-05", content="不实"),
    "star_round": twice(number="R1", as_of="2022-01-05", policy="p", policy_text="t", chain_head="h",
                        opened_on="2022-01-05", opened_by="经办人"),
    "star_case": [
        {"round_id": 1, "volunteer_id": v, "level": 1, "level_name": "一星级", "seconds": 1,
         "attained_on": "2022-01-01", "body": "幸福社区", "notice_days": 5, "evidence": "{}",
         "status": "proposed"} for v in (1, 2)
    ],
    "star_grant": twice(number="G1", volunteer_id=1, level=1, level_name="一星级", policy="p", granted_on="2022-01-05",
                        body="幸福社区", kind="earlier"),
    "star_decision": twice(grant_id=1, kind="kept", decided_on="2022-01-05", body="幸福社区", reason="保留"),
    "certificate": twice(number="Z1", kind="service", volunteer_id=1, issued_on="2022-01-05", issued_by="经办人",
                         snapshot="{}", code="c"),
    "award": twice(number="H1", title="优秀", volunteer_id=1, awarded_on="2022-01-01"),
    "complaint": twice(number="K1", title="迟到", volunteer_id=1, received_on="2022-01-01"),
    "training": twice(number="P1", title="急救", volunteer_id=1, trained_on="2022-01-01", seconds=3600),
    "reward": twice(number="D1", name="毛巾", price=2, stock=9),
    "redemption": twice(number="X1", reward_id=1, volunteer_id=1, quantity=1, redeemed_on="2022-01-05"),
    "points_transfer": twice(moved_on="2022-01-05", kind="adjusted", volunteer_id=1),
    "points_entry": [{"transfer_id": 1, "account": a, "hundredths": n} for a, n in (("volunteer", 5), ("issue", -5))],
    "time_bank": twice(volunteer_id=1, kind="drawn", on_date="2022-01-05", seconds=3600, reason="换取"),
    "campaign": twice(number="J1", name="学雷锋月", starts_on="2022-03-01", ends_on="2022-03-31"),
    "campaign_target": [{"campaign_id": 1, "measure": m, "goal": 9} for m in ("activities", "hours")],
    "survey": twice(number="S1", campaign_id=1, title="问卷", surveyed_on="2022-03-20", asked=9, aware=8),
    "note": twice(month="2022-01", section="plan", content="打算", written_on="2022-01-05", written_by="经办人"),
    "month_close": [
        {"number": f"2021-{n}", "month": f"2021-0{n}", "closed_on": "2022-01-05", "closed_by": "经办人",
         "figures": "{}", "document": "{}", "digest": "d", "chain_head": "h"} for n in (1, 2)
    ],
    "restatement": twice(close_id=1, stated_in_id=2, figures="{}"),
    "report_sent": twice(kind="month", close_id=1, addressee="市文明办", sent_on="2022-01-05", sent_by="经办人"),
    "check_silence": [
        {"name": n, "reason": "已核", "silenced_on": "2022-01-05", "silenced_by": "经办人"} for n in ("a", "b")
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """A row in every table, two in most."""
    import datetime as dt

    from leifeng_cli.services.context import CHINA
    from leifeng_cli.services.setup import init

    ctx = Context(tmp_path_factory.mktemp("v") / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    for name in ("张三", "李四", "王五"):
        add_volunteer(ctx, {"name": name})
    edit_volunteer(ctx, "V000002", {"phone": "13812345678"})
    registers.add(ctx, TEAMS, {"name": "先锋队"})
    registers.add(ctx, TEAMS, {"name": "红队"})
    join_team(ctx, "先锋队", ["V000001", "V000002"], "2021-12-01")
    for day in ("2022-01-04", "2022-01-08"):
        activities.add_activity(ctx, {"title": "清洁家园", "starts_on": day, "time": "09:00-11:00"})
    signups.sign_up(ctx, ["V000001", "V000002"], "A000002")
    attendance.check_in(ctx, ["V000001", "V000002"], "A000001", day="2022-01-04", at="09:00")
    attendance.check_out(ctx, ["V000001", "V000002"], day="2022-01-04", at="11:00")
    hours.record_from_attendance(ctx, "A000001", {})
    with ctx.write("test") as tx:
        for table, rows in SAMPLES.items():
            for row in rows:
                tx.insert(table, row)
    set_setting(ctx, "approval", "on")
    use_counting(ctx, "minute", "2022-01-01")
    use_counting(ctx, "national", "2022-02-01")
    assert verify(ctx)[0] == []
    return ctx


@pytest.fixture
def copy(filled: Context, tmp_path: Path) -> Context:
    return replace(filled, db=Path(shutil.copy(filled.db, tmp_path / "copy.db")), notices=[])


def shell(path: Path, sql: str) -> None:
    """Somebody with another tool."""
    if shutil.which("sqlite3"):
        subprocess.run(["sqlite3", str(path), sql], check=True, capture_output=True)
        return
    conn = sqlite3.connect(path)
    conn.executescript(sql)
    conn.close()


#: An edit to one column of row 1, and what the row is called.
EDITED = {
    "setting": ("value = 'off'", "设置 approval"),
    "policy_use": ("from_date = '2020-01-01'", "办法 minute"),
    "unit": ("name = '和平社区'", "单位 U0001"),
    "volunteer": ("note = '改'", "志愿者 V000001"),
    "team": ("archived_on = '2022-01-01'", "队伍 T0001"),
    "membership": ("left_on = '2022-01-01'", "队伍成员 1"),
    "category": ("name = name || ' '", "活动类别 C0001"),
    "activity": ("beneficiaries = 5", "活动 A000001"),
    "signup": ("signed_up_at = '2020'", "报名 1"),
    "attendance": ("checked_out = '12:00'", "签到 1"),
    "service_record": ("seconds = seconds + 36", "服务记录 1"),
    "notice": ("ends_on = '2022-01-20'", "公示 N1"),
    "notice_record": ("record_id = record_id + 2", "公示的记录 1"),
    "objection": ("upheld = 0", "异议 1"),
    "star_round": ("policy_text = 'x'", "评星批次 R1"),
    "star_case": ("level = 5", "评星申报 1"),
    "star_grant": ("level = 5", "星级授予 G1"),
    "star_decision": ("reason = '改'", "星级决定 1"),
    "certificate": ("snapshot = '[]'", "证书 Z1"),
    "award": ("title = '改'", "表彰 H1"),
    "complaint": ("finding = '不属实'", "投诉 K1"),
    "training": ("seconds = 7200", "培训 P1"),
    "reward": ("price = 1", "奖品 D1"),
    "redemption": ("quantity = 9", "兑换 X1"),
    "points_transfer": ("volunteer_id = 2", "积分变动 1"),
    "points_entry": ("hundredths = 500", "积分分录 1"),
    "time_bank": ("seconds = 1", "时间银行 1"),
    "campaign": ("theme = '改'", "活动计划 J1"),
    "campaign_target": ("goal = 1", "计划目标 1"),
    "survey": ("aware = 9", "调查 S1"),
    "note": ("content = '改'", "工作笔记 1"),
    "month_close": ("figures = '[]'", "月度结账 2021-1"),
    "restatement": ("figures = '[]'", "更正说明 1"),
    "report_sent": ("addressee = '改'", "报送 1"),
    "check_silence": ("reason = '改'", "不再提示的检查 1"),
}


def test_every_journalled_table_has_its_case() -> None:
    assert set(EDITED) == set(row_titles())


@pytest.mark.parametrize("table", EDITED)
def test_an_edit_is_found(copy: Context, table: str) -> None:
    change, what = EDITED[table]
    shell(copy.db, f"UPDATE {table} SET {change} WHERE id = 1")
    (finding,) = verify(copy)[0]
    assert (finding.table, finding.row, finding.what) == (table, 1, what)
    assert finding.message == f"{what} 被其他工具改过。"


@pytest.mark.parametrize("table", EDITED)
def test_a_row_taken_out_is_found(copy: Context, table: str) -> None:
    shell(copy.db, f"PRAGMA foreign_keys=OFF; DELETE FROM {table} WHERE id = 1")
    (finding,) = verify(copy)[0]
    assert (finding.table, finding.row) == (table, 1)
    assert "删掉" in finding.message


@pytest.mark.parametrize("table", EDITED)
def test_a_row_put_in_is_found(copy: Context, table: str) -> None:
    conn = sqlite3.connect(copy.db)
    columns = [r[1] for r in conn.execute(f"PRAGMA table_info({table})") if r[1] != "id"]
    values = [f"{c} || 'x'" if c in ("number", "name", "code", "month", "measure") else c for c in columns]
    if table == "star_case":
        values = ["3" if c == "volunteer_id" else v for c, v in zip(columns, values, strict=True)]
    if table == "notice_record":
        conn.execute("DROP INDEX notice_record_once")
    if table == "signup":
        values = ["'cancelled'" if c == "status" else v for c, v in zip(columns, values, strict=True)]
    conn.execute(f"INSERT INTO {table} ({','.join(columns)}) SELECT {','.join(values)} FROM {table} WHERE id = 1")
    conn.commit()
    new = conn.execute(f"SELECT MAX(id) FROM {table}").fetchone()[0]
    conn.close()
    (finding,) = verify(copy)[0]
    assert (finding.table, finding.row) == (table, new)
    assert "不是本程序写入的" in finding.message


def test_two_rows_changed_for_each_other_are_found(copy: Context) -> None:
    shell(
        copy.db,
        "PRAGMA foreign_keys=OFF; UPDATE volunteer SET id = 99 WHERE id = 1; UPDATE volunteer SET id = 1 WHERE id = 3;"
        "UPDATE volunteer SET id = 3 WHERE id = 99",
    )
    assert {f.row for f in verify(copy)[0]} == {1, 3}


@pytest.mark.parametrize("column", ["at", "operator", "command", "summary", "reason", "previous_hash", "hash"])
def test_an_edited_operation_is_found(copy: Context, column: str) -> None:
    shell(copy.db, f"UPDATE operation SET {column} = '{'a' * 64}' WHERE id = 5")
    (finding,) = verify(copy)[0]
    assert (finding.table, finding.row, finding.what) == ("operation", 5, "第 5 号操作")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM operation WHERE id = 4",
        "DELETE FROM operation WHERE id = 1",
        "UPDATE operation SET undoes = 3 WHERE id = 4",
        "UPDATE operation SET id = 900 WHERE id = 4; UPDATE operation SET id = 4 WHERE id = 5;"
        "UPDATE operation SET id = 5 WHERE id = 900",
        "INSERT INTO operation SELECT id + 100, at, operator, command, summary, reason, undoes, previous_hash,"
        " 'x' || hash FROM operation WHERE id = 4",
        "DELETE FROM change WHERE operation_id = 5",
        "UPDATE change SET operation_id = 4 WHERE operation_id = 5",
        "UPDATE change SET operation_id = 400 WHERE operation_id = 5",
        "UPDATE change SET table_name = 'team' WHERE operation_id = 5",
        "UPDATE change SET table_name = 'sqlite_master' WHERE operation_id = 5",
        "UPDATE change SET kind = 'delete' WHERE operation_id = 5",
        "UPDATE change SET after = 'no json' WHERE operation_id = 5",
        "UPDATE change SET after = '[[[' WHERE operation_id = 5",
        "UPDATE change SET after = NULL WHERE operation_id = 5",
        "UPDATE change SET after = '7' WHERE operation_id = 5",
        "UPDATE change SET before = CAST(x'ff' AS TEXT) WHERE operation_id = 5",
        "UPDATE change SET columns = '{\"a\": 1}' WHERE operation_id = 2",
        "UPDATE change SET columns = '5' WHERE operation_id = 2",
        "UPDATE change SET digests = NULL WHERE operation_id = 2",
        "UPDATE change SET digests = CAST(digests || x'00' AS BLOB) WHERE operation_id = 2",
        "UPDATE change SET last_row = 9000000000000000000 WHERE operation_id = 2",
        "INSERT INTO change (operation_id, table_name, kind, first_row, last_row, before)"
        " VALUES (5, 'team', 'delete', 1, 1, '{}')",
    ],
)
def test_an_edited_journal_is_found_and_never_a_crash(copy: Context, sql: str) -> None:
    shell(copy.db, "PRAGMA foreign_keys=OFF; " + sql)
    findings = verify(copy)[0]
    assert findings and findings[0].table == "operation"
    assert "第" in findings[0].message


def test_a_chain_rewritten_from_one_operation_on_no_longer_meets_the_printed_head(copy: Context) -> None:
    """Whoever recomputes one hash must recompute all after it; the next operation gives it away."""
    from leifeng_cli.store.journal import operation_hash, read_changes

    conn = sqlite3.connect(copy.db)
    row = conn.execute(
        "SELECT previous_hash, id, at, operator, command, '假的', reason, undoes FROM operation WHERE id = 5"
    ).fetchone()
    forged = operation_hash(*row, [c for _op, c in read_changes(conn, 5)])
    conn.execute("UPDATE operation SET summary = '假的', hash = ? WHERE id = 5", (forged,))
    conn.commit()
    conn.close()
    (finding,) = verify(copy)[0]
    assert (finding.row, "接不上" in finding.message) == (6, True)


def test_a_journal_cut_short_is_found(copy: Context) -> None:
    """The last operations and their changes deleted, the rows left."""
    add_volunteer(copy, {"name": "赵六"})
    count = verify(copy)[1]
    shell(
        copy.db, f"PRAGMA foreign_keys=OFF; DELETE FROM change WHERE operation_id > {count - 2};"
        f"DELETE FROM operation WHERE id > {count - 2}",
    )  # fmt: skip
    findings = verify(copy)[0]
    assert {("operation", count), ("policy_use", 2), ("volunteer", 4)} == {(f.table, f.row) for f in findings}


def test_a_look_at_unmasked_data_cannot_be_struck_from_the_journal(copy: Context) -> None:
    reveal(copy, "volunteer", "核对", 3)
    count = verify(copy)[1]
    shell(copy.db, f"DELETE FROM operation WHERE id = {count}")
    (finding,) = verify(copy)[0]
    assert (finding.table, finding.row) == ("operation", count)


def test_an_edit_after_undo_and_redo_is_found(copy: Context) -> None:
    made, _rows = undo(copy, 4)
    undo(copy, made.id)
    assert verify(copy)[0] == []
    shell(copy.db, "UPDATE volunteer SET name = '王六' WHERE id = 3")
    assert [f.what for f in verify(copy)[0]] == ["志愿者 V000003"]


def test_an_edit_to_a_column_the_insert_did_not_name_is_found(copy: Context) -> None:
    shell(copy.db, "UPDATE service_record SET note = '改' WHERE id = 2")
    assert [f.what for f in verify(copy)[0]] == ["服务记录 2"]


@pytest.mark.parametrize("kind", ["TEXT", "TEXT NOT NULL DEFAULT '红'", "INTEGER NOT NULL DEFAULT -2"])
def test_a_column_added_later_keeps_the_file_in_agreement(
    copy: Context, newer_program: Callable[..., None], kind: str
) -> None:
    newer_program(f"ALTER TABLE volunteer ADD COLUMN colour {kind}")
    assert verify(copy)[0] == []
    edit_volunteer(copy, "V000001", {"note": "新"})
    add_volunteer(copy, {"name": "赵六"})
    assert verify(copy)[0] == []
    for number in (5, 4):  # an update and an insert from before the column was there
        made, _rows = undo(copy, number)
        undo(copy, made.id)
    assert verify(copy)[0] == []
    shell(copy.db, "UPDATE volunteer SET colour = 5 WHERE id = 3")
    assert [f.what for f in verify(copy)[0]] == ["志愿者 V000003"]


def test_what_the_command_says(copy: Context, capsys: pytest.CaptureFixture[str]) -> None:
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    assert run(app, ["--db", str(copy.db), "verify"]) == 0
    shell(copy.db, "UPDATE volunteer SET name = char(27) || '[31m红' WHERE id = 3")
    for format_ in ("table", "csv", "json"):
        capsys.readouterr()
        assert run(app, ["--db", str(copy.db), "verify", "-f", format_]) == 6
        out = capsys.readouterr().out
        assert "志愿者 V000003" in out and "\x1b" not in out
    assert json.loads(out)["findings"][0]["row"] == 3


def test_a_long_row_of_undoings_still_says_what_is_in_effect(ctx: Context) -> None:
    registers.add(ctx, TEAMS, {"name": "先锋队"})
    newest = 2
    for _again in range(60):
        newest = undo(ctx, newest)[0].id
    assert verify(ctx)[0] == []
    assert registers.list_records(ctx, TEAMS)[0].name == "先锋队"
