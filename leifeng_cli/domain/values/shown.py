"""Values as a person reads them, where ``str`` will not do."""

from __future__ import annotations

from leifeng_cli.domain.values.ratings import RATING_NAMES

SECONDS_PER_HUNDREDTH = 36


def hours_text(seconds: int) -> str:
    """Seconds as hours with two decimals, half away from zero: 8388 -> "2.33", -1188 -> "-0.33"."""
    if seconds < 0:
        return "-" + hours_text(-seconds)
    hundredths = (seconds * 2 + SECONDS_PER_HUNDREDTH) // (2 * SECONDS_PER_HUNDREDTH)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def yes_no_text(value: object) -> str:
    return "是" if value else "否"


def rating_text(value: int) -> str:
    return RATING_NAMES[value]
