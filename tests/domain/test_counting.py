"""How actual time becomes credited time."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.counting import CountingRule, parse_rule
from leifeng_cli.errors import InvalidInput
from leifeng_cli.services import packaged

NATIONAL, MINUTE, HALF = (parse_rule(packaged.text("counting", n), n) for n in ("national", "minute", "half-hour"))


@pytest.mark.parametrize(
    ("rule", "actual", "credited"),
    [
        (NATIONAL, 8400, 233 * 36),  # 2 h 20 min is 2.33 h
        (NATIONAL, 1200, 33 * 36),
        (NATIONAL, 18, 36),
        (NATIONAL, 17, 0),
        (NATIONAL, 3618, 101 * 36),  # exactly half up, which binary floats get wrong
        (NATIONAL, 86400, 86400),
        (MINUTE, 119, 60),
        (HALF, 1799, 0),
        (HALF, 5399, 3600),
        (HALF, 86400, 8 * 3600),
    ],
)
def test_credit(rule: CountingRule, actual: int, credited: int) -> None:
    assert rule.credit(actual) == credited


@pytest.mark.parametrize(("already", "credited"), [(0, 7200), (21600, 7200), (25200, 3600), (28800, 0), (30000, 0)])
def test_daily_cap_gives_what_is_left(already: int, credited: int) -> None:
    assert HALF.credit(7200, already) == credited


@given(st.integers(1, 86400))
def test_national_is_hours_with_two_decimals_half_up(actual: int) -> None:
    assert NATIONAL.credit(actual) == (Decimal(actual) / 3600).quantize(Decimal("0.01"), ROUND_HALF_UP) * 3600


@given(st.integers(1, 86400))
def test_half_hours_are_rounded_down(actual: int) -> None:
    assert HALF.credit(actual) == min(8, (Decimal(actual) / 1800).quantize(Decimal(1), ROUND_DOWN) / 2) * 3600


@given(st.lists(st.integers(1, 30000), max_size=8))
def test_the_cap_holds_however_the_day_is_cut(parts: list[int]) -> None:
    total = 0
    for part in parts:
        total += HALF.credit(part, total)
    assert total <= 8 * 3600


@pytest.mark.parametrize(
    "text",
    ["unit_seconds = 0", "unit_seconds = true", "unit_seconds = 1.5", 'rounding = "nearest"', 'overlap = "maybe"',
     "daily_cap_hours = 25", "daily_cap_hours = 0", "cap = 8", "unit_seconds = ["],
)  # fmt: skip
def test_a_rule_that_is_none(text: str) -> None:
    with pytest.raises(InvalidInput, match="own"):
        parse_rule(text, "own")
