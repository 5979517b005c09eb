"""The registers there are, each imported when it is looked up: a command pays for those it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from leifeng_cli.domain.nouns import BY_NAME, Noun
from leifeng_cli.domain.register import Alive, Record, Register

if TYPE_CHECKING:
    from leifeng_cli.domain.lifecycle import Lifecycle


def _declared(where: str) -> object:
    module, name = where.rsplit(".", 1)
    return getattr(import_module(f"leifeng_cli.domain.{module}"), name)


@cache
def _register(where: str) -> Register[Record]:
    found = _declared(where)
    assert isinstance(found, Register)
    return found


class _Registers(Mapping[str, Register[Record]]):
    """Noun -> register, in the order of the list of nouns."""

    def __getitem__(self, noun: str) -> Register[Record]:
        entry = BY_NAME[noun]
        if not entry.register:
            raise KeyError(noun)
        return _register(entry.register)

    def __iter__(self) -> Iterator[str]:
        return (noun.name for noun in BY_NAME.values() if noun.register)

    def __len__(self) -> int:
        return sum(1 for _noun in self)


REGISTERS = _Registers()


class Part:
    """A table that is no register's own and whose rows have a life cycle all the same."""

    def __init__(self, noun: Noun, table: str) -> None:
        self.noun, self.table = noun.name, table
        self.title = noun.tables[table] if table in noun.tables else REGISTERS[noun.name].parts[table]
        self.life: Lifecycle = _declared(noun.lives[table])  # type: ignore[assignment]


def part(table: str) -> Part:
    return next(Part(noun, table) for noun in BY_NAME.values() if table in noun.lives)


def alive() -> Iterator[Alive]:
    """Everything that has a life cycle, in the order of the list of nouns."""
    for noun in BY_NAME.values():
        if noun.register and REGISTERS[noun.name].life:
            yield REGISTERS[noun.name]
        for table in noun.lives:
            yield Part(noun, table)


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
