"""The time bank: no more is drawn than was served, and only a policy that says so takes it off for stars."""

from __future__ import annotations

import pytest

from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import BadValue, Conflict, InvalidInput
from leifeng_cli.services import activities, history, hours, points, registers, timebank, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.stars.explaining import explain_star
from leifeng_cli.services.stars.policies import use_policy


@pytest.fixture
def office(ctx: Context) -> Context:
    """张三 with 320 hours."""
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2019-01-01"})
    activities.add_activity(ctx, {"title": "护理", "starts_on": "2019-01-01", "ends_on": "2024-12-31"})
    for day in range(1, 17):
        hours.record_hours(ctx, ["张三"], "护理", {"service_date": f"2021-03-{day:02d}", "seconds": "20"})
    return ctx


def star_seconds(ctx: Context) -> int:
    return explain_star(ctx, "张三")[2].seconds


def test_statement_54_time_drawn_is_subtracted_under_longquanyi_and_nowhere_else(office: Context) -> None:
    account, seconds = timebank.draw(office, "张三", "50", "住院护理")
    assert seconds == 50 * 3600 and account.available == 270 * 3600
    assert star_seconds(office) == 320 * 3600
    use_policy(office, "longquanyi", "2019-01-01")
    assert star_seconds(office) == 270 * 3600
    timebank.give_back(office, "张三", "20", "没有用完")
    assert star_seconds(office) == 290 * 3600
    assert registers.show(office, VOLUNTEERS, "张三").seconds == 320 * 3600  # what was served stays served


def test_no_more_than_there_is_and_no_more_back_than_was_drawn(office: Context) -> None:
    timebank.draw(office, "张三", "300小时", "住院护理")
    with pytest.raises(Conflict, match=r"累计 320.00 小时，已支取 300.00 小时，可支取 20.00 小时，不能支取 20.01"):
        timebank.draw(office, "张三", "20.01", "护理")
    timebank.draw(office, "张三", "20", "护理")
    with pytest.raises(Conflict, match=r"未还的只有 320.00 小时"):
        timebank.give_back(office, "张三", "321", "没有用")
    (account,) = timebank.list_accounts(office)
    assert (account.credited, account.drawn, account.available) == (320 * 3600, 320 * 3600, 0)
    hours.void_hours(office, ["1"], "代刷")
    assert timebank.list_accounts(office)[0].available == -20 * 3600
    with pytest.raises(Conflict, match=r"可支取 0.00 小时"):
        timebank.draw(office, "张三", "1", "护理")
    timebank.give_back(office, "张三", "20", "没有用")
    assert [m.kind for m in timebank.list_moves(office, who="张三")] == ["drawn", "drawn", "given-back"]


@pytest.mark.parametrize("given", ["0", "-1", "三天", "", "9:00-11:00", "-1小时"])
def test_no_time(office: Context, given: str) -> None:
    with pytest.raises(BadValue, match="--hours"):
        timebank.draw(office, "张三", given, "护理")


def test_a_reason_and_a_person_in_the_register(office: Context) -> None:
    with pytest.raises(InvalidInput, match="原因"):
        timebank.draw(office, "张三", "1", "")
    volunteers.edit_volunteer(office, "张三", {"status": "停用"})
    with pytest.raises(Conflict, match="不在册"):
        timebank.draw(office, "张三", "1", "护理")
    assert timebank.list_accounts(office) == [] and timebank.list_moves(office) == []


def test_a_drawing_given_back_cannot_be_undone(office: Context) -> None:
    timebank.draw(office, "张三", "5", "护理")
    drawn = history.log(office)[0].id
    timebank.give_back(office, "张三", "3", "没有用")
    with pytest.raises(Conflict, match="归还多于支取 3"):
        history.undo(office, drawn)
    history.undo(office, history.log(office)[0].id)
    history.undo(office, drawn)
    assert timebank.list_accounts(office) == [] and points.check(office)[0] == []
