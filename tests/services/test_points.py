"""The points ledger over a real file: settling, referrals, adjustments, expiry, and that it always comes to zero."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.points import EARNED, EXPIRED, TAKEN_BACK
from leifeng_cli.domain.rewards import REWARDS
from leifeng_cli.errors import Conflict, InvalidInput, LeifengError, NotFound
from leifeng_cli.services import activities, history, hours, points, registers, rewards, volunteers
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.points_rules import list_rules, use_rule
from leifeng_cli.services.setup import init
from leifeng_cli.services.stars.explaining import explain_star
from leifeng_cli.services.stars.listing import list_stars
from leifeng_cli.services.stars.policies import use_policy


@pytest.fixture
def office(ctx: Context) -> Context:
    return staffed(ctx)


def staffed(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name, "registered_on": "2019-01-01"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2019-01-01", "ends_on": "2024-12-31"})
    return ctx


def on(ctx: Context, day: str) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T20:00").replace(tzinfo=CHINA))


def serve(ctx: Context, day: str, length: str, who: str = "张三", activity: str = "巡逻", **more: str) -> str:
    (made,) = hours.record_hours(ctx, [who], activity, {"service_date": day, "seconds": length, **more})
    return str(made.id)


def own_rule(ctx: Context, text: str, since: str = "2019-01-01") -> None:
    path = ctx.db.with_name("办法.toml")
    path.write_text(f'title = "办法"\n{text}\n[source]\nbody = "幸福社区"\n', encoding="utf-8")
    use_rule(ctx, str(path), since)


def balance(ctx: Context, who: str = "张三") -> int:
    return points.show_balance(ctx, who).balance


def entries(ctx: Context) -> list[tuple[int, int]]:
    """(transfer, sum of its entries), asked of the file itself."""
    with ctx.read() as conn:
        return conn.execute(
            "SELECT t.id, COALESCE(SUM(e.hundredths), 0) FROM points_transfer AS t"
            " LEFT JOIN points_entry AS e ON e.transfer_id = t.id GROUP BY t.id ORDER BY t.id"
        ).fetchall()


def test_nothing_is_earned_before_a_rule_was_chosen(office: Context) -> None:
    serve(office, "2021-03-05", "2")
    with pytest.raises(Conflict, match="没有积分办法"):
        points.settle(office)
    use_rule(office, "one-per-hour", "2021-03-06")
    assert points.settle(office).postings == []
    use_rule(office, "one-per-hour", "2021-03-05")
    assert points.settle(office).of_kind(EARNED) == 200


def test_each_service_counts_under_the_rule_of_its_day(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    use_rule(office, "wujiang", "2021-06-01")
    serve(office, "2021-05-31", "2")
    serve(office, "2021-06-01", "2")
    assert points.settle(office).of_kind(EARNED) == 200 + 1000
    assert [(line.moved_on, line.points, line.rule) for line in points.show_ledger(office, "张三")[1]] == [
        ("2021-05-31", 200, "one-per-hour"), ("2021-06-01", 1000, "wujiang"),
    ]  # fmt: skip


def test_a_rule_for_days_past_sets_right_what_was_posted(office: Context) -> None:
    use_rule(office, "wujiang", "2021-01-01")
    serve(office, "2021-03-05", "2")
    points.settle(office)
    use_rule(office, "one-per-hour", "2021-01-01")
    assert points.settle(office).of_kind(TAKEN_BACK) == -800
    assert balance(office) == 200 and points.settle(office).postings == []
    use_rule(office, "wujiang", "2021-01-01")
    points.settle(office)
    assert balance(office) == 1000


def test_settling_twice_adds_nothing_and_a_dry_run_leaves_the_file_as_it_was(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    serve(office, "2021-03-05", "2")
    before = office.db.read_bytes()
    assert points.settle(office, dry_run=True).of_kind(EARNED) == 200
    assert office.db.read_bytes() == before
    waiting = points.show_balance(office, "张三")
    assert (waiting.balance, waiting.unsettled) == (0, 200)
    points.settle(office)
    after = office.db.read_bytes()
    assert points.settle(office).postings == [] and office.db.read_bytes() == after
    settled = points.show_balance(office, "张三")
    assert (settled.balance, settled.unsettled) == (200, 0)


def test_only_what_is_credited_earns_and_a_void_takes_it_back(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    first, second = serve(office, "2021-03-05", "2"), serve(office, "2021-03-06", "1", rating="不合格")
    points.settle(office)
    assert balance(office) == 200
    hours.rate_hours(office, [second], {"rating": "合格"})
    hours.void_hours(office, [first], "代刷")
    found = points.settle(office)
    assert (found.of_kind(EARNED), found.of_kind(TAKEN_BACK), balance(office)) == (100, -200, 100)
    (made,) = hours.correct_hours(office, second, {"seconds": "3"}, "少记")
    points.settle(office)
    assert balance(office) == 300
    assert {line.about for line in points.show_ledger(office, "张三")[1]} == {
        f"记录 {i}：巡逻" for i in (1, 2, made.id)
    }


def test_an_undone_void_earns_again(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    record = serve(office, "2021-03-05", "2")
    points.settle(office)
    hours.void_hours(office, [record], "代刷")
    points.settle(office)
    history.undo(office, history.log(office)[1].id)
    assert balance(office) == 0 and points.show_balance(office, "张三").unsettled == 200


def test_categories_of_two_levels(office: Context) -> None:
    registers.add(office, CATEGORIES, {"name": "大类"})
    registers.add(office, CATEGORIES, {"name": "小类", "parent": "大类"})
    activities.add_activity(office, {"title": "送餐", "starts_on": "2021-03-01", "category": "小类"})
    path = office.db.with_name("办法.toml")
    path.write_text(
        'title = "办法"\nper_hour = 1\n[source]\nbody = "社区"\n[categories]\n"大类" = 1.5\n"没有的" = 2\n',
        encoding="utf-8",
    )
    assert use_rule(office, str(path), "2021-01-01")[2] == ["没有的"]
    serve(office, "2021-03-01", "2", activity="送餐")
    assert points.settle(office).of_kind(EARNED) == 300
    assert list_rules(office)[-1].since == ("2021-01-01",) and list_rules(office)[-1].rule.name == "办法"


def test_points_expire_after_their_last_day_the_oldest_spent_first(office: Context) -> None:
    own_rule(office, "per_hour = 1\nexpires_months = 12")
    registers.add(office, REWARDS, {"name": "毛巾", "price": "3", "stock": "9"})
    early, late = on(office, "2021-02-28"), on(office, "2021-06-01")
    serve(early, "2020-02-29", "5")  # good until 2021-02-28, the month's last day
    serve(late, "2021-06-01", "4")
    points.settle(early)
    assert points.show_balance(early, "张三").lots[0] == ("2021-02-28", 500)
    rewards.redeem(early, "张三", "毛巾")
    found = points.settle(on(office, "2021-03-01"))
    assert [(p.kind, p.moved_on, p.moves) for p in found.postings if p.kind == EXPIRED] == [
        (EXPIRED, "2021-03-01", {"2021-02-28": -200})
    ]
    assert points.show_balance(office, "张三").lots == (("2022-06-01", 400),)
    one = points.show_balance(office, "张三")
    assert one.earned + one.adjusted - one.spent - one.expired == one.balance == 400
    assert [line.balance for line in points.show_ledger(office, "张三")[1]] == [500, 200, 0, 400]


def test_a_service_put_down_after_its_points_were_over_adds_nothing(office: Context) -> None:
    own_rule(office, "per_hour = 1\nexpires_months = 6")
    record = serve(office, "2021-03-05", "2")
    found = points.settle(office)
    assert (found.of_kind(EARNED), found.of_kind(EXPIRED), balance(office)) == (200, -200, 0)
    points.adjust(office, "张三", "5", "奖励")
    hours.void_hours(office, [record], "代刷")
    points.settle(office)  # it was lost once already
    assert balance(office) == 500 and points.settle(office).postings == []
    assert points.show_balance(office, "张三").expired == 0


def test_what_was_spent_of_a_voided_record_is_owed(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    registers.add(office, REWARDS, {"name": "毛巾", "price": "2", "stock": "9"})
    record = serve(office, "2021-03-05", "3")
    rewards.redeem(office, "张三", "毛巾")
    hours.void_hours(office, [record], "代刷")
    assert points.settle(office).of_kind(TAKEN_BACK) == -100
    owing = points.show_balance(office, "张三")
    assert (owing.balance, owing.owing) == (0, 200) and points.settle(office).postings == []
    serve(office, "2021-03-06", "5")
    points.settle(office)
    assert (balance(office), points.show_balance(office, "张三").owing) == (300, 0)


def test_referral_once_for_each_newcomer(office: Context) -> None:
    with pytest.raises(Conflict, match="没有积分办法"):
        points.refer(office, "李四", "张三")
    use_rule(office, "one-per-hour", "2021-01-01")
    with pytest.raises(Conflict, match="没有介绍新人"):
        points.refer(office, "李四", "张三")
    use_rule(office, "hailin", "2021-01-01")
    assert points.refer(office, "李四", "张三")[2] == 200 and balance(office) == 200
    volunteers.add_volunteer(office, {"name": "王五", "registered_on": "2018-01-01"})
    for newcomer, by, why in [("李四", "王五", "只记一次"), ("张三", "张三", "同一个人"), ("王五", "张三", "早于")]:
        with pytest.raises(Conflict, match=why):
            points.refer(office, newcomer, by)
    volunteers.edit_volunteer(office, "张三", {"status": "停用"})
    volunteers.add_volunteer(office, {"name": "赵六"})
    with pytest.raises(Conflict, match="不在册"):
        points.refer(office, "赵六", "张三")


def test_adjusting_never_goes_below_zero(office: Context) -> None:
    points.adjust(office, "张三", "12.5", "以往结余")  # a balance carried over needs no rule
    with pytest.raises(Conflict, match=r"有 12.5 分，需要 13 分，还差 0.5 分"):
        points.adjust(office, "张三", "-13", "违纪")
    with pytest.raises(InvalidInput, match="原因"):
        points.adjust(office, "张三", "-1", " ")
    assert points.adjust(office, "张三", "-12.5", "违纪")[2] == 0
    use_rule(office, "one-per-hour", "2021-01-01")
    serve(office, "2021-03-05", "2")
    assert points.adjust(office, "张三", "-1.5", "违纪")[2] == 50  # settled first


def test_an_undo_that_would_leave_less_than_nothing_is_refused(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    points.adjust(office, "张三", "5", "奖励")
    given_ = history.log(office)[0].id
    points.adjust(office, "张三", "-4", "违纪")
    taken = history.log(office)[0].id
    with pytest.raises(Conflict, match="低于 0"):
        history.undo(office, given_)
    history.undo(office, taken)
    history.undo(office, given_)
    assert balance(office) == 0 and points.check(office)[0] == []


def test_a_ledger_another_tool_has_touched_is_found(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    serve(office, "2021-03-05", "2")
    points.settle(office)
    assert points.check(office) == ([], [("volunteer", 200), ("issue", -200)], 1)
    with office.write("test") as tx:
        tx.conn.execute("UPDATE points_entry SET hundredths = -500 WHERE account = 'volunteer'")
        tx.keep_record()
    assert [f.message for f in points.check(office)[0]] == ["2 条分录，合计 -7，应为 0", "积分是 -5，低于 0"]
    with office.write("test") as tx:
        tx.conn.execute("DELETE FROM points_entry")
        tx.keep_record()
    assert [f.what for f in points.check(office)[0]] == ["积分变动 1"]


def test_a_rule_that_cannot_be_read_is_not_used(office: Context) -> None:
    with pytest.raises(NotFound, match="没有名为"):
        use_rule(office, "没有的", "2021-01-01")
    with pytest.raises(NotFound, match="没有文件"):
        use_rule(office, "没有的.toml", "2021-01-01")
    bad = office.db.with_name("坏.toml")
    bad.write_bytes("title = '办法'".encode("gb18030"))
    with pytest.raises(InvalidInput, match="UTF-8"):
        use_rule(office, str(bad), "2021-01-01")
    assert len(history.log(office)) == 4


def test_statement_13_points_reach_a_level_and_lose_it(office: Context) -> None:
    use_policy(office, "longquanyi", "2019-01-01")
    for day in range(1, 11):
        serve(office, f"2021-03-{day:02d}", "20")
    points.adjust(office, "张三", "2099.99", "以往结余")
    assert list_stars(office)[0].level == 2
    points.adjust(office, "张三", "0.01", "补记")
    assert list_stars(office)[0].level == 3
    points.adjust(office, "张三", "-0.01", "违纪")
    assert list_stars(office)[0].level == 2
    points.adjust(office, "张三", "-1100.99", "违纪")
    assert balance(office) == 99900 and list_stars(office)[0].level == 1


def test_a_list_is_of_those_who_have_something(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    assert points.list_balances(office) == []
    serve(office, "2021-03-05", "2", who="李四")
    (only,) = points.list_balances(office)
    assert (only.volunteer_name, only.unsettled) == ("李四", 200)
    points.adjust(office, "张三", "1", "奖励")
    assert [b.balance for b in points.list_balances(office)] == [100, 0]


_steps = st.lists(
    st.tuples(
        st.sampled_from(["serve", "void", "settle", "redeem", "return", "adjust", "wait", "undo", "rule"]),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=16,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_steps)
def test_whatever_happens_the_ledger_holds(tmp_path_factory: Any, steps: list[tuple[str, int]]) -> None:
    """Every movement comes to zero, nothing is below zero, settling twice adds nothing, redeeming moves no hours."""
    folder: Path = tmp_path_factory.mktemp("p")
    ctx = Context(folder / "t.db", dt.datetime(2021, 1, 5, 20, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    staffed(ctx)
    own_rule(ctx, "per_hour = 1.5\nexpires_months = 3")
    registers.add(ctx, REWARDS, {"name": "毛巾", "price": "2", "stock": "3"})
    for step, n in steps:
        before = figures(ctx)
        try:
            act(ctx, step, n)
        except LeifengError:
            continue
        if step in ("redeem", "return", "adjust", "settle"):
            assert figures(ctx) == before
        assert [total for _transfer, total in entries(ctx) if total] == []
        assert points.check(ctx)[0] == []
        for one in points.list_balances(ctx):
            assert one.earned + one.adjusted - one.spent - one.expired == one.balance >= 0
            assert all(part > 0 for _lot, part in one.lots) and sum(part for _lot, part in one.lots) == one.balance
    points.settle(ctx)
    assert points.settle(ctx).postings == []
    assert all(b.unsettled == 0 and (b.owing == 0 or b.balance == 0) for b in points.list_balances(ctx))
    assert history.verify(ctx)[0] == []


def figures(ctx: Context) -> list[tuple[int, int, str | None]]:
    """Hours and stars of everybody."""
    return [(s.seconds, s.level, s.attained_on) for s in list_stars(ctx)]


def act(ctx: Context, step: str, n: int) -> None:
    who = ("张三", "李四")[n % 2]
    if step == "serve":
        ctx.now += dt.timedelta(days=1)
        serve(ctx, (ctx.today - dt.timedelta(days=20 * (n // 5))).isoformat(), str(1 + n % 4), who)
    elif step == "void":
        hours.void_hours(ctx, [str(1 + n // 2)], "代刷")
    elif step == "settle":
        points.settle(ctx)
    elif step == "redeem":
        rewards.redeem(ctx, who, "毛巾", str(1 + n // 7))
    elif step == "return":
        rewards.return_reward(ctx, f"D{1 + n // 3:06d}", "不要了")
    elif step == "adjust":
        points.adjust(ctx, who, str(n - 4.5), "调整")
    elif step == "wait":
        ctx.now += dt.timedelta(days=12 * n)
    elif step == "rule":
        use_rule(ctx, ("wujiang", "one-per-hour")[n % 2], "2021-01-01")
    else:
        log = history.log(ctx)
        history.undo(ctx, log[min(n // 3, len(log) - 6)].id)


def test_explaining_a_star_knows_the_points(office: Context) -> None:
    use_policy(office, "longquanyi", "2019-01-01")
    own_rule(office, "per_hour = 10")
    for day in range(1, 6):
        serve(office, f"2021-03-{day:02d}", "10")
    assert explain_star(office, "张三")[2].level == 0
    points.settle(office)
    assert explain_star(office, "张三")[2].level == 1
