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

from leifeng_cli.domain.lifecycle import Lifecycle
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import Conflict, LeifengError
from leifeng_cli.services import activities, hours, signups
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.history import log, undo, verify
from leifeng_cli.services.moving import life_of, move_in
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.setup import init
from leifeng_cli.services.volunteers import add_volunteer
from leifeng_cli.store import records
from leifeng_cli.store.invariants import broken

ALIVE = [register for register in REGISTERS.values() if register.life]


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
    with ctx.write("seed") as tx:
        for table in [r.table for r in ALIVE if not tx.conn.execute(f"SELECT 1 FROM {r.table}").fetchone()]:
            for row in sample_rows(tx.conn, table):
                tx.insert(table, {**row, **({"status": next(iter(_life(table).states))} if "status" in row else {})})
    return ctx.db


def _life(table: str) -> Lifecycle:
    return next(life_of(r) for r in ALIVE if r.table == table)


@pytest.mark.parametrize("register", ALIVE, ids=lambda r: r.noun)
def test_a_life_cycle_is_whole(register: Register[Record]) -> None:
    """Moves lead between known states, every state but the first can be come to, and verbs are not used twice."""
    life = life_of(register)
    states = list(life.states)
    assert {s for m in life.moves for s in (*m.froms, m.to)} <= set(states)
    assert set(states[1:]) <= {m.to for m in life.moves} and set(life.ended) <= set(states)
    assert len({m.verb for m in life.moves}) == len(life.moves)
    assert life.diagram().count("-->") == len(list(life.table()))


@pytest.mark.parametrize("register", ALIVE, ids=lambda r: r.noun)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=8))
def test_only_declared_moves_are_made(
    register: Register[Record], started: Path, steps: list[tuple[int, int, bool]]
) -> None:
    life = life_of(register)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(started, Path(folder, "t.db")))
        ctx = Context(path, dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
        for which, verb, back in steps:
            with ctx.read() as conn:
                there = records.select(conn, register)
            one, step = there[which % len(there)], life.moves[verb % len(life.moves)]
            before, state = path.read_bytes(), getattr(one, life.column)
            try:
                with ctx.write("walk") as tx:
                    move_in(tx, ctx, register, one.id, step.verb, "事由")
            except LeifengError as fault:
                assert isinstance(fault, Conflict) and path.read_bytes() == before
                if state not in step.froms:
                    assert life.states[state] in fault.message and step.title in fault.message
                event(f"{step.verb}: refused")
                continue
            assert state in step.froms
            event(f"{step.verb}: done")
            if back:
                undo(ctx, log(ctx, limit=1)[0].id)
                with ctx.read() as conn:
                    assert getattr(records.get(conn, register, one.id), life.column) == state
            with ctx.read() as conn:
                assert broken(conn) == []
        assert verify(ctx)[0] == []
