"""Killed, interrupted, or out of disk: the file is as before or as after, and the next command works.

soak/ has the same for minutes on end.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leifeng_cli.domain.hours import HOURS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import DatabaseError
from leifeng_cli.services.backups import check_backup, make_backup, restore
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import undo, verify
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.registers import list_records
from leifeng_cli.services.volunteers import add_volunteer

PEOPLE = 10


@pytest.fixture
def ready(ctx: Context) -> Context:
    for n in range(PEOPLE):
        add_volunteer(ctx, {"name": f"志愿者{n}"})
    return ctx


def sheet(folder: Path, rows: int) -> Path:
    """An hours sheet in which nobody is in two places at once."""
    path = folder / f"hours{rows}.csv"
    lines = []
    for n in range(rows):
        day = dt.date(2020, 1, 1) + dt.timedelta(days=n // (PEOPLE * 4) % 700)
        start = 8 + n // PEOPLE % 4
        lines.append(f"V{n % PEOPLE + 1:06d},活动{n % 30},{day},{start}:00-{start}:50")
    path.write_text("\n".join(["志愿者编号,活动名称,服务日期,起止时间", *lines]), encoding="utf-8")
    return path


def count(path: Path, table: str) -> int:
    conn = sqlite3.connect(path)
    try:
        return int(conn.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
    finally:
        conn.close()


def in_child(job: Callable[[], Any]) -> int:
    """Run in a process of its own; returns its id. It exits 0 when the job is done and acknowledged, else 1."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            job()
            code = 0
        finally:
            os._exit(code)
    return child


def wait_for_write(path: Path, seconds: float = 5.0) -> None:
    journal, begun = path.with_name(path.name + "-journal"), time.monotonic()
    while not journal.exists() and time.monotonic() - begun < seconds:
        time.sleep(0.0005)


@pytest.mark.parametrize("seed", range(15))
def test_killed_at_any_moment_of_an_import(ready: Context, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = sheet(tmp_path, 300)
    child = in_child(lambda: import_files(ready, HOURS, [path], ImportOptions()))
    if seed % 3:
        wait_for_write(ready.db)
        time.sleep(chance.uniform(0, 0.12))
    else:
        time.sleep(chance.uniform(0, 0.25))
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    records = len(list_records_of_hours(ready))
    assert records in ((300,) if status == 0 else (0, 300))
    assert add_volunteer(ready, {"name": "下一位"})[0].number == f"V{PEOPLE + 1:06d}"
    assert verify(ready)[0] == []


def list_records_of_hours(ctx: Context) -> list[Any]:
    from leifeng_cli.services.hours import list_hours

    return list_hours(ctx)


@pytest.mark.parametrize("seed", range(6))
def test_killed_while_undoing_or_restoring(ready: Context, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    backup = make_backup(ready, tmp_path / "b.db").path
    import_files(ready, HOURS, [sheet(tmp_path, 300)], ImportOptions())
    job: Callable[[], object] = (lambda: undo(ready, PEOPLE + 2)) if seed % 2 else (lambda: restore(ready, backup))
    child = in_child(job)
    wait_for_write(ready.db, 0.5)
    time.sleep(chance.uniform(0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert len(list_records_of_hours(ready)) in (0, 300)
    assert verify(ready)[0] == []
    check_backup(ready, backup)
    assert add_volunteer(ready, {"name": "下一位"})[0].number == f"V{PEOPLE + 1:06d}"


def on_a_disk_of(size: int, job: Callable[[], object], tmp_path: Path) -> str:
    """The job's error class where no file may grow past ``size`` bytes, or "done"."""
    answer = tmp_path / "answer"
    answer.unlink(missing_ok=True)

    def limited() -> None:
        handle = os.open(answer, os.O_CREAT | os.O_WRONLY)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            job()
            os.write(handle, b"done")
        except DatabaseError as fault:
            os.write(handle, f"{fault.exit_code} {fault.message}".encode()[:200])
        except BaseException as fault:  # noqa: BLE001  # handed to the test
            os.write(handle, repr(fault).encode()[:200])

    os.waitpid(in_child(limited), 0)
    return answer.read_text(encoding="utf-8", errors="replace")


def test_a_full_disk_during_an_import(ready: Context, tmp_path: Path) -> None:
    path, before = sheet(tmp_path, 600), ready.db.read_bytes()
    size = len(before)
    for grown in (-8192, 0, 4096, 20480, 49152, 65536):
        said = on_a_disk_of(size + grown, lambda: import_files(ready, HOURS, [path], ImportOptions()), tmp_path)
        assert said.startswith("6 "), (grown, said)
        assert "未写入" in said
        assert ready.db.read_bytes() == before
    assert on_a_disk_of(10**8, lambda: import_files(ready, HOURS, [path], ImportOptions()), tmp_path) == "done"
    assert len(list_records_of_hours(ready)) == 600
    assert verify(ready)[0] == []


def test_a_full_disk_during_a_backup_or_restore_or_init(ready: Context, tmp_path: Path) -> None:
    from dataclasses import replace

    from leifeng_cli.services.setup import init

    good = make_backup(ready, tmp_path / "good.db").path
    before, fresh = ready.db.read_bytes(), replace(ready, db=tmp_path / "fresh.db")
    kept = {p.name for p in tmp_path.iterdir()} | {"answer", "t.db.backups"}
    jobs: list[Callable[[], object]] = [
        lambda: make_backup(ready, tmp_path / "b.db"), lambda: restore(ready, good), lambda: init(fresh, "和平社区"),
    ]  # fmt: skip
    for job in jobs:
        for size in (1000, 50000, len(before) - 4096):
            said = on_a_disk_of(size, job, tmp_path)
            assert said.startswith("6 "), said
            assert {p.name for p in tmp_path.iterdir()} <= kept
            assert ready.db.read_bytes() == before


def test_ctrl_c_during_an_import(ready: Context, tmp_path: Path) -> None:
    path, before = sheet(tmp_path, 6000), ready.db.read_bytes()
    command = [sys.executable, "-m", "leifeng_cli", "--db", str(ready.db), "hours", "import", str(path), "--yes"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        wait_for_write(ready.db, 20)
        time.sleep(0.15)
        child.send_signal(signal.SIGINT)
        _out, said = child.communicate(timeout=20)
    assert child.returncode == 130
    assert "Traceback" not in said
    assert ready.db.read_bytes() == before
    assert not ready.db.with_name("t.db-journal").exists()
    assert len(list_records(ready, VOLUNTEERS)) == PEOPLE
