"""Arithmetic in working days, with calendars made up here."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.workdays import add_workdays, is_late, workdays_between
from leifeng_cli.errors import InvalidInput

D = dt.date.fromisoformat


def plain(day: dt.date) -> bool:
    return day.weekday() < 5


def never(_day: dt.date) -> bool:
    return False


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2021-03-01", 0, "2021-03-01"),
        ("2021-03-06", 0, "2021-03-06"),
        ("2021-03-01", 1, "2021-03-02"),
        ("2021-03-05", 1, "2021-03-08"),
        ("2021-03-06", 1, "2021-03-08"),
        ("2021-03-01", 5, "2021-03-08"),
        ("2021-03-01", 10, "2021-03-15"),
    ],
)
def test_adding(start, n, expected):
    assert add_workdays(D(start), n, plain).isoformat() == expected


@pytest.mark.parametrize(
    ("start", "n", "calendar"), [("2021-03-01", -1, plain), ("2021-03-01", 10**9, plain), ("9999-01-01", 5, never)]
)
def test_absurd_numbers_are_refused(start, n, calendar):
    with pytest.raises(InvalidInput):
        add_workdays(D(start), n, calendar)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 60), st.sets(st.integers(0, 100)))
def test_counting_undoes_adding(start, n, holidays):
    def calendar(day: dt.date) -> bool:
        return plain(day) and (day - start).days not in holidays

    assert workdays_between(start, add_workdays(start, n, calendar), calendar) == n


def test_counting_backwards_is_nothing():
    assert workdays_between(D("2021-03-05"), D("2021-03-05"), plain) == 0
    assert workdays_between(D("2021-03-05"), D("2021-03-01"), plain) == 0
    assert workdays_between(D("9999-12-30"), D("9999-12-31"), plain) == 1


@pytest.mark.parametrize(
    ("recorded", "late"),
    [("2021-03-15", False), ("2021-03-16", True), ("2021-03-01", False), ("2021-02-01", False), ("2031-01-01", True)],
    ids=["statement-16-tenth", "statement-16-eleventh", "same-day", "before", "years-later"],
)
def test_late_after_ten_working_days(recorded, late):
    assert is_late(D("2021-03-01"), D(recorded), is_workday=plain) is late  # a Monday


@given(st.dates(dt.date(2021, 1, 1), dt.date(2021, 12, 31)), st.integers(0, 60), st.integers(0, 15))
def test_late_is_more_working_days_than_the_limit(start, after, limit):
    recorded = start + dt.timedelta(after)
    expected = workdays_between(start, recorded, plain) > limit
    assert is_late(start, recorded, is_workday=plain, limit=limit) is expected


def test_weekend_days_after_the_tenth_are_still_in_time():
    assert not is_late(D("2021-03-05"), D("2021-03-21"), is_workday=plain)  # tenth is Friday 19, then a weekend
    assert is_late(D("2021-03-05"), D("2021-03-22"), is_workday=plain)
