"""How many activities do not say what the report asks of them."""

from __future__ import annotations

from leifeng_cli.domain.activities import Activity
from leifeng_cli.domain.reports import Missing
from leifeng_cli.domain.sections import Spec
from leifeng_cli.messages import _
from leifeng_cli.services.reports.section import Opened, Reading, Section
from leifeng_cli.store import figures


def _remark(row: Missing) -> str:
    return _("（{n} 个活动没有填受益人数）").format(n=row.beneficiaries) if row.beneficiaries else ""


SPEC = Spec(name="missing", title="没有填写", row=Missing, remark=_remark)


def _rows(reading: Reading) -> list[Missing]:
    return [Missing(sum(row["beneficiaries"] is None for row in reading.rows("month_activities")))]


def _opens(reading: Reading, figure: str) -> Opened | None:
    if figure != "beneficiaries":
        return None
    return Activity, figures.held(reading.conn, *reading.span, reading.scope, stating=False)


MISSING = Section(SPEC, _rows, _opens)
