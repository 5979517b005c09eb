"""What the program imports is what it asks for: an office has no developer's packages beside it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements: list[str]) -> set[str]:
    return {_plain(re.split(r"[<>=\[; ]", r, maxsplit=1)[0]) for r in requirements}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported() -> dict[str, set[Path]]:
    """Distribution -> the files of ours that import it."""
    owners = packages_distributions()
    found: dict[str, set[Path]] = {}
    for path in sorted((ROOT / "leifeng_cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            for top in {m.partition(".")[0] for m in modules} - set(sys.stdlib_module_names) - {"leifeng_cli"}:
                for owner in owners[top]:
                    found.setdefault(_plain(owner), set()).add(path)
    return found


def test_everything_imported_is_asked_for() -> None:
    base = _names(PROJECT["dependencies"])
    extras = set().union(*map(_names, PROJECT["optional-dependencies"].values()))
    imported = _imported()
    assert imported.keys() - base <= extras
    for name in imported.keys() & (extras - base):
        for path in imported[name]:
            assert "except ImportError" in path.read_text(encoding="utf-8"), f"{path}: {name} may not be there"


def test_nothing_is_asked_for_in_vain() -> None:
    assert _names(PROJECT["dependencies"]) <= _imported().keys()


def test_the_tests_have_the_extras() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    assert set().union(*map(set, PROJECT["optional-dependencies"].values())) == set(groups["extras"])
