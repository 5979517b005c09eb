"""The product with one register more than it has: what is generic must serve it unasked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import get_args, get_type_hints

import loans
import pytest

from leifeng_cli.domain import nouns
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.register import Record, Register


def table_of(register: Register[Record]) -> str:
    """The DDL a migration would have, from the columns."""
    hints = get_type_hints(register.record)
    parts = ["id INTEGER PRIMARY KEY AUTOINCREMENT"]
    for column in columns_of(register.record):
        if column.stored and column.field != "id":
            kind = (
                "INTEGER" if column.col.ref or int in (hints[column.field], *get_args(hints[column.field])) else "TEXT"
            )
            there = f" REFERENCES {column.col.ref}(id)" if column.col.ref else ""
            needed = "" if type(None) in get_args(hints[column.field]) else " NOT NULL"
            parts.append(f"{column.stored} {kind}{needed}{' UNIQUE' if column.field == 'number' else ''}{there}")
    return f"CREATE TABLE {register.table} ({', '.join(parts)}) STRICT"


@pytest.fixture
def loan_register(
    monkeypatch: pytest.MonkeyPatch, newer_program: Callable[..., None]
) -> Iterator[Register[loans.Loan]]:
    """One line in the list of nouns, one migration: all that a register takes outside its own module."""
    monkeypatch.setitem(sys.modules, "leifeng_cli.domain.loans", loans)
    line = nouns.Noun("loan", "登记册", "借用：物品、借用人", "loans.LOANS")
    monkeypatch.setitem(nouns.BY_NAME, "loan", line)
    newer_program(table_of(loans.LOANS))
    yield loans.LOANS
