"""What was done, taking it back, and whether the file still says what was written."""

from __future__ import annotations

from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.store import undo as store
from leifeng_cli.store import verify as checks
from leifeng_cli.store.journal import chain_head
from leifeng_cli.store.undo import Operation
from leifeng_cli.store.verify import Finding


def log(ctx: Context, *, limit: int | None = 20) -> list[Operation]:
    """Operations, newest first."""
    with ctx.read() as conn:
        return store.operations(conn, limit=limit)


def undo_target(ctx: Context, number: int | None) -> Operation:
    """The operation an undo would take back: the one named, or the newest still in effect."""
    with ctx.read() as conn:
        return store.operation(conn, number if number is not None else store.last_undoable(conn))


def undo(ctx: Context, number: int) -> tuple[Operation, int]:
    """Take an operation back. Returns the new operation and how many rows changed."""
    with ctx.read() as conn:
        what = store.operation(conn, number)
    summary = _("撤销第 {n} 号操作：{what}").format(n=number, what=what.summary)
    with ctx.write("undo", summary=summary, undoes=number) as tx:
        rows = store.undo(tx, number)
    with ctx.read() as conn:
        return store.operation(conn, chain_head(conn)[0]), rows


def verify(ctx: Context) -> tuple[list[Finding], int, str]:
    """Findings, how many operations there are, and the hash of the last one."""
    with ctx.read() as conn:
        findings = checks.verify(conn)
        count, head = chain_head(conn)
    return findings, count, head
