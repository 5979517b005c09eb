"""Key dates from a table made up here."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.keydates import key_dates, nth_weekday

TABLE = {
    "day": [{"date": "12-05", "name": "日", "note": "甲"}],
    "month": [{"month": "03", "name": "月", "note": "乙"}],
    "nth": [{"month": "05", "week": 3, "weekday": 7, "name": "第三个星期日", "note": "丙"}],
    "lunar": [{"name": "春节", "note": "丁"}],
}
LUNAR = [("2021-02-12", "春节"), ("2021-02-26", "没有要的"), ("2022-02-01", "春节")]


@pytest.mark.parametrize(
    ("first", "after", "expected"),
    [
        ("2021-01-01", "2022-01-01", ["2021-02-12", "2021-03-01", "2021-05-16", "2021-12-05"]),
        ("2021-12-05", "2022-03-01", ["2021-12-05", "2022-02-01"]),
        ("2021-12-06", "2022-03-02", ["2022-02-01", "2022-03-01"]),
        ("2021-12-05", "2021-12-05", []),
    ],
)
def test_key_dates_of_a_stretch_half_open(first: str, after: str, expected: list[str]) -> None:
    found = key_dates(TABLE, LUNAR, first, after)
    assert [d.day for d in found] == expected
    assert all(d.note for d in found)


@given(st.integers(1901, 2100), st.integers(1, 12), st.integers(1, 4), st.integers(1, 7))
def test_an_nth_weekday_is_one(year: int, month: int, week: int, weekday: int) -> None:
    day = dt.date.fromisoformat(nth_weekday(year, month, week, weekday))
    assert (day.year, day.month, day.isoweekday(), (day.day + 6) // 7) == (year, month, weekday, week)
