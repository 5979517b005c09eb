"""Backups and restores while others write, and across a change of schema."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.services import activities, hours
from leifeng_cli.services.backups import check_backup, list_backups, make_backup, restore
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import verify
from leifeng_cli.services.registers import list_records
from leifeng_cli.services.volunteers import add_volunteer


@pytest.fixture
def filled(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        add_volunteer(ctx, {"name": name})
    activities.add_activity(ctx, {"title": "清洁家园", "starts_on": "2022-01-04"})
    hours.record_hours(ctx, ["V000001", "V000002"], "A000001", {"service_date": "2022-01-04", "seconds": "2.33"})
    return ctx


def names(ctx: Context) -> list[str]:
    return [v.name for v in list_records(ctx, VOLUNTEERS)]


def files(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*")}


def test_many_that_back_up_and_write_at_once(filled: Context, race: Callable[..., list[tuple[str, Any]]]) -> None:
    def write() -> int:
        return len([add_volunteer(filled, {"name": f"新人{n}", "note": str(os.getpid())}) for n in range(5)])

    answers = race(write, write, lambda: make_backup(filled, None).path, lambda: make_backup(filled, None).path)
    assert {kind for kind, _answer in answers} == {"ok"}
    assert len(list_backups(filled)) == 2
    for path in list_backups(filled):
        check_backup(filled, path)
    assert len(names(filled)) == 12


def test_two_that_want_the_same_name(filled: Context, tmp_path: Path, race: Callable[..., Any]) -> None:
    for number in range(5):
        target = tmp_path / f"b{number}.db"
        answers = race(lambda t=target: make_backup(filled, t).records, lambda t=target: make_backup(filled, t).records)
        assert sorted(kind for kind, _answer in answers) == ["Conflict", "ok"]
        check_backup(filled, target)


def test_an_older_backup_is_checked_and_restored_without_being_changed(
    filled: Context, tmp_path: Path, newer_program: Callable[..., None]
) -> None:
    backup = make_backup(filled, tmp_path / "b.db").path
    before, folder = backup.read_bytes(), files(tmp_path)
    newer_program("ALTER TABLE volunteer ADD COLUMN colour TEXT NOT NULL DEFAULT '红'")
    assert check_backup(filled, backup).records == 2
    assert (backup.read_bytes(), files(tmp_path) - {"migrations", "m9001_tried.py"}) == (
        before, folder - {"migrations"},
    )  # fmt: skip
    add_volunteer(filled, {"name": "王五"})
    restore(filled, backup)
    assert backup.read_bytes() == before
    assert names(filled) == ["张三", "李四"]
    assert verify(filled)[0] == []


def test_a_writer_that_waited_through_a_restore_writes_to_the_restored_file(
    filled: Context, tmp_path: Path, race: Callable[..., Any]
) -> None:
    """Were the file exchanged under it, its acknowledged row would be in a file nobody sees again."""
    good = make_backup(filled, tmp_path / "b.db").path

    def write() -> list[str]:
        return [add_volunteer(filled, {"name": f"新人{n}"})[0].name for n in range(15)]

    (first, second) = race(write, lambda: restore(filled, good)[1])
    kept = next(a for _k, a in (first, second) if isinstance(a, Path))
    before, after = names(replace(filled, db=kept)), names(filled)
    assert set(before) | set(after) == {"张三", "李四", *(f"新人{n}" for n in range(15))}
    assert verify(filled)[0] == []
