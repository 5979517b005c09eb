"""What the sections of a report read, for the guard of closed months."""

from __future__ import annotations

from leifeng_cli.domain.periods import WHOLE_UNIT, month_period
from leifeng_cli.services.reports import sections
from leifeng_cli.services.reports.section import Reading
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.reading import columns_read

_ANY = month_period("2000-01")


def guarded_reads(conn: Connection) -> dict[str, set[str]]:
    """Table -> the columns behind the figures that no closed month changes without a reason."""

    def read(empty: Connection) -> None:
        for section in sections.SECTIONS:
            if section.guarded:
                section.rows(Reading(empty, _ANY, WHOLE_UNIT))

    return columns_read(conn, read)
