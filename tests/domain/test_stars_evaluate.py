"""Evaluation against a slow and obvious re-implementation, and the corners a quick search could miss."""

import datetime as dt
from dataclasses import replace

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.stars.evaluate import evaluate
from leifeng_cli.domain.stars.facts import Facts, Served
from leifeng_cli.domain.stars.ladder import attained_days, level_of, thresholds
from leifeng_cli.domain.stars.parse import parse_policy
from leifeng_cli.domain.stars.policy import Conditions, Counting, Level, Policy, Source, Window
from leifeng_cli.errors import InvalidInput

H = 3600
FIRST, LAST = dt.date(2021, 1, 1), dt.date(2022, 6, 30)


def make(*conditions: Conditions, **more: object) -> Policy:
    levels = tuple(Level(n, f"{n}星", c) for n, c in enumerate(conditions, 1))
    return Policy("测试", "测试", Source("测试"), levels, **more)  # type: ignore[arg-type]


# ---- pure ladders of hours --------------------------------------------------------------------------------------

days = st.dates(FIRST, LAST).map(dt.date.isoformat)
records = st.lists(st.tuples(days, st.integers(0, 50).map(lambda n: n * 36)), max_size=40)
ladders = st.lists(
    st.tuples(st.integers(1, 400).map(lambda n: n * 36), st.booleans()),
    min_size=1,
    max_size=5,
    unique_by=lambda x: x[0],
).map(sorted)


@given(records, ladders, days)
def test_pure_hours_equal_adding_up_day_by_day(served, ladder, as_of):
    policy = make(*(Conditions(hours=need, strict=strict) for need, strict in ladder))
    expected: dict[int, str] = {}
    total, day = 0, FIRST
    while day.isoformat() <= as_of:
        total += sum(seconds for date, seconds in served if date == day.isoformat())
        for n, (need, strict) in enumerate(ladder, 1):
            if total > need or (total == need and not strict):
                expected.setdefault(n, day.isoformat())
        day += dt.timedelta(1)

    found = evaluate(policy, Facts(records=[Served(*r) for r in served]), as_of)
    assert {r.level: r.attained_on for r in found.levels if r.met} == expected
    assert (found.level, found.seconds) == (max(expected, default=0), total)
    short = thresholds(policy)
    assert short is not None
    known = sorted(r for r in served if r[0] <= as_of)
    assert attained_days(short, known) == expected
    assert level_of(short, total) == found.level


@given(records, ladders, days, st.tuples(days, st.integers(0, 5000).map(lambda n: n * 36)))
def test_more_hours_never_lower_the_level_and_taking_them_back_restores_it(served, ladder, as_of, extra):
    policy = make(*(Conditions(hours=need, strict=strict) for need, strict in ladder))
    before = evaluate(policy, Facts(records=[Served(*r) for r in served]), as_of)
    after = evaluate(policy, Facts(records=[Served(*r) for r in [*served, extra]]), as_of)
    assert after.level >= before.level
    for old, new in zip(before.levels, after.levels, strict=True):
        assert not old.met or (new.attained_on is not None and new.attained_on <= str(old.attained_on))
    assert evaluate(policy, Facts(records=[Served(*r) for r in served]), as_of) == before


# ---- any policy, judged every single day ------------------------------------------------------------------------


def obvious_bounds(window: Window, day: dt.date) -> tuple[dt.date, dt.date]:
    if window.kind == "calendar-year":
        return dt.date(day.year, 1, 1), day
    if window.kind == "rolling":
        return day - relativedelta(months=window.months) + dt.timedelta(1), day
    if window.kind == "dated":
        starts = [dt.date.fromisoformat(f"{y}-{window.start}") for y in (day.year - 1, day.year)]
        start = max(s for s in starts if s <= day)
        ends = [dt.date.fromisoformat(f"{y}-{window.end}") for y in (start.year, start.year + 1)]
        return start, min(day, *(e for e in ends if e >= start))
    return dt.date.min, day


