"""The command line called in this process, in a folder and a file of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leifeng_cli.cli.app import app
from leifeng_cli.cli.boundary import run

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
