"""What somebody should know this morning: the agenda's late and due things, and what the checks find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from leifeng_cli.domain.checks import CheckFinding
from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.todo import state_name
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.messages import _
from leifeng_cli.services.checks.catalogue import ALL
from leifeng_cli.services.checks.running import chosen, findings
from leifeng_cli.services.context import Context
from leifeng_cli.services.todo import everything

#: How far ahead anything may ask to be told.
_AHEAD = 30
#: So many findings of one check are told one by one.
_EACH = 5
#: Said by the agenda already, with the day it was due.
_SAID = frozenset({"sign-out", "unrecorded", "pending"})


@dataclass(frozen=True)
class Line:
    """One line of the digest."""

    kind: Annotated[str, Col("种类", listed=True)]
    day: Annotated[str, Col("日期", listed=True)]
    what: Annotated[str, Col("事项", listed=True)]
    hint: Annotated[str, Col("怎么办", listed=True)]


def todays(ctx: Context) -> list[Line]:
    """The lines of today, the agenda's first; empty when there is nothing to say."""
    today = ctx.today.isoformat()
    titles = {check.name: check.title for check in ALL}
    with ctx.read() as conn:
        lines = [
            Line(state_name(t.state), t.day, t.what, t.hint)
            for t in everything(conn, today, _AHEAD)
            if t.ahead is not None and t.day <= add_days(today, t.ahead)
        ]
        wanted = [c for c in chosen(()) if c.name not in _SAID]
        for name, group in groupby(findings(conn, today, wanted), key=lambda f: f.check):
            lines += _of_check(today, titles[name], list(group))
    return lines


def _of_check(today: str, title: str, found: list[CheckFinding]) -> Iterator[Line]:
    """A check's findings, the first few by themselves: a letter of the night is read at a glance, or not at all."""
    shown = found if len(found) <= _EACH + 1 else found[:_EACH]
    for f in shown:
        about = " ".join(filter(None, (f.subject, f.place)))
        yield Line(_("检查"), today, f"{title}：{about}，{f.message}", f.hint)
    if left := len(found) - len(shown):
        yield Line(_("检查"), today, _("{t}：另有 {n} 项").format(t=title, n=left), f"leifeng check {found[0].check}")
