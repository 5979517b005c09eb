"""From a computed level to a granted star: proposed, shown, objected to, granted, taken back."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.hours import CREDITED
from leifeng_cli.errors import Conflict, InvalidInput, NotFound
from leifeng_cli.services import activities, hours, notices, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.crediting import Claim, Crediting
from leifeng_cli.services.history import undo, verify
from leifeng_cli.services.settings import set_setting
from leifeng_cli.services.stars import findings, grants, outlook, policies, rounds
from leifeng_cli.services.stars.listing import list_stars
from leifeng_cli.store import hours as store

POLICY = """
title = "幸福社区星级志愿者"
[source]
body = "幸福社区居委会"
[rules]
sequence = "{sequence}"
[approval]
body = "幸福社区"
notice_workdays = 3
[[level]]
level = 1
name = "一星级"
hours = 10
[[level]]
level = 2
name = "二星级"
hours = 20
[level.approval]
body = "区志愿者协会"
notice_workdays = 5
[[honour]]
level = 3
name = "铜奖"
hours = 30
granted_level = 2
"""


@pytest.fixture
def office(ctx: Context, tmp_path: Path) -> Context:
    for name in ("张三", "李四", "王五"):
        volunteers.add_volunteer(ctx, {"name": name, "registered_on": "2021-01-01"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2021-01-01", "ends_on": "2022-12-31"})
    use(ctx, tmp_path)
    return ctx


def use(ctx: Context, folder: Path, sequence: str = "conditions") -> None:
    file = folder / "本社区办法.toml"
    file.write_text(POLICY.format(sequence=sequence), encoding="utf-8")
    policies.use_policy(ctx, str(file), "2021-01-01")


def serve(ctx: Context, who: str, *served: tuple[str, float]) -> None:
    with ctx.write("test") as tx:
        people = {p.number: p for p in store.people(tx.conn).values()}
        (event,) = store.events(tx.conn).values()
        crediting = Crediting(ctx, tx, "2021-01-01", "2022-12-31", None)
        for day, hour in served:
            crediting.write(replace(Claim(people[who], event, day, seconds=round(hour * 3600)), status=CREDITED))


def on(ctx: Context, day: str) -> Context:
    return replace(ctx, now=dt.datetime.fromisoformat(f"{day}T09:00+08:00"), notices=[])


def granted(ctx: Context) -> list[tuple[str, str]]:
    return [(g.volunteer_name, g.level_name) for g in grants.list_grants(ctx, in_force=True)]


def test_a_round_from_proposal_to_grant(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    serve(office, "V000002", ("2021-11-01", 15), ("2021-11-02", 6))
    serve(office, "V000003", ("2021-11-01", 9.99))
    made = rounds.propose(office)
    assert made.round is not None and made.round.number == "R0001"
    assert [(c.volunteer_name, c.level, c.body, c.notice_days, c.attained_on) for c in made.cases] == [
        ("李四", 2, "区志愿者协会", 5, "2021-11-02"), ("张三", 1, "幸福社区", 3, "2021-11-01"),
    ]  # fmt: skip
    assert granted(office) == [] and [s.granted_level for s in list_stars(office)] == [0, 0, 0]
    # Wednesday 5 January 2022: three working days end on Friday the 7th, five on Tuesday the 11th.
    posted = rounds.post_round(office, "R0001", place="公告栏")
    assert [(c.volunteer_name, c.notice_ends_on, c.status) for c in posted] == [
        ("李四", "2022-01-11", "posted"), ("张三", "2022-01-07", "posted"),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="没有待公示"):
        rounds.post_round(office, "R0001")
    early = grants.grant_round(on(office, "2022-01-07"), "R0001")
    assert early.grants == [] and [why for _n, _name, why in early.left] == [
        "公示到 2022-01-11，还没有满", "公示到 2022-01-07，还没有满",
    ]  # fmt: skip
    first = grants.grant_round(on(office, "2022-01-08"), "R0001")
    assert [(g.volunteer_name, g.number, g.granted_on, g.body) for g in first.grants] == [
        ("张三", "G000001", "2022-01-08", "幸福社区")
    ]
    second = grants.grant_round(on(office, "2022-01-12"), "r0001", body="区志愿者协会")
    assert [g.volunteer_name for g in second.grants] == ["李四"]
    assert granted(office) == [("张三", "一星级"), ("李四", "二星级")]
    assert [s.granted_level for s in list_stars(on(office, "2022-01-12"))] == [1, 2, 0]
    with pytest.raises(Conflict, match="没有待授予"):
        grants.grant_round(on(office, "2022-01-12"), "R0001")
    assert verify(office)[0] == []


def test_a_grant_holds_what_it_was_based_on(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    (case,) = rounds.propose(office).cases
    proof = json.loads(case.evidence)
    assert proof["as_of"] == "2022-01-05" and proof["policy"] == "本社区办法" and proof["records"] == 1
    assert proof["conditions"][0] | {"text": ""} == {
        "name": "hours", "have": 43200, "need": 36000, "unit": "seconds", "text": "",
    }  # fmt: skip
    assert len(proof["facts_sha256"]) == len(proof["policy_sha256"]) == len(proof["chain_head"]) == 64


def test_nobody_is_proposed_twice(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    rounds.propose(office)
    with pytest.raises(Conflict, match="没有可以申报的人"):
        rounds.propose(office)
    with pytest.raises(Conflict, match="R0001"):
        rounds.propose(office, ["张三"])
    rounds.withdraw_case(office, "R0001", ["张三"], "本人要求")
    assert rounds.propose(office).round.number == "R0002"  # type: ignore[union-attr]


def test_a_rehearsal_writes_nothing(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    before = office.db.read_bytes()
    assert [c.volunteer_name for c in rounds.propose(office, dry_run=True).cases] == ["张三"]
    assert office.db.read_bytes() == before


@pytest.mark.parametrize(
    ("level", "says"), [(2, "服务时长未达到最低申请标准"), (9, "没有第 9 级"), (3, "服务时长未达到最低申请标准")]
)
def test_who_is_named_must_qualify(office: Context, level: int, says: str) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    with pytest.raises(Conflict, match=says):
        rounds.propose(office, ["张三"], level=level)
    with pytest.raises(Conflict, match="王五：服务时长未达到最低申请标准"):
        rounds.propose(office, ["王五"])


def test_one_step_at_a_time_where_the_policy_says_so(office: Context, tmp_path: Path) -> None:
    use(office, tmp_path, "granted")
    serve(office, "V000001", ("2021-11-01", 15), ("2021-11-02", 15))
    for level in (1, 2, 3):
        (case,) = rounds.propose(office).cases
        assert case.level == level
        number = f"R{level:04d}"
        if case.notice_days:
            rounds.post_round(office, number)
        office = on(office, f"2022-{level + 1:02d}-25")
        assert grants.grant_round(office, number).grants
    with pytest.raises(Conflict, match="没有可以申报的人"):
        rounds.propose(office)


def test_an_objection_stops_the_grant_until_it_is_decided(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    serve(office, "V000002", ("2021-11-01", 13))
    rounds.propose(office)
    (number,) = {c.notice_number for c in rounds.post_round(office, "R0001")}
    assert number is not None
    raised = notices.raise_objection(office, number, who="张三", content="当天未到场")
    later = on(office, "2022-02-01")
    done = grants.grant_round(later, "R0001")
    assert [g.volunteer_name for g in done.grants] == ["李四"]
    assert done.left == [("V000001", "张三", "有未处理的异议")]
    notices.decide_objection(later, raised.id, upheld=True, reply="属实")
    assert grants.grant_round(later, "R0001").left == [("V000001", "张三", "异议成立，请撤回申报")]
    rounds.withdraw_case(later, "R0001", ["张三"], "异议成立")
    assert granted(office) == [("李四", "一星级")]
    for who, state in (("李四", "已授予"), ("张三", "已撤回")):
        with pytest.raises(Conflict, match=f"在批次 R0001 中的申报是“{state}”，不能撤回") as refused:
            rounds.withdraw_case(later, "R0001", [who], "再撤一次")
        assert "leifeng star revoke" in str(refused.value.hint)


def test_a_notice_is_taken_down_once_and_its_people_are_posted_again(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    rounds.propose(office)
    (case,) = rounds.post_round(office, "R0001")
    number = str(case.notice_number)
    assert notices.withdraw_notice(office, number, "名单有误").withdrawn_on == "2022-01-05"
    with pytest.raises(Conflict, match=f"公示 {number} 是“已撤下”（2022-01-05），不能撤下"):
        notices.withdraw_notice(office, number, "再撤一次")
    assert grants.grant_round(on(office, "2022-02-01"), "R0001").left[0][0] == "V000001"
    (again,) = rounds.post_round(office, "R0001")
    assert again.status == "posted" and again.notice_number not in (None, number)


def test_an_objection_dismissed_no_longer_stands_in_the_way(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    rounds.propose(office)
    (case,) = rounds.post_round(office, "R0001")
    raised = notices.raise_objection(office, str(case.notice_number), who="张三", content="不认识")
    notices.decide_objection(office, raised.id, upheld=False, reply="经查签到属实")
    assert [g.volunteer_name for g in grants.grant_round(on(office, "2022-02-01"), "R0001").grants] == ["张三"]


def test_who_no_longer_qualifies_when_granting_is_left(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    rounds.propose(office)
    rounds.post_round(office, "R0001")
    hours.void_hours(office, ["1"], "登记错误")
    done = grants.grant_round(on(office, "2022-02-01"), "R0001")
    assert done.grants == [] and done.left[0][2] == "申报后记录有变，不再符合一星级的条件"


def grant_first_star(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12), ("2021-11-02", 1))
    rounds.propose(office)
    rounds.post_round(office, "R0001")
    assert grants.grant_round(on(office, "2022-01-20"), "R0001").grants


def test_a_recomputation_never_takes_a_grant_away_but_asks(office: Context) -> None:
    grant_first_star(office)
    later = on(office, "2022-02-01")
    assert findings.star_findings(later) == []
    hours.void_hours(later, ["2"], "重复")
    assert findings.star_findings(later) == []  # 12 h still do
    hours.void_hours(later, ["1"], "虚报")
    assert granted(office) == [("张三", "一星级")]
    (found,) = findings.star_findings(later)
    assert found.grant_number == "G000001" and "须满10.00小时，现有0.00小时" in found.message
    grants.decide(later, "G000001", revoke=False, reason="当时确已公示")
    assert findings.star_findings(later) == []
    serve(later, "V000001", ("2021-12-01", 1))  # the facts change again: the question comes back
    assert [f.grant_number for f in findings.star_findings(later)] == ["G000001"]
    done = grants.decide(later, "G000001", revoke=True, reason="虚报时长")
    assert (done.revoked_on, done.revoke_reason) == ("2022-02-01", "虚报时长")
    assert granted(office) == [] and findings.star_findings(later) == []
    assert [g.number for g in grants.list_grants(office)] == ["G000001"]  # both stay on record
    with pytest.raises(Conflict, match="已于 2022-02-01 撤销"):
        grants.decide(later, "G000001", revoke=True, reason="再撤")


def test_a_policy_that_demotes_asks_too(office: Context) -> None:
    for number in range(1, 4):
        serve(office, "V000001", (f"2021-11-0{number}", 20))
    policies.use_policy(office, "longquanyi", "2021-01-01")
    grants.promote(office, "张三", 1, body="区文明办", reason="试点")
    (found,) = findings.star_findings(office)
    assert "低于已授予的级别" in found.message
    grants.decide(office, "G000001", revoke=False, reason="观察一年")
    assert findings.star_findings(office) == []


def test_exceptional_and_earlier_grants(office: Context) -> None:
    earlier = grants.enter_earlier(office, ["张三", "李四"], 1, on="2018-05-01", body="市文明办", reason="旧证书")
    assert [(g.number, g.kind, g.granted_on) for g in earlier] == [
        ("G000001", "earlier", "2018-05-01"), ("G000002", "earlier", "2018-05-01"),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="已于 2018-05-01 获一星级"):
        grants.enter_earlier(office, ["张三"], 1, on="2019-05-01", body=None, reason=None)
    with pytest.raises(InvalidInput, match="还没有到"):
        grants.enter_earlier(office, ["王五"], 1, on="2022-05-01", body=None, reason=None)
    with pytest.raises(InvalidInput, match="没有第 7 级"):
        grants.promote(office, "王五", 7, body=None, reason="见义勇为")
    made = grants.promote(office, "王五", 2, body=None, reason="见义勇为")
    assert (made.kind, made.body, made.reason) == ("exceptional", "区志愿者协会", "见义勇为")
    # No records stand behind any of them, and nothing is asked: nobody claimed that they did.
    assert findings.star_findings(office) == []


def test_a_star_entered_from_before_is_caught_up_with(office: Context) -> None:
    grants.enter_earlier(office, ["张三"], 1, on="2018-05-01", body=None, reason=None)
    serve(office, "V000001", ("2021-11-01", 12))
    with pytest.raises(Conflict, match="没有可以申报的人"):
        rounds.propose(office)
    serve(office, "V000001", ("2021-11-02", 9))
    assert [c.level for c in rounds.propose(office).cases] == [2]


def test_a_yearly_ladder_grants_anew_each_year(office: Context, tmp_path: Path) -> None:
    policies.use_policy(office, "qidong-2019", "2021-01-01")
    set_setting(office, "star-notice", "0")
    for day in range(1, 9):
        serve(office, "V000001", (f"2021-03-{day:02d}", 13))
    rounds.propose(office, as_of="2021-12-31")
    grants.grant_round(office, "R0001")
    with pytest.raises(Conflict, match="没有可以申报的人"):
        rounds.propose(office, as_of="2021-12-31")
    later = on(office, "2022-06-01")
    for day in range(1, 9):
        serve(later, "V000001", (f"2022-03-{day:02d}", 13))
    assert [(c.level, c.attained_on) for c in rounds.propose(later).cases] == [(1, "2022-03-08")]


def test_undo_of_each_step(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    rounds.propose(office)
    rounds.post_round(office, "R0001")
    later = on(office, "2022-01-20")
    grants.grant_round(later, "R0001")
    with later.read() as conn:
        last = conn.execute("SELECT MAX(id) FROM operation").fetchone()[0]
    undo(later, last)
    assert granted(later) == [] and rounds.show_round(later, "R0001")[1][0].status == "posted"
    assert grants.grant_round(later, "R0001").grants[0].number == "G000002"  # numbers never come back
    with pytest.raises(Conflict):
        undo(later, last - 1)  # the notice was used since


def test_unknown_rounds_and_grants(office: Context) -> None:
    for call in (
        lambda: rounds.show_round(office, "R0009"),
        lambda: grants.decide(office, "G000009", revoke=True, reason="x"),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(InvalidInput, match="请写明"):
        grants.promote(office, "张三", 1, body=None, reason=" ")


def test_simulation_says_who_rises_and_falls(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 12))
    serve(office, "V000002", ("2021-11-01", 15), ("2021-11-02", 15))
    found = outlook.simulate(office, "ximen-community")  # 10/20/30/40/50, members of three months
    assert [(s.volunteer_name, s.level, s.new_level, s.change) for s in found.shifts] == [("李四", 2, 3, 1)]
    assert (found.people, found.counts[1], found.other_counts[3]) == (3, 1, 1)
    stricter = outlook.simulate(office, "mca-2012")
    assert [(s.volunteer_name, s.change) for s in stricter.shifts] == [("张三", -1), ("李四", -2)]
    assert granted(office) == []


def test_who_is_near_a_level(office: Context) -> None:
    serve(office, "V000001", ("2021-11-01", 9.5))
    serve(office, "V000002", ("2021-11-01", 12))
    serve(office, "V000003", ("2021-11-01", 15), ("2021-11-02", 15))
    found = outlook.list_due(office, 1 * 3600)
    assert [(d.volunteer_name, d.level, d.short_seconds) for d in found] == [("王五", 3, 0), ("张三", 1, 1800)]
    assert "须先获评二星级" in found[0].missing and "还差0.50小时" in found[1].missing
    assert [d.volunteer_name for d in outlook.list_due(office, 8 * 3600)] == ["王五", "张三", "李四"]