def obvious_holds(policy: Policy, asked: Conditions, facts: Facts, day: dt.date) -> bool:
    since, until = (x.isoformat() for x in obvious_bounds(asked.window, day))
    reg = facts.registered_on
    counting = policy.counting
    rated = [r.rating for r in facts.records if since <= r.service_date <= until and r.rating]
    mine = [
        r
        for r in facts.records
        if since <= r.service_date <= until
        and r.rating not in counting.excluded_ratings
        and (r.publicised or not counting.publicised_only)
        and (not counting.after_registration or (reg is not None and r.service_date >= reg))
    ]
    seconds = sum(r.seconds for r in mine)
    if counting.subtract_time_bank:
        seconds -= sum(s for d, s in facts.redeemed_seconds if since <= d <= until)
    low = (
        since
        if asked.complaint_months is None
        else (day - relativedelta(months=asked.complaint_months) + dt.timedelta(1)).isoformat()
    )
    # In the gap between two yearly windows the last one's result stands, complaints and all.
    high = until if asked.complaint_months is None else day.isoformat()
    checks = [
        asked.hours is None or (max(0, seconds) > asked.hours if asked.strict else max(0, seconds) >= asked.hours),
        asked.activities is None or len({r.activity for r in mine}) >= asked.activities,
        asked.categories is None or len({r.category for r in mine if r.category}) >= asked.categories,
        asked.major_events is None or len({r.activity for r in mine if r.major}) >= asked.major_events,
        all(sum(r.seconds for r in mine if r.category == name) >= need for name, need in asked.category_hours),
        asked.points is None or sum(n for d, n in facts.points if since <= d <= until) >= asked.points,
        asked.training is None or sum(n for d, n in facts.trainings if since <= d <= until) >= asked.training,
        asked.awards is None or sum(since <= d <= until for d in facts.awards) >= asked.awards,
        asked.average_rating is None or bool(rated and sum(rated) * 100 >= asked.average_rating * len(rated)),
        not asked.no_complaints or not any(low <= d <= high for d in facts.complaints),
        asked.granted_level is None or any(n >= asked.granted_level and d <= day.isoformat() for n, d in facts.granted),
        not counting.after_registration or reg is not None,
    ]
    if asked.member_months is not None:
        checks.append(reg is not None and dt.date.fromisoformat(reg) + relativedelta(months=asked.member_months) <= day)
    if asked.member_days is not None:
        checks.append(reg is not None and dt.date.fromisoformat(reg) + dt.timedelta(asked.member_days) <= day)
    return all(checks)


def obvious(policy: Policy, facts: Facts, as_of: str) -> list[str | None]:
    """The day of each level: every day of the calendar is judged, in order."""
    last = dt.date.fromisoformat(as_of)
    every = [dt.date(2020, 1, 1) + dt.timedelta(n) for n in range((last - dt.date(2020, 1, 1)).days + 1)]
    found: list[str | None] = []
    for n, level in enumerate(policy.levels):
        start = obvious_bounds(level.conditions.window, last)[0] if level.conditions.window.renews else every[0]
        lower = [x.conditions for x in policy.levels[:n]] if policy.sequence == "conditions" else []
        attained: dt.date | None = None
        for day in every:
            if day < start:
                continue
            now = obvious_holds(policy, level.conditions, facts, day)
            if policy.demotion == "on-evaluation":
                now = now and all(obvious_holds(policy, c, facts, day) for c in lower)
                attained = (attained or day) if now else None
            elif attained is None and now and (not lower or (found[-1] is not None and found[-1] <= day.isoformat())):
                attained = day
        found.append(attained.isoformat() if attained else None)
    return found


windows = st.one_of(
    st.just(Window()),
    st.just(Window("calendar-year")),
    st.sampled_from(
        [Window("dated", "11-16", "11-15"), Window("dated", "03-01", "10-31"), Window("dated", "02-01", "02-28")]
    ),
    st.integers(1, 7).map(lambda n: Window("rolling", months=n)),
)


