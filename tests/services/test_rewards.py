"""Rewards for points: refusals with their figures, stock, limits, giving back; hours and stars stay as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from leifeng_cli.domain.rewards import REWARDS
from leifeng_cli.errors import BadValue, Conflict, InvalidInput, NotFound
from leifeng_cli.services import activities, history, hours, points, registers, rewards, volunteers
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.points_rules import use_rule
from leifeng_cli.services.stars.listing import list_stars


@pytest.fixture
def office(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name, "registered_on": "2019-01-01"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2019-01-01", "ends_on": "2024-12-31"})
    registers.add(ctx, REWARDS, {"name": "毛巾", "price": "3", "stock": "4"})
    registers.add(ctx, REWARDS, {"name": "雨伞", "price": "20", "stock": "1"})
    return ctx


def on(ctx: Context, day: str) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T20:00").replace(tzinfo=CHINA))


def serve(ctx: Context, *days: str, length: str = "2", who: str = "张三") -> None:
    for day in days:
        hours.record_hours(ctx, [who], "巡逻", {"service_date": day, "seconds": length})


def remaining(ctx: Context, name: str = "毛巾") -> int:
    found: int = registers.show(ctx, REWARDS, name).remaining
    return found


def test_a_reward_costs_its_price_and_one_of_the_stock(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    serve(office, "2021-03-05", length="10")
    made, account = rewards.redeem(office, "张三", "毛巾", "2")  # settled first, in the same operation
    assert (made.number, made.points, account.balance, remaining(office)) == ("D000001", 600, 400, 2)
    assert history.log(office)[0].rows == 3 + 1 + 3  # earned and paid, each a movement with two sides; the redemption
    registers.edit(office, REWARDS, "毛巾", {"price": "9"})
    assert rewards.list_redemptions(office)[0].points == 600  # what was paid stays what was paid


@pytest.mark.parametrize(
    ("arrange", "reward", "quantity", "words"),
    [
        (lambda c: None, "毛巾", "1", "有 2 分，需要 3 分，还差 1 分"),
        (lambda c: points.adjust(c, "张三", "90", "奖励"), "毛巾", "5", "只剩 4 件，要 5 件"),
        (lambda c: registers.archive(c, REWARDS, "毛巾"), "毛巾", "1", "已归档"),
        (lambda c: volunteers.edit_volunteer(c, "张三", {"status": "注销"}), "毛巾", "1", "不在册"),
        (lambda c: use_rule(c, "huangyan", "2021-01-01"), "毛巾", "1", "满 10.00 小时.*有 2.00 小时，还差 8.00 小时"),
    ],
)
def test_refused_with_the_figures_and_nothing_written(
    office: Context, arrange: Callable[[Context], object], reward: str, quantity: str, words: str
) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    serve(office, "2021-03-05")
    arrange(office)
    before = office.db.read_bytes()
    with pytest.raises(Conflict, match=words):
        rewards.redeem(office, "张三", reward, quantity)
    assert office.db.read_bytes() == before


def test_no_rule_no_reward(office: Context) -> None:
    points.adjust(office, "张三", "5", "以往结余")
    with pytest.raises(Conflict, match="没有积分办法"):
        rewards.redeem(office, "张三", "毛巾")
    with pytest.raises(NotFound):
        rewards.redeem(office, "张三", "自行车")
    for quantity in ("0", "-1", "1.5", "一", "1001"):
        with pytest.raises(BadValue, match="--quantity"):
            rewards.redeem(office, "张三", "毛巾", quantity)


def test_statement_55_redeeming_leaves_hours_and_stars_and_a_second_in_the_quarter_is_refused(office: Context) -> None:
    use_rule(office, "hailin", "2021-01-01")
    serve(office, *(f"2021-0{month}-{day:02d}" for month in (3, 4, 5) for day in range(1, 18)), length="2")
    points.settle(office)
    before = list_stars(office)
    assert before[0].seconds == 102 * 3600 and before[0].level == 1
    first = on(office, "2022-01-03")
    rewards.redeem(first, "张三", "毛巾")
    assert points.show_balance(first, "张三").balance == 9900
    assert list_stars(office) == before
    for day in ("2022-01-03", "2022-03-31"):
        with pytest.raises(Conflict, match=r"每季度可兑换 1 次，V000001 本季度已兑换：2022-01-03"):
            rewards.redeem(on(office, day), "张三", "雨伞")
    serve(office, "2021-06-01", length="5", who="李四")
    points.adjust(office, "李四", "1", "奖励")
    rewards.redeem(office, "李四", "毛巾")  # another person's quarter is their own
    rewards.redeem(on(office, "2022-04-01"), "张三", "雨伞")
    assert list_stars(office)[0] == before[0]


def test_what_is_returned_does_not_count_for_the_limit(office: Context) -> None:
    use_rule(office, "hailin", "2021-01-01")
    points.adjust(office, "张三", "30", "以往结余")
    rewards.redeem(office, "张三", "毛巾")
    made, late = rewards.return_reward(office, "d000001", "尺寸不对")
    assert (made.returned_on, made.return_reason, late) == ("2022-01-05", "尺寸不对", 0)
    assert points.show_balance(office, "张三").balance == 3000 and remaining(office) == 4
    rewards.redeem(office, "张三", "雨伞")
    with pytest.raises(Conflict, match="是“已退回”（2022-01-05），不能退回"):
        rewards.return_reward(office, "D000001", "又退")
    with pytest.raises(NotFound):
        rewards.return_reward(office, "D000009", "没有")
    with pytest.raises(InvalidInput, match="原因"):
        rewards.return_reward(office, "D000002", "")
    assert [r.number for r in rewards.list_redemptions(office, returned=False)] == ["D000002"]
    with pytest.raises(Conflict, match="只许 1 次"):  # the return was undone: two in one quarter
        history.undo(office, history.log(office)[1].id)


def test_points_come_back_with_the_last_day_they_had(office: Context) -> None:
    path = office.db.with_name("办法.toml")
    path.write_text('title="办法"\nper_hour=1\nexpires_months=12\n[source]\nbody="社区"\n', encoding="utf-8")
    use_rule(office, str(path), "2020-01-01")
    serve(office, "2021-02-01", "2021-12-01")
    redeemed = on(office, "2022-01-31")
    rewards.redeem(redeemed, "张三", "毛巾")
    assert points.show_balance(redeemed, "张三").lots == (("2022-12-01", 100),)
    _made, late = rewards.return_reward(on(office, "2022-02-10"), "D000001", "破损")
    after = points.show_balance(on(office, "2022-02-10"), "张三")
    assert late == 200 and after.lots == (("2022-12-01", 200),) and after.expired == 200
    assert all(line.balance >= 0 for line in points.show_ledger(office, "张三")[1])


def test_minimum_points(office: Context) -> None:
    path = office.db.with_name("办法.toml")
    path.write_text('title="办法"\nper_hour=1\n[source]\nbody="社区"\n[redeem]\nminimum_points=50\n', encoding="utf-8")
    use_rule(office, str(path), "2020-01-01")
    points.adjust(office, "张三", "49.5", "以往结余")
    with pytest.raises(Conflict, match=r"满 50 分才可兑换，V000001 有 49.5 分，还差 0.5 分"):
        rewards.redeem(office, "张三", "毛巾")
    points.adjust(office, "张三", "0.5", "奖励")
    rewards.redeem(office, "张三", "毛巾")


def test_huangyan_from_ten_hours(office: Context) -> None:
    use_rule(office, "huangyan", "2021-01-01")
    serve(office, "2021-03-05", length="9.99")
    with pytest.raises(Conflict, match=r"还差 0\.01 小时"):
        rewards.redeem(office, "张三", "毛巾")
    serve(office, "2021-03-06", length="0.01")
    assert rewards.redeem(office, "张三", "毛巾")[1].balance == 201  # 5.00 and 0.01, less 3, half up each


def test_no_fewer_stocked_than_given_out(office: Context) -> None:
    use_rule(office, "one-per-hour", "2021-01-01")
    points.adjust(office, "张三", "30", "以往结余")
    rewards.redeem(office, "张三", "毛巾", "3")
    with pytest.raises(Conflict, match="已兑出 3 件，进货数量不能是 2"):
        rewards.edit_reward(office, "毛巾", {"stock": "2"})
    sheet = office.db.with_name("奖品.csv")
    sheet.write_text("奖品名称,所需积分,进货数量\n毛巾,3,2\n", encoding="utf-8")
    assert [p.code for p in import_files(office, REWARDS, [sheet], ImportOptions()).problems] == ["conflict"]
    assert rewards.edit_reward(office, "毛巾", {"stock": "3"})[1] and remaining(office) == 0
    rewards.return_reward(office, "D000001", "退货")
    rewards.edit_reward(office, "毛巾", {"stock": "0"})
    with pytest.raises(Conflict, match="进货数量是 0"):
        history.undo(office, history.log(office)[1].id)


@pytest.mark.parametrize("given", [{"price": "0"}, {"price": ""}, {"price": "1000001"}, {"stock": "-1"}, {"stock": ""}])
def test_a_reward_has_a_price_and_a_stock(office: Context, given: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        registers.add(office, REWARDS, {"name": "水杯", "price": "1", "stock": "1", **given})
    with pytest.raises(InvalidInput):
        rewards.edit_reward(office, "毛巾", given)
