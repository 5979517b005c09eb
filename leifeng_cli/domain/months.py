"""The life of a month's closing: in force until it is reopened. A month closed again has a new one."""

from __future__ import annotations

from leifeng_cli.domain.lifecycle import REASON, TODAY, Lifecycle, Move

CLOSED, REOPENED = "closed", "reopened"
LIFE = Lifecycle(
    {CLOSED: "已结账", REOPENED: "已重开"},
    (
        Move(
            "reopen", "重开", (CLOSED,), REOPENED, reason=True,
            stamps={"reopened_on": TODAY, "reopen_reason": REASON},
        ),
    ),
    ended=(REOPENED,),
    told={"reopened_on": REOPENED},
)  # fmt: skip
