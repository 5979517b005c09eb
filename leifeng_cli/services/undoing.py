"""What an undo must not bring back and no query can tell: limits that dated policies set."""

from __future__ import annotations

from leifeng_cli.services.rewards import check_redeemed_again
from leifeng_cli.store.journal import Transaction


def check_limits(tx: Transaction) -> None:
    """Raise Conflict where the transaction, which undoes an operation, exceeds a limit of a rule in force."""
    for redemption in tx.touched("redemption"):
        check_redeemed_again(tx, redemption)
