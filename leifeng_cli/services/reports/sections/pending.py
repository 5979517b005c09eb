"""Records that wait for approval: in no figure but this."""

from __future__ import annotations

from leifeng_cli.domain import hours
from leifeng_cli.domain.reports import Pending
from leifeng_cli.domain.sections import Spec
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services.reports.section import Opened, Reading, Section
from leifeng_cli.store import figures


def _remark(row: Pending) -> str:
    if not row.records:
        return ""
    return _("（另有 {n} 条共 {h} 小时待审核，未计入）").format(n=row.records, h=hours_text(row.seconds))


SPEC = Spec(name="pending", title="待审核", row=Pending, remark=_remark)


def _rows(reading: Reading) -> list[Pending]:
    return [Pending(**row) for row in reading.rows("month_pending")]


def _opens(reading: Reading, figure: str) -> Opened | None:
    if figure not in ("records", "seconds"):
        return None
    return hours.ServiceRecord, figures.served(reading.conn, *reading.span, reading.scope, status=hours.PENDING)


PENDING = Section(SPEC, _rows, _opens)
