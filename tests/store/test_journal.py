"""One transaction, one operation: what is written down, what is taken back, and that nothing else is left."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log, verify
from leifeng_cli.store.journal import (
    GENESIS,
    Change,
    Transaction,
    canonical,
    chain_head,
    operation_hash,
    read_changes,
    row_digest,
)

JSON = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


def _category(name: str) -> dict[str, Any]:
    return {"number": f"X{name}", "name": name}


def _names(ctx: Context) -> list[str]:
    with ctx.read() as conn:
        return [r[0] for r in conn.execute("SELECT name FROM category WHERE number LIKE 'X%' ORDER BY id")]


def _changes(ctx: Context, operation: int) -> list[Change]:
    with ctx.read() as conn:
        return [c for _op, c in read_changes(conn, operation)]


# The hash


def test_the_hashes_never_change() -> None:
    """Files written years ago must still verify: a change here breaks every chain there is."""
    assert canonical([1, None, '甲\n"乙"', {"b": 1, "a": [2]}]) == '[1,null,"甲\\n\\"乙\\"",{"b":1,"a":[2]}]'
    assert row_digest(["V000001", "张三", None, 7]).hex() == "ea4ca0115a74b56262c46fcccdda0af9"
    changes = [
        Change("team", "insert", 1, 2, ("number", "name"), digests=bytearray(range(32))),
        Change("team", "update", 1, 1, before={"id": 1, "name": "甲"}, after={"id": 1, "name": "乙"}),
    ]
    assert operation_hash(GENESIS, 1, "2022-01-05T09:00:00+08:00", "经办人", "t", "说明", None, None, changes) == (
        "06b5725468fbdcb0f773bb7aa54424d9681ad29f91907bc3054bbf44fe0d020a"
    )


@settings(max_examples=40, deadline=None)
@given(JSON)
def test_reading_back_and_writing_again_gives_the_same_text(value: object) -> None:
    import json

    try:
        text = canonical(value)
        text.encode()
    except UnicodeEncodeError:
        return
    assert canonical(json.loads(text)) == text


@given(st.lists(st.none() | st.integers() | st.text(max_size=5), max_size=4), st.data())
def test_values_cannot_slide_from_one_column_into_the_next(values: list[Any], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.none() | st.integers() | st.text(max_size=5), max_size=4))
    try:
        assert (row_digest(values) == row_digest(other)) == (canonical(values) == canonical(other))
    except UnicodeEncodeError:
        return


def test_every_part_of_an_operation_is_in_its_hash() -> None:
    change = Change("team", "update", 3, 3, before={"id": 3}, after={"id": 3, "x": 1})
    whole: list[Any] = [GENESIS, 1, "at", "who", "cmd", "what", "why", 4]
    known = {operation_hash(*whole, [change])}
    for position in range(len(whole)):
        other = list(whole)
        other[position] = None if other[position] is not None else 1
        known.add(operation_hash(*other, [change]))
    for odd in (
        Change("unit", "update", 3, 3, before={"id": 3}, after={"id": 3, "x": 1}),
        Change("team", "update", 4, 4, before={"id": 3}, after={"id": 3, "x": 1}),
        Change("team", "update", 3, 3, before={"id": 3}, after={"id": 3, "x": 2}),
        Change("team", "update", 3, 3, before={"id": 4}, after={"id": 3, "x": 1}),
        Change("team", "update", 3, 3, ("a",), {"id": 3}, {"id": 3, "x": 1}),
        Change("team", "update", 3, 3, (), {"id": 3}, {"id": 3, "x": 1}, bytearray(b"x")),
    ):
        known.add(operation_hash(*whole, [odd]))
    known.add(operation_hash(*whole, []))
    known.add(operation_hash(*whole, [change, change]))
    assert len(known) == 1 + len(whole) + 8


def test_operations_are_chained(ctx: Context) -> None:
    for name in "甲乙丙":
        with ctx.write("test") as tx:
            tx.insert("category", _category(name))
    with ctx.read() as conn:
        rows = conn.execute("SELECT id, previous_hash, hash FROM operation ORDER BY id").fetchall()
        assert chain_head(conn) == (rows[-1][0], rows[-1][2])
    assert [r[0] for r in rows] == [1, 2, 3, 4]
    assert [r[1] for r in rows] == [GENESIS, *(r[2] for r in rows[:-1])]


# What becomes a change


def test_a_run_of_inserts_is_one_change(ctx: Context) -> None:
    with ctx.write("test") as tx:
        first = tx.insert("category", _category("甲"))
        rows = [(f"X{n}", n) for n in "乙丙丁"]
        assert tx.insert_many("category", ("number", "name"), rows) == [first + 1, first + 2, first + 3]
        tx.insert("category", {**_category("戊"), "note": "别的栏"})
        tx.insert("team", {"number": "T9", "name": "队"})
        tx.insert("category", {**_category("己"), "note": "x"})
        number = tx.number
    found = [(c.table, c.first_row - first, c.last_row - first, len(c.digests)) for c in _changes(ctx, number)
             if c.table == "category"]  # fmt: skip
    assert found == [("category", 0, 3, 64), ("category", 4, 4, 16), ("category", 5, 5, 16)]
    assert verify(ctx)[0] == []


def test_the_order_of_an_update_between_inserts_is_kept(ctx: Context) -> None:
    with ctx.write("test") as tx:
        first = tx.insert("category", _category("甲"))
        assert tx.update("category", first, {"name": "甲甲"}) is True
        assert tx.update("category", first, {"name": "甲甲"}) is False
        tx.insert("category", _category("乙"))
        number = tx.number
    assert [c.kind for c in _changes(ctx, number)] == ["insert", "update", "insert"]
    assert verify(ctx)[0] == []


def test_a_table_not_journalled_cannot_be_written(ctx: Context) -> None:
    with pytest.raises(AssertionError), ctx.write("test") as tx:
        tx.insert("operation; DROP TABLE team", {"id": 1})
    assert len(log(ctx)) == 1


# Attempts

Step = tuple[str, Any]


def _play(tx: Transaction, steps: list[Step], kept: list[str], fresh: Callable[[], str]) -> None:
    """Carry out steps; ``kept`` follows what should be there. An attempt that fails takes its steps with it."""
    for kind, inner in steps:
        if kind == "insert":
            name = fresh()
            tx.insert("category", _category(name))
            kept.append(name)
        elif kind == "rename" and kept:
            row = tx.conn.execute("SELECT id FROM category WHERE name=?", (kept[-1],)).fetchone()[0]
            kept[-1] = fresh()
            tx.update("category", row, {"name": kept[-1]})
        elif kind in ("attempt", "failing"):
            tried = list(kept)
            try:
                with tx.attempt():
                    _play(tx, inner, tried, fresh)
                    if kind == "failing":
                        raise InvalidInput("no")
            except InvalidInput:
                continue
            kept[:] = tried


STEPS = st.recursive(
    st.lists(st.tuples(st.sampled_from(["insert", "insert", "rename"]), st.none()), max_size=4),
    lambda inner: st.lists(
        st.tuples(st.sampled_from(["insert", "rename"]), st.none())
        | st.tuples(st.sampled_from(["attempt", "failing"]), inner),
        max_size=5,
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_attempts_nested_any_way_leave_rows_and_journal_in_agreement(
    steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    from leifeng_cli.store.connection import connect
    from leifeng_cli.store.journal import write
    from leifeng_cli.store.migrate import create
    from leifeng_cli.store.undo import undo
    from leifeng_cli.store.verify import verify as check

    path = tmp_path_factory.mktemp("attempts") / "a.db"
    create(path)
    conn = connect(path)
    conn.execute("PRAGMA synchronous=OFF")
    count = iter(range(1000))
    kept: list[str] = []
    with write(conn, at="a", operator="o", command="c") as tx:
        _play(tx, steps, kept, lambda: f"n{next(count)}")
    assert [r[0] for r in conn.execute("SELECT name FROM category ORDER BY id")] == kept
    assert check(conn) == []
    if kept:
        with write(conn, at="a", operator="o", command="undo", undoes=1) as tx:
            undo(tx, 1)
        assert conn.execute("SELECT COUNT(*) FROM category").fetchone() == (0,)
        assert check(conn) == []
    conn.close()


def test_a_run_that_grew_in_a_failed_attempt_shrinks_again(ctx: Context) -> None:
    with ctx.write("test") as tx:
        tx.insert("category", _category("甲"))
        with pytest.raises(Conflict), tx.attempt():
            tx.insert("category", _category("乙"))
            tx.insert("category", _category("丙"))
            raise Conflict("no")
        assert [len(c.digests) for c in tx.changes] == [16]
        with tx.attempt():
            tx.insert("category", _category("丁"))
        number = tx.number
    assert _names(ctx) == ["甲", "丁"]
    assert sum(c.last_row - c.first_row + 1 for c in _changes(ctx, number)) == 2
    assert verify(ctx)[0] == []


def test_a_number_given_in_a_failed_attempt_is_given_again(ctx: Context) -> None:
    with ctx.write("test") as tx:
        with pytest.raises(Conflict), tx.attempt():
            assert tx.next_number("team", "T", 4) == "T0001"
            raise Conflict("no")
        assert tx.next_number("team", "T", 4) == "T0001"
        tx.reserve_number("team", "T", "T0007")
        for harmless in ("T0003", "T", "Tx", "T９", "T" + "9" * 30, "别的"):
            tx.reserve_number("team", "T", harmless)
        assert tx.next_number("team", "T", 4) == "T0008"
        tx.discard()


# The end of a transaction


def test_discard_keeps_nothing(ctx: Context) -> None:
    before = ctx.db.read_bytes()
    with ctx.write("test") as tx:
        tx.insert("category", _category("甲"))
        tx.discard()
    assert ctx.db.read_bytes() == before


def test_nothing_changed_is_no_operation_unless_it_is_worth_keeping(ctx: Context) -> None:
    before = ctx.db.read_bytes()
    with ctx.write("look"):
        pass
    assert ctx.db.read_bytes() == before
    with ctx.write("look", reason="检查") as tx:
        tx.keep_record()
    newest = log(ctx)[0]
    assert (newest.command, newest.reason, newest.rows) == ("look", "检查", 0)
    assert verify(ctx)[0] == []


@pytest.mark.parametrize("fault", [Conflict("no"), KeyboardInterrupt(), ZeroDivisionError(), SystemExit(3)])
def test_any_way_out_but_the_end_leaves_the_file_as_it_was(ctx: Context, fault: BaseException) -> None:
    before = ctx.db.read_bytes()
    with pytest.raises(type(fault)), ctx.write("test") as tx:
        tx.insert("category", _category("甲"))
        tx.next_number("team", "T")
        raise fault
    assert ctx.db.read_bytes() == before
    assert not ctx.db.with_name("t.db-journal").exists()


@pytest.mark.parametrize("value", ["\ud800", 2**63, -(2**63) - 1])
def test_what_sqlite_cannot_hold_is_bad_input(ctx: Context, value: Any) -> None:
    before = ctx.db.read_bytes()
    row = {"number": "A1", "title": "x", "starts_on": "2022-01-01", "ends_on": "2022-01-01", "status": "planned"}
    with pytest.raises(InvalidInput), ctx.write("test") as tx:
        tx.insert("activity", {**row, "note" if isinstance(value, str) else "capacity": value})
    assert ctx.db.read_bytes() == before


def test_ctrl_c_during_the_commit_comes_too_late(ctx: Context) -> None:
    """Else the program would say that nothing was written when it was."""

    def interrupt(statement: str) -> None:
        if statement == "COMMIT":
            os.kill(os.getpid(), signal.SIGINT)

    with ctx.write("test") as tx:
        tx.insert("category", _category("甲"))
        tx.conn.set_trace_callback(interrupt)
    assert _names(ctx) == ["甲"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_row_put_in_under_a_taken_number_is_a_conflict_and_leaves_all_as_it_was(ctx: Context) -> None:
    with ctx.write("test") as tx:
        tx.insert("category", _category("甲"))
    before = ctx.db.read_bytes()
    with pytest.raises(Conflict), ctx.write("test") as tx:
        tx.insert("category", _category("乙"))
        tx.insert("category", _category("甲"))
    assert ctx.db.read_bytes() == before


def test_the_journal_copes_with_every_text_sqlite_can_hold(ctx: Context) -> None:
    texts = ["a\0b", "\u202e", "𠅤䶮", "'\"\\", "{}", "null", "\x1b]0;x\a", "é" * 3000]
    with ctx.write("test") as tx:
        for text in texts:
            row = tx.insert("category", _category(text))
            tx.update("category", row, {"note": text})
    assert verify(ctx)[0] == []
    conn = sqlite3.connect(ctx.db)
    assert [r[0] for r in conn.execute("SELECT note FROM category WHERE note IS NOT NULL ORDER BY id")] == texts
    conn.close()


def test_digest_is_the_documented_one() -> None:
    assert row_digest(["甲"]) == hashlib.blake2b('["甲"]'.encode(), digest_size=16).digest()
