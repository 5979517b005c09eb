"""The points ledger: what was credited and should give points, what was posted, what is held."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from leifeng_cli.domain.points import (
    ADJUSTED,
    EARNED,
    EXPIRED,
    REDEEMED,
    REFERRAL,
    RETURNED,
    TAKEN_BACK,
    Account,
    LedgerLine,
    Posting,
)
from leifeng_cli.store.journal import Transaction

_TRANSFER = ("moved_on", "kind", "volunteer_id", "record_id", "redemption_id", "referred_id", "rule", "reason")
_ENTRY = ("transfer_id", "account", "hundredths", "expires_on")
_MINE = "points_transfer AS t JOIN points_entry AS e ON e.transfer_id = t.id AND e.account = 'volunteer'"


def post(tx: Transaction, postings: Sequence[Posting]) -> None:
    """Write movements with both their sides. Nothing else writes to the ledger, so no movement has one side only."""
    made = tx.insert_many(
        "points_transfer",
        _TRANSFER,
        [
            (p.moved_on, p.kind, p.volunteer_id, p.record_id, p.redemption_id, p.referred_id, p.rule, p.reason)
            for p in postings
        ],
    )
    entries = [(transfer, *entry) for transfer, p in zip(made, postings, strict=True) for entry in p.entries()]
    tx.insert_many("points_entry", _ENTRY, entries)


@dataclass(frozen=True)
class Credited:
    """A credited record as a points rule looks at it. ``parent``: the category above its own."""

    id: int
    service_date: str
    seconds: int
    rating: int | None
    category: str | None
    parent: str | None


def _of(volunteer: int | None) -> tuple[str, tuple[int, ...]]:
    return ("", ()) if volunteer is None else (" AND t.volunteer_id = ?", (volunteer,))


def credited(conn: sqlite3.Connection, volunteer: int | None = None) -> dict[int, list[Credited]]:
    """Volunteer id -> credited records by day."""
    only, args = _of(volunteer)
    found: dict[int, list[Credited]] = defaultdict(list)
    for who, *record in conn.execute(
        "SELECT t.volunteer_id, t.id, t.service_date, t.seconds, t.rating, c.name, p.name FROM service_record AS t"
        " JOIN activity AS a ON a.id = t.activity_id LEFT JOIN category AS c ON c.id = a.category_id"
        f" LEFT JOIN category AS p ON p.id = c.parent_id WHERE t.status = 'credited'{only}"
        " ORDER BY t.volunteer_id, t.service_date, t.id",
        args,
    ):
        found[who].append(Credited(*record))
    return found


@dataclass
class Posted:
    """What a record was given so far, by lot."""

    service_date: str
    rule: str | None
    lots: dict[str | None, int]

    @property
    def hundredths(self) -> int:
        return sum(self.lots.values())

    @property
    def own(self) -> list[str | None]:
        return [lot for lot, hundredths in self.lots.items() if hundredths > 0]


def posted(conn: sqlite3.Connection, volunteer: int | None = None) -> dict[int, dict[int, Posted]]:
    """Volunteer id -> record id -> what was posted for it, less what was taken back."""
    only, args = _of(volunteer)
    found: dict[int, dict[int, Posted]] = defaultdict(dict)
    for who, record, day, rule, lot, hundredths in conn.execute(
        "SELECT t.volunteer_id, t.record_id, MIN(r.service_date), MAX(t.rule), e.expires_on, SUM(e.hundredths)"
        f" FROM {_MINE} JOIN service_record AS r ON r.id = t.record_id"
        f" WHERE t.kind IN ('{EARNED}', '{TAKEN_BACK}'){only}"
        " GROUP BY t.volunteer_id, t.record_id, e.expires_on"
        " ORDER BY t.volunteer_id, MIN(r.service_date), t.record_id, e.expires_on IS NULL, e.expires_on",
        args,
    ):
        found[who].setdefault(record, Posted(day, rule, {})).lots[lot] = hundredths
    return found


def accounts(conn: sqlite3.Connection, volunteer: int | None = None) -> dict[int, Account]:
    """Volunteer id -> what they hold by lot."""
    only, args = _of(volunteer)
    found: dict[int, Account] = defaultdict(Account)
    for who, lot, held, expired, moved in conn.execute(
        "SELECT t.volunteer_id, e.expires_on, SUM(e.hundredths),"
        f" SUM(CASE WHEN t.kind = '{EXPIRED}' THEN -e.hundredths ELSE 0 END), MAX(t.moved_on)"
        f" FROM {_MINE} WHERE 1{only} GROUP BY t.volunteer_id, e.expires_on ORDER BY t.volunteer_id",
        args,
    ):
        account = found[who]
        account.held[lot], account.expired[lot], account.moved[lot] = held, expired, moved
    return found


@dataclass(frozen=True)
class Sums:
    """Hundredths moved by kind, each with the sign a reader expects: spent and expired positive."""

    earned: int = 0
    adjusted: int = 0
    spent: int = 0
    expired: int = 0


def sums(conn: sqlite3.Connection, volunteer: int | None = None) -> dict[int, Sums]:
    only, args = _of(volunteer)
    columns = [
        f"SUM(CASE WHEN t.kind IN ('{EARNED}', '{TAKEN_BACK}', '{REFERRAL}') THEN e.hundredths ELSE 0 END)",
        f"SUM(CASE WHEN t.kind = '{ADJUSTED}' THEN e.hundredths ELSE 0 END)",
        f"SUM(CASE WHEN t.kind IN ('{REDEEMED}', '{RETURNED}') THEN -e.hundredths ELSE 0 END)",
        f"SUM(CASE WHEN t.kind = '{EXPIRED}' THEN -e.hundredths ELSE 0 END)",
    ]
    rows = conn.execute(
        f"SELECT t.volunteer_id, {', '.join(columns)} FROM {_MINE} WHERE 1{only}"
        " GROUP BY t.volunteer_id ORDER BY t.volunteer_id",
        args,
    )
    return {who: Sums(*row) for who, *row in rows}


def people(conn: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """(id, number, name) of every volunteer, by number."""
    return conn.execute("SELECT id, number, name FROM volunteer ORDER BY number").fetchall()


def category_names(conn: sqlite3.Connection) -> set[str]:
    return {row[0] for row in conn.execute("SELECT name FROM category ORDER BY name")}


def credited_seconds(conn: sqlite3.Connection, volunteer: int) -> int:
    row = conn.execute(
        "SELECT COALESCE(SUM(seconds), 0) FROM service_record WHERE volunteer_id = ? AND status = 'credited'",
        (volunteer,),
    ).fetchone()
    return int(row[0])


def referred_by(conn: sqlite3.Connection, newcomer: int) -> tuple[str, str] | None:
    """(number of who brought the newcomer, day) where that has given points already."""
    row = conn.execute(
        "SELECT v.number, t.moved_on FROM points_transfer AS t JOIN volunteer AS v ON v.id = t.volunteer_id"
        " WHERE t.referred_id = ? ORDER BY t.id",
        (newcomer,),
    ).fetchone()
    return (row[0], row[1]) if row else None


def ledger(conn: sqlite3.Connection, volunteer: int) -> list[LedgerLine]:
    """One person's movements in the order of their days, with the balance after each."""
    sides: dict[int, list[tuple[str, int, str | None]]] = defaultdict(list)
    for transfer, *entry in conn.execute(
        "SELECT e.transfer_id, e.account, e.hundredths, e.expires_on FROM points_entry AS e"
        " JOIN points_transfer AS t ON t.id = e.transfer_id WHERE t.volunteer_id = ? ORDER BY e.id",
        (volunteer,),
    ):
        sides[transfer].append((entry[0], entry[1], entry[2]))
    lines: list[LedgerLine] = []
    balance = 0
    for transfer, day, kind, rule, about in conn.execute(
        "SELECT t.id, t.moved_on, t.kind, t.rule, COALESCE("
        " '记录 ' || r.id || '：' || a.title, d.number || ' ' || w.name || ' × ' || d.quantity,"
        " n.number || ' ' || n.name, t.reason)"
        " FROM points_transfer AS t LEFT JOIN service_record AS r ON r.id = t.record_id"
        " LEFT JOIN activity AS a ON a.id = r.activity_id LEFT JOIN redemption AS d ON d.id = t.redemption_id"
        " LEFT JOIN reward AS w ON w.id = d.reward_id LEFT JOIN volunteer AS n ON n.id = t.referred_id"
        " WHERE t.volunteer_id = ? ORDER BY t.moved_on, t.id",
        (volunteer,),
    ):
        mine = [(points, lot) for account, points, lot in sides[transfer] if account == "volunteer"]
        points = sum(n for n, _lot in mine)
        balance += points
        lots = "、".join(lot for _n, lot in mine if lot) or None
        lines.append(LedgerLine(transfer, day, kind, points, balance, lots, about, rule, tuple(sides[transfer])))
    return lines


