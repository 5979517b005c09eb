"""The shipped policies: policy statements by their number, and every bound one hundredth of an hour around it."""

from pathlib import Path

import pytest

import leifeng_cli
from leifeng_cli.domain.stars.application import check_application
from leifeng_cli.domain.stars.evaluate import evaluate, gifts
from leifeng_cli.domain.stars.facts import Facts, Served
from leifeng_cli.domain.stars.ladder import attained_days, level_of, thresholds
from leifeng_cli.domain.stars.parse import parse_policy
from leifeng_cli.domain.stars.policy import Policy
from leifeng_cli.errors import Conflict

FOLDER = Path(leifeng_cli.__file__).parent / "data" / "policies"
SHIPPED = sorted(FOLDER.glob("*.toml"))
H = 3600


def policy(name: str) -> Policy:
    return parse_policy((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def served(hours: float, day: str = "2021-03-05", **more: object) -> Served:
    return Served(day, round(hours * 3600), **more)  # type: ignore[arg-type]


def level(name: str, facts: Facts, as_of: str = "2023-06-30") -> int:
    return evaluate(policy(name), facts, as_of).level


LADDERS = {
    "mca-2012": (100, 300, 600, 1000, 1500),
    "cyl-2013": (100, 300, 600, 1000, 1500),
    "nvsi-bands": (100, 300, 600, 1000, 1500),
    "fujian": (100, 300, 600, 1000, 1500),
    "beijing-old": (100, 200, 500, 800, 1000),
    "longgang-2023": (100, 300, 600, 1000),
    "huizhou-2016": (100, 300, 600, 1000, 1500),
    "zhangjiagang-2014": (30, 60, 100, 200, 300),
    "qidong-2019": (100, 300, 600, 1000, 1500),
    "dongying-2015": (100, 300, 600, 1000, 1500),
    "sichuan-youth-2021": (100, 300, 600, 1000, 1500),
    "longquanyi": (50, 100, 200, 400, 800),
    "zhengzhou-railway-2023": (40, 70, 100, 150, 200),
    "hefei-university-2022": (20, 50, 100, 150, 200),
    "ximen-community": (10, 20, 30, 40, 50),
    "xiamen-2021": (600, 1000),
    "fuqing-2018": (600,),
}
HONOURS = {
    "beijing-old": (2000, 3000, 5000),
    "huizhou-2016": (2000, 3000, 4000),
    "zhangjiagang-2014": (600, 1000, 1500, 3000),
    "qidong-2019": (1500, 2000, 2500),
    "longquanyi": (1000, 2000),
}


def well_off(seconds: int) -> Facts:
    """Everything but hours in plenty, so that hours alone decide."""
    parts = [Served("2023-01-05", 0, f"活动{i}", f"类{i % 5}", 5, True, True) for i in range(20)]
    community = [Served("2023-01-05", 300 * H, "社区", "社区学雷锋", 5)] if seconds >= 300 * H else []
    rest = seconds - sum(r.seconds for r in community)
    return Facts(
        registered_on="2010-01-01",
        records=[*parts, *community, Served("2023-01-06", rest, "主", "类0", 5, True, True)],
        points=[("2022-12-01", 10**6), ("2023-01-01", 10**6)],
        awards=["2023-01-02"],
        granted=[(5, "2022-01-01")],
    )


def test_every_shipped_policy_has_its_table_here():
    assert {f.stem for f in SHIPPED} == set(LADDERS)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_shipped_policies_name_their_source(file):
    read = policy(file.stem)
    assert read.source.body and read.source.confidence in ("S", "S2") and read.title
    assert not any(word in file.read_text(encoding="utf-8") for word in ("http", "www", "[S", "[D"))


@pytest.mark.parametrize(
    ("name", "number", "hours"),
    [
        (name, result.level, hours)
        for name, ladder in LADDERS.items()
        for result, hours in zip(policy(name).levels, ladder, strict=True)
    ]
    + [
        (name, result.level, hours)
        for name, ladder in HONOURS.items()
        for result, hours in zip(policy(name).honours, ladder, strict=True)
    ],
)
def test_bounds_one_hundredth_below_at_and_above(name, number, hours):
    read = policy(name)
    strict = name == "hefei-university-2022"
    got = []
    for seconds in (hours * H - 36, hours * H, hours * H + 36):
        result = evaluate(read, well_off(seconds), "2023-06-30").find(number)
        assert result is not None
        condition = next(c for c in result.conditions if c.name == "hours")
        assert (condition.have, condition.need, condition.met) == (seconds, hours * H, result.met)
        assert (condition.short_by == 0) == result.met
        got.append(result.met)
    assert got == [False, not strict, True]


@pytest.mark.parametrize("name", LADDERS)
def test_the_short_way_agrees_where_it_exists(name):
    read = policy(name)
    ladder = thresholds(read)
    pure = {"mca-2012", "nvsi-bands", "fujian", "beijing-old", "huizhou-2016", "zhangjiagang-2014"}
    assert (ladder is not None) == (name in pure)
    for hours in LADDERS[name] if ladder else ():
        for seconds in (hours * H - 36, hours * H, hours * H + 36):
            facts = Facts(records=[Served("2021-01-01", seconds)])
            assert level_of(ladder, seconds) == evaluate(read, facts, "2021-01-01").level


# ---- statements -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "stars"), [(99.99, 0), (100, 1)], ids=["statement-1-below", "statement-1-at"])
def test_first_star_under_340(hours, stars):
    facts = Facts(records=[served(hours)])
    assert level("mca-2012", facts) == stars
    apply = (policy("mca-2012"), evaluate(policy("mca-2012"), facts, "2023-01-01"), 1, 0)
    if stars:
        check_application(*apply)
    else:
        with pytest.raises(Conflict, match=r"^服务时长未达到最低申请标准$") as error:
            check_application(*apply)
        assert "0.01小时" in (error.value.hint or "")


@pytest.mark.parametrize(
    ("hours", "stars"), [(300, 2), (600, 3), (1000, 4), (1500, 5)], ids=lambda v: f"statement-2-{v}"
)
def test_bounds_are_inclusive(hours, stars):
    assert level("mca-2012", Facts(records=[served(hours)])) == stars


APPLICATIONS = [
    ("statement-3", "nvsi-bands", 299.99, 2, 0, "服务时长未达到最低申请标准"),
    ("statement-3-any", "mca-2012", 299.99, 2, 0, "服务时长未达到最低申请标准"),
    ("statement-4", "nvsi-bands", 300, 1, 0, "请申请更高星级"),
    ("statement-4-top-of-band", "nvsi-bands", 299.99, 1, 0, None),
    ("statement-4-any", "mca-2012", 300, 1, 0, None),
    ("statement-4-no-band-above-five", "nvsi-bands", 9000, 5, 0, None),
    ("statement-5-same", "nvsi-bands", 700, 3, 3, "已是三星级，不能再申请三星级。"),
    ("statement-5-lower", "nvsi-bands", 700, 2, 3, "已是三星级，不能再申请二星级。"),
    ("statement-5-five", "nvsi-bands", 1500, 5, 5, "已是五星级，不能再申请五星级。"),
    ("statement-5-sixth", "nvsi-bands", 1500, 6, 5, "“志愿服务信息系统星级申请（按档申请）”没有第 6 级。"),
]


@pytest.mark.parametrize(
    ("name", "hours", "requested", "granted", "refusal"),
    [a[1:] for a in APPLICATIONS],
    ids=[a[0] for a in APPLICATIONS],
)
def test_applications(name, hours, requested, granted, refusal):
    found = evaluate(policy(name), Facts(records=[served(hours)]), "2023-01-01")
    if refusal is None:
        check_application(policy(name), found, requested, granted)
    else:
        with pytest.raises(Conflict) as error:
            check_application(policy(name), found, requested, granted)
        assert error.value.message == refusal and error.value.exit_code == 5 and error.value.hint


@pytest.mark.parametrize(
    ("granted", "stars"),
    [([], 4), ([(3, "2022-01-01")], 4), ([(4, "2022-01-01")], 5), ([(4, "2024-01-01")], 4)],
    ids=["statement-6-none", "statement-6-three", "statement-6-four", "statement-6-four-later"],
)
def test_sichuan_five_needs_four_granted(granted, stars):
    read = policy("sichuan-youth-2021")
    found = evaluate(read, Facts(records=[served(1500)], granted=granted), "2023-01-01")
    assert found.level == stars
    if stars == 5:
        assert found.attained_on == "2022-01-01"  # the hours were there before the grant was
        check_application(read, found, 5, 4)
    else:
        with pytest.raises(Conflict, match="须先获评四星级"):
            check_application(read, found, 5, 0)


@pytest.mark.parametrize(("hours", "stars"), [(20, 0), (20.01, 1)], ids=["statement-7-at", "statement-7-above"])
def test_hefei_needs_more_than_twenty(hours, stars):
    facts = Facts(records=[served(hours, "2022-05-01")])
    assert level("hefei-university-2022", facts, "2022-12-31") == stars
    assert level("hefei-university-2022", facts, "2023-01-01") == 0  # "that year"


def test_hefei_higher_stars_add_up_over_years():
    facts = Facts(records=[served(30, "2021-05-01"), served(20.01, "2022-05-01")])
    assert level("hefei-university-2022", facts, "2023-12-31") == 2


@pytest.mark.parametrize(
    ("hours", "registered", "refusal"),
    [
        (450, "2015-01-01", "服务时长未达到最低申请标准"),
        (600, "2021-08-01", "尚不符合三星级的申请条件：须登记满2年，还差32天。"),
        (600, "2021-06-30", None),
        (600, None, "尚不符合三星级的申请条件：须登记满2年，但登记日期未填；请先补填登记日期。"),
    ],
    ids=["statement-8-hours", "statement-8-1y11m", "statement-8-2y", "statement-8-unknown"],
)
def test_xiamen(hours, registered, refusal):
    read = policy("xiamen-2021")
    found = evaluate(read, Facts(registered_on=registered, records=[served(hours)]), "2023-06-30")
    if refusal is None:
        check_application(read, found, 3, 2)
        assert found.attained_on == "2023-06-30"
    else:
        with pytest.raises(Conflict) as error:
            check_application(read, found, 3, 2)
        assert error.value.message == refusal


@pytest.mark.parametrize(
    ("activities", "categories", "stars"), [(6, 2, 3), (7, 1, 3), (7, 2, 4)], ids=lambda v: f"statement-9-{v}"
)
def test_zhengzhou_needs_variety(activities, categories, stars):
    records = [
        Served("2023-03-05", 150 * H // activities + 36, f"活动{i}", f"类{i % categories}") for i in range(activities)
    ]
    records.append(Served("2022-11-15", 0, "上年的活动", "上年的类"))  # outside the year: counts for nothing
    assert level("zhengzhou-railway-2023", Facts(records=records)) == stars


def test_annual_window_statement_10():
    facts = Facts(records=[served(30, "2022-11-15"), served(40, "2022-11-16"), served(30, "2023-11-15")])
    found = evaluate(policy("zhengzhou-railway-2023"), facts, "2023-11-15")
    assert (found.level, found.seconds, found.attained_on) == (2, 70 * H, "2023-11-15")
    assert level("zhengzhou-railway-2023", facts, "2023-11-14") == 1
    assert level("zhengzhou-railway-2023", facts, "2023-11-16") == 0


def test_calendar_year_statement_11():
    facts = Facts(records=[served(600, "2020-12-31"), served(310, "2021-05-01"), served(590, "2022-01-01")])
    assert [level("qidong-2019", facts, day) for day in ("2020-12-31", "2021-12-31", "2022-12-31")] == [3, 2, 2]


@pytest.mark.parametrize(("community", "ok"), [(119, False), (119.99, False), (120, True)])
def test_huizhou_bronze_statement_12(community, ok):
    read = policy("huizhou-2016")
    records = [served(2000 - community), served(community, category="社区学雷锋")]
    found = evaluate(read, Facts(records=records, granted=[(5, "2022-01-01")]), "2023-01-01")
    assert (found.level, found.honour) == (5, 6 if ok else 0)
    if ok:
        check_application(read, found, 6, 5)
        with pytest.raises(Conflict, match="不能再申请铜奖"):
            check_application(read, found, 6, 6)
    else:
        with pytest.raises(Conflict, match="“社区学雷锋”类服务时长须满120"):
            check_application(read, found, 6, 5)
    assert evaluate(read, Facts(records=records), "2023-01-01").honour == 0  # five stars not granted yet


def test_longquanyi_statement_13():
    facts = Facts(records=[served(200)], points=[("2021-01-01", 2099)])
    assert level("longquanyi", facts) == 2
    assert level("longquanyi", Facts(records=[served(200)], points=[("2021-01-01", 2100)])) == 3
    fallen = Facts(records=[served(200)], points=[("2021-01-01", 2099), ("2022-01-01", -1100)])
    assert level("longquanyi", fallen, "2021-12-31") == 2
    assert level("longquanyi", fallen, "2022-01-01") == 1


def test_longquanyi_stretch_begins_anew_after_a_fall():
    points = [("2021-01-01", 1000), ("2022-01-01", -1), ("2022-06-01", 1)]
    found = evaluate(policy("longquanyi"), Facts(records=[served(100)], points=points), "2023-01-01")
    assert (found.level, found.attained_on) == (2, "2022-06-01")
    assert found.levels[0].attained_on == "2021-03-05"  # the first star never fell


def test_zhangjiagang_gifts_statement_14():
    facts = Facts(records=[served(300, "2021-03-05"), served(29.99, "2021-04-01"), served(0.01, "2021-04-02")])
    read = policy("zhangjiagang-2014")
    before = gifts(read, facts, "2021-04-01")
    assert [(g.level, g.medal) for g in before] == [(n, True) for n in range(1, 6)]
    (new,) = set(gifts(read, facts, "2021-04-02")) - set(before)
    assert (new.level, new.prize, new.seconds, new.attained_on, new.medal) == (
        1,
        "一星礼品",
        330 * H,
        "2021-04-02",
        False,
    )
    many = gifts(read, Facts(records=[served(630)]), "2023-01-01")
    assert [g.seconds // H for g in many] == [30, 60, 100, 200, 300, 330, 360, 400, 500, 600, 630]


def test_dongying_counts_publicised_hours_only_statement_15():
    records = [served(90), served(20, publicised=False)]
    found = evaluate(policy("dongying-2015"), Facts(records=records), "2023-01-01")
    assert (found.level, found.seconds) == (0, 90 * H)


def test_redeemed_hours_are_subtracted_statement_54():
    facts = Facts(records=[served(320)], redeemed_seconds=[("2022-01-01", 50 * H)])
    assert evaluate(policy("longquanyi"), facts, "2023-01-01").seconds == 270 * H
    assert evaluate(policy("longquanyi"), facts, "2021-12-31").seconds == 320 * H
    assert evaluate(policy("mca-2012"), facts, "2023-01-01").seconds == 320 * H


def test_bad_ratings_and_service_before_registration():
    records = [served(60, "2020-12-31"), served(60, "2021-01-01"), served(60, "2021-01-02", rating=1)]
    facts = Facts(registered_on="2021-01-01", records=records)
    assert evaluate(policy("mca-2012"), facts, "2023-01-01").seconds == 120 * H
    assert evaluate(policy("cyl-2013"), facts, "2023-01-01").seconds == 60 * H
    unknown = evaluate(policy("cyl-2013"), Facts(records=records), "2023-01-01")
    assert unknown.seconds == 0 and "登记日期未填" in unknown.levels[0].conditions[0].text


def test_several_services_on_a_day_count_together():
    ordered = [("2021-01-01", 50 * H), ("2021-01-02", 25 * H), ("2021-01-02", 25 * H), ("2021-01-03", 499 * H)]
    ladder = thresholds(policy("mca-2012"))
    assert ladder is not None
    assert attained_days(ladder, ordered) == {1: "2021-01-02", 2: "2021-01-03"}
    assert attained_days(ladder, []) == {}
