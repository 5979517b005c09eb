"""A real file for every test: nothing of our own is mocked."""

from __future__ import annotations

import datetime as dt
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leifeng_cli.cli.app import app
from leifeng_cli.cli.boundary import run
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.setup import init
from leifeng_cli.store import migrations

# A suite started in the background inherits an ignored Ctrl-C, and hands it on to what it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def ctx(tmp_path: Path) -> Context:
    """A file of its own, on the morning of 5 January 2022."""
    context = Context(tmp_path / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(context, "幸福社区", superior="市文明办")
    return context


Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """``cli("volunteer", "add", …)`` -> (exit code, stdout, stderr), on the morning of 5 January 2022."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEIFENG_NOW", "2022-01-05T09:00:00")
    monkeypatch.setenv("LEIFENG_OPERATOR", "经办人")
    monkeypatch.setenv("LEIFENG_DB", str(tmp_path / "t.db"))

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run(app, [str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert call("init", "--unit", "幸福社区")[0] == 0
    return call


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
