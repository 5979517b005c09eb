"""Finding the activity a row of a sheet speaks of; making those an hours sheet names and the file lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.domain import activities
from leifeng_cli.domain.registers import ACTIVITIES
from leifeng_cli.errors import Conflict, LeifengError, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.imports import RowFault
from leifeng_cli.services.registers import add_in
from leifeng_cli.store import hours as store
from leifeng_cli.store.hours import Event
from leifeng_cli.store.journal import Transaction


@dataclass
class Wanted:
    """An activity named by rows and not there: made once, for all the days the rows name."""

    first: str
    last: str
    details: dict[str, Any] = field(default_factory=dict)


class Agenda:
    """Activities by number and title. ``make_missing`` creates what rows name, as back-filled."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.by_number: dict[str, Event] = {}
        self.by_title: dict[str, list[Event]] = {}
        self.backfilled = {row[0] for row in tx.conn.execute("SELECT id FROM activity WHERE backfilled = 1")}
        for event in store.events(tx.conn).values():
            self._note(event)

    def _note(self, event: Event) -> None:
        self.by_number[event.number] = event
        self.by_title.setdefault(event.title, []).append(event)

    def find(self, number: str | None, title: str | None, day: str) -> Event:
        """The activity a row names, taking place on ``day`` where several share a title."""
        if number and number in self.by_number:
            event = self.by_number[number]
            if title in (None, event.title):
                return event
        found = [e for e in self.by_title.get(title or "", ()) if e.status != activities.CANCELLED]
        on_day = [e for e in found if e.starts_on <= day <= e.ends_on]
        if len(on_day) == 1 or len(found) == 1:
            return (on_day or found)[0]
        if found:
            # Several of that name and none, or more than one, on the day: nobody can tell which is meant.
            lines = "；".join(f"{e.number} {e.starts_on}—{e.ends_on}" for e in found[:5])
            raise RowFault(
                Conflict(
                    _("有 {n} 个活动都叫“{t}”：{lines}").format(n=len(found), t=title, lines=lines),
                    hint=_("请写活动编号。"),
                ),
                "activity_title",
            )
        if number and not title:
            raise RowFault(NotFound(_("没有编号为 {n} 的活动。").format(n=number)), "activity_number")
        raise missing(title)

    def lacks(self, title: str, day: str) -> bool:
        """Whether a title must be made for the day: unheard of, or only ever back-filled for other days."""
        found = self.by_title.get(title, [])
        if any(e.starts_on <= day <= e.ends_on for e in found):
            return False
        return all(e.id in self.backfilled for e in found)

    def make_missing(self, wanted: Mapping[str, Wanted]) -> list[str]:
        made = []
        for title, want in wanted.items():
            values = {
                "title": title,
                "starts_on": want.first,
                "ends_on": want.last,
                "status": activities.CLOSED,
                "backfilled": True,
                **want.details,
            }
            record = add_in(self.tx, ACTIVITIES, values)
            event = store.events(self.tx.conn, [record.id])[record.id]
            self.backfilled.add(event.id)
            self._note(event)
            made.append(f"{record.number} {title}")
        return made


def missing(title: str | None) -> LeifengError:
    if not title:
        return RowFault(
            NotFound(_("没有写是哪个活动。"), hint=_("请补活动名称或编号，或加 --activity。")), "activity_title"
        )
    return RowFault(NotFound(_("没有名为“{t}”的活动。").format(t=title)), "activity_title")


def wanted_of(named: Iterable[tuple[str, str, Mapping[str, Any]]], fields: Sequence[str]) -> dict[str, Wanted]:
    """(title, day, row values) of rows whose activity is missing, gathered by title."""
    found: dict[str, Wanted] = {}
    for title, day, values in named:
        want = found.setdefault(title, Wanted(day, day))
        want.first, want.last = min(want.first, day), max(want.last, day)
        for name in fields:
            if values.get(name) is not None:
                want.details.setdefault(name, values[name])
    return found
