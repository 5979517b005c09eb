"""Whole numbers as typed. Typer's own would load a validator for one digit."""

from __future__ import annotations

from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _


def whole(given: str, wanted: str, *, least: int = 0, most: int = 10**14, hint: str = "") -> int:
    """The number. Raises UsageError, saying what was ``wanted``, for anything else."""
    if not (given.isascii() and given.isdigit() and len(given) <= 15 and least <= int(given) <= most):
        raise UsageError(_("{wanted}，不是“{given}”。").format(wanted=wanted, given=given), hint=hint)
    return int(given)


def level_number(given: str) -> int:
    """A star level or honour by its number."""
    return whole(given, _("--level 后面应是数字"), most=99)
