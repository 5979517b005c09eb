"""A file of the version before, whose words a migration turned into codes: nothing of its history is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.activities import LIFE, STATES
from leifeng_cli.errors import Conflict
from leifeng_cli.services import activities
from leifeng_cli.services.checks.running import run_checks, set_limit
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log, undo, verify
from leifeng_cli.store import migrate, migrations
from leifeng_cli.store.recoded import RECODED

#: What the program wrote when the schema had five steps: activities in each state, one taken back, one undone.
WRITTEN = Path(__file__).with_name("v5.sql")


@pytest.fixture
def old(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    there = replace(ctx, db=ctx.db.with_name("old.db"), notices=[])
    with monkeypatch.context() as before:
        first = migrations.names()[:5]
        before.setattr(migrations, "names", lambda: first)
        assert migrate.create(there.db)
    conn = sqlite3.connect(there.db)
    conn.executescript(WRITTEN.read_text("utf-8"))
    conn.close()
    yield there


def _states(ctx: Context) -> dict[str, str]:
    return {a.number: a.status for a in activities.list_activities(ctx)}


def _stored(path: Path) -> list[str]:
    conn = sqlite3.connect(path)
    try:
        return [word for (word,) in conn.execute("SELECT status FROM activity ORDER BY id")]
    finally:
        conn.close()


def test_it_is_backed_up_converted_and_verifies(old: Context) -> None:
    assert _stored(old.db) == ["已发布", "已结项", "已取消", "计划中"]
    findings, operations, head = verify(old)
    assert (findings, operations, head[:16]) == ([], 17, "b0b837f77173ee74")
    assert _stored(old.db) == ["published", "finished", "cancelled", "planned"]
    (notice,) = old.notices
    assert _stored(Path(notice.rpartition(" ")[2])) == ["已发布", "已结项", "已取消", "计划中"]


def test_every_operation_of_before_is_undone_and_redone(old: Context) -> None:
    """From the newest to the first sign of an activity and forth again; each time the file verifies."""
    before = _states(old)
    numbers = [o.id for o in log(old, limit=None) if o.undoes is None and o.undone_by is None and o.id > 2]
    undone = []
    for number in numbers:
        undone.append(undo(old, number)[0].id)
        assert verify(old)[0] == []
    assert _states(old) == {}
    for number in reversed(undone):
        undo(old, number)
        assert verify(old)[0] == [] and set(_states(old).values()) <= set(STATES)
    assert _states(old) == before


def test_undo_of_a_move_and_what_was_undone_before_come_back_in_codes(old: Context) -> None:
    undo(old, 12)
    assert _states(old)["A000003"] == "planned"
    undo(old, 14)  # the cancellation that had been taken back
    assert _states(old)["A000004"] == "cancelled"
    undo(old, 16)  # the activity that was inserted and taken out in the words of before
    assert _states(old)["A000005"] == "planned" and verify(old)[0] == []
    undo(old, 20)
    assert "A000005" not in _states(old) and verify(old)[0] == []


def test_a_former_word_or_another_state_is_an_edit(old: Context) -> None:
    assert verify(old)[0] == []
    for row, word in ((4, "计划中"), (4, "published"), (1, "已发布"), (1, "finished")):
        conn = sqlite3.connect(old.db)
        (kept,) = conn.execute("SELECT status FROM activity WHERE id = ?", (row,)).fetchone()
        conn.execute("UPDATE activity SET status = ? WHERE id = ?", (word, row))
        conn.commit()
        assert [f.what for f in verify(old)[0]] == [f"活动 A00000{row}"], word
        with pytest.raises(Conflict):
            undo(old, 6 if row == 4 else 17)
        conn.execute("UPDATE activity SET status = ? WHERE id = ?", (kept, row))
        conn.commit()
        conn.close()


def test_a_check_of_moves_reads_those_of_before(old: Context) -> None:
    set_limit(old, "declare_people", "1")
    (found,) = run_checks(old, ["declared-late"])
    assert "A000002" in found.subject and "2022-01-05 才发布" in found.message


def test_the_codes_are_those_of_the_life_cycle() -> None:
    words = RECODED["activity", "status"]
    assert {code: word for word, code in words.items()} == STATES == dict(LIFE.states)
