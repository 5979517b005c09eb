"""A real file for every test: nothing of our own is mocked."""

from __future__ import annotations

import datetime as dt
import signal
from pathlib import Path

import pytest

from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.setup import init

# A suite started in the background inherits an ignored Ctrl-C, and hands it on to what it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def ctx(tmp_path: Path) -> Context:
    """A file of its own, on the morning of 5 January 2022."""
    context = Context(tmp_path / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(context, "幸福社区", superior="市文明办")
    return context
