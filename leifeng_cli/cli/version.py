"""What ``--version`` prints."""

from __future__ import annotations

from leifeng_cli import __version__
from leifeng_cli.store.connection import sqlite_version
from leifeng_cli.store.migrations import latest_version


def version_line() -> str:
    return f"leifeng {__version__}（数据格式第 {latest_version()} 版，SQLite {sqlite_version()}）"
