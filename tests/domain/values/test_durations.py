import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.values import durations as t
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue

HINTS = Hints(today=dt.date(2021, 6, 30))
HALF = 1800


@pytest.mark.parametrize(
    ("cell", "halves"),
    [
        ("2小时30分", 5), ("2小时30分钟", 5), ("2小时", 4), ("2个半小时", 5), ("两小时", 4), ("两个小时", 4),
        ("两个半小时", 5),
        ("两小时半", 5), ("2个小时半", 5), ("半小时", 1), ("半个小时", 1), ("一个半小时", 3), ("1.5h", 3),
        ("1.5H", 3), ("1.5小时", 3),
        ("1.5个小时", 3), ("90分钟", 3), ("90分", 3), ("90min", 3), ("1小时30分钟", 3), ("2:30", 5), ("02:30:00", 5),
        ("2：30", 5),
        ("2时30分", 5), ("2h30m", 5), ("2 小时 30 分", 5), ("２．５", 5), ("2.5", 5), (2.5, 5), (2, 4), (2.0, 4),
        ("十二小时", 24),
        ("0.5", 1), (0.5, 1), ("24:00", 48), (24, 48), ("2小时(不含路程)", 4), ("2小时（已扣除往返路程）", 4),
        (dt.timedelta(hours=2, minutes=30), 5), (dt.time(2, 30), 5), (dt.time(2, 29, 59, 999000), 5),
        (dt.datetime(1900, 1, 1), 48), (dt.date(1900, 1, 1), 48), (dt.timedelta(days=1), 48),
    ],
)  # fmt: skip
def test_duration(cell, halves):
    assert t.duration(cell, HINTS) == halves * HALF


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("2.33", 8388), (2.33, 8388), (2.34, 8424), ("0.01", 36), (1.1, 3960), (4.35, 15660), ("2小时20分", 8400),
        ("2:20", 8400),
        ("1:00:05", 3605), ("1小时0分5秒", 3605), (7 / 3, 8400), ("2小时05", 7500), (dt.time(2, 20), 8400),
        ("1.15h", 4140),
        ("0.3333", 1200), (0.3333, 1200), ("90.5分钟", 5430),
    ],
)  # fmt: skip
def test_duration_is_exact_to_the_second(cell, seconds):
    result = t.duration(cell, HINTS)
    assert result == seconds and type(result) is int


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1天", "按天"), ("半天", "按天"), ("-2", "负"), (-2.5, "负"), ("-2小时", "负"),
        (dt.timedelta(hours=-1), "负"), ("0", "为 0"),
        (0, "为 0"), (0.0, "为 0"), ("0分钟", "为 0"), (dt.time(0), "为 0"), ("0.0001", "为 0"),
        ("25小时", "24 小时"), (90, "24 小时"),
        ("24:01", "24 小时"), (dt.datetime(1900, 1, 2, 12, 0), "60.00"), (dt.date(1900, 3, 1), "1464.00"),
        (dt.timedelta(days=2), "48"),
        ("2.5小时(含路程)", "路程"), ("2小时（含往返）", "路程"), ("abc", "不是时长"), ("", "不是时长"),
        (None, "不是时长"),
        (True, "不是时长"), ("约2小时", "不是时长"), ("2:75", "不是时长"), ("1小时90分", "不是时长"),
        ("个半小时", "不是时长"),
        ("1.5小时30分", "不是时长"), ("1.5小时半", "不是时长"), ("8:30-11:00", "起止"), ("1-2小时", "起止"),
        (dt.date(2021, 3, 5), "日期"),
        (dt.datetime(2021, 3, 5, 2, 30), "日期"), (0.10416666666666667, "分不清"), (float("nan"), "无效"),
        ("9" * 5000, "不是时长"),
        ("见各行", "不是时长"), ("1:2:3", "不是时长"), ("٢", "不是时长"),
    ],
)  # fmt: skip
def test_duration_refused(cell, why):
    with pytest.raises(BadValue) as bad:
        t.duration(cell, HINTS)
    assert why in bad.value.message
    assert bad.value.hint


def test_travel_names_its_rule_and_minutes_are_suggested_for_a_bare_number():
    with pytest.raises(BadValue) as bad:
        t.duration("2.5小时(含路程)", HINTS)
    assert "民函〔2012〕340号" in bad.value.message
    with pytest.raises(BadValue) as bad:
        t.duration("90", HINTS)
    assert "90分钟" in bad.value.hint


@given(st.integers(1, 2400))
def test_every_hundredth_of_an_hour_is_36_seconds_as_text_and_as_float(n):
    written = str(Decimal(n) / 100)
    assert t.duration(written, HINTS) == n * 36
    assert t.duration(float(written), HINTS) == n * 36


@given(st.integers(1, 1440))
def test_every_minute_reads_back(n):
    for form in (f"{n // 60}:{n % 60:02d}", f"{n // 60}小时{n % 60}分", f"{n}分钟", dt.timedelta(minutes=n)):
        assert t.duration(form, HINTS) == n * 60