# One to three conditions a level: with all of them at once nothing would ever be met.
WANTED: dict[str, st.SearchStrategy[object]] = {
    "hours": st.integers(1, 60).map(lambda n: n * 36),
    "member_months": st.integers(1, 8),
    "member_days": st.integers(1, 200),
    "activities": st.integers(1, 4),
    "categories": st.integers(1, 3),
    "category_hours": st.integers(1, 20).map(lambda n: (("甲", n * 36),)),
    "points": st.integers(1, 40),
    "training": st.integers(1, 20),
    "major_events": st.integers(1, 2),
    "awards": st.integers(1, 2),
    "average_rating": st.integers(250, 450),
    "no_complaints": st.just(True),
    "complaint_months": st.integers(1, 4),
    "granted_level": st.integers(1, 2),
}


@st.composite
def some_conditions(draw: st.DrawFn) -> Conditions:
    names = draw(st.lists(st.sampled_from(sorted(WANTED)), min_size=1, max_size=3, unique=True))
    chosen = {name: draw(WANTED[name]) for name in names}
    if "complaint_months" in chosen:
        chosen["no_complaints"] = True
    if "member_days" in chosen:
        chosen.pop("member_months", None)
    return Conditions(window=draw(windows), strict=draw(st.booleans()), **chosen)  # type: ignore[arg-type]


conditions = some_conditions()
policies = st.builds(
    lambda levels, counting, sequence, demotion: make(*levels, counting=counting, sequence=sequence, demotion=demotion),
    st.lists(conditions, min_size=1, max_size=3),
    st.builds(
        Counting,
        excluded_ratings=st.sampled_from([frozenset({1}), frozenset()]),
        publicised_only=st.booleans(),
        after_registration=st.booleans(),
        subtract_time_bank=st.booleans(),
    ),
    st.sampled_from(["conditions", "none"]),
    st.sampled_from(["never", "on-evaluation"]),
)
seconds_on = st.tuples(days, st.integers(0, 20).map(lambda n: n * 36))
facts = st.builds(
    Facts,
    registered_on=st.none() | days | days,
    records=st.lists(
        st.builds(
            Served,
            days,
            st.integers(0, 30).map(lambda n: n * 36),
            st.integers(0, 5),
            st.sampled_from([None, "甲", "乙", "丙"]),
            st.sampled_from([None, 1, 3, 4, 5]),
            st.booleans(),
            st.booleans(),
        ),
        max_size=12,
    ),
    points=st.lists(st.tuples(days, st.integers(-15, 25)), max_size=5),
    trainings=st.lists(st.tuples(days, st.integers(0, 15)), max_size=3),
    awards=st.lists(days, max_size=2),
    complaints=st.lists(days, max_size=2),
    granted=st.lists(st.tuples(st.integers(1, 2), days), max_size=2),
    redeemed_seconds=st.lists(seconds_on, max_size=2),
)


@settings(max_examples=400, deadline=None)
@given(policies, facts, days)
def test_any_policy_equals_judging_every_day(policy, known, as_of):
    found = evaluate(policy, known, as_of)
    expected = obvious(policy, known, as_of)
    got = [r.attained_on for r in found.levels]
    # Conditions that hold from the beginning of time have no first day among the facts: any day will do.
    for level, mine, theirs in zip(policy.levels, got, expected, strict=True):
        assert (mine is None) == (theirs is None), (level, got, expected)
        if theirs != "2020-01-01" and "2020-01-01" not in expected:
            assert mine == theirs, (level, got, expected)
    for level, result in zip(policy.levels, found.levels, strict=True):
        assert result.holds_now == obvious_holds(policy, level.conditions, known, dt.date.fromisoformat(as_of))
        assert all(c.text and (c.short_by == 0 if c.met else c.short_by >= 0) for c in result.conditions)


