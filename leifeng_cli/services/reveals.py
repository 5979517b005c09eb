"""Unmasked personal data leaves the file only with a reason on record."""

from __future__ import annotations

from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.registers import needed_reason


def reveal(ctx: Context, noun: str, reason: str, count: int) -> None:
    """Put on record that unmasked personal data left the file, why, and how much. InvalidInput for a blank reason."""
    why = needed_reason(reason, ctx.hints(), option="--reveal")
    with ctx.write("reveal", reason=why) as tx:
        tx.summary = _("查看未脱敏的{title}资料 {n} 条").format(title=REGISTERS[noun].title, n=count)
        tx.keep_record()
