"""What somebody should know this morning: the agenda's late and due things, and what the checks find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.todo import COMING, state_name
from leifeng_cli.messages import _
from leifeng_cli.services.checks.catalogue import ALL
from leifeng_cli.services.checks.running import chosen, findings
from leifeng_cli.services.context import Context
from leifeng_cli.services.todo import everything

#: What is coming is the agenda's; of these the eve is early enough to be told.
_SOON = {"points": 7, "training": 30}
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
            for t in everything(conn, today, max(_SOON.values()))
            if t.state != COMING or t.kind in _SOON
            if t.kind not in ("activity", "signup", "key_date")
        ]
        wanted = [c for c in chosen(()) if c.name not in _SAID]
        for f in findings(conn, today, wanted):
            about = " ".join(filter(None, (f.subject, f.place)))
            lines.append(Line(_("检查"), today, f"{titles[f.check]}：{about}，{f.message}", f.hint))
    return lines