def test_a_level_that_only_asks_for_no_complaints_held_before_the_first_one():
    policy = make(Conditions(no_complaints=True, complaint_months=1))
    found = evaluate(policy, Facts(complaints=["2021-01-01"]), "2021-01-01")
    assert found.levels[0].attained_on is not None
    assert not found.levels[0].holds_now


def test_a_stretch_of_its_own_for_complaints_leaves_the_other_windows_alone():
    policy = make(Conditions(average_rating=250, no_complaints=True, complaint_months=1))
    rated = Facts(records=[Served("2021-01-01", H, rating=4)])
    assert evaluate(policy, rated, "2021-12-31").levels[0].holds_now
    unrated = evaluate(policy, Facts(), "2021-12-31").levels[0].conditions
    assert [c.text for c in unrated] == ["无投诉记录", "平均评价须达到2.50分，尚无评价记录"]


# ---- corners ----------------------------------------------------------------------------------------------------


def test_a_level_once_reached_stays_though_a_condition_no_longer_holds():
    policy = make(Conditions(hours=H, no_complaints=True))
    found = evaluate(policy, Facts(records=[Served("2021-01-01", H)], complaints=["2021-02-01"]), "2021-12-31")
    assert found.level == 1 and found.attained_on == "2021-01-01" and not found.levels[0].holds_now


def test_a_higher_level_waits_for_the_lower_one():
    policy = make(Conditions(hours=H, member_months=6), Conditions(hours=2 * H))
    known = Facts("2021-01-31", [Served("2021-02-01", 2 * H)])
    found = evaluate(policy, known, "2021-12-31")
    assert [r.attained_on for r in found.levels] == ["2021-07-31", "2021-07-31"]
    loose = evaluate(replace(policy, sequence="none"), known, "2021-06-30")
    assert (loose.level, [r.attained_on for r in loose.levels]) == (2, [None, "2021-02-01"])


@pytest.mark.parametrize(
    ("registered", "asked", "matures"),
    [
        ("2021-08-31", Conditions(member_months=6), "2022-02-28"),
        ("2020-02-29", Conditions(member_months=12), "2021-02-28"),
        ("2021-01-01", Conditions(member_days=90), "2021-04-01"),
    ],
)
def test_membership_matures_at_the_month_end_where_the_day_is_missing(registered, asked, matures):
    policy = make(replace(asked, hours=H))
    found = evaluate(policy, Facts(registered, [Served(registered, H)]), "2023-01-01")
    assert found.attained_on == matures
    day_before = (dt.date.fromisoformat(matures) - dt.timedelta(1)).isoformat()
    assert evaluate(policy, Facts(registered, [Served(registered, H)]), day_before).level == 0


@pytest.mark.parametrize(
    ("as_of", "seconds"),
    [("2022-11-15", 0), ("2022-11-16", H), ("2023-11-15", 2 * H), ("2023-11-16", 2 * H), ("2030-01-01", 2 * H)],
)
def test_a_once_only_window_keeps_its_result(as_of, seconds):
    window = Window("dated", "2022-11-16", "2023-11-15")
    policy = make(Conditions(window, hours=2 * H), counting=Counting(window))
    known = Facts(records=[Served(d, H) for d in ("2022-11-15", "2022-11-16", "2023-11-15", "2023-11-16")])
    found = evaluate(policy, known, as_of)
    assert (found.seconds, found.level) == (seconds, int(seconds == 2 * H))
    assert found.attained_on == ("2023-11-15" if found.level else None)


@pytest.mark.parametrize(("as_of", "seconds"), [("2023-02-28", 2 * H), ("2023-03-01", 0), ("2024-02-29", H)])
def test_a_window_may_begin_on_29_february(as_of, seconds):
    window = Window("dated", "02-29", "02-28")
    known = Facts(records=[Served(d, H) for d in ("2022-02-28", "2022-03-01", "2023-02-28", "2024-02-29")])
    found = evaluate(make(Conditions(hours=99 * H), counting=Counting(window)), known, as_of)
    assert found.seconds == seconds


