"""Which volunteer, which activity: the same answer for every command that takes a WHO."""

from __future__ import annotations

from leifeng_cli.domain import activities
from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.volunteers import VOLUNTEERS, Volunteer
from leifeng_cli.errors import Ambiguous
from leifeng_cli.messages import _
from leifeng_cli.services.registers import candidates, named, resolve
from leifeng_cli.store.connection import Connection


def the_volunteer(conn: Connection, who: str) -> Volunteer:
    """WHO is a number, name, pinyin, initials or ID number. Raises NotFound or Ambiguous."""
    found: Volunteer = resolve(conn, VOLUNTEERS, who)
    return found


def the_activity(conn: Connection, word: str, day: str | None = None) -> activities.Activity:
    """The activity called ``word``: a number or a title, and of namesakes the one going on on ``day``.

    Occurrences of one recurring activity share their title; the day tells them apart.
    """
    found = [a for a in named(conn, ACTIVITIES, word) if a.status != activities.CANCELLED]
    if len(found) > 1 and day is not None:
        on_day = [a for a in found if a.starts_on <= day <= a.ends_on]
        found = on_day or found
    if len(found) <= 1:
        one: activities.Activity = found[0] if found else resolve(conn, ACTIVITIES, word)
        return one
    raise Ambiguous(
        _("有 {n} 个活动都叫“{word}”，请用编号指明，或写上日期（--date）。").format(n=len(found), word=excerpt(word)),
        candidates(ACTIVITIES, found),
    )
