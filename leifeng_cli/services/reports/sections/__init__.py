"""The sections of a report, in the order in which it gives them. A new one is its module and its line here."""

from __future__ import annotations

from leifeng_cli.services.reports.section import Section
from leifeng_cli.services.reports.sections import activities, cuts, missing, pending, stars, totals

SECTIONS: tuple[Section, ...] = (
    totals.TOTALS,
    cuts.BY_CATEGORY,
    cuts.BY_TEAM,
    cuts.BY_DEPARTMENT,
    cuts.BY_MODE,
    stars.STARS,
    activities.ACTIVITIES,
    missing.MISSING,
    pending.PENDING,
)
