"""Finding the activity a row of a sheet speaks of; making those an hours sheet names and the file lacks.

What an hours sheet names and nobody planned becomes one back-filled activity for each title and month,
lasting from the first to the last day served: the same whether the rows come in one sheet or in several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from leifeng_cli.domain import activities
from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.errors import Conflict, LeifengError, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.importing import RowFault
from leifeng_cli.store import hours as store
from leifeng_cli.store import records
from leifeng_cli.store.hours import Event
from leifeng_cli.store.imports import backfilled, made_from_sheets
from leifeng_cli.store.journal import Transaction


@dataclass
class Wanted:
    """An activity that rows of one month name and that is not there.

    ``first`` and ``last`` cover all rows that name it, ``served`` only the days that were credited. A category
    among the ``details`` must be its id by the time the activity is made.
    """

    title: str
    first: str
    last: str
    details: dict[str, Any] = field(default_factory=dict)
    event: Event | None = None
    before: Event | None = None
    served: list[str] = field(default_factory=list)


class ActivityFinder:
    """Activities by number and title, and those an hours sheet will need."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.by_number: dict[str, Event] = {}
        self.by_title: dict[str, list[Event]] = {}
        self.wanted: dict[tuple[str, str], Wanted] = {}
        self._backfilled = backfilled(tx.conn)
        self._from_sheets = made_from_sheets(tx.conn)
        for event in store.events(tx.conn).values():
            self._note(event)

    def _note(self, event: Event) -> None:
        self.by_number[event.number] = event
        same = [e for e in self.by_title.get(event.title, ()) if e.id != event.id]
        self.by_title[event.title] = [*same, event]

    def find(self, number: str | None, title: str | None, day: str | None) -> Event:
        """The activity a row names, taking place on ``day`` where several share a title. Raises RowFault."""
        if number and number in self.by_number:
            event = self.by_number[number]
            if title in (None, event.title):
                return event
        found = self.by_title.get(title or "", [])
        found = [e for e in found if e.status != activities.CANCELLED] or found[:1]
        on_day = [e for e in found if day and e.starts_on <= day <= e.ends_on]
        if len(on_day) > 1:  # one that was planned for the day comes before one that merely spans it
            on_day = [e for e in on_day if e.id not in self._from_sheets] or on_day
        if len(on_day) == 1 or len(found) == 1:
            return (on_day or found)[0]
        if found:
            raise _which(title, found)
        if number and not title:
            raise RowFault(
                NotFound(_("没有编号为 {n} 的活动。").format(n=excerpt(number)), hint=_("请核对编号，或写活动名称。")),
                "activity_number",
            )
        raise missing(title)

    def want(self, number: str | None, title: str, day: str, details: Mapping[str, Any]) -> None:
        """Note that a row names an activity; one that is not there is made when its first row is credited."""
        known = self.by_number.get(number or "")
        if (known is not None and known.title == title) or not self._lacks(title, day):
            return
        want = self.wanted.setdefault((title, day[:7]), Wanted(title, day, day))
        want.first, want.last = min(want.first, day), max(want.last, day)
        for name, value in details.items():
            if value is not None:
                want.details.setdefault(name, value)

    def _lacks(self, title: str, day: str) -> bool:
        """Whether a title must be made for the day: unheard of, or only ever back-filled for other days."""
        found = self.by_title.get(title, [])
        if any(e.starts_on <= day <= e.ends_on for e in found):
            return False
        return all(e.id in self._backfilled for e in found)

    def provide(self, number: str | None, title: str, day: str) -> Wanted | None:
        """Make, or lengthen, the activity a row needs; None where that was done already or is not needed."""
        known = self.by_number.get(number or "")
        want = self.wanted.get((title, day[:7]))
        if (known is not None and known.title == title) or want is None or want.event is not None:
            return None
        if not self._lacks(title, day):
            return None
        want.before = next((e for e in self.by_title.get(title, ()) if self._grows(e, day)), None)
        if want.before is None:
            want.event = self._make(want)
        else:
            want.event = self._stretch(want.before, want.first, want.last)
        self._note(want.event)
        return want

    def served(self, event: Event, day: str) -> None:
        """Note a day credited at an activity made here."""
        want = self.wanted.get((event.title, day[:7]))
        if want is not None and want.event is not None and want.event.id == event.id:
            want.served.append(day)

    def _grows(self, event: Event, day: str) -> bool:
        return event.id in self._from_sheets and day[:7] in (event.starts_on[:7], event.ends_on[:7])

    def _make(self, want: Wanted) -> Event:
        values = {
            "title": want.title,
            "starts_on": want.first,
            "ends_on": want.last,
            "status": activities.FINISHED,
            "backfilled": True,
            **want.details,
        }
        row_id = records.insert(self.tx, ACTIVITIES, values)
        self._backfilled.add(row_id)
        self._from_sheets.add(row_id)
        return store.events(self.tx.conn, [row_id])[row_id]

    def _stretch(self, event: Event, first: str, last: str) -> Event:
        longer = replace(event, starts_on=min(event.starts_on, first), ends_on=max(event.ends_on, last))
        self.tx.update("activity", event.id, {"starts_on": longer.starts_on, "ends_on": longer.ends_on})
        return longer

    def withdraw(self, want: Wanted) -> None:
        """Forget what :meth:`provide` did: the row it was done for is refused and taken back."""
        if want.event is None:
            return
        left = [e for e in self.by_title[want.title] if e.id != want.event.id]
        self.by_title[want.title] = left
        self.by_number.pop(want.event.number, None)
        if want.before is not None:
            self._note(want.before)
        want.event = want.before = None

    def settle(self) -> None:
        """Shrink activities made here to the days credited, where rows that named them were refused."""
        for want in self.wanted.values():
            if want.event is None:
                continue
            days = [*want.served, *((want.before.starts_on, want.before.ends_on) if want.before else ())]
            first, last = min(days), max(days)
            if (first, last) != (want.event.starts_on, want.event.ends_on):
                self.tx.update("activity", want.event.id, {"starts_on": first, "ends_on": last})

    def made(self) -> list[str]:
        """Number and title of each activity made here."""
        return [f"{w.event.number} {w.title}" for w in self.wanted.values() if w.event and not w.before]

    def stretched(self) -> list[Event]:
        return [w.event for w in self.wanted.values() if w.event and w.before]


def _which(title: str | None, found: Sequence[Event]) -> LeifengError:
    """Several of that name and none, or more than one, on the day: nobody can tell which is meant."""
    lines = "；".join(f"{e.number} {e.starts_on}—{e.ends_on}" for e in found[:5])
    return RowFault(
        Conflict(
            _("有 {n} 个活动都叫“{t}”：{lines}").format(n=len(found), t=excerpt(title or ""), lines=lines),
            hint=_("请写活动编号。"),
        ),
        "activity_title",
    )


def missing(title: str | None) -> LeifengError:
    if not title:
        return RowFault(
            NotFound(_("没有写是哪个活动。"), hint=_("请补活动名称或编号，或加 --activity。")),
            "activity_title",
            "activity_number",
        )
    return RowFault(
        NotFound(
            _("没有名为“{t}”的活动。").format(t=excerpt(title)),
            hint=_("请核对名称；新活动请先用 leifeng activity add 建立。"),
        ),
        "activity_title",
    )