CELLS = st.one_of(
    st.text(), st.floats(), st.integers(), st.datetimes(), st.dates(), st.times(), st.timedeltas(), st.none()
)


@given(CELLS)
def test_nothing_crashes(cell):
    for parse in (t.duration, t.span):
        try:
            value = parse(cell, HINTS)
        except BadValue as bad:
            assert bad.hint
        else:
            assert value


@pytest.mark.parametrize(
    ("cell", "ends"),
    [
        ("09:00-11:20", ("09:00", "11:20")), ("8:30—11:00", ("08:30", "11:00")), ("8:30~11:00", ("08:30", "11:00")),
        ("8：30～11：00", ("08:30", "11:00")), ("8:30 – 11:00", ("08:30", "11:00")),
        ("8:30——11:00", ("08:30", "11:00")),
        ("8:30至11:00", ("08:30", "11:00")), ("8点半到11点", ("08:30", "11:00")),
        ("八点半至十一点", ("08:30", "11:00")),
        ("22:00-次日1:00", ("22:00", "01:00")), ("22:00-次日 1:00", ("22:00", "01:00")),
        ("22:00-第二天2:00", ("22:00", "02:00")),
        ("22:00-02:00", ("22:00", "02:00")), ("22:00-24:00", ("22:00", "24:00")), ("00:00-24:00", ("00:00", "24:00")),
        ("22:00-0:00", ("22:00", "00:00")), ("下午2:00-4:30", ("14:00", "16:30")),
        ("下午2点到下午4点半", ("14:00", "16:30")),
        ("上午9:00-11:00", ("09:00", "11:00")), ("上午9点-下午3点", ("09:00", "15:00")),
        ("晚上10点-2点", ("22:00", "02:00")),
        ("中午12:00-1:30", ("12:00", "13:30")), ("08:30:00-11:00:00", ("08:30", "11:00")),
    ],
)  # fmt: skip
def test_span(cell, ends):
    assert t.span(cell, HINTS) == ends


@pytest.mark.parametrize(
    "cell",
    [
        "9:00-9:00", "24:00-8:00", "9:00-次日11:00", "22:00-次日24:00", "9:00-次日9:00", "9:00-11:00次日",
        "上午9:00-2:00",
        "8:30-11:00,14:00-16:00", "8:30-10:00-11:00", "8:30", "-11:00", "8:30-", "8:30-25:00", "8.30-11.00",
        "2021-03-05", "",
        None, True, 0.5, dt.time(8, 30), "至", "-" * 50_000,
    ],
)  # fmt: skip
def test_span_refused(cell):
    with pytest.raises(BadValue) as bad:
        t.span(cell, HINTS)
    assert bad.value.hint


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("09:00", "11:20", 8400), ("22:00", "02:00", 14400), ("22:00", "24:00", 7200), ("22:00", "00:00", 7200),
        ("00:00", "24:00", 86400), ("23:59", "00:00", 60), ("08:00", "08:00", 86400),
    ],
)  # fmt: skip
def test_span_seconds(start, end, seconds):
    assert t.span_seconds(start, end) == seconds


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("清洁家园（1小时）、邻里守望（0.5小时）", [("清洁家园", 3600), ("邻里守望", 1800)]),
        (
            "清洁家园(1h)；邻里守望(30分钟)\n文明交通（一个半小时）",
            [("清洁家园", 3600), ("邻里守望", 1800), ("文明交通", 5400)],
        ),
        ("清洁家园（东苑）（1小时），邻里守望（半小时）", [("清洁家园（东苑）", 3600), ("邻里守望", 1800)]),
        ("清洁家园（1小时）", [("清洁家园", 3600)]),
        ("清洁家园（1小时）、", [("清洁家园", 3600)]),
        ("清洁家园（东苑）", [("清洁家园（东苑）", None)]),
        ("清洁家园、邻里守望", [("清洁家园、邻里守望", None)]),
        ("垃圾分类、清洁家园（1小时）", [("垃圾分类、清洁家园（1小时）", None)]),
        ("清洁家园（1小时）、邻里守望（东苑）", [("清洁家园（1小时）、邻里守望（东苑）", None)]),
        ("雷锋月（1）、雷锋月（2）", [("雷锋月（1）、雷锋月（2）", None)]),
        ("清洁家园（2021）", [("清洁家园（2021）", None)]),
        ("清洁家园（0小时）", [("清洁家园（0小时）", None)]),
        ("（1小时）", [("（1小时）", None)]),
        (" 清洁家园 ", [("清洁家园", None)]),
        ("", [("", None)]),
    ],
)
def test_parts(cell, found):
    assert t.parts(cell) == found


@given(st.text(st.sampled_from("甲乙（）()1小时、，;h\n")))
def test_parts_never_lose_a_title(cell):
    found = t.parts(cell)
    assert found
    if found[0][1] is None:
        assert found == [(t.clean(cell), None)]
    else:
        assert all(title and seconds for title, seconds in found)
