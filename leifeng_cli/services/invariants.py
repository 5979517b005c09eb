"""No write, undo, redo or import leaves the file with what should not be: the guard at the end of each."""

from __future__ import annotations

from pathlib import Path

from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.store.invariants import broken_by
from leifeng_cli.store.journal import Transaction


def check_invariants(tx: Transaction, db: Path, undoes: int | None) -> None:
    """Raise Conflict, naming the records in the way and what to do first, for what the transaction breaks."""
    fault = broken_by(tx, db) if tx.changes else None
    if fault is None:
        return
    message = f"{fault.message}。"
    if undoes is not None:
        message = _("不能撤销第 {number} 号操作：撤销后{message}").format(number=undoes, message=message)
    raise Conflict(message, hint=f"{fault.hint}。")
