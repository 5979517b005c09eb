"""Two that come at once, and migrations that go wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leifeng_cli.domain.units import UNITS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import DatabaseError, NewerDatabase
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log, verify
from leifeng_cli.services.registers import list_records
from leifeng_cli.services.setup import init
from leifeng_cli.services.volunteers import add_volunteer
from leifeng_cli.store import migrations

Race = Callable[..., list[tuple[str, Any]]]


def _query(path: Path, sql: str) -> list[Any]:
    conn = sqlite3.connect(path)
    try:
        return conn.execute(sql).fetchall()
    finally:
        conn.close()


def test_two_inits_at_once_both_succeed_and_one_enters_the_unit(ctx: Context, tmp_path: Path, race: Race) -> None:
    for number in range(20):
        mine = replace(ctx, db=tmp_path / f"pair{number}.db")
        answers = race(lambda mine=mine: init(mine, "幸福社区"), lambda mine=mine: init(mine, "和平社区"))
        assert sorted(answers) == [("ok", False), ("ok", True)]
        assert len(list_records(mine, UNITS)) == 1
        assert len(log(mine)) == 1
        assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_init_again_changes_nothing(ctx: Context) -> None:
    before = ctx.db.read_bytes()
    assert init(ctx, "别的社区") is False
    assert ctx.db.read_bytes() == before


@pytest.mark.parametrize("unit", ["", "  ", "\u200b\n", "　"])
def test_a_unit_must_have_a_name(ctx: Context, tmp_path: Path, unit: str) -> None:
    from leifeng_cli.errors import InvalidInput

    mine = replace(ctx, db=tmp_path / "nameless.db")
    with pytest.raises(InvalidInput):
        init(mine, unit)
    assert not mine.db.exists()


def test_two_first_runs_at_once_on_an_old_file(ctx: Context, race: Race, newer_program: Callable[..., None]) -> None:
    add_volunteer(ctx, {"name": "张三"})
    old = ctx.db.read_bytes()
    newer_program("ALTER TABLE volunteer ADD COLUMN colour TEXT NOT NULL DEFAULT '红'")
    for _number in range(8):
        ctx.db.write_bytes(old)
        answers = race(
            lambda: len(list_records(ctx, VOLUNTEERS)), lambda: add_volunteer(ctx, {"name": "李四"})[0].number
        )
        assert sorted(answers, key=str) == [("ok", "V000002"), ("ok", 1)] or sorted(answers, key=str) == [
            ("ok", "V000002"),
            ("ok", 2),
        ]
        assert _query(ctx.db, "SELECT name FROM _sqlite_migrations") == [(n,) for n in migrations.names()]
        assert _query(ctx.db, "PRAGMA user_version") == [(migrations.latest_version(),)]
        assert verify(ctx)[0] == []
    kept = list(Path(f"{ctx.db}.backups").glob("*.db"))
    assert 8 <= len(kept) <= 16  # the slower of two may find nothing left to do


def test_an_upgrade_keeps_the_old_file_and_says_where(ctx: Context, newer_program: Callable[..., None]) -> None:
    add_volunteer(ctx, {"name": "张三"})
    newer_program("ALTER TABLE volunteer ADD COLUMN colour TEXT NOT NULL DEFAULT '红'")
    assert len(list_records(ctx, VOLUNTEERS)) == 1
    (notice,) = ctx.notices
    (kept,) = Path(f"{ctx.db}.backups").glob("*.db")
    assert str(kept) in notice
    assert _query(kept, "PRAGMA user_version") == [(migrations.latest_version() - 1,)]
    assert _query(ctx.db, "SELECT colour FROM volunteer") == [("红",)]
    list_records(ctx, VOLUNTEERS)
    assert len(ctx.notices) == 1


def test_a_migration_that_fails_midway_changes_nothing(ctx: Context, newer_program: Callable[..., None]) -> None:
    add_volunteer(ctx, {"name": "张三"})
    newer_program("ALTER TABLE volunteer ADD COLUMN colour TEXT", "UPDATE volunteer SET colour='x'", "NO SQL AT ALL")
    before = ctx.db.read_bytes()
    for _again in range(2):
        with pytest.raises(DatabaseError):
            list_records(ctx, VOLUNTEERS)
        assert ctx.db.read_bytes() == before


def test_a_file_of_the_newer_program_is_refused_by_the_older(
    ctx: Context, newer_program: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_program("ALTER TABLE volunteer ADD COLUMN colour TEXT")
    list_records(ctx, VOLUNTEERS)
    before = ctx.db.read_bytes()
    names = migrations.names()
    monkeypatch.setattr(migrations, "names", lambda: names[:-1])
    with pytest.raises(NewerDatabase, match="新版本"):
        list_records(ctx, VOLUNTEERS)
    assert ctx.db.read_bytes() == before
