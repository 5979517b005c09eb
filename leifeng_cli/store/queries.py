"""Running the queries behind reports and stars. Their text is portable SQL in ``sql/``, one file each."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leifeng_cli.domain.periods import Scope

SQL = Path(__file__).parent / "sql"
_COMMENT = "-- "


@cache
def text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def told(name: str) -> tuple[str, str]:
    """What a query that finds fault says in its first two lines: what is wrong with a row, and what to do."""
    wrong, remedy, _rest = text(name).split("\n", 2)
    return wrong.removeprefix(_COMMENT), remedy.removeprefix(_COMMENT)


def query(conn: sqlite3.Connection, name: str, **parameters: Any) -> sqlite3.Cursor:
    return conn.execute(text(name), parameters)


#: What a scope narrows the records to; ``{t}`` is the records' alias, ``{ids}`` whole numbers.
_SCOPES = {
    "unit": "",
    "campaign": "AND {t}.activity_id IN (SELECT x.id FROM activity AS x WHERE x.campaign_id IN ({ids}))",
    "team": "AND {t}.team_id IN ({ids})",
    "volunteer": "AND {t}.volunteer_id IN ({ids})",
    "activity": "AND {t}.activity_id IN ({ids})",
}
_MARK = "/* scope */"


def narrowed(scope: Scope | None, alias: str) -> str:
    """The SQL condition of a scope, beginning with AND; empty for the whole unit."""
    if scope is None:
        return ""
    return _SCOPES[scope.kind].format(t=alias, ids=",".join(str(int(i)) for i in scope.ids) or "NULL")


def rows(conn: sqlite3.Connection, name: str, scope: Scope | None = None, **parameters: Any) -> list[dict[str, Any]]:
    """Result rows as dictionaries by column name, of a query narrowed to a scope where it has a mark for one."""
    cursor = conn.execute(text(name).replace(_MARK, narrowed(scope, "r")), parameters)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
