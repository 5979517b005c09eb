"""What follows from a state and not from a move: settled at the end of every write, undo, redo, import and edit.

A noun's service module declares it as ``SETTLES``: column of its own table -> rule. The rule is given the values
that column has in the changed rows, before and after, and restores what can be restored without asking anybody.
"""

from __future__ import annotations

from leifeng_cli.domain.nouns import BY_NAME
from leifeng_cli.domain.registers import own_module
from leifeng_cli.services.context import Context
from leifeng_cli.store.journal import Transaction


def settle(tx: Transaction, ctx: Context) -> None:
    """Run the rules of the registers the transaction changed; what they write belongs to the same operation."""
    changed = {change.table for change in tx.changes}
    for noun in [noun for noun in BY_NAME.values() if noun.register and noun.table in changed]:
        rules = getattr(own_module("services", noun.name), "SETTLES", {})
        for column, rule in rules.items():
            rule(tx, ctx, sorted(tx.values(noun.table, column)))
