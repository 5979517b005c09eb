"""What a unit decides: approval, and by which rule time counts from a day on."""

from __future__ import annotations

import json

import pytest

from leifeng_cli.errors import BadValue, InvalidInput, NotFound
from leifeng_cli.services import activities, hours
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log, undo
from leifeng_cli.services.settings import (
    CountingRules,
    counting_in_use,
    list_settings,
    needs_approval,
    set_setting,
    use_counting,
)
from leifeng_cli.services.volunteers import add_volunteer


def test_a_setting_is_kept_and_can_be_taken_back(ctx: Context) -> None:
    assert {s.name: value for s, value in list_settings(ctx)} == {
        "approval": "off", "hours-notice": "off", "star-notice": "5",
    }  # fmt: skip
    assert set_setting(ctx, "approval", "on")[1] is True
    with ctx.read() as conn:
        assert needs_approval(conn)
    assert set_setting(ctx, "approval", "on")[1] is False
    assert len(log(ctx)) == 2
    undo(ctx, 2)
    assert {s.name: value for s, value in list_settings(ctx)}["approval"] == "off"


def test_the_default_chosen_again_is_no_change(ctx: Context) -> None:
    assert set_setting(ctx, "approval", "off")[1] is False
    assert len(log(ctx)) == 1


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("aproval", "on", NotFound),
        ("approval", "ON", InvalidInput),
        ("approval", "", InvalidInput),
        ("", "on", NotFound),
    ],
)
def test_what_is_no_setting_or_no_choice_lists_those_there_are(
    ctx: Context, name: str, value: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        set_setting(ctx, name, value)
    assert ("on" in caught.value.hint) or ("approval" in caught.value.hint)  # type: ignore[attr-defined]
    assert len(log(ctx)) == 1


def _rule_on(ctx: Context, day: str) -> str:
    with ctx.read() as conn:
        return CountingRules(conn).on(day).name


def test_a_rule_holds_from_its_day_until_the_next(ctx: Context) -> None:
    assert _rule_on(ctx, "1999-01-01") == "national"
    use_counting(ctx, "minute", "2021-03-01")
    use_counting(ctx, "half-hour", "2021年9月1日")
    days = ("2021-02-28", "2021-03-01", "2021-08-31", "2021-09-01", "2030-01-01")
    assert [_rule_on(ctx, d) for d in days] == ["national", "minute", "minute", "half-hour", "half-hour"]
    use_counting(ctx, "national", "2021-03-01")  # another choice for the same day replaces the first
    assert [_rule_on(ctx, d) for d in days] == ["national", "national", "national", "half-hour", "half-hour"]
    assert [(u.rule.name, u.from_date) for u in counting_in_use(ctx)] == [
        ("national", None), ("national", "2021-03-01"), ("half-hour", "2021-09-01"),
    ]  # fmt: skip


def test_a_rule_in_force_already_is_no_change(ctx: Context) -> None:
    assert use_counting(ctx, "national", "2022-01-01")[1] is False
    assert use_counting(ctx, "minute", "2022-01-01")[1] is True
    assert use_counting(ctx, "minute", "2022-01-03")[1] is False
    assert len(log(ctx)) == 2


@pytest.mark.parametrize(
    ("name", "day", "error"),
    [
        ("mintue", "2022-01-01", NotFound),
        ("minute", "2022-02-30", BadValue),
        ("minute", "下周", BadValue),
        ("../minute", "2022-01-01", NotFound),
    ],
)
def test_what_is_no_rule_or_no_day(ctx: Context, name: str, day: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        use_counting(ctx, name, day)
    assert len(log(ctx)) == 1


def test_records_keep_what_they_were_credited_and_later_ones_follow_the_day_served(ctx: Context) -> None:
    add_volunteer(ctx, {"name": "张三"})
    activities.add_activity(ctx, {"title": "清洁家园", "starts_on": "2022-01-01", "ends_on": "2022-01-04"})

    def record(day: str) -> int:
        (one,) = hours.record_hours(ctx, ["V000001"], "A000001", {"service_date": day, "time": "09:00-10:20"})
        return one.seconds

    assert record("2022-01-01") == 133 * 36
    use_counting(ctx, "half-hour", "2022-01-03")
    assert record("2022-01-02") == 133 * 36
    assert record("2022-01-03") == 3600
    assert [r.seconds for r in hours.list_hours(ctx)] == [4788, 4788, 3600]
    (corrected,) = hours.correct_hours(ctx, "1", {"service_date": "2022-01-04"}, "日期写错")
    assert corrected.seconds == 3600


def test_the_commands(ctx: Context, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    monkeypatch.setenv("LEIFENG_NOW", "2022-01-05T09:00")

    def leifeng(*words: str) -> tuple[int, str, str]:
        code = run(app, ["--db", str(ctx.db), "setting", *words])
        return (code, *capsys.readouterr())

    assert leifeng("set", "approval", "on")[2].endswith("（撤销：leifeng undo）\n")
    assert "没有改动" in leifeng("set", "approval", "on")[2]
    assert json.loads(leifeng("list", "-f", "json")[1])["approval"] == "on"
    assert "时长须由登记人以外的人审核" in leifeng("list")[1]
    assert leifeng("set", "approval", "maybe")[0] == 3
    assert leifeng("set", "nothing", "on")[0] == 4
    code, _out, said = leifeng("counting", "minute", "--from", "2021.3.1")
    assert code == 0 and "自 2021-03-01 起" in said
    assert "没有改动" in leifeng("counting", "minute")[2]
    assert leifeng("counting", "none")[0] == 4
    assert leifeng("counting", "national", "--from", "昨日之日")[0] == 3
    rules = {r["name"]: r["from"] for r in json.loads(leifeng("counting", "-f", "json")[1])}
    assert rules["minute"] == ["2021-03-01"] and rules["national"] == [None] and rules["half-hour"] == []
    assert "2021-03-01" in leifeng("counting")[1]
    assert leifeng("counting", "-f", "xml")[0] == 2
