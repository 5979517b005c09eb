"""The sections of a report, in the order in which it gives them. A new one is its module and its line here."""

from __future__ import annotations

from importlib import import_module

from leifeng_cli.services.reports.section import Section

_IN_ORDER = (
    "totals.TOTALS",
    "cuts.BY_CATEGORY",
    "cuts.BY_TEAM",
    "cuts.BY_DEPARTMENT",
    "cuts.BY_MODE",
    "stars.STARS",
    "activities.ACTIVITIES",
    "missing.MISSING",
    "pending.PENDING",
)


def _section(path: str) -> Section:
    module, name = path.split(".")
    found: Section = getattr(import_module(f"{__name__}.{module}"), name)
    return found


SECTIONS: tuple[Section, ...] = tuple(map(_section, _IN_ORDER))
