"""Running the checks, silencing one, and the thresholds a unit has set."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from leifeng_cli.domain.checks import CheckFinding
from leifeng_cli.errors import Conflict, InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.checks.catalogue import ALL, CHECKS, INVARIANTS, STAR_GRANTS, Check
from leifeng_cli.services.context import Context
from leifeng_cli.services.packaged import DATA
from leifeng_cli.services.registers import free_text, needed_reason
from leifeng_cli.services.stars.findings import findings_in
from leifeng_cli.store import checks as store
from leifeng_cli.store import queries
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.invariants import broken
from leifeng_cli.store.settings import read_settings, write_setting

_PREFIX = "check."
MOST = 100_000


@cache
def defaults() -> tuple[dict[str, int], dict[str, list[str]]]:
    """(limits, words) as shipped."""
    table = tomllib.loads((DATA / "checks.toml").read_text(encoding="utf-8"))
    return table["limits"], table["words"]


def limits_in(conn: Connection) -> dict[str, int]:
    """The unit's thresholds: its own where it has set one."""
    own = {k.removeprefix(_PREFIX): int(v) for k, v in read_settings(conn).items() if k.startswith(_PREFIX)}
    return {**defaults()[0], **own}


def list_limits(ctx: Context) -> dict[str, int]:
    with ctx.read() as conn:
        return limits_in(conn)


def set_limit(ctx: Context, name: str, value: str) -> bool:
    """Change one threshold. Returns whether that changed anything."""
    known = defaults()[0]
    if name not in known:
        raise NotFound(_("没有名为“{n}”的界限。").format(n=name), hint=_("可用：") + "、".join(known))
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= MOST):
        raise InvalidInput(_("界限“{v}”应是大于 0 的整数。").format(v=value))
    with ctx.write("check.set", summary=_("检查界限 {n}={v}").format(n=name, v=value)) as tx:
        changed = limits_in(tx.conn)[name] != int(value)
        if changed:
            write_setting(tx, _PREFIX + name, str(int(value)))
    return changed


def chosen(names: Sequence[str]) -> tuple[Check, ...]:
    """The checks of these names in their own order; all that run unasked where none is named."""
    known = {check.name: check for check in ALL}
    strange = [n for n in names if n not in known]
    if strange:
        raise NotFound(_("没有名为“{n}”的检查。").format(n=strange[0]), hint=_("可用：") + "、".join(known))
    return tuple(c for c in ALL if (c.name in names if names else not c.asked))


def run_checks(ctx: Context, names: Sequence[str] = ()) -> list[CheckFinding]:
    """What the checks find today, in their order, without what was silenced."""
    wanted = chosen(names)
    with ctx.read() as conn:
        return list(findings(conn, ctx.today.isoformat(), wanted))


def findings(conn: Connection, today: str, wanted: Sequence[Check] = CHECKS) -> Iterator[CheckFinding]:
    silenced = store.silenced(conn)
    limits, words = limits_in(conn), defaults()[1]
    for check in wanted:
        if (check.name, None) in silenced:
            continue
        if check is STAR_GRANTS:
            found = _star_grants(conn, today)
        elif check is INVARIANTS:
            found = _invariants(conn)
        else:
            found = _found(conn, check, today, limits, words)
        yield from (f for f in found if (check.name, f.subject) not in silenced)


def _found(
    conn: Connection, check: Check, today: str, limits: Mapping[str, int], words: Mapping[str, list[str]]
) -> Iterator[CheckFinding]:
    year = str(int(today[:4]) - 1)
    span = {"first": f"{year}-01-01", "after": f"{today[:4]}-01-01"}
    known = {"today": today, "year": year}
    rows: Any = ({**row, **known} for row in queries.rows(conn, check.query, None, today=today, **span))
    for row in check.sift(rows, limits, words) if check.sift else rows:
        said = (text.format(**row) for text in (check.subject, check.place, *queries.told(check.query)))
        yield CheckFinding(check.name, check.kind, *said)


def _star_grants(conn: Connection, today: str) -> Iterator[CheckFinding]:
    for one in findings_in(conn, today):
        subject = _("授予 {g}").format(g=one.grant_number)
        place = f"{one.volunteer_number} {one.level_name}"
        yield CheckFinding(STAR_GRANTS.name, STAR_GRANTS.kind, subject, place, one.message, one.hint)


def _invariants(conn: Connection) -> Iterator[CheckFinding]:
    for one in broken(conn):
        yield CheckFinding(INVARIANTS.name, INVARIANTS.kind, one.name, str(one.key), one.message, one.hint)


def silence(ctx: Context, name: str, reason: str, *, subject: str | None = None) -> None:
    """Say no more of a check, or of it about one subject, with the reason on record."""
    chosen([name])
    why = needed_reason(reason, ctx.hints())
    about = free_text(subject, ctx.hints())
    with ctx.write("check.silence", reason=why) as tx:
        if (name, about) in store.silenced(tx.conn):
            raise Conflict(_("“{n}”已经不再提示。").format(n=name))
        tx.insert(
            "check_silence",
            {
                "name": name,
                "subject": about,
                "reason": why,
                "silenced_on": ctx.today.isoformat(),
                "silenced_by": ctx.operator,
            },
        )
        tx.summary = _("不再提示检查 {n}").format(n=name)


def unsilence(ctx: Context, name: str, *, subject: str | None = None) -> None:
    """Let a check speak again."""
    about = free_text(subject, ctx.hints())
    with ctx.write("check.unsilence") as tx:
        row_id = store.silenced(tx.conn).get((name, about))
        if row_id is None:
            raise NotFound(_("“{n}”没有被设为不再提示。").format(n=name))
        tx.update("check_silence", row_id, {"ended_on": ctx.today.isoformat()})
        tx.summary = _("恢复提示检查 {n}").format(n=name)


def list_checks(ctx: Context) -> list[tuple[Check, bool]]:
    """Every check, and whether it is silenced as a whole."""
    with ctx.read() as conn:
        silenced = store.silenced(conn)
    return [(check, (check.name, None) in silenced) for check in ALL]
