"""Teams that nest without circles, categories two levels deep, and who belonged where, when."""

from __future__ import annotations

import pytest

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.errors import Conflict, InvalidInput, LeifengError, NotFound
from leifeng_cli.services import activities, registers, teams, volunteers
from leifeng_cli.services.context import Context


@pytest.fixture
def three(ctx: Context) -> Context:
    """总队 > 大队 > 小队, and 张三."""
    registers.add(ctx, TEAMS, {"name": "总队", "department": "宣传科", "stage": "登记"})
    registers.add(ctx, TEAMS, {"name": "大队", "parent": "总队"})
    registers.add(ctx, TEAMS, {"name": "小队", "parent": "大队", "founded_on": "2021-03-05"})
    volunteers.add_volunteer(ctx, {"name": "张三"})
    return ctx


@pytest.mark.parametrize("parent", ["总队", "大队", "小队"])
def test_no_circles(three: Context, parent: str) -> None:
    with pytest.raises(Conflict, match="圈"):
        registers.edit(three, TEAMS, "总队", {"parent": parent})
    assert registers.show(three, TEAMS, "总队").parent is None


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": "总队"}, Conflict),
        ({"name": ""}, InvalidInput),
        ({"name": "新队", "parent": "没有的队"}, NotFound),
        ({"name": "新队", "leader": "李四"}, NotFound),
        ({"name": "新队", "stage": "筹建"}, InvalidInput),
    ],
)
def test_teams_that_cannot_be(three: Context, given: dict[str, str], error: type[LeifengError]) -> None:
    with pytest.raises(error):
        registers.add(three, TEAMS, given)
    assert len(registers.list_records(three, TEAMS)) == 3


def test_leader_is_a_person_and_a_renamed_team_keeps_its_children(three: Context) -> None:
    record, _changed = registers.edit(three, TEAMS, "总队", {"leader": "zhangsan", "name": "支队"})
    assert (record.leader, record.stage) == ("V000001", "已登记")
    assert registers.show(three, TEAMS, "大队").parent == "支队"
    registers.edit(three, TEAMS, "小队", {"parent": ""})
    assert registers.show(three, TEAMS, "小队").parent is None


def test_joining_leaving_and_joining_again(three: Context) -> None:
    assert teams.join_team(three, "小队", ["张三", "V000001"], "2021-01-01")[1] == ["V000001"]
    assert teams.join_team(three, "小队", ["张三"], "2021-06-01")[1] == []
    assert teams.leave_team(three, "小队", ["张三", "zs"], "2021-07-01")[1] == ["V000001"]
    with pytest.raises(Conflict, match="上一次在队"):
        teams.join_team(three, "小队", ["张三"], "2021-06-30")
    teams.join_team(three, "小队", ["张三"], "2021-07-01")
    assert [(m.joined_on, m.left_on) for m in teams.team_members(three, "小队")] == [
        ("2021-01-01", "2021-07-01"),
        ("2021-07-01", None),
    ]
    assert registers.show(three, TEAMS, "小队").members == 1


@pytest.mark.parametrize("day", ["2020-12-31", "2022-01-06", "2021-02-30"])
def test_leaving_on_a_day_that_cannot_be(three: Context, day: str) -> None:
    teams.join_team(three, "小队", ["张三"], "2021-01-01")
    with pytest.raises(LeifengError):
        teams.leave_team(three, "小队", ["张三"], day)
    with pytest.raises(Conflict):
        teams.leave_team(three, "大队", ["张三"], None)
    assert [m.left_on for m in teams.team_members(three, "小队")] == [None]


def test_nobody_joins_in_the_future_and_all_join_or_none(three: Context) -> None:
    with pytest.raises(InvalidInput):
        teams.join_team(three, "小队", ["张三"], "2022-01-06")
    with pytest.raises(NotFound):
        teams.join_team(three, "小队", ["张三", "李四"], None)
    assert teams.team_members(three, "小队") == []


def test_categories_have_two_levels(ctx: Context) -> None:
    registers.add(ctx, CATEGORIES, {"name": "大类"})
    registers.add(ctx, CATEGORIES, {"name": "小类", "parent": "大类"})
    registers.add(ctx, CATEGORIES, {"name": "别的大类"})
    with pytest.raises(Conflict, match="2 级"):
        registers.add(ctx, CATEGORIES, {"name": "更小", "parent": "小类"})
    with pytest.raises(Conflict, match="2 级"):
        registers.edit(ctx, CATEGORIES, "大类", {"parent": "别的大类"})
    registers.edit(ctx, CATEGORIES, "小类", {"parent": "别的大类"})


def test_a_renamed_category_keeps_its_activities(ctx: Context) -> None:
    registers.add(ctx, CATEGORIES, {"name": "旧名"})
    activities.add_activity(ctx, {"title": "清洁", "starts_on": "2021-03-05", "category": "旧名"})
    registers.edit(ctx, CATEGORIES, "旧名", {"name": "新名"})
    assert registers.show(ctx, ACTIVITIES, "清洁").category == "新名"
    with pytest.raises(NotFound):
        activities.add_activity(ctx, {"title": "再清洁", "starts_on": "2021-03-05", "category": "旧名"})


def test_the_plans_categories_are_there_from_the_start(ctx: Context) -> None:
    found = registers.list_records(ctx, CATEGORIES)
    parents = {c.name for c in found if c.parent is None}
    assert parents
    assert all(c.parent in parents for c in found if c.parent is not None)
    assert all(c.source for c in found)
