"""A month that was closed and reported changes only with a reason. One guard stands behind every write."""

from __future__ import annotations

from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.store import closed_months as store
from leifeng_cli.store.journal import Change, Transaction

#: What of an activity is in a report's figures.
_ACTIVITY_FIELDS = ("title", "starts_on", "ends_on", "mode", "category_id", "team_id", "beneficiaries", "major")


def check_closed_months(tx: Transaction, reason: str | None) -> None:
    """Raise Conflict where the transaction changes what a closed month's report says and no reason is given."""
    if reason or not tx.changes:
        return
    closed = store.closed_months(tx.conn)
    if not closed:
        return
    touched = sorted(closed & _months(tx))
    if touched:
        raise Conflict(
            _("{months} 已经结账报送，这次改动会改变它的数字。").format(months="、".join(touched)),
            hint=_("确要改动请在命令后加 --reason 原因；已报的报告不变，下一份月报会列出原报、现为、差额。"),
        )


def _months(tx: Transaction) -> set[str]:
    """Months whose figures the transaction may have changed."""
    found: set[str] = set()
    activities: set[int] = set()
    for change in tx.changes:
        if change.table == "service_record":
            found |= _of_record(tx, change)
        elif change.table == "volunteer":
            found |= _of_volunteer(tx, change)
        elif change.table == "activity" and _counts(change):
            activities.add(change.first_row)
    return found | (store.months_served_at(tx.conn, activities) if activities else set())


def _of_record(tx: Transaction, change: Change) -> set[str]:
    images = [i for i in (change.before, change.after) if i]
    months = {i["service_date"][:7] for i in images if i["status"] == "credited"}
    if change.kind == "insert":
        months |= store.months_of_records(tx.conn, change.first_row, change.last_row)
    elif change.before and change.after and _same_figures(change.before, change.after):
        return set()
    return months


def _same_figures(before: dict[str, object], after: dict[str, object]) -> bool:
    fields = ("service_date", "status", "seconds", "activity_id", "volunteer_id", "team_id")
    return all(before[f] == after[f] for f in fields)


def _of_volunteer(tx: Transaction, change: Change) -> set[str]:
    """Months a registration falls in that was not there before, or was moved."""
    if change.kind == "insert":
        return store.months_registered(tx.conn, change.first_row, change.last_row)
    days = {str(i.get("registered_on") or i.get("entered_on")) for i in (change.before, change.after) if i}
    return {day[:7] for day in days} if len(days) > 1 or change.kind == "delete" else set()


def _counts(change: Change) -> bool:
    before, after = change.before, change.after
    return bool(before and after) and any(before.get(f) != after.get(f) for f in _ACTIVITY_FIELDS)  # type: ignore[union-attr]
