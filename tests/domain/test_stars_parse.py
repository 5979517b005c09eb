"""Policy files: the documented example reads as documented, and every mistake names line and remedy."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.stars.evaluate import gifts
from leifeng_cli.domain.stars.facts import Facts, Served
from leifeng_cli.domain.stars.parse import check_policy, parse_policy
from leifeng_cli.errors import InvalidInput

DOC = (Path(__file__).parents[2] / "docs" / "star-policy.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", DOC, re.DOTALL)

GOOD = """\
title = "测试办法"

[source]
body = "测试单位"

[[level]]
level = 1
name = "一星级"
hours = 100

[[level]]
level = 2
name = "二星级"
hours = 300
"""


def test_the_documented_examples_are_valid():
    short, full = (parse_policy(text, "例.toml") for text in EXAMPLES)
    assert short.id == "例" and short.levels[0].conditions.hours == 50 * 3600
    assert full.valid_from == "2024-03-05" and full.counting.excluded_ratings == {1, 2}
    third = full.levels[2]
    asked = third.conditions
    assert (asked.hours, asked.strict, asked.member_months) == (361_800, True, 24)
    assert asked.category_hours == (("社区服务", 72_000), ("助老助残", 36_000))
    assert (asked.training, asked.average_rating, asked.complaint_months, asked.granted_level) == (14_400, 400, 12, 2)
    assert (third.approval.body, third.approval.notice_workdays) == ("区志愿者协会", 5)
    assert full.levels[0].approval.body == "街道志愿者协会"
    due = gifts(full, Facts(registered_on="2020-01-01", records=[Served("2024-05-01", 230 * 3600)]), "2024-05-01")
    assert [g.seconds // 3600 for g in due] == [30, 60, 130, 160, 230]


def test_every_key_the_reader_knows_is_documented():
    sources = Path(parse_policy.__code__.co_filename).parent.glob("*.py")
    call = re.compile(r"\.(?:text|whole|hundredths|seconds|flag|choice|day|strings|table|tables)\(\s*\"(\w+)\"")
    keys = {key for source in sources for key in call.findall(source.read_text(encoding="utf-8"))}
    assert len(keys) > 40
    assert {key for key in keys if f"`{key}`" not in DOC and f"[{key}" not in DOC and f".{key}]" not in DOC} == set()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("hours = 300", "huors = 300", 14, "没有“huors”这个键。您是不是想写“hours”？"),
        ("hours = 300", "hours = 100", 14, "小时数应多于“一星级”"),
        ("hours = 300", "hours = 99.999", 14, "最多两位小数"),
        ("hours = 300", 'hours = "300"', 14, "不加引号"),
        ("hours = 300", "hours = true", 14, "不加引号"),
        ("hours = 300", "hours = 0", 14, "须大于 0"),
        ("hours = 300", "hours = -1", 14, "“hours”的值不对：-1"),
        ("hours = 300", "hours = nan", 14, "“hours”的值不对"),
        ("hours = 300", "hours = inf", 14, "“hours”的值不对"),
        ("hours = 300", "hours = 1e999999999999999999", 14, "“hours”的值不对"),
        ("hours = 300", "hours = 1e99999", 14, "“hours”的值不对"),
        ("hours = 300", "hours = 300\nhours = 400", 15, "写了两次"),
        ("hours = 300", "hours ＝ 300", 14, "中文标点“＝”"),
        ("hours = 300", "hours = 300\nprize = “礼品”", 15, "中文标点““”"),
        ("hours = 300", "hours =", 14, "请检查等号两边"),
        ("hours = 300", "strict = true", 14, "strict 只说明 hours"),
        ("hours = 300", "", 12, "没有任何条件"),
        ("level = 2", "level = 1", 12, "应大于前一级 1"),
        ("level = 2", "", 11, "缺少“level”"),
        ('name = "二星级"', "", 11, "缺少“name”"),
        ('name = "二星级"', 'name = "二\\u202e星"', 13, "控制字符"),
        ('title = "测试办法"', "", 1, "缺少“title”"),
        ('body = "测试单位"', 'body = ""', 4, "“body”的值不对"),
        ("[source]", "[sauce]", 3, "没有“sauce”这个键。您是不是想写“source”？"),
        ("[[level]]\nlevel = 1", "[level]\nlevel = 1", 11, "两层方括号 [[level]]"),
        ("hours = 300", "member_months = 6\nmember_years = 1", 15, "不止一种单位"),
        ("hours = 300", "hours = 300\nwindow = 'yearly'", 15, "calendar-year"),
        ("hours = 300", "hours = 300\nwindow_months = 3", 15, 'window = "rolling"'),
        ("hours = 300", "hours = 300\nwindow = 'rolling'", 15, "缺少月数"),
        ("hours = 300", "hours = 300\nwindow = 'dated'\nwindow_from = '11-16'", 15, "缺少起或止"),
        (
            "hours = 300",
            "hours = 300\nwindow = 'dated'\nwindow_from = '02-30'\nwindow_until = '03-01'",
            16,
            "每年的月日",
        ),
        (
            "hours = 300",
            "hours = 300\nwindow = 'dated'\nwindow_from = '02-01'\nwindow_until = 2023-03-01",
            17,
            "起止不配",
        ),
        ("hours = 300", "hours = 300\ncategory_hours = 120", 15, "社区服务"),
        ("hours = 300", 'hours = 300\ncategory_hours = { "社区" = "x" }', 15, "“社区”的值不对"),
        ("hours = 300", "hours = 300\ncomplaint_months = 3", 15, "no_complaints"),
        ("hours = 300", "hours = 300\naverage_rating = 6", 15, "1 到 5"),
        ("hours = 300", "hours = 300\ngranted_level = 2", 15, "低于本级"),
        ("hours = 100", "hours = 100\nprevious_granted = true", 10, "没有更低的级别"),
        ("hours = 300", "hours = 300\n[level.approval]\nnotice_days = 5", 16, "notice_workdays"),
        ("hours = 300", "hours = 300\n[level.approval]\nsubmit_by = ['1月31日']", 16, "每年的月日"),
        ("hours = 300", "hours = 300\n[gifts]\nevery_hours = 300", 15, "没有礼品"),
        (
            "hours = 300",
            "hours = 300\n[gifts]\nevery_hours = 300\n[[gifts.step]]\nhours = 1\nlevel = 9\nprize='x'",
            19,
            "已有的星级",
        ),
        ("[source]", "[counting]\nexcluded_ratings = ['差']\n[source]", 4, "不合格"),
        ("[source]", "[rules]\napplication = 'band'\n[source]", 4, "您是不是想写“bands”？"),
        ("[source]", "valid_from = '2012-13-01'\n[source]", 3, "确有的日期"),
        ("[source]", "note = '''\nhours = x\n[x]\n'''\nhuors = 1\n[source]", 7, "没有“huors”"),
    ],
)
def test_mistakes_name_file_line_and_remedy(old, new, line, says):
    assert GOOD.count(old) == 1 or old.startswith("[[")
    with pytest.raises(InvalidInput) as error:
        parse_policy(GOOD.replace(old, new), "我的.toml")
    message = error.value.message
    assert f"我的.toml 第 {line} 行：" in message and says in message, message
    assert "[sauce]" in new or message.count("\n") == 0, message  # one mistake, one complaint
    assert error.value.exit_code == 3 and error.value.hint


def test_all_mistakes_are_named_at_once_in_order():
    text = GOOD.replace("hours = 100", "huors = 100").replace("[source]", "[rules]\ndemotion = 'x'\n[source]")
    policy, problems = check_policy(text, "x.toml")
    assert policy is None and [p.line for p in problems] == [4, 11]


@pytest.mark.parametrize("text", ["", "\ufeff" + GOOD, GOOD.replace("\n", "\r\n")], ids=["empty", "bom", "crlf"])
def test_odd_files(text):
    policy, problems = check_policy(text, "x.toml")
    assert (policy is None) == (text == "") == bool(problems)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    policy, problems = check_policy(text, "x.toml")
    assert (policy is None) == bool(problems)


VALUES = [
    "1",
    "-1",
    "0.5",
    "true",
    '""',
    '"x"',
    "[]",
    "[1]",
    "{}",
    "{ a = 1 }",
    "[{}]",
    "2020-01-01",
    "nan",
    "07:32:00",
]
KEYS = sorted(set(re.findall(r"`([a-z_]+)`", DOC)) - {"own", "toml", "level"})


@given(st.sampled_from(KEYS), st.sampled_from(VALUES), st.sampled_from(["title", "[source]", "hours = 300"]))
def test_any_value_under_any_key_never_crashes(key, value, place):
    text = (
        GOOD.replace(place, f"{key} = {value}\n{place}")
        if place == "title"
        else GOOD.replace(place, f"{place}\n{key} = {value}")
    )
    policy, problems = check_policy(text, "x.toml")
    assert (policy is None) == bool(problems)
