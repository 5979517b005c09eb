"""Every life cycle walked at random: what is declared is done, anything else is refused and changes nothing."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from examples import sample_rows
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.lifecycle import CLEARED
from leifeng_cli.domain.register import Alive
from leifeng_cli.domain.registers import alive
from leifeng_cli.domain.rewards import REWARDS
from leifeng_cli.errors import Conflict, LeifengError
from leifeng_cli.services import activities, hours, registers, signups
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.history import log, undo, verify
from leifeng_cli.services.moving import life_of, move_in
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.setup import init
from leifeng_cli.services.volunteers import add_volunteer
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.invariants import broken
from leifeng_cli.store.journal import Transaction

ALIVE = list(alive())


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two activities of one place each, three people signed up for either; hours of another day, to be approved."""
    ctx = Context(tmp_path_factory.mktemp("w") / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    for name in ("张三", "李四", "王五"):
        add_volunteer(ctx, {"name": name})
    for day in ("2022-01-08", "2022-01-09"):
        activities.add_activity(ctx, {"title": f"清洁{day}", "starts_on": day, "capacity": "1"})
        signups.sign_up(ctx, ["张三", "李四", "王五"], f"清洁{day}")
    set_setting(ctx, "approval", "on")
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2022-01-03"})
    another = replace(ctx, operator="登记人")
    hours.record_hours(another, ["张三", "李四"], "巡逻", {"service_date": "2022-01-03", "seconds": "2"})
    registers.add(ctx, REWARDS, {"name": "水杯", "price": "1", "stock": "9"})
    with ctx.write("seed") as tx:
        for one in ALIVE:
            _seed(tx, one.table)
    return ctx.db


def _seed(tx: Transaction, table: str) -> None:
    """Two rows for a table that has none, after those they refer to; in the first state of their life."""
    if tx.conn.execute(f"SELECT 1 FROM {table}").fetchone():
        return
    needed = {name for _cid, name, _type, needed, *_rest in tx.conn.execute(f"PRAGMA table_info({table})") if needed}
    for key in tx.conn.execute(f"PRAGMA foreign_key_list({table})").fetchall():
        if key[3] in needed:
            _seed(tx, key[2])
    first = next((life.kept(next(iter(life.states))) for life in (life_of(o) for o in ALIVE if o.table == table)), {})
    for row in sample_rows(tx.conn, table):
        tx.insert(table, row | first)


def _state(conn: Connection, one: Alive, row_id: int) -> str:
    cursor = conn.execute(f"SELECT * FROM {one.table} WHERE id = ?", (row_id,))
    return life_of(one).state_of(dict(zip([d[0] for d in cursor.description], cursor.fetchone(), strict=True)))


@pytest.mark.parametrize("one", ALIVE, ids=lambda o: o.table)
def test_a_life_cycle_is_whole(one: Alive) -> None:
    """Moves lead between known states, every state but the first can be come to, and verbs are not used twice.

    Where stamps tell the state, a move fills the one that tells of where it leads, and clears those before it.
    """
    life = life_of(one)
    states = list(life.states)
    assert {s for m in life.moves for s in (*m.froms, m.to)} <= set(states)
    assert set(states[1:]) <= {m.to for m in life.moves} and set(life.ended) <= set(states)
    assert len({m.verb for m in life.moves}) == len(life.moves)
    assert life.diagram().count("-->") == len(list(life.table()))
    for move in life.moves if life.told else ():
        stamped: dict[str, object] = dict.fromkeys(life.told) | {c: v for c, v in move.stamps.items() if v != CLEARED}
        assert life.state_of(stamped) == move.to


@pytest.mark.parametrize("one", ALIVE, ids=lambda o: o.table)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=8))
def test_only_declared_moves_are_made(one: Alive, started: Path, steps: list[tuple[int, int, bool]]) -> None:
    life = life_of(one)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(started, Path(folder, "t.db")))
        ctx = Context(path, dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
        for which, verb, back in steps:
            with ctx.read() as conn:
                there = [row[0] for row in conn.execute(f"SELECT id FROM {one.table} ORDER BY id")]
                row_id, step = there[which % len(there)], life.moves[verb % len(life.moves)]
                state = _state(conn, one, row_id)
            before = path.read_bytes()
            try:
                with ctx.write("walk") as tx:
                    move_in(tx, ctx, one, row_id, step.verb, "事由")
                    assert _state(tx.conn, one, row_id) == step.to
            except LeifengError as fault:
                assert isinstance(fault, Conflict) and path.read_bytes() == before
                if state not in step.froms:
                    assert life.states[state] in fault.message and step.title in fault.message
                event(f"{step.verb}: refused")
                continue
            assert state in step.froms
            event(f"{step.verb}: done")
            if back and state != step.to:  # a move that leads nowhere else writes nothing here
                undo(ctx, log(ctx, limit=1)[0].id)
                with ctx.read() as conn:
                    assert _state(conn, one, row_id) == state
            with ctx.read() as conn:
                assert broken(conn) == []
        assert verify(ctx)[0] == []
