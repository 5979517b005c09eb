"""Clashes of activities and services past midnight."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.schedule import Window, conflicts, overlap, seconds_of, split_at_midnight
from leifeng_cli.errors import BadValue, InvalidInput


@pytest.mark.parametrize(
    ("a", "b", "clash"),
    [
        (("2021-03-05", "2021-03-05", "09:00", "11:00"), ("2021-03-05", "2021-03-05", "10:59", "12:00"), True),
        (("2021-03-05", "2021-03-05", "09:00", "11:00"), ("2021-03-05", "2021-03-05", "11:00", "12:00"), False),
        (("2021-03-05", "2021-03-05", "09:00", "11:00"), ("2021-03-06", "2021-03-06", "09:00", "11:00"), False),
        (("2021-03-05", "2021-03-05", "22:00", "02:00"), ("2021-03-06", "2021-03-06", "01:00", "03:00"), True),
        (("2021-03-05", "2021-03-05", "22:00", "02:00"), ("2021-03-06", "2021-03-06", "02:00", "03:00"), False),
        (("2021-03-05", "2021-03-05", "22:00", "24:00"), ("2021-03-06", "2021-03-06", "00:00", "03:00"), False),
        (("2021-03-05", "2021-03-05", "22:00", "00:00"), ("2021-03-05", "2021-03-05", "23:59", "24:00"), True),
        (("2000-01-01", "2999-12-31", "09:00", "11:00"), ("2500-06-01", "2500-06-01", "10:00", "10:01"), True),
        (("2000-01-01", "2999-12-31", "09:00", "11:00"), ("1000-01-01", "9999-12-31", "11:00", "09:00"), False),
        (("2021-03-05", "2021-03-05", None, None), ("2021-03-05", "2021-03-05", "09:00", "11:00"), False),
        (("2021-03-05", "2021-03-05", "09:00", None), ("2021-03-05", "2021-03-05", "09:00", "11:00"), False),
    ],
)
def test_conflicts(a, b, clash):
    assert conflicts(Window(*a), Window(*b)) is clash
    assert conflicts(Window(*b), Window(*a)) is clash


clock = st.integers(0, 23).map(lambda h: f"{h:02d}:00")
windows = st.builds(
    lambda start, length, begin, end: Window(f"2021-03-{start:02d}", f"2021-03-{start + length:02d}", begin, end),
    st.integers(1, 9),
    st.integers(0, 4),
    clock,
    clock | st.just("24:00"),
)


def hours(window: Window) -> set[tuple[int, int]]:
    """Every hour the activity takes, one by one, as (day, hour)."""
    begin, end = (int(str(t)[:2]) for t in (window.start_time, window.end_time))
    end += 24 if end <= begin else 0
    first, last = int(window.starts_on[-2:]), int(window.ends_on[-2:])
    return {divmod(day * 24 + hour, 24) for day, hour in product(range(first, last + 1), range(begin, end))}


@given(windows, windows)
def test_conflicts_equal_listing_every_hour(a, b):
    assert conflicts(a, b) is bool(hours(a) & hours(b))


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("2021-03-05", "2021-03-04"), InvalidInput),
        (("2021-02-30", "2021-03-04"), BadValue),
        (("20210305", "2021-03-05"), BadValue),
        (("2021-03-05", "2021-03-05", "24:00", "01:00"), BadValue),
        (("2021-03-05", "2021-03-05", "9:00", "10:00"), BadValue),
        (("2021-03-05", "2021-03-05", "09:00", "25:00"), BadValue),
        (("2021-03-05", "2021-03-05", "09:00", "10:00\n"), BadValue),
    ],
)
def test_windows_that_are_none(args, error):
    with pytest.raises(error) as raised:
        Window(*args)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("interval", "half_open", "inclusive"),
    [
        ((10, 20, 20, 30), False, True),
        ((10, 20, 19, 30), True, True),
        ((10, 20, 21, 30), False, False),
        ((10, 30, 15, 20), True, True),
        (("09:00", "10:00", "10:00", "11:00"), False, True),
        ((15, 15, 10, 20), False, True),
    ],
    ids=["touching-20", "overlapping", "apart", "inside", "touching-text", "no-time"],
)
def test_overlap(interval, half_open, inclusive):
    s1, e1, s2, e2 = interval
    for one in ((s1, e1, s2, e2), (s2, e2, s1, e1)):
        assert overlap(*one) is half_open
        assert overlap(*one, inclusive=True) is inclusive


@pytest.mark.parametrize(
    ("start", "end", "pieces"),
    [
        ("22:00", "02:00", [("2021-03-31", "22:00", "24:00", 7200), ("2021-04-01", "00:00", "02:00", 7200)]),
        ("22:00", "24:00", [("2021-03-31", "22:00", "24:00", 7200)]),
        ("22:00", "00:00", [("2021-03-31", "22:00", "24:00", 7200)]),
        ("00:00", "24:00", [("2021-03-31", "00:00", "24:00", 86400)]),
        ("08:30", "11:00", [("2021-03-31", "08:30", "11:00", 9000)]),
        ("09:00:00", "09:00:18", [("2021-03-31", "09:00:00", "09:00:18", 18)]),
        ("23:59", "23:58", [("2021-03-31", "23:59", "24:00", 60), ("2021-04-01", "00:00", "23:58", 86280)]),
    ],
)
def test_split_at_midnight(start, end, pieces):
    assert split_at_midnight("2021-03-31", start, end) == pieces


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        ("2021-03-31", "09:00", "09:00"),
        ("2021-03-31", "24:00", "01:00"),
        ("2021-03-31", "9", "10:00"),
        ("2021-02-29", "09:00", "10:00"),
        ("9999-12-31", "22:00", "01:00"),
    ],
)
def test_what_cannot_be_split(day, start, end):
    with pytest.raises(BadValue) as error:
        split_at_midnight(day, start, end)
    assert error.value.hint


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 1439), st.integers(0, 1439))
def test_pieces_add_up_and_none_crosses_midnight(day, first, last):
    if first == last:
        return
    start, end = (f"{m // 60:02d}:{m % 60:02d}" for m in (first, last))
    pieces = split_at_midnight(day.isoformat(), start, end)
    assert sum(p[3] for p in pieces) == (last - first) % 1440 * 60
    for _date, begin, finish, seconds in pieces:
        assert seconds_of(finish, end=True) - seconds_of(begin) == seconds > 0
