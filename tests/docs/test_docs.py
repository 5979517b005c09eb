"""The generated pages say what the program is now, and no page points nowhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from leifeng_cli import errors
from leifeng_cli.cli.help import EXIT_CODES

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from make_docs import pages  # noqa: E402


@pytest.mark.parametrize("name", ["commands.md", "data-dictionary.md", "exit-codes.md", "checks.md", "states.md"])
def test_generated_page_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name], "run make docs"


def test_every_exit_code_of_an_error_is_explained() -> None:
    family = [v for v in vars(errors).values() if isinstance(v, type) and issubclass(v, errors.LeifengError)]
    assert {e.exit_code for e in family} <= {code for code, _text in EXIT_CODES}


@pytest.mark.parametrize("page", [p for d in (ROOT, ROOT / "docs") for p in d.glob("*.md")], ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} -> {target}"
