import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.values import dates
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue

TODAY = dt.date(2021, 6, 30)
HINTS = Hints(today=TODAY, year=2021)
NO_YEAR = Hints(today=TODAY)
MARCH_5 = dt.date(2021, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2021年3月5日", "2021年03月05日", "2021.3.5", "2021-3-5", "2021/3/5", "20210305", "2021年3月5号",
        "２０２１年３月５日",
        "2021 年 3 月 5 日", "二〇二一年三月五日", "二零二一年三月五日", "2021。3。5", "44260", "44260.6",
        "2021-03-05 00:00:00",
        "21.3.5", "21-3-5", "21年3月5日", "2021—3—5", "2021．３．５", "2021年3月5日（周五）", "2021-03-05 星期五",
        "2021年3月5日上午8:30", "2021年3月5日 8点半", "2021/3/5 8:30", "2021-03-05T08:30:00", "2021年3月5",
        " 2021-03-05\u200b",
        20210305, 20210305.0, 44260, 44260.6, dt.date(2021, 3, 5), dt.datetime(2021, 3, 5, 23, 59),
    ],
)  # fmt: skip
def test_dates_with_a_year(cell):
    assert dates.date(cell, NO_YEAR) == MARCH_5
    assert dates.date_text(cell, NO_YEAR) == "2021-03-05"


@pytest.mark.parametrize(
    "cell", ["3月5日", "3月5号", "三月五日", "3.5", "3/5", "3-5", "03.05", 3.5, 3.05, "3月5日 8:30"]
)
def test_dates_without_a_year(cell):
    assert dates.date(cell, HINTS) == MARCH_5
    with pytest.raises(BadValue) as bad:
        dates.date(cell, NO_YEAR)
    assert "--year" in bad.value.hint


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (3.11, "2021-03-11"), (12.31, "2021-12-31"), (3.29, "2021-03-29"), (2.3, "2021-02-03"), ("3.1", "2021-03-01"),
        ("3.10", "2021-03-10"), ("十二月二十五日", "2021-12-25"), ("二〇二一年十月三十一日", "2021-10-31"),
        ("元月廿五日", "2021-01-25"), ("2020-02-29", "2020-02-29"), ("19491001", "1949-10-01"), ("20000", "1954-10-03"),
        (80000, "2119-01-11"), ("22.1.1", "2022-01-01"),
    ],
)  # fmt: skip
def test_other_dates(cell, day):
    assert dates.date_text(cell, HINTS) == day


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2021-02-29", "2 月没有 29 日"), ("2020.2.30", "2 月没有 30 日"), ("2021.13.1", "没有 13 月"),
        ("4月31日", "4 月没有 31 日"),
        ("2021年3月", "缺少日"), ("2021.3", "缺少日"), (2021.3, "缺少日"), ("202103", "缺少日"), (202103, "缺少日"),
        ("5/3/2021", "先后"), ("21/3/5", "先后"), (60, "不是日期"), ("60", "不是日期"), (19999, "不是日期"),
        (80001, "不是日期"),
        ("99.3.5", "世纪"), ("3.5-3.7", "单独"), ("2021.3.5-2021.3.7", "单独"), ("3月5日-7日", "单独"),
        ("3月5日 8:30-11:00", "单独"), ("农历二月初二", "不是日期"), ("明天", "不是日期"), ("3月", "不是日期"),
        ("", "不是日期"),
        (None, "不是日期"), (True, "不是日期"), (3, "不是日期"), (-44260, "不是日期"), (dt.time(8, 30), "不是日期"),
        (dt.timedelta(hours=3), "不是日期"), (dt.datetime(1900, 1, 3, 12), "1900"), (dt.date(1900, 1, 3), "1900"),
        ("0021-03-05", "年份"), ("2021 3 5", "不是日期"), ("2021-3.5", "不是"), ("2021-03-05 25:00", "不是日期"),
        ("2021-03-04T16:00:00Z", "不是日期"), ("2021年三月初五", "不是日期"), (float("nan"), "无效"),
        ("1" * 50_000, "不是日期"),
        ("1-" * 20_000, "不是"), ("٢٠٢١-٠٣-٠٥", "不是日期"),
    ],
)  # fmt: skip
def test_refused(cell, why):
    with pytest.raises(BadValue) as bad:
        dates.date(cell, HINTS)
    assert why in bad.value.message
    assert bad.value.hint


def test_an_id_number_in_the_date_column_is_not_echoed():
    with pytest.raises(BadValue) as bad:
        dates.date("330106199001011234", HINTS)
    assert "19900101" not in bad.value.message


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        (3.1, ("2021-03-01", "2021-03-10")), (3.2, ("2021-03-02", "2021-03-20")), (3.3, ("2021-03-03", "2021-03-30")),
        (12.1, ("2021-12-01", "2021-12-10")), (2.3, ()), (3.4, ()), (3.11, ()), (13.1, ()), ("3.1", ()), (3, ()),
        (0.1, ()),
        (float("nan"), ()), (True, ()),
    ],
)  # fmt: skip
def test_ambiguous_days(cell, days):
    assert tuple(d.isoformat() for d in dates.ambiguous_days(cell, HINTS)) == days
    assert dates.ambiguous_days(cell, NO_YEAR) == ()


def test_an_ambiguous_number_is_refused_naming_both_readings():
    with pytest.raises(BadValue) as bad:
        dates.date(3.1, HINTS)
    assert "3月1日" in bad.value.message and "3月10日" in bad.value.message


def d(day: int) -> dt.date:
    return dt.date(2021, 3, day)


