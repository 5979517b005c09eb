"""Stretches of time as people write them, and the ones before."""

from __future__ import annotations

import datetime as dt

import pytest

from leifeng_cli.domain.periods import (
    before,
    half_period,
    month_period,
    parse_period,
    quarter_period,
    range_period,
    year_before,
    year_period,
)
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue

HINTS = Hints(dt.date(2022, 1, 5))


@pytest.mark.parametrize(
    ("word", "name", "first", "last"),
    [
        ("2021-03", "2021-03", "2021-03-01", "2021-03-31"), ("2021年2月", "2021-02", "2021-02-01", "2021-02-28"),
        ("2021Q1", "2021-Q1", "2021-01-01", "2021-03-31"), ("2021年第4季度", "2021-Q4", "2021-10-01", "2021-12-31"),
        ("2021-H2", "2021-H2", "2021-07-01", "2021-12-31"), ("2021年上半年", "2021-H1", "2021-01-01", "2021-06-30"),
        ("2020", "2020", "2020-01-01", "2020-12-31"),
        ("2021-03-05..2021-4-2", "2021-03-05..2021-04-02", "2021-03-05", "2021-04-02"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(word: str, name: str, first: str, last: str) -> None:
    period = parse_period(word, HINTS)
    assert (period.name, period.first, period.last) == (name, first, last)
    assert parse_period(period.name, HINTS) == period


def test_the_period_before_and_a_year_ago() -> None:
    for period, previous, ago in (
        (month_period("2021-01"), "2020-12", "2020-01"), (quarter_period("2021-Q1"), "2020-Q4", "2020-Q1"),
        (half_period("2021-H2"), "2021-H1", "2020-H2"), (year_period("2021"), "2020", "2020"),
    ):  # fmt: skip
        earlier, year_ago = before(period), year_before(period)
        assert earlier is not None and year_ago is not None
        assert (earlier.name, year_ago.name) == (previous, ago)
    free = range_period("2020-02-29", "2020-03-05", HINTS)
    assert before(free) is None and year_before(free).name == "2019-02-28..2019-03-05"  # type: ignore[union-attr]
    for word in ("2021-13", "2021-Q5", "半年", "21", "2021-04-01..2021-03-01", "0000", "9999", "0000-Q1", "9999-H2"):
        with pytest.raises(BadValue):
            parse_period(word, HINTS)
