"""Which star policy is in force, which ones ship, and checking a unit's own file."""

from __future__ import annotations

from functools import cache

from leifeng_cli.domain.stars.parse import check_policy, parse_policy
from leifeng_cli.domain.stars.policy import Policy
from leifeng_cli.domain.stars.reader import Problem
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.services import packaged
from leifeng_cli.services.context import Context
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.settings import policy_uses

SUFFIX = ".toml"
DEFAULT_STARS = "mca-2012"


@cache
def shipped_policy(name: str) -> Policy:
    return parse_policy(packaged.text("policies", name), name)


def list_policies() -> list[Policy]:
    return [shipped_policy(name) for name in packaged.names("policies")]


def policy_text_on(conn: Connection, day: str) -> tuple[str, str]:
    """(name, TOML text) of the star policy in force on a day; the ministry's of 2012 before any was chosen."""
    for start, name, text in policy_uses(conn, "star"):
        if start <= day:
            return name, text
    return DEFAULT_STARS, packaged.text("policies", DEFAULT_STARS)


def policy_on(conn: Connection, day: str) -> Policy:
    """The star policy in force on a day."""
    name, text = policy_text_on(conn, day)
    return _parsed(text, name)


@cache
def _parsed(text: str, name: str) -> Policy:
    return parse_policy(text, name)


def read_policy(word: str) -> tuple[str, str]:
    """(name, text) of a shipped policy by its name, or of a unit's own file by its path.

    A word with a folder or ``.toml`` in it is a path. Raises NotFound, or InvalidInput for a file nobody can read.
    """
    return packaged.text_or_file("policies", word, hint=_("自带的办法用 leifeng star policies 查看。"))


def check_policy_file(word: str) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy of a file, or None with all its problems by line."""
    name, text = read_policy(word)
    return check_policy(text, name + SUFFIX)


def named_policy(word: str) -> Policy:
    """A shipped policy or the one of a file, parsed. Raises InvalidInput naming every problem."""
    name, text = read_policy(word)
    return parse_policy(text, name + SUFFIX if packaged.is_path(word) else name)


def use_policy(ctx: Context, word: str, from_date: str) -> Policy:
    """Judge by another policy, shipped or of one's own file, from a day on. The text is kept with the choice."""
    from leifeng_cli.domain.values.dates import date_text

    name, text = read_policy(word)
    policy = named_policy(word)
    day = date_text(from_date, ctx.hints())
    if (policy.valid_from and day < policy.valid_from) or (policy.valid_until and day > policy.valid_until):
        raise Conflict(
            _("“{title}”自 {first} 至 {last} 有效，不能自 {day} 起用。").format(
                title=policy.title, first=policy.valid_from or _("（未写）"),
                last=policy.valid_until or _("（未写）"), day=day,
            ),
            hint=_("请改 --from，或核对办法文件里的 valid_from、valid_until。"),
        )  # fmt: skip
    with ctx.write("star.use", summary=_("自 {day} 起星级按 {name} 评定").format(day=day, name=name)) as tx:
        if policy_text_on(tx.conn, day) != (name, text):
            tx.insert("policy_use", {"kind": "star", "name": name, "from_date": day, "text": text})
    return policy
