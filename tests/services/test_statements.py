"""Rules of official documents and local practice, one test each, through the services and a real file.

The numbers are those of the project's list of testable statements; 35 to 39 stand with the certificates, 54 and 55
with the points.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.hours import CREDITED
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import BadValue, Conflict, LeifengError
from leifeng_cli.services import activities, hours, notices, registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.crediting import Claim, Crediting
from leifeng_cli.services.hours_notices import post_hours
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.stars import grants, outlook, policies, rounds
from leifeng_cli.services.stars.explaining import explain_star
from leifeng_cli.services.stars.listing import list_stars
from leifeng_cli.store import hours as store

TESTS = Path(__file__).parent.parent
#: 民政部 2012, and the national form's own numbers for the five stars.
LADDER = {1: 100, 2: 300, 3: 600, 4: 1000, 5: 1500}


@pytest.fixture
def office(ctx: Context) -> Context:
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2018-01-01"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2018-01-01", "ends_on": "2023-12-31"})
    set_setting(ctx, "star-notice", "0")
    return ctx


def on(ctx: Context, day: str, time: str = "09:00") -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T{time}+08:00"), notices=[])


def serve(ctx: Context, total: float, *, first: str = "2018-02-01", event: str = "巡逻") -> None:
    """Credit hours of one person from a day on, twenty a day, to the hundredth."""
    left, day = round(total * 100), dt.date.fromisoformat(first)
    with ctx.write("test") as tx:
        people = {p.number: p for p in store.people(tx.conn).values()}
        events = {e.title: e for e in store.events(tx.conn).values()}
        crediting = Crediting(ctx, tx, first, "2023-12-31", None)
        while left:
            part = min(left, 2000)
            claim = Claim(people["V000001"], events[event], day.isoformat(), seconds=part * 36)
            crediting.write(replace(claim, status=CREDITED))
            left, day = left - part, day + dt.timedelta(days=1)


def propose(ctx: Context, level: int) -> int:
    """The level proposed; raises what the clerk would see."""
    return rounds.propose(ctx, ["张三"], level=level).cases[0].level


def grant(ctx: Context, level: int) -> None:
    grants.enter_earlier(ctx, ["张三"], level, on="2021-12-31", body=None, reason=None)


@pytest.mark.parametrize(("served", "accepted"), [(99.99, False), (100.00, True), (100.01, True)])
def test_statement_01_one_star_from_a_hundred_hours(office: Context, served: float, accepted: bool) -> None:
    """民函〔2012〕340号: 100 hours, the bound itself included."""
    serve(office, served)
    if accepted:
        assert propose(office, 1) == 1
    else:
        with pytest.raises(Conflict):
            propose(office, 1)


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_statement_02_bounds_of_the_higher_stars(office: Context, level: int) -> None:
    serve(office, LADDER[level] - 0.01)
    assert list_stars(office)[0].level == level - 1
    serve(office, 0.01, first="2021-06-01")
    assert list_stars(office)[0].level == level
    serve(office, 0.01, first="2021-06-02")
    assert list_stars(office)[0].level == level


def test_statement_03_two_stars_below_the_bound(office: Context) -> None:
    serve(office, 299.99)
    with pytest.raises(Conflict, match="服务时长未达到最低申请标准"):
        propose(office, 2)


def test_statement_04_the_national_form_asks_for_the_higher_star(office: Context) -> None:
    policies.use_policy(office, "nvsi-bands", "2018-01-01")
    serve(office, 300.00)
    with pytest.raises(Conflict, match="请申请更高星级"):
        propose(office, 1)
    assert propose(office, 2) == 2


@pytest.mark.parametrize(("granted", "asked"), [(3, 3), (3, 1), (5, 5), (5, 4)])
def test_statement_05_what_is_granted_is_not_asked_for_again(office: Context, granted: int, asked: int) -> None:
    serve(office, 1500)
    grant(office, granted)
    with pytest.raises(Conflict):
        propose(office, asked)


def test_statement_06_sichuan_five_stars_need_four_granted(office: Context) -> None:
    policies.use_policy(office, "sichuan-youth-2021", "2018-01-01")
    registers.add(office, registers.REGISTERS["award"], AWARD)
    serve(office, 1500)
    grant(office, 3)
    with pytest.raises(Conflict, match="四星级"):
        propose(office, 5)
    grant(office, 4)
    assert propose(office, 5) == 5


AWARD = {"title": "优秀志愿者", "volunteer": "V000001", "awarded_on": "2021-05-04"}


def test_statement_07_hefei_needs_more_than_twenty(office: Context) -> None:
    policies.use_policy(office, "hefei-university-2022", "2018-01-01")
    serve(office, 20.00, first="2022-01-02")
    assert list_stars(office)[0].level == 0
    serve(office, 0.01, first="2022-01-03")
    assert list_stars(office)[0].level == 1


@pytest.mark.parametrize(
    ("served", "registered", "accepted"),
    [(450, "2018-01-01", False), (600, "2020-02-05", False), (600, "2020-01-05", True)],
)
def test_statement_08_xiamen_three_stars(office: Context, served: float, registered: str, accepted: bool) -> None:
    policies.use_policy(office, "xiamen-2021", "2018-01-01")
    volunteers.edit_volunteer(office, "张三", {"registered_on": registered})
    serve(office, served, first="2020-03-01")
    if accepted:
        assert propose(office, 3) == 3
    else:
        with pytest.raises(Conflict):
            propose(office, 3)


def test_statement_09_zhengzhou_asks_for_variety(office: Context) -> None:
    policies.use_policy(office, "zhengzhou-railway-2023", "2018-01-01")
    days = {"starts_on": "2022-11-16", "ends_on": "2023-11-15"}
    for n in range(7):
        category = "清洁家园" if n < 6 else "文明交通"
        activities.add_activity(office, {"title": f"活动{n}", "category": category, **days})
    later = on(office, "2023-06-01")
    for n in range(6):
        serve(later, 24.99 if n else 25.05, first=f"2023-01-{n * 3 + 1:02d}", event=f"活动{n}")
    assert list_stars(later)[0].level == 3
    serve(later, 0.01, first="2023-03-01", event="活动6")
    assert list_stars(later)[0].level == 4


def test_statement_10_hours_before_the_window_do_not_count(office: Context) -> None:
    policies.use_policy(office, "zhengzhou-railway-2023", "2018-01-01")
    later = on(office, "2023-06-01")
    serve(later, 30, first="2022-11-01")
    serve(later, 70, first="2022-11-16")
    star = list_stars(later)[0]
    assert (star.level, star.seconds) == (2, 70 * 3600)


def test_statement_11_qidong_counts_one_year(office: Context) -> None:
    policies.use_policy(office, "qidong-2019", "2018-01-01")
    for year, served in (("2019", 595), ("2020", 595), ("2021", 310)):
        serve(office, served, first=f"{year}-01-02")
    assert list_stars(office, as_of="2021-12-31")[0].level == 2


@pytest.mark.parametrize(("community", "accepted"), [(119, False), (120, True)])
def test_statement_12_huizhou_bronze(office: Context, community: float, accepted: bool) -> None:
    policies.use_policy(office, "huizhou-2016", "2018-01-01")
    registers.add(office, registers.REGISTERS["category"], {"name": "社区学雷锋"})
    given = {"title": "社区服务", "starts_on": "2018-01-01", "ends_on": "2022-12-31", "category": "社区学雷锋"}
    activities.add_activity(office, given)
    serve(office, 2000 - community)
    serve(office, community, first="2020-06-01", event="社区服务")
    grant(office, 5)
    if accepted:
        assert propose(office, 6) == 6
    else:
        with pytest.raises(Conflict, match="社区学雷锋"):
            propose(office, 6)


def test_statement_13_longquanyi_needs_hours_and_points(office: Context) -> None:
    policies.use_policy(office, "longquanyi", "2018-01-01")
    serve(office, 200, first="2021-01-01")
    give_points(office, 2099)
    assert list_stars(office)[0].level == 2
    give_points(office, -1100)
    assert list_stars(office)[0].level == 1


def give_points(ctx: Context, points: int) -> None:
    from leifeng_cli.services.points import adjust

    adjust(ctx, "张三", str(points), reason="核定")


def test_statement_14_zhangjiagang_gifts_come_again_without_the_medal(office: Context) -> None:
    policies.use_policy(office, "zhangjiagang-2014", "2018-01-01")
    serve(office, 330)
    due = outlook.list_gifts(office, "张三")[2]
    assert [(g.seconds // 3600, g.level, g.medal) for g in due] == [
        (30, 1, True), (60, 2, True), (100, 3, True), (200, 4, True), (300, 5, True), (330, 1, False),
    ]  # fmt: skip


def test_statement_15_dongying_counts_publicised_hours_only(office: Context) -> None:
    policies.use_policy(office, "dongying-2015", "2018-01-01")
    serve(office, 90, first="2021-01-04")
    later = on(office, "2021-06-01")
    notice, count = post_hours(later)
    assert (count, notice.ends_on) == (5, "2021-06-03")
    serve(office, 20, first="2021-05-04")
    for day, seconds in (("2021-06-03", 0), ("2021-06-04", 90 * 3600), ("2021-12-31", 90 * 3600)):
        star = list_stars(office, as_of=day)[0]
        assert (star.level, star.seconds) == (0, seconds), day
    post_hours(on(office, "2021-07-01"))
    assert list_stars(office, as_of="2021-12-31")[0].level == 1


def test_statement_16_the_eleventh_working_day_is_late(office: Context) -> None:
    """民政部令第67号: recorded within ten working days. Monday 6 December 2021 and two whole weeks: the 20th."""
    activities.add_activity(office, {"title": "义诊", "starts_on": "2021-12-06"})
    in_time = hours.record_hours(
        on(office, "2021-12-20"), ["张三"], "义诊", {"service_date": "2021-12-06", "time": "9:00-10:00"}
    )
    late = hours.record_hours(
        on(office, "2021-12-21"), ["张三"], "义诊", {"service_date": "2021-12-06", "time": "10:00-11:00"}
    )
    assert [r.late for r in (*in_time, *late)] == [False, True]


def test_statement_17_the_way_there_is_no_service(office: Context) -> None:
    """Actual service time: forty minutes of travel each way are in no field, and 08:30 to 11:00 is 2.50 hours."""
    (record,) = hours.record_hours(
        office, ["张三"], "巡逻", {"service_date": "2022-01-04", "time": "08:30-11:00", "note": "往返路程各40分钟"}
    )
    assert hours_text(record.seconds) == "2.50"


@pytest.mark.parametrize(
    ("given", "credited"),
    [("2小时20分", "2.33"), ("20分钟", "0.33"), ("0:00:18", "0.01"), ("0:00:17", None), ("1:00:18", "1.01")],
)
def test_statement_18_a_hundredth_of_an_hour_half_up(office: Context, given: str, credited: str | None) -> None:
    """Exact integers, half up: 3618 seconds are 1.01, which binary floats would make 1.00."""
    if credited is None:
        with pytest.raises(LeifengError):
            hours.record_hours(office, ["张三"], "巡逻", {"service_date": "2022-01-04", "seconds": given})
        return
    (record,) = hours.record_hours(office, ["张三"], "巡逻", {"service_date": "2022-01-04", "seconds": given})
    assert hours_text(record.seconds) == credited


def test_statement_33_what_was_not_shown_does_not_count(office: Context) -> None:
    """Where the unit posts hours first: three working days without an objection, and until then they count nowhere."""
    set_setting(office, "hours-notice", "3")
    for day in ("2022-01-03", "2022-01-04"):
        (made,) = hours.record_hours(office, ["张三"], "巡逻", {"service_date": day, "seconds": "2"})
        assert made.status == "pending"
    with pytest.raises(Conflict, match="还没有公示"):
        hours.decide_hours(office, ["1"], approve=True)
    notice, count = post_hours(office)  # Wednesday 5 January: shown on the 5th, 6th and 7th
    assert (count, notice.ends_on) == (2, "2022-01-07")
    with pytest.raises(Conflict, match="还没有满"):
        hours.decide_hours(on(office, "2022-01-07"), ["1"], approve=True)
    raised = notices.raise_objection(office, notice.number, record=2, content="当天没有来")
    monday = on(office, "2022-01-10")
    hours.decide_hours(monday, ["1"], approve=True)
    with pytest.raises(Conflict, match="还没有处理"):
        hours.decide_hours(monday, ["2"], approve=True)
    assert list_stars(monday)[0].seconds == 2 * 3600
    notices.decide_objection(monday, raised.id, upheld=True, reply="属实")
    with pytest.raises(Conflict, match="成立"):
        hours.decide_hours(monday, ["2"], approve=True)
    hours.decide_hours(monday, ["2"], approve=False, reason="异议成立")
    assert list_stars(monday)[0].seconds == 2 * 3600


def test_statement_34_a_correction_keeps_the_old_value_on_record(office: Context) -> None:
    hours.record_hours(office, ["张三"], "巡逻", {"service_date": "2022-01-04", "seconds": "3"})
    (new,) = hours.correct_hours(office, "1", {"seconds": "2"}, "本人报告多记了一小时")
    old = hours.list_hours(office, status="void")
    assert (new.corrects_id, new.seconds, [(o.id, o.seconds, o.status_reason) for o in old]) == (
        1, 7200, [(1, 10800, "更正：本人报告多记了一小时")],
    )  # fmt: skip


def test_explaining_feeds_every_condition_from_the_file(office: Context, tmp_path: Path) -> None:
    """Each word of the vocabulary is measured on what the registers hold."""
    file = tmp_path / "全部条件.toml"
    file.write_text(
        """title = "全部条件"
