"""An activity brought to a state by the move that leads there."""

from __future__ import annotations

from leifeng_cli.domain.activities import ACTIVITIES, LIFE, Activity
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move
from leifeng_cli.services.people import the_activity


def set_status(ctx: Context, word: str, status: str, *, reason: str | None = None) -> tuple[Activity, int]:
    with ctx.read() as conn:
        now = the_activity(conn, word).status
    steps = [m for m in LIFE.moves if m.to == status]
    step = next((m for m in steps if now in m.froms), steps[0] if steps else LIFE.moves[0])
    return move(ctx, ACTIVITIES, word, step.verb, reason=reason)
