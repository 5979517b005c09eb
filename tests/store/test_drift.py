"""The DDL, written by hand, and the registers' dataclasses say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.nouns import BY_NAME
from leifeng_cli.domain.register import Register
from leifeng_cli.domain.registers import REGISTERS, row_titles
from leifeng_cli.services.context import Context
from leifeng_cli.store import migrations
from leifeng_cli.store.journal import journalled

#: Columns a table has and no description of its register names: keys, and what the program alone writes.
INTERNAL = {
    "signup": {"volunteer_id", "activity_id"},
    "attendance": {"volunteer_id", "activity_id"},
    "hours": {"volunteer_id", "activity_id", "attendance_id", "actual_seconds", "counting"},
}


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda r: r.noun)
def test_a_table_holds_exactly_what_its_register_describes(ctx: Context, register: Register) -> None:
    described = {c.stored for c in columns_of(register.record) if c.stored}
    with ctx.read() as conn:
        table = {row[1] for row in conn.execute(f"PRAGMA table_info({register.table})")}
    internal = INTERNAL.get(register.noun, set())
    assert not described & internal
    assert table - {"id"} == (described | internal) - {"id"}


def test_the_list_of_nouns_knows_each_registers_table() -> None:
    """Said there too, so that a write need not import every register to know whose table it changed."""
    assert {noun: BY_NAME[noun].table for noun in REGISTERS} == {n: r.table for n, r in REGISTERS.items()}


def test_every_table_is_strict_and_either_journalled_or_known_not_to_be(ctx: Context) -> None:
    with ctx.read() as conn:
        strict = {r[1]: r[5] for r in conn.execute("PRAGMA table_list") if r[0] == "main"}
        tables = set(journalled(conn))
    ours = {t for t in strict if not t.startswith(("sqlite_", "_sqlite_"))}
    assert ours == tables | {"operation", "change", "sequence"}
    assert all(strict[t] for t in ours)
    assert tables == set(row_titles())  # each has a name a person knows, and no name is left of a table that went


def test_every_reference_can_be_followed_back_through_an_index(ctx: Context) -> None:
    """Without one SQLite scans the whole table for each row an undo takes out: an import would take minutes."""
    small = {("team", "parent_id"), ("team", "leader_id"), ("category", "parent_id")}
    small |= {("activity", "team_id"), ("activity", "category_id"), ("service_record", "team_id")}
    with ctx.read() as conn:
        for table in journalled(conn):
            for key in conn.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                plan = conn.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {key[3]}=?", (1,)).fetchall()
                assert "SEARCH" in plan[0][3] or (table, key[3]) in small, (table, key[3])


def test_migrations_are_numbered_without_a_gap_and_import_nothing_of_the_program() -> None:
    names = migrations.names()
    assert [int(n[1:5]) for n in names] == list(range(1, len(names) + 1))
    for name in names:
        text = Path(str(migrations.__file__)).with_name(f"{name}.py").read_text(encoding="utf-8")
        assert "import" not in text.replace("imports nothing", "")