[source]
body = "测试"
[counting]
subtract_time_bank = true
[[level]]
level = 1
name = "一级"
hours = 5
member_years = 1
activities = 2
categories = 1
category_hours = { "清洁家园" = 2 }
points = 3
training_hours = 4
major_events = 1
awards = 1
average_rating = 4
no_complaints = true
[[level]]
level = 2
name = "二级"
hours = 7
previous_granted = true
""",
        encoding="utf-8",
    )
    policies.use_policy(office, str(file), "2018-01-01")
    activities.add_activity(
        office, {"title": "大扫除", "starts_on": "2021-12-01", "category": "清洁家园", "major": "是"}
    )
    serve(office, 3)
    hours.record_hours(
        office, ["张三"], "大扫除", {"service_date": "2021-12-01", "time": "9:00-12:00", "rating": "良好"}
    )
    draw_time(office, "1")
    give_points(office, 3)
    for noun, given in (
        ("award", AWARD),
        ("training", {"title": "急救", "volunteer": "V000001", "trained_on": "2021-03-01", "seconds": "4"}),
        (
            "training",
            {
                "title": "旧课",
                "volunteer": "V000001",
                "trained_on": "2019-03-01",
                "seconds": "8",
                "expires_on": "2021-01-01",
            },
        ),
        ("complaint", {"title": "迟到", "volunteer": "V000001", "received_on": "2021-04-01", "finding": "不属实"}),
    ):
        registers.add(office, registers.REGISTERS[noun], given)
    found = {c.name: (c.have, c.met) for c in explain_star(office, "张三").evaluation.levels[0].conditions}
    assert found == {
        "hours": (5 * 3600, True), "member": (1465, True), "points": (3, True), "training_hours": (4 * 3600, True),
        "awards": (1, True), "no_complaints": (0, True), "average_rating": (400, True), "activities": (2, True),
        "categories": (1, True), "major_events": (1, True), "category_hours": (3 * 3600, True),
    }  # fmt: skip
    registers.edit(office, registers.REGISTERS["complaint"], "K0001", {"finding": "属实"})
    assert explain_star(office, "张三").evaluation.level == 0
    registers.edit(office, registers.REGISTERS["complaint"], "K0001", {"finding": "不属实"})
    grant(office, 1)
    assert {c.name: c.met for c in explain_star(office, "张三").evaluation.levels[1].conditions} == {
        "hours": False, "granted_level": True,
    }  # fmt: skip
    assert list_stars(office)[0].level == 1  # one by one or all at once: the same facts


def draw_time(ctx: Context, hours_drawn: str) -> None:
    from leifeng_cli.services.timebank import draw

    draw(ctx, "张三", hours_drawn, reason="换取服务")


def test_a_finding_that_is_none_of_the_three_is_refused(office: Context) -> None:
    given = {"title": "迟到", "volunteer": "V000001", "received_on": "2021-04-01", "finding": "可能"}
    with pytest.raises(BadValue):
        registers.add(office, registers.REGISTERS["complaint"], given)


def _numbers() -> Iterator[int]:
    for path in TESTS.rglob("test_*.py"):
        for number in re.findall(r"def test_statement_(\d+)", path.read_text(encoding="utf-8")):
            yield int(number)


def test_every_named_statement_has_its_test() -> None:
    assert {*range(1, 19), 33, *range(35, 40), 54, 55} <= set(_numbers())
