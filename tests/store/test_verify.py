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
from examples import sample_rows, unique_columns

from leifeng_cli.domain.registers import row_titles
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.services import activities, attendance, hours, registers, signups
from leifeng_cli.services.context import Context
from leifeng_cli.services.exports import reveal
from leifeng_cli.services.history import undo, verify
from leifeng_cli.services.settings import set_setting, use_counting
from leifeng_cli.services.teams import join_team
from leifeng_cli.services.volunteers import add_volunteer, edit_volunteer
from leifeng_cli.store.connection import open_file
from leifeng_cli.store.journal import journalled, write


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
    conn, _version = open_file(ctx.db)  # as the journal writes, whatever the rules of the tables say of each other
    with write(conn, at=ctx.at, operator="经办人", command="test") as tx:
        for table in journalled(tx.conn):
            if not tx.conn.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] and table not in BY_COMMAND:
                for row in sample_rows(tx.conn, table):
                    tx.insert(table, row)
    conn.close()
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


#: Filled by the commands that follow the samples.
BY_COMMAND = ("setting", "policy_use")
TABLES = tuple(row_titles())


def called(conn: sqlite3.Connection, table: str) -> str:
    """Row 1 as a person knows it: by its number, by its name where it has none, else by its count."""
    cursor = conn.execute(f"SELECT * FROM {table} WHERE id = 1")
    row = dict(zip([d[0] for d in cursor.description], cursor.fetchone(), strict=True))
    name = row.get("number") or (row["name"] if table in BY_COMMAND else row["id"])
    return f"{row_titles()[table]} {name}"


@pytest.mark.parametrize("table", TABLES)
def test_an_edit_is_found(copy: Context, table: str) -> None:
    """Whichever column it is."""
    conn = sqlite3.connect(copy.db)
    what = called(conn, table)
    columns = [row[1:3] for row in conn.execute(f"PRAGMA table_info({table})")]
    conn.close()
    for name, kind in columns[1:]:
        other = "7" if kind == "INTEGER" else "'改'"
        edited = replace(copy, db=Path(shutil.copy(copy.db, copy.db.with_name(f"{name}.db"))))
        shell(
            edited.db,
            f"PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON;"
            f"UPDATE {table} SET {name} = CASE WHEN {name} IS {other} THEN {other} || 1 ELSE {other} END WHERE id = 1",
        )
        (finding,) = (f for f in verify(edited)[0] if f.table)  # the file's own rules may be broken too
        assert (finding.table, finding.row) == (table, 1), name
        if name not in ("number", "name"):
            assert finding.what == what
        assert finding.message == f"{finding.what} 被其他工具改过。"


@pytest.mark.parametrize("table", TABLES)
def test_a_row_taken_out_is_found(copy: Context, table: str) -> None:
    shell(copy.db, f"PRAGMA foreign_keys=OFF; DELETE FROM {table} WHERE id = 1")
    (finding,) = verify(copy)[0]
    assert (finding.table, finding.row) == (table, 1)
    assert "删掉" in finding.message


@pytest.mark.parametrize("table", TABLES)
def test_a_row_put_in_is_found(copy: Context, table: str) -> None:
    conn = sqlite3.connect(copy.db)
    conn.execute("PRAGMA ignore_check_constraints=ON")
    for (index,) in conn.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE UNIQUE%'", (table,)
    ).fetchall():
        conn.execute(f"DROP INDEX {index}")
    unique = unique_columns(conn, table)
    columns = [r[1] for r in conn.execute(f"PRAGMA table_info({table})") if r[1] != "id"]
    values = [f"{c} || 'x'" if c in unique else c for c in columns]
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
