"""The pages a clerk reads, run from top to end: the README's tutorial and the cases beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from run_scenarios import replay  # noqa: E402

PAGES = [ROOT / "README.md", *sorted(Path(__file__).parent.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_page_runs_as_printed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert replay(text) == text


def test_a_wrong_page_is_noticed() -> None:
    page = "```console\n$ leifeng volunteer list\n张三\n```\n"
    assert replay(page) != page