@pytest.mark.parametrize(
    ("cells", "resolved"),
    [
        (["3月9日", 3.1, "3月12日"], ["3月9日", d(10), "3月12日"]),
        ([3.1, 3.05], [d(1), 3.05]),
        (["3.5", 3.1], ["3.5", d(10)]),
        ([3.1, 3.12], [3.1, 3.12]),  # both fit
        (["3.11", 3.1, "3.12"], ["3.11", 3.1, "3.12"]),  # none fits
        (["3.2", 3.2, "3.25"], ["3.2", 3.2, "3.25"]),  # both fit, bounds included
        (["3.21", 3.3, 3.3, ""], ["3.21", d(30), d(30), ""]),
        (["3.9", None, "合计", 3.1, dt.datetime(2021, 3, 10)], ["3.9", None, "合计", d(10), dt.datetime(2021, 3, 10)]),
        (["3.9", 3.1, "3.12", "3.5"], ["3.9", 3.1, "3.12", "3.5"]),  # the column is not in order
        ([3.1], [3.1]),
        ([], []),
    ],
)
def test_resolve_by_order(cells, resolved):
    assert dates.resolve_by_order(cells, HINTS) == resolved


@given(st.lists(st.dates(dt.date(2021, 1, 1), dt.date(2021, 12, 31)), max_size=40), st.data())
def test_resolve_by_order_never_reads_a_sorted_column_wrong(days, data):
    days.sort()
    cells = [float(f"{x.month}.{x.day}") if data.draw(st.booleans()) else x for x in days]
    for cell, day in zip(dates.resolve_by_order(cells, HINTS), days, strict=True):
        if not dates.ambiguous_days(cell, HINTS) and dates.date(cell, HINTS) != day:
            # 2.3 typed for 2月3日 is sure; nothing else may go wrong.
            raise AssertionError((cell, day))


@given(st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31)))
def test_every_written_form_reads_back(day):
    for form in (
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}.{0.month}.{0.day}",
        "{0:%Y%m%d}",
        "{0.year}/{0.month:02d}/{0.day}",
    ):
        assert dates.date(form.format(day), NO_YEAR) == day
    assert dates.date(dates.date_text(day, NO_YEAR), NO_YEAR) == day


@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.times(), st.timedeltas(), st.booleans()))
def test_nothing_crashes(cell):
    for parse in (dates.date, dates.clock):
        try:
            parse(cell, HINTS)
        except BadValue as bad:
            assert bad.hint


@pytest.mark.parametrize(
    "s", ["2021-03", "2021年3月", "202103", "2021.3", "2021/03", "２０２１年三月", "二〇二一年三月", "2021年3"]
)
def test_month(s):
    assert dates.month(s) == "2021-03"


@pytest.mark.parametrize("s", ["2021-13", "2021-00", "2021", "3月", "2021-03-05", "", "0021-03"])
def test_month_refused(s):
    with pytest.raises(BadValue):
        dates.month(s)


def test_month_range_and_add_days():
    assert dates.month_range("2021-03") == ("2021-03-01", "2021-04-01")
    assert dates.month_range("2021-12") == ("2021-12-01", "2022-01-01")
    assert dates.add_days("2020-02-28", 2) == "2020-03-01"
    assert dates.add_days("2021-01-01", -1) == "2020-12-31"
    assert dates.add_days("9999-12-31", 1) == "9999-12-31"


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("8:30", "08:30"), ("08:30:00", "08:30"), ("8点半", "08:30"), ("8时30分", "08:30"), ("８：３０", "08:30"),
        ("8∶30", "08:30"),
        ("八点半", "08:30"), ("8点", "08:00"), ("8点整", "08:00"), ("8点一刻", "08:15"), ("8点钟", "08:00"),
        ("8点5分", "08:05"),
        ("下午2:30", "14:30"), ("下午 2点半", "14:30"), ("2:30 PM", "14:30"), ("下午14:30", "14:30"),
        ("晚上8点", "20:00"),
        ("中午12:30", "12:30"), ("中午1点", "13:00"), ("上午9:00", "09:00"), ("下午12:30", "12:30"),
        ("12:15 am", "00:15"),
        ("凌晨1点", "01:00"), ("0:00", "00:00"), ("23:59", "23:59"), (0.0, "00:00"), (0, "00:00"), (0.5, "12:00"),
        (0.3541666666, "08:30"), (500 / 1440, "08:20"), (0.9999999, "23:59"), (dt.time(8, 30), "08:30"),
        (dt.time(8, 29, 59, 999000), "08:30"), (dt.datetime(2021, 3, 5, 8, 30), "08:30"),
        (dt.timedelta(hours=8), "08:00"),
        ("08:30:59", "08:30"),
    ],
)  # fmt: skip
def test_clock(cell, time):
    assert dates.clock(cell, HINTS) == time


@pytest.mark.parametrize(
    "cell",
    [
        "24:00", "25:00", "24:30", "8:60", "8", 8, 8.5, 1.0, -0.1, "8.30", "晚上12点", "上午12:00", "上午14:00",
        "下午0:30",
        "晚上2点", "下午2pm", "8点5", "8:5", "8:30-11:00", "", None, True, float("nan"), "abc",
        dt.datetime(1900, 1, 2, 12),
        dt.timedelta(days=1), dt.timedelta(-1), dt.date(2021, 3, 5),
    ],
)  # fmt: skip
def test_clock_refused(cell):
    with pytest.raises(BadValue) as bad:
        dates.clock(cell, HINTS)
    assert bad.value.hint


@given(st.floats(0, 1, exclude_max=True))
def test_a_day_fraction_is_the_nearest_second_down_to_the_minute(fraction):
    assert dates.clock(fraction, HINTS) <= "23:59"


@given(st.integers(0, 1439))
def test_every_minute_of_the_day_survives_a_spreadsheet(minute):
    assert dates.clock(minute / 1440, HINTS) == f"{minute // 60:02d}:{minute % 60:02d}"
