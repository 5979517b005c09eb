"""Processes that start at the same moment."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

import pytest

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
