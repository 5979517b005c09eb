"""Recurrence rules in Chinese and the days they fall on."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.recurrence import Rule, occurrences, parse_rule
from leifeng_cli.errors import BadValue, InvalidInput

D = dt.date.fromisoformat


def iso(text: str, start: str, **limits: object) -> list[str]:
    return [day.isoformat() for day in occurrences(parse_rule(text), D(start), **limits)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("每日", "每天"),
        ("每个工作日", "工作日"),
        ("每星期六", "每周六"),
        ("每礼拜天", "每周日"),
        ("每周 6", "每周六"),
        ("每周一、三、五", "每周一三五"),
        ("每周一，周三，周五", "每周一三五"),
        ("每周一和周三、周五", "每周一三五"),
        ("每周五三一", "每周一三五"),
        ("每周一至周五", "每周一二三四五"),
        ("每周一到五", "每周一二三四五"),
        ("每周末", "每周六日"),
        ("隔周周六", "每两周周六"),
        ("隔周六", "每两周周六"),
        ("每2周周六", "每两周周六"),
        ("每两个星期的星期六", "每两周周六"),
        ("每月５号", "每月5日"),
        ("每月十五日", "每月15日"),
        ("每个月5日", "每月5日"),
        ("每月二十一号", "每月21日"),
        ("每月底", "每月最后一天"),
        ("每月第1个星期六", "每月第一个周六"),
        ("每年三月五日", "每年3月5日"),
        ("每年12月05号", "每年十二月五日"),
        ("每月15日、5日", "每月5、15日"),
    ],
)
def test_ways_of_saying_the_same(text, same_as):
    assert parse_rule(text) == parse_rule(same_as)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "周六",
        "每周",
        "每周八",
        "每周一、",
        "每周五到周一",
        "每两周",
        "每0周周六",
        "每月",
        "每月0日",
        "每月32日",
        "每月第六个周六",
        "每月第一个",
        "每年2月30日",
        "每年13月1日",
        "每年3月",
        "每季度",
        "有空就来",
        "每周六\x1b[31m",
        "每周六每周日吗",
    ],
)
def test_the_rest_is_refused_with_the_forms_known(text):
    with pytest.raises(BadValue, match="看不懂重复规则") as error:
        parse_rule(text)
    assert "每月最后一个周五" in (error.value.hint or "") and "\x1b" not in error.value.message


@given(st.text(alphabet="每周月年日号第个最后一二三六天隔两工作0123、至 ", max_size=9))
def test_any_text_is_a_rule_or_refused(text):
    try:
        rule = parse_rule(text)
    except BadValue:
        return
    assert occurrences(rule, D("2024-01-01"), count=1)


@pytest.mark.parametrize(
    ("text", "start", "limits", "expected"),
    [
        ("每天", "2021-02-27", {"count": 3}, ["2021-02-27", "2021-02-28", "2021-03-01"]),
        ("每周六", "2021-03-06", {"until": D("2021-03-20")}, ["2021-03-06", "2021-03-13", "2021-03-20"]),
        ("每周六", "2021-03-07", {"until": D("2021-03-12")}, []),
        ("每周一三五", "2021-03-05", {"count": 4}, ["2021-03-05", "2021-03-08", "2021-03-10", "2021-03-12"]),
        ("每周日", "2021-03-01", {"count": 1}, ["2021-03-07"]),
        # The first Saturday after a Sunday start is the first: not a fortnight later.
        ("隔周周六", "2021-03-07", {"count": 3}, ["2021-03-13", "2021-03-27", "2021-04-10"]),
        ("隔周六日", "2021-03-07", {"count": 3}, ["2021-03-07", "2021-03-20", "2021-03-21"]),
        ("每月31日", "2021-01-01", {"count": 3}, ["2021-01-31", "2021-03-31", "2021-05-31"]),
        ("每月5日", "2021-03-06", {"count": 2}, ["2021-04-05", "2021-05-05"]),
        ("每月最后一天", "2024-01-31", {"count": 3}, ["2024-01-31", "2024-02-29", "2024-03-31"]),
        ("每月第一个周六", "2021-03-01", {"count": 3}, ["2021-03-06", "2021-04-03", "2021-05-01"]),
        ("每月第五个周六", "2021-01-01", {"count": 2}, ["2021-01-30", "2021-05-29"]),
        ("每月最后一个周五", "2021-02-26", {"count": 3}, ["2021-02-26", "2021-03-26", "2021-04-30"]),
        ("每年3月5日", "2021-03-06", {"count": 2}, ["2022-03-05", "2023-03-05"]),
        ("每年2月29日", "2021-01-01", {"count": 2}, ["2024-02-29", "2028-02-29"]),
        ("工作日", "2021-03-05", {"count": 2}, ["2021-03-05", "2021-03-08"]),
        ("每天", "2021-03-05", {"count": 9, "until": D("2021-03-06")}, ["2021-03-05", "2021-03-06"]),
        ("每天", "2021-03-05", {"until": D("2021-03-05")}, ["2021-03-05"]),
        ("每天", "9999-12-31", {"count": 5}, ["9999-12-31"]),
    ],
)
def test_occurrences(text, start, limits, expected):
    assert iso(text, start, **limits) == expected


def test_working_days_follow_the_calendar_given():
    holiday = D("2021-03-08")
    found = occurrences(
        Rule("workdays"), D("2021-03-05"), count=2, is_workday=lambda d: d.weekday() < 5 and d != holiday
    )
    assert [day.isoformat() for day in found] == ["2021-03-05", "2021-03-09"]


def test_four_hundred_is_the_most():
    start = D("2021-01-01")
    assert len(occurrences(Rule("daily"), start, until=start + dt.timedelta(399))) == 400
    assert len(occurrences(Rule("daily"), start, count=400)) == 400
    for limits in ({"until": start + dt.timedelta(400)}, {"count": 401}, {"count": 0}, {"count": -1}, {}):
        with pytest.raises(InvalidInput) as error:
            occurrences(Rule("daily"), start, **limits)
        assert error.value.hint
    with pytest.raises(InvalidInput, match="早于开始日期"):
        occurrences(Rule("daily"), start, until=start - dt.timedelta(1))
