"""What was done, taking it back, and whether the file still says what was written."""

from __future__ import annotations

import re
from dataclasses import replace

from leifeng_cli.domain.values.masks import mask_id, mask_phone
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.undoing import check_limits
from leifeng_cli.store import undo as store
from leifeng_cli.store import verify as checks
from leifeng_cli.store.journal import chain_head
from leifeng_cli.store.undo import Operation
from leifeng_cli.store.verify import Finding

#: A phone or ID number somebody wrote into a reason.
_NUMBER = re.compile(r"\d{11,}[Xx]?")


def _masked(one: Operation) -> Operation:
    """An operation as it may be shown: free text is where a phone number hides."""
    return replace(one, summary=_without_numbers(one.summary), reason=one.reason and _without_numbers(one.reason))


def _without_numbers(text: str) -> str:
    return _NUMBER.sub(lambda run: mask_phone(run[0]) if len(run[0]) == 11 else mask_id(run[0]), text)


def log(ctx: Context, *, limit: int | None = 20) -> list[Operation]:
    """Operations, newest first, without the phone and ID numbers somebody may have written into them."""
    with ctx.read() as conn:
        return [_masked(one) for one in store.operations(conn, limit=limit)]


def undo_target(ctx: Context, number: int | None) -> Operation:
    """The operation an undo would take back: the one named, or the newest still in effect."""
    with ctx.read() as conn:
        return _masked(store.operation(conn, number if number is not None else store.last_undoable(conn)))


def undo(ctx: Context, number: int) -> tuple[Operation, int]:
    """Take an operation back. Returns the new operation and how many rows changed.

    Raises NotFound, or Conflict where something has happened since that stands against it: a row
    changed, a record in use, a minute that would be credited twice.
    """
    with ctx.write("undo", undoes=number) as tx:
        what = store.operation(tx.conn, number)
        tx.summary = _("撤销第 {n} 号操作：{what}").format(n=number, what=what.summary)
        rows = store.undo(tx, number)
        check_limits(tx)
        made = tx.number
    with ctx.read() as conn:
        return _masked(store.operation(conn, made)), rows


def verify(ctx: Context) -> tuple[list[Finding], int, str]:
    """Findings, how many operations there are, and the hash of the last one."""
    with ctx.read() as conn:
        findings = checks.verify(conn)
        count, head = chain_head(conn)
    return findings, count, head
