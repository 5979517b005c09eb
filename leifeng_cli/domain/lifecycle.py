"""Life cycles: which states a register's records move through, and by which moves.

From the declaration come the command, the refusal, the journal's summary, undo, the page of states and a test
that walks it at random::

    Lifecycle({"lent": "借出", "returned": "已还"}, (Move("return", "归还", ("lent",), "returned", reason=False),))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.values.text import choice

#: What a move may write into a column besides the state.
TODAY, NOW, OPERATOR, REASON, CLEARED = "today", "now", "operator", "reason", "cleared"


@dataclass(frozen=True, eq=False, repr=False)
class Move:
    """One move: ``verb`` on the command line, ``title`` in a sentence, from any of ``froms`` to ``to``.

    ``help``: its line on the command line; without one no command is made of it. ``reason``: True where it must
    say why, None where it may. ``stamps``: column -> TODAY, NOW, OPERATOR, REASON or CLEARED. ``takes``: noun of
    what hangs on the record -> its move, so that it moves along; ``also`` says how many did. ``guards``: names in
    the ``GUARDS`` of the noun's service module, each of which may object.
    """

    verb: str
    title: str
    froms: tuple[str, ...]
    to: str
    help: str = ""
    reason: bool | None = False
    stamps: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, str] = field(default_factory=dict)
    also: str = ""
    guards: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Lifecycle:
    """``states``: code -> what is shown, in order. ``ended``: states in which a record takes nothing new.

    A state is a code in ``column``, or ``told`` by stamps: column -> the state that it tells of once it is filled,
    the first state where none is. A record that has a day on which it was ended keeps no code beside it: of two
    that say the same, one would be wrong some day.
    """

    states: Mapping[str, str]
    moves: tuple[Move, ...]
    ended: tuple[str, ...] = ()
    column: str = "status"
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def going_on(self) -> tuple[str, ...]:
        """The states that are not ended."""
        return tuple(state for state in self.states if state not in self.ended)

    def state_of(self, row: Mapping[str, Any]) -> str:
        """The state of a row of the table."""
        if not self.told:
            return str(row[self.column])
        return next((state for column, state in self.told.items() if row[column] is not None), next(iter(self.states)))

    def since(self, row: Mapping[str, Any]) -> str | None:
        """The day that tells the state of a row, where one does."""
        return next((str(row[column]) for column in self.told if row[column] is not None), None)

    def kept(self, state: str) -> dict[str, str]:
        """What a table keeps of a state besides its stamps."""
        return {} if self.told else {self.column: state}

    def move(self, verb: str) -> Move:
        return next(m for m in self.moves if m.verb == verb)

    def table(self) -> Iterator[tuple[str, str, str, str]]:
        """(verb, title, from, to) as shown, one line for each move and state it starts from."""
        for move in self.moves:
            for start in move.froms:
                yield move.verb, move.title, self.states[start], self.states[move.to]

    def diagram(self) -> str:
        """The life cycle as a Mermaid state diagram."""
        names = {state: f"s{n}" for n, state in enumerate(self.states)}
        lines = [f'  state "{shown}" as {names[state]}' for state, shown in self.states.items()]
        lines += [f"  {names[start]} --> {names[m.to]}: {m.title}" for m in self.moves for start in m.froms]
        return "\n".join(["stateDiagram-v2", *lines])


def state_col(label: str, states: Mapping[str, str], aliases: tuple[str, ...] = (), **more: bool) -> Col:
    """The state's column: shown as a word, stored as a code, written by moves and never by hand."""
    codes = {shown: code for code, shown in states.items()}
    read = choice(*codes)
    return Col(
        label,
        aliases=aliases,
        parse=lambda cell, hints: codes[read(cell, hints)],
        show=lambda code: states.get(code, code),
        choices=tuple(codes),
        offered=False,
        template=False,
        **more,  # type: ignore[arg-type]  # listed, and nothing else, is a flag of a state
    )