def account_totals(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """(account, hundredths) of the whole ledger; they come to zero."""
    return conn.execute(
        "SELECT account, SUM(hundredths) FROM points_entry GROUP BY account ORDER BY account DESC"
    ).fetchall()


def unbalanced(conn: sqlite3.Connection) -> list[tuple[int, int, int]]:
    """(transfer id, number of entries, sum) of every transfer whose two sides do not come to zero."""
    return conn.execute(
        "SELECT t.id, COUNT(e.id), COALESCE(SUM(e.hundredths), 0) FROM points_transfer AS t"
        " LEFT JOIN points_entry AS e ON e.transfer_id = t.id"
        " GROUP BY t.id HAVING COUNT(e.id) < 2 OR SUM(e.hundredths) <> 0 ORDER BY t.id"
    ).fetchall()


def overdrawn(conn: sqlite3.Connection) -> list[tuple[str, str | None, int]]:
    """(volunteer number, lot, hundredths) of every lot below zero."""
    return conn.execute(
        f"SELECT v.number, e.expires_on, SUM(e.hundredths) FROM {_MINE} JOIN volunteer AS v ON v.id = t.volunteer_id"
        " GROUP BY v.number, e.expires_on HAVING SUM(e.hundredths) < 0 ORDER BY v.number, e.expires_on"
    ).fetchall()


def count(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT COUNT(*) FROM points_transfer").fetchone()[0])