def test_more_redeemed_than_served_is_nothing_not_less():
    policy = make(Conditions(hours=H), counting=Counting(subtract_time_bank=True))
    known = Facts(records=[Served("2021-01-01", H)], redeemed_seconds=[("2021-01-02", 2 * H)])
    found = evaluate(policy, known, "2021-12-31")
    assert (found.seconds, found.level, found.levels[0].holds_now) == (0, 1, False)


@pytest.mark.parametrize(
    ("as_of", "seconds"),
    [("2021-02-28", H), ("2021-03-01", H), ("2023-03-01", 0), ("2024-02-29", H), ("2024-03-01", H)],
)
def test_a_window_may_end_on_29_february(as_of, seconds):
    window = Window("dated", "03-01", "02-29")
    known = Facts(records=[Served(d, H) for d in ("2020-03-01", "2021-03-01", "2024-02-29", "2024-03-01")])
    found = evaluate(make(Conditions(hours=99 * H), counting=Counting(window)), known, as_of)
    assert found.seconds == seconds


def test_texts_a_clerk_can_read_out():
    policy = make(
        Conditions(
            Window("rolling", months=12),
            hours=20 * H,
            strict=True,
            activities=7,
            average_rating=400,
            category_hours=(("社区服务", H),),
            no_complaints=True,
            awards=1,
        )
    )
    known = Facts(records=[Served("2021-03-05", 20 * H, "a", "社区服务", 3)], complaints=["2021-03-06"])
    texts = [c.text for c in evaluate(policy, known, "2021-12-31").levels[0].conditions]
    assert texts == [
        "近12个月服务时长须超过20.00小时，现有20.00小时，还差0.01小时",
        "近12个月获奖须满1项，现有0项，还差1项",
        "须无投诉，现有1起",
        "近12个月平均评价须满4.00分，现有3.00分，还差1.00分",
        "近12个月参加活动须满7次，现有1次，还差6次",
        "近12个月“社区服务”类服务时长须满1.00小时，现有20.00小时，已达到",
    ]


def test_what_there_is_is_never_rounded_up():
    found = evaluate(make(Conditions(hours=H)), Facts(records=[Served("2021-01-01", 3599)]), "2021-01-01")
    (text,) = (c.text for c in found.levels[0].conditions)
    assert text == "累计服务时长须满1.00小时，现有0.99小时，还差0.01小时"


@pytest.mark.parametrize("as_of", ["", "2021-2-1", "20210201", "2021-02-30", "今天"])
def test_a_day_that_is_none_is_refused(as_of):
    with pytest.raises(InvalidInput, match="截止日期"):
        evaluate(make(Conditions(hours=1)), Facts(), as_of)


def test_sequence_granted_offers_one_step_at_a_time():
    text = 'title="x"\n[source]\nbody="x"\n[rules]\nsequence="granted"\n' + "".join(
        f'[[level]]\nlevel={n}\nname="{n}"\nhours={n}\n' for n in (1, 2, 3)
    )
    policy = parse_policy(text, "x.toml")
    assert thresholds(policy) is None
    known = Facts(records=[Served("2021-01-01", 9 * H)])
    assert evaluate(policy, known, "2021-12-31").level == 1
    granted = replace(known, granted=[(1, "2021-02-01"), (2, "2021-03-01")])
    assert (evaluate(policy, granted, "2021-12-31").level, evaluate(policy, granted, "2021-02-28").level) == (3, 2)


@pytest.mark.parametrize(("complaint", "free"), [("2021-01-15", "2021-02-15"), ("2021-01-31", "2021-03-01")])
@pytest.mark.parametrize("demotion", ["never", "on-evaluation"])
def test_the_day_an_old_complaint_is_forgiven_is_found_though_nothing_happened_on_it(complaint, free, demotion):
    policy = make(Conditions(hours=H, no_complaints=True, complaint_months=1), demotion=demotion)
    known = Facts(records=[Served("2021-01-31", H)], complaints=[complaint])
    assert evaluate(policy, known, "2021-12-31").attained_on == free
