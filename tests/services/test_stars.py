"""Levels under the ministry's rule of 2012, as of any day, with the day each was reached."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.hours import CREDITED
from leifeng_cli.errors import BadValue, NotFound
from leifeng_cli.services import activities, hours, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.crediting import Claim, Crediting
from leifeng_cli.services.reports.explaining import explain_figure
from leifeng_cli.services.reports.figures import month_report
from leifeng_cli.services.stars.explaining import explain_star
from leifeng_cli.services.stars.listing import list_stars
from leifeng_cli.services.stars.policies import use_policy
from leifeng_cli.store import hours as store

LEVELS = {1: 100, 2: 300, 3: 600, 4: 1000, 5: 1500}


@pytest.fixture
def office(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        volunteers.add_volunteer(ctx, {"name": name, "registered_on": "2019-01-01"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2019-01-01", "ends_on": "2022-12-31"})
    return ctx


def serve(ctx: Context, *records: tuple[str, int] | tuple[str, int, int | None], who: str = "V000001") -> None:
    """Credit (day, seconds, rating) of one person, all in one transaction."""
    with ctx.write("test") as tx:
        people = {p.number: p for p in store.people(tx.conn).values()}
        (event,) = store.events(tx.conn).values()
        crediting = Crediting(ctx, tx, "2019-01-01", "2022-01-05", None)
        for day, seconds, *rating in records:
            claim = Claim(people[who], event, day, seconds=seconds, rating=rating[0] if rating else None)
            crediting.write(replace(claim, status=CREDITED))


def days(first: str, hours_: list[float]) -> list[tuple[str, int]]:
    import datetime as dt

    start = dt.date.fromisoformat(first)
    return [((start + dt.timedelta(days=n)).isoformat(), round(h * 3600)) for n, h in enumerate(hours_)]


@pytest.mark.parametrize("level", LEVELS)
def test_bounds_are_inclusive(office: Context, level: int) -> None:
    need = LEVELS[level]
    full, rest = divmod(need, 20)
    serve(office, *days("2020-01-01", [20.0] * (full - 1) + [19.99] + [rest] * bool(rest)))
    assert list_stars(office)[0].level == level - 1
    serve(office, ("2021-12-31", 36))
    star = list_stars(office)[0]
    assert (star.level, star.attained_on, star.seconds) == (level, "2021-12-31", need * 3600)
    assert list_stars(office, as_of="2021-12-30")[0].level == level - 1
    assert sorted(star.attained) == list(range(1, level + 1))


def test_as_of_any_day(office: Context) -> None:
    serve(office, *days("2021-01-01", [20.0] * 16))
    got = {d: list_stars(office, as_of=d)[0] for d in ("2021-01-04", "2021-01-05", "2021-01-15", "2022-01-05")}
    assert [(s.level, s.seconds // 3600) for s in got.values()] == [(0, 80), (1, 100), (2, 300), (2, 320)]
    assert got["2022-01-05"].attained == {1: "2021-01-05", 2: "2021-01-15"}
    assert got["2021-01-04"].attained_on is None
    with pytest.raises(BadValue):
        list_stars(office, as_of="2021-02-30")


def test_a_record_rated_as_failing_counts_in_no_star(office: Context) -> None:
    serve(office, *days("2021-01-01", [20.0] * 4), ("2021-01-05", 72000, 1), ("2021-01-06", 72000, 2))
    star = list_stars(office)[0]
    assert (star.level, star.attained_on, star.seconds) == (1, "2021-01-06", 100 * 3600)
    hours.rate_hours(office, ["5"], {"rating": "合格"})
    assert list_stars(office)[0].attained_on == "2021-01-05"


def test_a_void_takes_the_level_away_again(office: Context) -> None:
    serve(office, *days("2021-01-01", [20.0] * 5))
    hours.void_hours(office, ["3"], "登记错误")
    assert [(s.level, s.seconds // 3600, s.attained) for s in list_stars(office)] == [(0, 80, {}), (0, 0, {})]


def test_who_is_listed(office: Context) -> None:
    volunteers.add_volunteer(office, {"name": "新人", "registered_on": "2021-12-31"})
    volunteers.add_volunteer(office, {"name": "旧人"})
    names = {
        d: [s.volunteer_name for s in list_stars(office, as_of=d)] for d in ("2018-12-31", "2021-12-30", "2021-12-31")
    }
    assert names == {
        "2018-12-31": ["旧人"],
        "2021-12-30": ["张三", "李四", "旧人"],
        "2021-12-31": ["张三", "李四", "新人", "旧人"],
    }
    serve(office, *days("2021-01-01", [20.0] * 5))
    assert [s.volunteer_name for s in list_stars(office, level=1)] == ["张三"]
    assert list_stars(office, level=3) == []


def test_explain_says_what_is_missing(office: Context) -> None:
    serve(office, *days("2021-01-01", [20.0] * 5), ("2021-02-01", 9000))
    person, policy, e, _granted = explain_star(office, "zhangsan")
    assert (person.number, policy.id, e.level, e.seconds) == ("V000001", "mca-2012", 1, 102.5 * 3600)
    assert [(r.level, r.met, r.attained_on) for r in e.levels[:2]] == [(1, True, "2021-01-05"), (2, False, None)]
    assert "197.5" in e.levels[1].conditions[0].text
    assert explain_star(office, "张三", as_of="2021-01-04")[2].level == 0
    with pytest.raises(NotFound):
        explain_star(office, "王五")


def test_a_policy_holds_from_its_day(office: Context) -> None:
    serve(office, *days("2021-01-01", [20.0] * 2))
    use_policy(office, "hefei-university-2022", "2021-06-01")
    assert list_stars(office, as_of="2021-05-31")[0].level == 0
    assert list_stars(office, as_of="2021-06-01")[0].level >= 1
    with pytest.raises(NotFound):
        use_policy(office, "no-such-policy", "2021-06-01")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks=st.lists(st.tuples(st.integers(1, 2400), st.sampled_from([None, 1, 2, 5])), min_size=1, max_size=60))
def test_list_explain_and_report_agree(tmp_path_factory: Any, blocks: list[tuple[int, int | None]]) -> None:
    """The list, the explanation, the month's distribution and a plain running sum say the same."""
    import datetime as dt

    from leifeng_cli.services.context import CHINA
    from leifeng_cli.services.setup import init

    ctx = Context(tmp_path_factory.mktemp("x") / "t.db", dt.datetime(2022, 1, 5, 9, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    volunteers.add_volunteer(ctx, {"name": "张三"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2019-01-01", "ends_on": "2022-12-31"})
    first = dt.date(2021, 10, 1)
    rows = [((first + dt.timedelta(days=n)).isoformat(), h * 36, r) for n, (h, r) in enumerate(blocks)]
    serve(ctx, *rows)
    total, reached = 0, {}
    for day, seconds, rating in rows:
        total += seconds * (rating != 1)
        reached |= {level: day for level, need in LEVELS.items() if total >= need * 3600 and level not in reached}
    (star,) = list_stars(ctx, as_of="2021-12-31")
    assert (star.seconds, star.level, star.attained) == (total, max(reached, default=0), reached)
    evaluation = explain_star(ctx, "张三", as_of="2021-12-31")[2]
    assert {r.level: r.attained_on for r in evaluation.levels if r.met} == reached
    counts = {s.level: s.count for s in month_report(ctx, "2021-12").rows("stars")}
    assert counts == {level: int(level == star.level) for level in LEVELS}


def test_the_stars_of_a_month_open_to_their_holders(office: Context) -> None:
    serve(office, *days("2021-01-01", [20.0] * 5))
    serve(office, *days("2021-01-01", [24.0] * 13), who="V000002")
    for figure, who in (("stars.1", "张三"), ("stars.一星级", "张三"), ("stars.2", "李四")):
        assert [s.volunteer_name for s in explain_figure(office, "2021-12", figure)[1]] == [who]
    assert [s.count for s in month_report(office, "2021-12").rows("stars")] == [1, 1, 0, 0, 0]


def test_json(office: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    serve(office, *days("2021-01-01", [20.0] * 5))
    monkeypatch.setenv("LEIFENG_NOW", "2022-01-05T09:00:00")
    assert run(app, ["--db", str(office.db), "star", "list", "-f", "json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "volunteer_number": "V000001", "volunteer_name": "张三", "level": 1, "level_name": "一星级",
        "seconds": 360000, "hours": "100.00", "attained_on": "2021-01-05", "granted_level": 0,
        "attained": {"1": "2021-01-05"},
    }  # fmt: skip
    assert (second["attained_on"], second["attained"]) == (None, {})
