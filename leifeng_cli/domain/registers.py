"""The registers there are, each imported when it is looked up: a command pays for those it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from leifeng_cli.domain.nouns import BY_NAME
from leifeng_cli.domain.register import Record, Register


@cache
def _declared(where: str) -> Register[Record]:
    module, name = where.rsplit(".", 1)
    found = getattr(import_module(f"leifeng_cli.domain.{module}"), name)
    assert isinstance(found, Register)
    return found


class _Registers(Mapping[str, Register[Record]]):
    """Noun -> register, in the order of the list of nouns."""

    def __getitem__(self, noun: str) -> Register[Record]:
        entry = BY_NAME[noun]
        if not entry.register:
            raise KeyError(noun)
        return _declared(entry.register)

    def __iter__(self) -> Iterator[str]:
        return (noun.name for noun in BY_NAME.values() if noun.register)

    def __len__(self) -> int:
        return sum(1 for _noun in self)


REGISTERS = _Registers()


def row_titles() -> dict[str, str]:
    """What a person calls a row of each table: the registers' own, their parts', and those of other nouns."""
    titles: dict[str, str] = {}
    for register in REGISTERS.values():
        titles |= {register.table: register.title, **register.parts}
    for noun in BY_NAME.values():
        titles |= noun.tables
    return titles


def own_module(floor: str, noun: str) -> ModuleType | None:
    """The noun's own module on a floor (``services.importers``, ``services``), None where it has none.

    It is called as the module of its register is, and on the command line as the noun.
    """
    entry = BY_NAME[noun]
    name = entry.module if floor == "cli" else entry.register.split(".")[0]
    where = f"leifeng_cli.{floor}.{name}"
    return import_module(where) if find_spec(where) else None
