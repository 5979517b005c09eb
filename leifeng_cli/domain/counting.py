"""How actual time becomes credited time: one dated rule, applied once, when a record is credited."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

ROUNDINGS = ("half-up", "down", "up")
OVERLAPS = ("half-open", "inclusive")


@dataclass(frozen=True)
class CountingRule:
    """``unit_seconds``: the smallest credit. ``daily_cap``: seconds a person may be credited a day, or None.

    ``overlap``: under ``inclusive`` two services that touch (10:00 and 10:00) overlap, as in the
    national system's entry form; under ``half-open`` they do not.
    """

    name: str
    title: str
    source: str
    unit_seconds: int
    rounding: str
    daily_cap: int | None
    overlap: str

    def credit(self, actual: int, already_today: int = 0) -> int:
        """Credited seconds for ``actual`` seconds served, exact integer arithmetic throughout."""
        whole, rest = divmod(actual, self.unit_seconds)
        if self.rounding == "half-up":
            whole += 2 * rest >= self.unit_seconds
        elif self.rounding == "up":
            whole += rest > 0
        seconds = whole * self.unit_seconds
        if self.daily_cap is None:
            return seconds
        return max(0, min(seconds, self.daily_cap - already_today))


def parse_rule(text: str, name: str) -> CountingRule:
    """A rule from its TOML text. Raises InvalidInput naming the file and what is wrong."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise InvalidInput(_("计时规则 {name} 不是合格的 TOML：{why}").format(name=name, why=fault)) from None
    known = {"title", "source", "unit_seconds", "rounding", "daily_cap_hours", "overlap"}
    strange = sorted(set(raw) - known)
    if strange:
        raise InvalidInput(_("计时规则 {name} 里有不认识的项：{keys}").format(name=name, keys="、".join(strange)))
    unit = raw.get("unit_seconds", 36)
    rounding, overlap = raw.get("rounding", "half-up"), raw.get("overlap", "half-open")
    cap = raw.get("daily_cap_hours")
    if type(unit) is not int or not 1 <= unit <= 3600:
        raise InvalidInput(_("计时规则 {name}：unit_seconds 应为 1 到 3600 的整数。").format(name=name))
    if rounding not in ROUNDINGS or overlap not in OVERLAPS:
        raise InvalidInput(
            _("计时规则 {name}：rounding 可用 {r}；overlap 可用 {o}。").format(
                name=name, r="、".join(ROUNDINGS), o="、".join(OVERLAPS)
            )
        )
    if cap is not None and (type(cap) is not int or not 1 <= cap <= 24):
        raise InvalidInput(_("计时规则 {name}：daily_cap_hours 应为 1 到 24 的整数。").format(name=name))
    return CountingRule(
        name, raw.get("title", name), raw.get("source", ""), unit, rounding, cap * 3600 if cap else None, overlap
    )
