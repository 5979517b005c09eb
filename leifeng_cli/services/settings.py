"""What a unit may decide for itself, each with its choices and its default."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from leifeng_cli.domain.counting import CountingRule, parse_rule
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.errors import InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services import packaged
from leifeng_cli.services.context import Context
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.settings import policy_uses, read_settings, write_setting

DEFAULT_COUNTING = "national"


@dataclass(frozen=True)
class Setting:
    name: str
    title: str
    choices: tuple[str, ...]
    default: str


SETTINGS = {
    s.name: s
    for s in (
        Setting("approval", "时长须由登记人以外的人审核", ("on", "off"), "off"),
        Setting("hours-notice", "时长先公示几个工作日、没有异议才记入", ("off", "3", "5", "7"), "off"),
        # No length was found in a national rule; five is what several places post.
        Setting("star-notice", "办法没有写公示期时，评星公示几个工作日", ("0", "3", "5", "7", "10", "15"), "5"),
    )
}


def list_settings(ctx: Context) -> list[tuple[Setting, str]]:
    with ctx.read() as conn:
        stored = read_settings(conn)
    return [(s, stored.get(s.name, s.default)) for s in SETTINGS.values()]


def set_setting(ctx: Context, name: str, value: str) -> tuple[Setting, bool]:
    """Set one. Returns the setting and whether that changed anything."""
    setting = SETTINGS.get(name)
    if setting is None:
        raise NotFound(_("没有“{name}”这个设置。").format(name=name), hint=_("可用：") + "、".join(SETTINGS))
    if value not in setting.choices:
        raise InvalidInput(
            _("{title}（{name}）不能设为“{value}”。").format(title=setting.title, name=name, value=value),
            hint=_("可用：") + "、".join(setting.choices),
        )
    with ctx.write("setting.set", summary=_("设置 {name}={value}").format(name=name, value=value)) as tx:
        changed = read_settings(tx.conn).get(name, setting.default) != value
        if changed:
            write_setting(tx, name, value)
    return setting, changed


def setting_value(conn: Connection, name: str) -> str:
    return read_settings(conn).get(name, SETTINGS[name].default)


def needs_approval(conn: Connection) -> bool:
    return setting_value(conn, "approval") == "on"


def hours_notice_days(conn: Connection) -> int:
    """Working days a record is shown before it may count; 0 where it need not be."""
    value = setting_value(conn, "hours-notice")
    return 0 if value == "off" else int(value)


def star_notice_days(conn: Connection) -> int:
    """Working days a proposal is shown where the policy names none."""
    return int(setting_value(conn, "star-notice"))


class CountingRules:
    """The counting rule in force on each day; the default before the first one chosen."""

    def __init__(self, conn: Connection) -> None:
        self._uses = [(day, parse_rule(text, name)) for day, name, text in policy_uses(conn, "counting")]

    def on(self, day: str) -> CountingRule:
        for start, rule in self._uses:
            if start <= day:
                return rule
        return default_counting()

    def known(self) -> list[CountingRule]:
        """Rules in use now or once, the default among them."""
        return [*(rule for _start, rule in self._uses), default_counting()]


@cache
def default_counting() -> CountingRule:
    return parse_rule(packaged.text("counting", DEFAULT_COUNTING), DEFAULT_COUNTING)


@dataclass(frozen=True)
class CountingUse:
    """A rule and the first day whose services it counts; None for the default before the first choice."""

    rule: CountingRule
    from_date: str | None


def use_counting(ctx: Context, name: str, from_date: str) -> tuple[CountingUse, bool]:
    """Count by another rule the services from a day on; records already credited keep what they were credited.

    A rule chosen for a later day stays chosen for that day. Returns the choice and whether it changed anything.
    """
    text = packaged.text("counting", name)
    rule = parse_rule(text, name)
    day = date_text(from_date, ctx.hints())
    with ctx.write("counting.use", summary=_("自 {day} 起按 {name} 计时").format(day=day, name=name)) as tx:
        changed = CountingRules(tx.conn).on(day) != rule
        if changed:
            tx.insert("policy_use", {"kind": "counting", "name": name, "from_date": day, "text": text})
    return CountingUse(rule, day), changed


def list_counting() -> list[CountingRule]:
    """The rules there are to choose from."""
    return [parse_rule(packaged.text("counting", name), name) for name in packaged.names("counting")]


def counting_in_use(ctx: Context) -> list[CountingUse]:
    """The rules chosen, by the day each begins; of two chosen for one day, the later choice."""
    with ctx.read() as conn:
        uses = policy_uses(conn, "counting")
    chosen = {day: parse_rule(text, name) for day, name, text in reversed(uses)}
    return [CountingUse(default_counting(), None), *(CountingUse(chosen[day], day) for day in sorted(chosen))]
