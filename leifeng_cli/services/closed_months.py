"""A month that was closed and reported changes only with a reason. One guard stands behind every write.

What is let through without one leaves the figures of every closed month as they were reported. Only its stars may
still move, with a rating, a training or a complaint that came later; the next report says so like any difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from leifeng_cli.domain.nouns import BY_NAME
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.store import closed_months as store
from leifeng_cli.store.journal import Change, Transaction

#: What a change to a row may alter in a report, by table. Other fields are in no figure.
_RECORD_FIELDS = ("service_date", "status", "seconds", "activity_id", "volunteer_id", "team_id", "late")
_ACTIVITY_FIELDS = (
    "number",
    "title",
    "starts_on",
    "ends_on",
    "mode",
    "category_id",
    "team_id",
    "beneficiaries",
    "major",
)
_TEAM_FIELDS = ("name", "department")
_CATEGORY_FIELDS = ("name",)

#: (month, whether the months after it change too: what was served until then, who was registered, the stars).
Touched = tuple[str, bool]


def check_closed_months(tx: Transaction, reason: str | None) -> None:
    """Raise Conflict where the transaction changes what a closed month's report says and no reason is given."""
    if reason or not tx.changes:
        return
    closed = store.closed_months(tx.conn)
    if not closed:
        return
    readers = ((_READERS[change.table], change) for change in tx.changes if change.table in _READERS)
    found = {touched for read, change in readers for touched in read(tx, change)} | {*_of_dated(tx, closed)}
    since = min((month for month, onwards in found if onwards), default=None)
    months = {month for month, _onwards in found}
    touched = sorted(m for m in closed if m in months or (since is not None and m >= since))
    if touched:
        raise Conflict(
            _("{months} 已经结账报送，这次改动会改变它的数字。").format(months="、".join(touched)),
            hint=_("确要改动请在命令后加 --reason 原因；已报的报告不变，下一份月报会列出原报、现为、差额。"),
        )


def _images(change: Change) -> list[dict[str, Any]]:
    return [image for image in (change.before, change.after) if image]


def _differs(change: Change, fields: tuple[str, ...]) -> bool:
    """Whether one of the fields is another than before; a row that came or went differs in all."""
    before, after = change.before, change.after
    return not (before and after) or any(before.get(f) != after.get(f) for f in fields)


def _of_record(tx: Transaction, change: Change) -> Iterator[Touched]:
    if change.kind == "insert":
        months = store.months_of_records(tx.conn, change.first_row, change.last_row)
    elif _differs(change, _RECORD_FIELDS):
        months = {i["service_date"][:7] for i in _images(change) if i["status"] == "credited"}
    else:
        return
    yield from ((month, True) for month in months)


def _of_volunteer(tx: Transaction, change: Change) -> Iterator[Touched]:
    """The month somebody entered the register or left it, if that is another than before.

    Being a party member is no such thing: whoever joins later was none when it was reported.
    """
    if change.kind == "insert":
        yield from ((month, True) for month in store.months_registered(tx.conn, change.first_row, change.last_row))
    elif _differs(change, ("registered_on", "status", "cancelled_on", "archived_on")):
        stays = [_stay(image) for image in _images(change)]
        for days in zip(*stays, strict=True):
            if len(stays) == 1 or len(set(days)) > 1:
                yield from ((day[:7], True) for day in days)


def _stay(image: dict[str, Any]) -> tuple[str, str]:
    """The first day of a person in the register and the first day after it; without an end one that never comes."""
    ends = [image["archived_on"] or "9999", "9999"]
    if image["status"] == "注销":
        ends.append(image.get("cancelled_on") or "")
    return image["registered_on"] or image["entered_on"], min(ends)


def _of_activity(tx: Transaction, change: Change) -> Iterator[Touched]:
    if change.kind == "update" and _differs(change, _ACTIVITY_FIELDS):
        yield from ((month, False) for month in store.months_served(tx.conn, "activity_id", change.first_row))


def _of_team(tx: Transaction, change: Change) -> Iterator[Touched]:
    if change.kind == "update" and _differs(change, _TEAM_FIELDS):
        yield from ((month, False) for month in store.months_served(tx.conn, "team_id", change.first_row))


def _of_category(tx: Transaction, change: Change) -> Iterator[Touched]:
    if change.kind == "update" and _differs(change, _CATEGORY_FIELDS):
        yield from ((month, False) for month in store.months_of_category(tx.conn, change.first_row))


def _of_policy(tx: Transaction, change: Change) -> Iterator[Touched]:
    """A star policy chosen for days past: the stars of every month since are judged by it."""
    uses = _images(change) or store.policy_uses(tx.conn, change.first_row, change.last_row)
    yield from ((use["from_date"][:7], True) for use in uses if use["kind"] == "star")


def _of_dated(tx: Transaction, closed: set[str]) -> Iterator[Touched]:
    """Of rows that a day of their own dates: that day's month, if a section of the report reads what is changed."""
    dated = [(c, _months_dated(tx, c) & closed) for c in tx.changes if c.table not in _READERS]
    dated = [(change, months) for change, months in dated if months]
    if dated:
        from leifeng_cli.services.reports.reading import guarded_reads  # here: few writes need it

        reads = guarded_reads(tx.conn)
        for change, months in dated:
            if change.table in reads and _differs(change, tuple(reads[change.table])):
                yield from ((month, False) for month in months)


def _months_dated(tx: Transaction, change: Change) -> set[str]:
    noun = next((noun for noun in BY_NAME.values() if noun.register and noun.table == change.table), None)
    column = REGISTERS[noun.name].dated_by if noun else ""
    if not column:
        return set()
    if change.kind == "insert":
        return store.months_dated(tx.conn, change.table, column, change.first_row, change.last_row)
    return {image[column][:7] for image in _images(change) if image[column]}


_READERS: dict[str, Callable[[Transaction, Change], Iterator[Touched]]] = {
    "service_record": _of_record,
    "volunteer": _of_volunteer,
    "activity": _of_activity,
    "team": _of_team,
    "category": _of_category,
    "policy_use": _of_policy,
}
