"""Processes that start at the same moment, and a program one migration newer than the file."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from leifeng_cli.store import migrations

Job = Callable[[], Any]


@pytest.fixture
def race() -> Callable[..., list[tuple[str, Any]]]:
    """Run functions in processes of their own, all at once; gives ("ok", result) or (error class, text) for each."""
    fork = multiprocessing.get_context("fork")

    def child(job: Job, gate: Any, answers: Any) -> None:
        gate.wait(10)
        try:
            answers.put(("ok", job()))
        except Exception as fault:  # noqa: BLE001  # handed to the test
            answers.put((type(fault).__name__, str(fault)))

    def run(*jobs: Job) -> list[tuple[str, Any]]:
        gate, answers = fork.Barrier(len(jobs)), fork.Queue()
        children = [fork.Process(target=child, args=(job, gate, answers)) for job in jobs]
        for one in children:
            one.start()
        found = [answers.get(timeout=30) for _ in children]
        for one in children:
            one.join(30)
        return found

    return run


@pytest.fixture
def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Give the program one more migration, of the statements given."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    name = "m9001_tried"

    def install(*statements: str) -> None:
        (folder / f"{name}.py").write_text(f"STATEMENTS = {statements!r}\n", encoding="utf-8")
        monkeypatch.setattr(migrations, "__path__", [*migrations.__path__, str(folder)])
        migrations.names.cache_clear()

    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield install
    monkeypatch.undo()
    migrations.names.cache_clear()
    sys.modules.pop(f"{migrations.__name__}.{name}", None)
