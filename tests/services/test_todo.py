"""The agenda: each question it asks of the file, answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from moves import set_status

from leifeng_cli.cli.app import load
from leifeng_cli.domain.activities import PUBLISHED
from leifeng_cli.domain.nouns import BY_NAME
from leifeng_cli.domain.todo import state_on
from leifeng_cli.services import (
    activities,
    attendance,
    campaigns,
    closing,
    hours,
    notices,
    points,
    registers,
    signups,
    volunteers,
)
from leifeng_cli.services.context import Context
from leifeng_cli.services.digest import todays
from leifeng_cli.services.points_rules import use_rule
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.stars import rounds
from leifeng_cli.services.stars.policies import use_policy
from leifeng_cli.services.todo import agenda

POINTS = """
title = "当月有效"
per_hour = 1
expires_months = 1
[source]
body = "幸福社区"
"""
POLICY = """
title = "幸福社区星级志愿者"
[source]
body = "幸福社区"
[rules]
sequence = "conditions"
[approval]
body = "幸福社区"
notice_workdays = 3
[[level]]
level = 1
name = "一星级"
hours = 2
"""


def on(ctx: Context, day: str) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T09:00+08:00"), notices=[])


def event(ctx: Context, **given: str) -> str:
    return activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2022-01-03", **given}).number


def _approval(ctx: Context) -> None:
    set_setting(ctx, "approval", "on")
    hours.record_hours(ctx, ["张三"], event(ctx), {"service_date": "2022-01-03", "seconds": "1"})


def _closed(ctx: Context) -> None:
    number = event(ctx, starts_on="2021-12-06")
    hours.record_hours(ctx, ["张三"], number, {"service_date": "2021-12-06", "seconds": "1"})
    closing.close_month(ctx, "2021-12")


def _campaign(ctx: Context) -> None:
    campaigns.add_campaign(ctx, {"name": "春节送温暖", "starts_on": "2022-01-01", "ends_on": "2022-01-20"})
    campaigns.set_target(ctx, "春节送温暖", "hours", "10")


def _training(ctx: Context) -> None:
    given = {"title": "急救", "volunteer": "V000001", "trained_on": "2021-01-10", "seconds": "4"}
    registers.add(ctx, registers.REGISTERS["training"], {**given, "expires_on": "2022-01-10"})


def _signup(ctx: Context) -> None:
    number = event(ctx, starts_on="2022-01-09", capacity="2")
    set_status(ctx, number, PUBLISHED)
    signups.sign_up(ctx, ["张三"], number)


def _case(ctx: Context) -> None:
    file = ctx.db.with_name("本社区办法.toml")
    file.write_text(POLICY, encoding="utf-8")
    use_policy(ctx, str(file), "2021-01-01")
    hours.record_hours(ctx, ["张三"], event(ctx), {"service_date": "2022-01-03", "seconds": "2"})
    rounds.propose(ctx)


def _notice(ctx: Context) -> None:
    _case(ctx)
    rounds.post_round(ctx, "R0001", place="公告栏")


def _points(ctx: Context) -> None:
    file = ctx.db.with_name("办法.toml")
    file.write_text(POINTS, encoding="utf-8")
    use_rule(ctx, str(file), "2021-01-01")
    hours.record_hours(ctx, ["张三"], event(ctx), {"service_date": "2022-01-03", "seconds": "2"})
    points.settle(ctx)


#: What is made -> (its state, its day, what it is about).
THINGS: dict[str, tuple[Callable[[Context], Any], str, str, str]] = {
    "activity": (lambda c: event(c, starts_on="2022-01-09"), "coming", "2022-01-09", "A000001"),
    "signup": (_signup, "coming", "2022-01-09", "A000001"),
    "sign_out": (
        lambda c: attendance.check_in(c, ["张三"], event(c), day="2022-01-03", at="08:00"),
        "late",
        "2022-01-03",
        "A000001",
    ),
    "unrecorded": (lambda c: event(c, starts_on="2021-12-20"), "late", "2022-01-04", "A000001"),
    "approval": (_approval, "due", "2022-01-05", ""),
    "report": (_closed, "due", "2022-01-01", "2021-12"),
    "event": (lambda c: event(c, major="是"), "late", "2022-01-03", "A000001"),
    "campaign": (_campaign, "coming", "2022-01-20", "J0001"),
    "training": (_training, "coming", "2022-01-10", ""),
    "star_submission": (lambda c: use_policy(c, "fujian", "2021-01-01"), "coming", "2022-01-31", ""),
    "star_round": (_case, "due", "2022-01-05", "R0001"),
    "notice": (_notice, "coming", "2022-01-07", "N000001"),
    "points": (_points, "coming", "2022-02-03", ""),
}


@pytest.mark.parametrize("kind", THINGS)
def test_the_agenda_says_what_is_to_be_done(ctx: Context, kind: str) -> None:
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2021-01-01"})
    assert kind not in {t.kind for t in agenda(ctx)}
    make, state, day, subject = THINGS[kind]
    make(ctx)
    (found,) = [t for t in agenda(ctx) if t.kind == kind]
    assert (found.state, found.day, found.subject) == (state, day, subject) and found.what
    assert found.state == state_on(found.day, "2022-01-05") or found.state == "due"
    (noun, verb) = re.findall(r"leifeng (\S+) (\S+)", found.hint)[0]
    assert noun in BY_NAME and verb in load(noun).commands, found.hint
    assert agenda(ctx) == sorted(agenda(ctx), key=lambda t: t.day)


def test_the_agenda_looks_no_further_than_asked(ctx: Context) -> None:
    event(ctx, starts_on="2022-01-12")
    assert "activity" not in {t.kind for t in agenda(ctx, days=6)}
    assert "activity" in {t.kind for t in agenda(ctx, days=7)}


def test_key_dates_are_on_the_agenda(ctx: Context) -> None:
    found = [(t.day, t.what, t.state) for t in agenda(on(ctx, "2022-01-31"), days=1) if t.kind == "key_date"]
    assert found == [("2022-01-31", "除夕", "due"), ("2022-02-01", "春节", "coming")]


def test_places_left_people_waiting_or_nothing_to_say(ctx: Context) -> None:
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name})
    number = event(ctx, starts_on="2022-01-09", capacity="1")
    said = lambda: [t.what for t in agenda(ctx) if t.kind == "signup"]  # noqa: E731
    assert said() == []  # planned, not published: nobody can know of it
    set_status(ctx, number, PUBLISHED)
    assert said() == ["A000001 巡逻：报名中，已报 0 人，还有 1 个名额"]
    signups.sign_up(ctx, ["张三"], number)
    assert said() == []
    signups.sign_up(ctx, ["李四"], number)
    assert said() == ["A000001 巡逻：名额已满，1 人候补"]


def test_what_goes_on_since_earlier_is_of_today(ctx: Context) -> None:
    number = event(ctx, starts_on="2022-01-01", ends_on="2022-01-09", capacity="3")
    set_status(ctx, number, PUBLISHED)
    found = {t.kind: (t.day, t.state) for t in agenda(ctx, days=0)}
    assert found["activity"] == found["signup"] == ("2022-01-05", "due")
    assert "signup" not in {t.kind for t in agenda(on(ctx, "2022-01-10"))}


def test_a_met_campaign_ends_quietly(ctx: Context) -> None:
    _campaign(ctx)
    what = lambda: next(t.what for t in agenda(ctx) if t.kind == "campaign")  # noqa: E731
    assert what().endswith("未达到：服务时长(小时)")
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2021-01-01"})
    number = event(ctx, campaign="春节送温暖")
    hours.record_hours(ctx, ["张三"], number, {"service_date": "2022-01-03", "seconds": "10"})
    assert what() == "活动计划“春节送温暖”结束"
    assert "campaign" not in {t.kind for t in agenda(on(ctx, "2022-01-21"))}


def test_last_months_report_is_owed_until_it_is_sent(ctx: Context) -> None:
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2021-01-01"})
    said = lambda: [t.what for t in agenda(ctx) if t.kind == "report"]  # noqa: E731
    assert said() == []
    number = event(ctx, starts_on="2021-12-06")
    hours.record_hours(ctx, ["张三"], number, {"service_date": "2021-12-06", "seconds": "1"})
    assert said() == ["2021-12 月报还没有结账"]
    closing.close_month(ctx, "2021-12")
    assert said() == ["2021-12 月报还没有报送"]
    closing.send_month(ctx, "2021-12", to=None, on=None, channel=None, note=None)
    assert said() == []


def test_an_objection_left_open_is_late_once_its_notice_is_over(ctx: Context) -> None:
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2021-01-01"})
    _notice(ctx)
    notices.raise_objection(ctx, "N000001", content="时长不实", who="张三")
    (running,) = [t for t in agenda(ctx) if t.kind == "notice"]
    assert running.what.endswith("有 1 项异议未处理") and "objection" not in {t.kind for t in agenda(ctx)}
    (late,) = [t for t in agenda(on(ctx, "2022-01-20")) if t.kind == "objection"]
    assert (late.state, late.day, late.subject) == ("late", "2022-01-05", "N000001")


def test_the_digest_does_not_repeat_what_is_merely_coming(ctx: Context) -> None:
    number = event(ctx, starts_on="2022-01-01", ends_on="2022-01-09", capacity="3")
    set_status(ctx, number, PUBLISHED)
    assert todays(ctx) == []


@pytest.mark.parametrize(("records", "lines"), [(5, 5), (6, 6), (7, 6), (40, 6)])
def test_the_digest_tells_a_few_findings_of_a_check_and_counts_the_rest(ctx: Context, records: int, lines: int) -> None:
    event(ctx, starts_on="2021-01-01", ends_on="2021-12-31")
    for n in range(records):
        volunteers.add_volunteer(ctx, {"name": f"张{n}", "registered_on": "2020-01-01"})
        hours.record_hours(ctx, [f"张{n}"], "A000001", {"service_date": "2021-03-05", "seconds": "1.25"})
    late = [line for line in todays(ctx) if line.what.startswith("逾期登记的时长")]
    assert len(late) == lines
    if records > 6:
        assert late[-1].what.endswith(f"另有 {records - 5} 项") and late[-1].hint == "leifeng check late-record"
