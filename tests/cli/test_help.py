"""Every command explains itself, in Chinese, inside the width of the terminal."""

from __future__ import annotations

import pytest

from leifeng_cli.cli.app import app, load
from leifeng_cli.cli.boundary import run
from leifeng_cli.cli.table import width
from leifeng_cli.domain.nouns import BY_NAME

ENGLISH = (
    "Usage",
    "Options",
    "Arguments",
    "Commands",
    "Show this",
    "required",
    "default",
    "OPTIONS",
    "COMMAND",
    "ARGS",
)


def paths() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for name in BY_NAME:
        found.append((name,))
        found += [(name, verb) for verb in getattr(load(name), "commands", {})]
    return found


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("path", paths(), ids=" ".join)
def test_help(
    path: tuple[str, ...], columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert run(app, [*path, "--help"]) == 0
    text = capsys.readouterr().out
    assert "用法：" in text
    assert not [word for word in ENGLISH if word in text]
    assert max(width(line) for line in text.splitlines()) <= columns


@pytest.mark.parametrize("path", [p for p in paths() if p], ids=" ".join)
def test_every_option_says_what_it_is_for(path: tuple[str, ...]) -> None:
    command = load(path[0])
    if len(path) == 2:
        command = command.commands[path[1]]
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert getattr(parameter, "help", None), parameter.name
