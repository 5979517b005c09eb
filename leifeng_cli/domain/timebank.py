"""The time bank: credited hours drawn as service received, and given back. Credited time itself never changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.values.shown import hours_text

DRAWN, GIVEN_BACK = "drawn", "given-back"
KIND_NAMES = {DRAWN: "支取", GIVEN_BACK: "归还"}


def kind_name(kind: str) -> str:
    return KIND_NAMES[kind]


@dataclass(frozen=True)
class TimeAccount:
    """One person's time bank, seconds. ``drawn`` less given back; ``available`` = credited - drawn."""

    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    credited: Annotated[int, Col("累计时长(小时)", show=hours_text, listed=True)]
    drawn: Annotated[int, Col("已支取(小时)", show=hours_text, listed=True)]
    available: Annotated[int, Col("可支取(小时)", show=hours_text, listed=True)]


@dataclass(frozen=True)
class TimeMove:
    """One drawing or giving back; ``seconds`` positive either way."""

    id: Annotated[int, Col("笔号", listed=True)]
    on_date: Annotated[str, Col("日期", listed=True)]
    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    kind: Annotated[str, Col("事项", show=kind_name, listed=True)]
    seconds: Annotated[int, Col("时长(小时)", show=hours_text, listed=True)]
    reason: Annotated[str, Col("原因", listed=True)]
