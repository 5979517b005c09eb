"""The real calendar: holidays, days worked in exchange, years not yet published, overrides."""

import datetime as dt
import time

import pytest

from leifeng_cli.domain.workdays import is_late
from leifeng_cli.services.workdays import calendar, is_published

D = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2021-02-11", False),  # spring festival, a Thursday
        ("2021-02-20", True),  # Saturday worked in exchange
        ("2021-03-05", True),
        ("2021-03-06", False),
        ("2003-10-01", True),  # before the first year known: Monday to Friday
        ("2190-10-01", True),
        ("2190-10-02", False),
    ],
)
def test_days(day, worked):
    assert calendar()(D(day)) is worked


def test_which_years_are_published():
    assert is_published(2004) and is_published(2021) and is_published(2026)
    assert not is_published(2003) and not is_published(2190)
    assert is_published(2190, {D("2190-10-01"): False})


def test_overrides_come_first_and_stay_out_of_the_next_calendar():
    overrides = {D("2021-03-05"): False, D("2190-10-02"): True}
    own = calendar(overrides)
    assert (own(D("2021-03-05")), own(D("2190-10-02"))) == (False, True)
    own(D("2021-03-08"))
    assert len(overrides) == 2 and calendar()(D("2021-03-05")) is True


def test_late_over_the_spring_festival():
    # Monday 8 February 2021: 9, 10, [11-17 holiday], 18, 19, 20 (worked Saturday), 22-26 are ten.
    assert not is_late(D("2021-02-08"), D("2021-02-28"), is_workday=calendar())
    assert is_late(D("2021-02-08"), D("2021-03-01"), is_workday=calendar())


def test_ten_thousand_records_are_quick():
    worked, start = calendar(), time.perf_counter()
    for n in range(10_000):
        is_late(dt.date(2018, 1, 1) + dt.timedelta(n % 900), dt.date(2021, 1, 1), is_workday=worked)
    assert time.perf_counter() - start < 2
