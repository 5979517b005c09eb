"""Where clock, operator and file come from: one typed value, given to every service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.messages import _
from leifeng_cli.store.connection import BUSY_SECONDS, Connection, open_file
from leifeng_cli.store.faults import faults_translated
from leifeng_cli.store.migrations import latest_version

if TYPE_CHECKING:
    from leifeng_cli.store.journal import Transaction

#: All of China keeps UTC+8 the year round; a server's own zone must never move a record to another month.
CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass
class Context:
    """``now``: local wall-clock time of the office. ``notices``: remarks for the operator, not errors.

    ``reason``: why the operator does what the command does, for operations that name no reason of their own.
    """

    db: Path
    now: dt.datetime
    operator: str
    wait: float = BUSY_SECONDS
    reason: str | None = None
    notices: list[str] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def at(self) -> str:
        return self.now.isoformat(timespec="seconds")

    def hints(self, year: int | None = None) -> Hints:
        return Hints(today=self.today, year=year)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection inside one read transaction: every figure of a report from the same moment."""
        with faults_translated():
            conn = self._open()
            try:
                conn.execute("BEGIN")
                yield conn
                conn.execute("COMMIT")
            finally:
                conn.close()

    @contextmanager
    def write(
        self, command: str, *, summary: str = "", reason: str | None = None, undoes: int | None = None
    ) -> Iterator[Transaction]:
        """A write transaction, journalled under ``command``. See :func:`leifeng_cli.store.journal.write`.

        Raises Conflict where it changes a closed month and nobody gave a reason, or breaks what must be true of
        every file.
        """
        from leifeng_cli.services.closed_months import check_closed_months
        from leifeng_cli.services.invariants import check_invariants
        from leifeng_cli.services.settling import settle
        from leifeng_cli.store import journal  # with what hashing needs: reading does without

        why = reason or self.reason
        with faults_translated():
            conn = self._open()
            try:
                with journal.write(
                    conn,
                    at=self.at,
                    operator=self.operator,
                    command=command,
                    summary=summary,
                    reason=why,
                    undoes=undoes,
                ) as tx:
                    yield tx
                    if tx.stands:
                        settle(tx, self)
                        check_closed_months(tx, why)
                        check_invariants(tx, self.db, undoes)
            finally:
                conn.close()

    def _open(self) -> Connection:
        conn, version = open_file(self.db, wait=self.wait)
        if version < latest_version():
            from leifeng_cli.store.migrate import upgrade  # costs start-up time, and only once a release

            try:
                kept = upgrade(conn, self.db, version)
            except BaseException:
                conn.close()
                raise
            self.notices.append(_("数据文件已升级到新版本；升级前的备份在 {path}").format(path=kept))
        return conn
