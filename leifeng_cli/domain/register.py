"""A register declared once: what generic record keeping needs to know of it besides its columns.

The declaration stands beside its record; everything else is derived from the two, and nothing outside a
noun's own modules names the noun but the list of nouns::

    WISHES = Register("wish", "微心愿", Wish, "W", names=("number", "title"), dated_by="wished_on")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from leifeng_cli.domain.lifecycle import Lifecycle


class Record(Protocol):
    """What every record has."""

    @property
    def id(self) -> int: ...


class Kept(Record, Protocol):
    """What a record has that the generic verbs add, edit and archive."""

    @property
    def number(self) -> str: ...

    @property
    def archived_on(self) -> str | None: ...


class Alive(Protocol):
    """What has rows that move through states: a register, or a table beside one."""

    @property
    def noun(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def table(self) -> str: ...

    @property
    def life(self) -> Lifecycle | None: ...


R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Kept)
R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True)
class Signs:
    """By what a sheet of a register is known.

    ``all_of``: groups of fields, of each of which the sheet has at least one; left empty, the columns it
    needs. ``vague``: labels that stand in sheets of other kinds too and so say nothing. ``none_of``: labels
    of what no sheet of this register speaks of.
    """

    all_of: tuple[tuple[str, ...], ...] = ()
    vague: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Register(Generic[R_co]):
    """One register of records of one class.

    ``noun`` is the command, ``table`` the table if it is called otherwise. ``names`` are the columns a
    person may call a record by, the surest first, the second being the one a person gives it; ``unique``
    those no two records may share. ``depth`` is how many levels a nested register may have. ``order`` sorts
    lists and exports. ``dated_by`` is the column that says which day a record belongs to, ``parts`` the
    tables that hang on its records, with what a person calls one of their rows. ``after``: nouns of
    registers a sheet must be taken in after, where no column says so. ``life``: the states its
    records move through.
    """

    noun: str
    title: str
    record: type[R_co]
    prefix: str = ""
    width: int = 4
    names: tuple[str, ...] = ("number", "name")
    unique: tuple[str, ...] = ("number", "name")
    depth: int | None = None
    order: str = "t.number"
    table_name: str = ""
    archives: bool = True
    dated_by: str = ""
    told_by: Signs = Signs()
    after: tuple[str, ...] = ()
    life: Lifecycle | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.table_name or self.noun

    @property
    def called(self) -> str:
        """The field of the name a person gives a record: its name, its title."""
        return self.names[1] if len(self.names) > 1 else self.names[0]
