"""Asking before doing: only where somebody sits at the keyboard, never where a script runs."""

from __future__ import annotations

import sys

import typer

from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _


def confirm(question: str, *, yes: bool) -> None:
    """Return if the answer is yes. Raises UsageError naming the flag where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(_("{q}：没有人可以回答。").format(q=question), hint=_("确定要做请加 --yes。"))
    if not typer.confirm(question, err=True):
        raise typer.Abort
