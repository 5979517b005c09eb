"""A points rule as data: what an hour earns, how long it lasts, how often one may redeem. See docs/points.md.

Points are integer hundredths. A record earns its time at the rule's rate, times the coefficient of its category,
rounded half up to 0.01 point, record by record: so every total equals the sum of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leifeng_cli.domain.points import HUNDREDTHS
from leifeng_cli.domain.stars.dates import add_months
from leifeng_cli.domain.stars.parse import check_text, read_ratings, read_source, refusal
from leifeng_cli.domain.stars.policy import Counting, Source
from leifeng_cli.domain.stars.reader import Table
from leifeng_cli.messages import _

SECONDS_PER_HOUR = 3600
PERIODS = {"none": "", "month": "每月", "quarter": "每季度", "year": "每年"}
THIS_PERIOD = {"month": "本月", "quarter": "本季度", "year": "今年"}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class RedeemLimits:
    """``times`` redemptions in each calendar month, quarter or year; ``per`` "none": no limit.

    ``minimum_seconds`` of credited time and ``minimum_points`` (hundredths) somebody must have to redeem at all.
    """

    per: str = "none"
    times: int = 1
    minimum_seconds: int = 0
    minimum_points: int = 0

    def period(self, day: str) -> tuple[str, str] | None:
        """First day of the period ``day`` lies in and of the next one; None where there is no limit."""
        months = _MONTHS.get(self.per)
        if months is None:
            return None
        first = f"{day[:4]}-{(int(day[5:7]) - 1) // months * months + 1:02d}-01"
        return first, add_months(first, months)


@dataclass(frozen=True)
class PointsRule:
    """``rate``: so many hundredths of a point for so many seconds. ``categories``: name -> coefficient in hundredths.

    ``most_seconds``: more of one record earns nothing. ``referral``: hundredths for bringing a new volunteer.
    """

    name: str
    title: str
    source: Source
    rate: tuple[int, int]
    note: str = ""
    categories: Mapping[str, int] = field(default_factory=dict)
    excluded_ratings: frozenset[int] = Counting().excluded_ratings
    most_seconds: int | None = None
    referral: int = 0
    expires_months: int | None = None
    redeem: RedeemLimits = RedeemLimits()

    def earned(self, seconds: int, *, category: str | None, parent: str | None, rating: int | None) -> int:
        """Hundredths one record earns. A category without a coefficient takes that of the one above it, else 1."""
        if rating in self.excluded_ratings:
            return 0
        coefficient = self.categories.get(category or "", self.categories.get(parent or "", HUNDREDTHS))
        counted = seconds if self.most_seconds is None else min(seconds, self.most_seconds)
        hundredths, per_seconds = self.rate
        over, under = counted * hundredths * coefficient, per_seconds * HUNDREDTHS
        return (2 * over + under) // (2 * under)

    def lot(self, day: str) -> str | None:
        """The last day points earned on ``day`` may be used on; None: for good."""
        return None if self.expires_months is None else add_months(day, self.expires_months)


def parse_points_rule(text: str, name: str) -> PointsRule:
    """The rule of one file. Raises InvalidInput with file, line, key and remedy of every problem."""
    rule, problems = check_text(text, lambda top: _read(top, name.removesuffix(".toml")))
    if rule is None:
        raise refusal(name, problems, "docs/points.md")
    return rule


def _read(top: Table, name: str) -> PointsRule:
    rule = PointsRule(
        name=name,
        title=top.text("title", required=True),
        note=top.text("note", multiline=True),
        rate=_rate(top),
        most_seconds=top.seconds("most_hours"),
        referral=top.hundredths("referral", 0, 10_000) or 0,
        expires_months=top.whole("expires_months", 1, 1200),
        excluded_ratings=read_ratings(top),
        source=read_source(top.table("source")),
        categories=_categories(top.table("categories")),
        redeem=_redeem(top.table("redeem")),
    )
    top.close()
    return rule


def _rate(top: Table) -> tuple[int, int]:
    per_hour, hours = top.hundredths("per_hour", 0, 1000), top.seconds("hours_per_point")
    if "per_hour" in top.data and "hours_per_point" in top.data:
        top.bad("hours_per_point", _("per_hour 与 hours_per_point 写了两样。"), _("请只留一个"))
    elif "per_hour" not in top.data and "hours_per_point" not in top.data:
        top.bad(
            "per_hour",
            _("缺少“per_hour”。"),
            _("请写一小时几分，如 per_hour = 1；或几小时一分，如 hours_per_point = 2"),
        )
    if per_hour == 0:
        top.wrong("per_hour", _("一小时的积分须大于 0"))
    return (per_hour, SECONDS_PER_HOUR) if per_hour else (HUNDREDTHS, hours or SECONDS_PER_HOUR)


def _categories(table: Table) -> dict[str, int]:
    found = {name: table.hundredths(name, 0, 100) for name in table.data}
    return {name: coefficient for name, coefficient in found.items() if coefficient is not None}


def _redeem(table: Table) -> RedeemLimits:
    per = table.choice("per", PERIODS, "none")
    times = table.whole("times", 1, 1000)
    if times is not None and per == "none":
        table.bad("times", _("写了次数，没有写是多长时间之内的。"), _('请补上 per = "month"、"quarter" 或 "year"'))
    limits = RedeemLimits(
        per, times or 1, table.seconds("minimum_hours") or 0, table.hundredths("minimum_points", 0, 1_000_000) or 0
    )
    table.close()
    return limits
