"""Which points rule is in force, which ones ship, and a unit's own file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from leifeng_cli.domain.points_rules import PointsRule, parse_points_rule
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.services import packaged
from leifeng_cli.services.context import Context
from leifeng_cli.store import points as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.settings import policy_uses

FOLDER = "points"


class PointsRules:
    """The points rule in force on each day; none before the first one chosen."""

    def __init__(self, conn: Connection) -> None:
        self._uses = [(day, _parsed(text, name)) for day, name, text in policy_uses(conn, "points")]

    def on(self, day: str) -> PointsRule | None:
        return next((rule for start, rule in self._uses if start <= day), None)

    def required(self, day: str) -> PointsRule:
        """The rule on a day. Raises Conflict where there is none."""
        rule = self.on(day)
        if rule is None:
            raise Conflict(
                _("{day} 没有积分办法。").format(day=day),
                hint=_("先用 leifeng points use 名称或文件 --from 日期 选用；leifeng points rules 列出自带的。"),
            )
        return rule

    @property
    def any(self) -> bool:
        return bool(self._uses)


@cache
def _parsed(text: str, name: str) -> PointsRule:
    return parse_points_rule(text, name)


@dataclass(frozen=True)
class Listed:
    """A rule that ships or is in use. ``since``: the days it is in force from, as chosen."""

    rule: PointsRule
    since: tuple[str, ...]


def list_rules(ctx: Context) -> list[Listed]:
    """The rules that ship, then a unit's own that are in use; of two chosen for one day only the later counts."""
    with ctx.read() as conn:
        uses = policy_uses(conn, "points")
    chosen = {day: (name, text) for day, name, text in reversed(uses)}
    since: dict[tuple[str, str], list[str]] = {(n, packaged.text(FOLDER, n)): [] for n in packaged.names(FOLDER)}
    for day in sorted(chosen):
        since.setdefault(chosen[day], []).append(day)
    return [Listed(_parsed(text, name), tuple(days)) for (name, text), days in since.items()]


def named_rule(word: str) -> tuple[PointsRule, str]:
    """(rule, text) of a shipped rule or of a file. Raises InvalidInput naming file, line, key and remedy."""
    name, text = packaged.text_or_file(FOLDER, word, hint=_("自带的办法用 leifeng points rules 查看。"))
    return parse_points_rule(text, f"{name}.toml" if packaged.is_path(word) else name), text


def use_rule(ctx: Context, word: str, from_date: str) -> tuple[PointsRule, str, list[str]]:
    """Give points by another rule for services from a day on. The text is kept with the choice.

    Returns the rule, the day, and categories the rule names that the file does not have.
    """
    rule, text = named_rule(word)
    day = date_text(from_date, ctx.hints())
    with ctx.write("points.use", summary=_("自 {day} 起积分按 {name} 计").format(day=day, name=rule.name)) as tx:
        if PointsRules(tx.conn).on(day) != rule:
            tx.insert("policy_use", {"kind": "points", "name": rule.name, "from_date": day, "text": text})
        unknown = sorted(set(rule.categories) - store.category_names(tx.conn))
    return rule, day, unknown
