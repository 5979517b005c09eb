"""A real file for every test: nothing of our own is mocked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.setup import init


@pytest.fixture
def ctx(tmp_path: Path) -> Context:
    """A file of its own, on the morning of 5 January 2022."""
    context = Context(tmp_path / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(context, "幸福社区", superior="市文明办")
    return context
