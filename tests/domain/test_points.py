"""Points as arithmetic: what a record earns, which lot is spent, what is taken back; and the rule's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.points import (
    EXPIRED,
    TAKEN_BACK,
    Account,
    Due,
    Posting,
    fixed_points,
    points_number,
    points_text,
    settle,
)
from leifeng_cli.domain.points_rules import RedeemLimits, parse_points_rule
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.services import packaged

HINTS = Hints(today=dt.date(2022, 1, 5))
HEAD = 'title = "办法"\n'
SOURCE = '\n[source]\nbody = "幸福社区"\n'


def rule(text: str, tail: str = "") -> object:
    return parse_points_rule(HEAD + text + SOURCE + tail, "办法.toml")


def earned(text: str, seconds: int, tail: str = "", **about: object) -> int:
    given = {"category": None, "parent": None, "rating": None, **about}
    return rule(text, tail).earned(seconds, **given)  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    ("text", "seconds", "hundredths"),
    [
        ("per_hour = 1", 3600, 100),
        ("per_hour = 5", 8388, 1165),  # 2.33 h
        ("per_hour = 1", 18, 1),  # half of 0.01, up
        ("per_hour = 1", 17, 0),
        ("hours_per_point = 2", 3600, 50),
        ("hours_per_point = 3", 3 * 3600, 100),  # exact, which 0.33 an hour would not be
        ("hours_per_point = 3", 3600, 33),
        ("per_hour = 1\nmost_hours = 2", 9 * 3600, 200),
        ("per_hour = 1\nmost_hours = 2", 3600, 100),
        ("per_hour = 0.01", 3600, 1),
    ],
)
def test_what_a_record_earns(text: str, seconds: int, hundredths: int) -> None:
    assert earned(text, seconds) == hundredths


@pytest.mark.parametrize(
    ("category", "parent", "hundredths"),
    [
        ("助老", None, 150), ("助老", "邻里", 150), ("送餐", "邻里", 200), ("捐款", None, 0), ("其他", None, 100),
        (None, None, 100),
    ],
)  # fmt: skip
def test_a_category_has_its_own_coefficient_else_that_above_it(
    category: str | None, parent: str | None, hundredths: int
) -> None:
    tail = '\n[categories]\n"助老" = 1.5\n"邻里" = 2\n"捐款" = 0\n'
    assert earned("per_hour = 1", 3600, tail, category=category, parent=parent) == hundredths


def test_ratings_left_out() -> None:
    assert earned("per_hour = 1", 3600, rating=1) == 0
    assert earned("per_hour = 1", 3600, rating=2) == 100
    assert earned('per_hour = 1\nexcluded_ratings = ["较差"]', 3600, rating=2) == 0
    assert earned("per_hour = 1\nexcluded_ratings = []", 3600, rating=1) == 100


@pytest.mark.parametrize(
    ("text", "tail", "line", "words"),
    [
        ("per_hour = 0", "", 2, "大于 0"),
        ("per_hour = 0.001", "", 2, "两位小数"),
        ('per_hour = "1"', "", 2, "不加引号"),
        ("per_hour = 1\nhours_per_point = 2", "", 3, "只留一个"),
        ("", "", 1, "缺少“per_hour”"),
        ("per_hour = 1\nreferal = 2", "", 3, "您是不是想写“referral”"),
        ("per_hour = 1\nexpires_months = 0", "", 3, "expires_months"),
        ("per_hour = 1", '\n[categories]\n"助老" = -1\n', 7, "助老"),
        ("per_hour = 1", "\n[redeem]\ntimes = 2\n", 7, "per ="),
        ("per_hour = 1", '\n[redeem]\nper = "week"\n', 7, "quarter"),
        ("per_hour = 1", "\n[redeem]\nminimum_hour = 2\n", 7, "minimum_hours"),
        ('per_hour = 1\nexcluded_ratings = ["坏"]', "", 3, "不合格"),
    ],
)
def test_a_mistake_is_shown_with_file_line_key_and_remedy(text: str, tail: str, line: int, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        rule(text, tail)
    assert caught.value.message.startswith(f"办法.toml 第 {line} 行：") and words in caught.value.message
    assert "docs/points.md" in (caught.value.hint or "")


def test_every_mistake_of_a_file_is_shown() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_points_rule("per_hour = 0\nreferral = -1\n", "坏.toml")
    assert len(caught.value.message.splitlines()) == 4  # these two, no title, no source


def test_the_example_of_the_page_can_be_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "points.md").read_text(encoding="utf-8")
    found = parse_points_rule(page.split("```toml\n")[1].split("```")[0], "例")
    assert (found.most_seconds, found.expires_months, found.redeem.minimum_points) == (4 * 3600, 24, 500)
    assert found.earned(5 * 3600, category="邻里守望", parent=None, rating=None) == 600


@pytest.mark.parametrize("name", packaged.names("points"))
def test_what_ships_can_be_read(name: str) -> None:
    assert parse_points_rule(packaged.text("points", name), name).title


@pytest.mark.parametrize(
    ("per", "day", "period"),
    [
        ("month", "2022-01-31", ("2022-01-01", "2022-02-01")),
        ("quarter", "2022-03-31", ("2022-01-01", "2022-04-01")),
        ("quarter", "2021-12-31", ("2021-10-01", "2022-01-01")),
        ("year", "2022-12-31", ("2022-01-01", "2023-01-01")),
        ("none", "2022-12-31", None),
    ],
)
def test_periods_are_those_of_the_calendar(per: str, day: str, period: tuple[str, str] | None) -> None:
    assert RedeemLimits(per).period(day) == period


@pytest.mark.parametrize(
    ("given_", "hundredths"),
    [("10", 1000), ("+2.5", 250), ("-300", -30000), ("−0.01", -1), ("３分", 300), ("1000000", 100_000_000)],
)
def test_points_read(given_: str, hundredths: int) -> None:
    assert points_number(given_, HINTS) == hundredths


@pytest.mark.parametrize("given_", ["0", "0.00", "-0", "1.234", "1e3", "", "很多", "1000000.01", "--1", "１.５.１"])
def test_no_points(given_: str) -> None:
    with pytest.raises(BadValue):
        points_number(given_, HINTS)


@pytest.mark.parametrize(
    ("hundredths", "short", "fixed"),
    [
        (0, "0", "0.00"), (1000, "10", "10.00"), (1250, "12.5", "12.50"), (-1, "-0.01", "-0.01"),
        (-30000, "-300", "-300.00"),
    ],
)  # fmt: skip
def test_points_written(hundredths: int, short: str, fixed: str) -> None:
    assert points_text(hundredths) == short and fixed_points(hundredths) == fixed


def test_what_ends_soonest_is_spent_first_and_what_is_past_never() -> None:
    account = Account({None: 500, "2022-03-01": 200, "2022-01-05": 100, "2022-01-04": 900})
    assert account.spend(450, "2022-01-05") == {"2022-01-05": -100, "2022-03-01": -200, None: -150}
    assert account.spend(999, "2022-01-05") == {None: -350}
    assert [(day, dict(moves)) for day, moves in account.expire("2022-01-05")] == [("2022-01-05", {"2022-01-04": -900})]
    assert account.balance == 0


def test_what_expired_is_not_taken_a_second_time() -> None:
    """Earned 10, expired; the record is voided: nothing else of the person's is touched."""
    account = Account({"2021-01-01": 0, None: 700}, expired={"2021-01-01": 1000})
    postings, owing = settle(1, [Due(1, "2020-01-01", 0, 1000, ["2021-01-01"])], account, "2022-01-05")
    assert [(p.kind, p.moves) for p in postings] == [
        (TAKEN_BACK, {"2021-01-01": -1000}),
        (EXPIRED, {"2021-01-01": 1000}),
    ]
    assert owing == 0 and account.lots() == [(None, 700)]


def test_what_was_spent_is_taken_from_what_is_left_and_the_rest_is_owed() -> None:
    account = Account({"2022-06-30": 0, None: 300})
    due = Due(1, "2021-07-01", 0, 1000, ["2022-06-30"])
    postings, owing = settle(1, [due], account, "2022-01-05")
    assert [(p.kind, p.moves) for p in postings] == [(TAKEN_BACK, {None: -300})] and owing == 700
    later = [Due(1, "2021-07-01", 0, 700, []), Due(2, "2022-01-05", 900, 0)]
    postings, owing = settle(1, later, account, "2022-01-06")
    assert [p.hundredths for p in postings] == [900, -700] and owing == 0 and account.balance == 200


_lots = st.sampled_from([None, "2021-12-31", "2022-01-04", "2022-01-05", "2022-06-30"])
_records = st.lists(st.tuples(_lots, st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    records=_records,
    spends=st.lists(st.integers(1, 900), max_size=4),
    later=st.sampled_from(["2022-01-05", "2022-07-01"]),
)
def test_whatever_is_settled_stays_settled_and_nothing_is_below_zero(
    records: list[tuple[str | None, int, int]], spends: list[int], later: str
) -> None:
    """Records earn, points are spent, then every record is due something else, twice."""
    account = Account()
    posted = [0] * len(records)
    lots: list[dict[str | None, int]] = [{} for _ in records]

    def run(dues: Sequence[int], day: str) -> int:
        todo = [
            Due(i, "2021-12-01", due, posted[i], [k for k, v in lots[i].items() if v > 0], records[i][0])
            for i, due in enumerate(dues)
        ]
        postings, owing = settle(1, todo, account, day)
        for posting in postings:
            assert sum(n for _a, n, _lot in posting.entries()) == 0
            if posting.kind != EXPIRED:
                assert posting.record_id is not None
                posted[posting.record_id] += posting.hundredths
                for lot, n in posting.moves.items():
                    lots[posting.record_id][lot] = lots[posting.record_id].get(lot, 0) + n
        assert all(n >= 0 for n in account.held.values()) and all(n >= 0 for n in account.expired.values())
        assert not [lot for lot, _n in account.lots() if lot is not None and lot < day]
        assert sum(posted) == sum(dues) + owing
        assert owing == 0 or account.balance == 0
        return len(postings)

    run([first for _lot, first, _second in records], "2022-01-05")
    for amount in spends:
        account.spend(amount, "2022-01-05")
    run([second for _lot, _first, second in records], later)
    assert run([second for _lot, _first, second in records], later) == 0


def test_both_sides_are_written_whatever_is_moved() -> None:
    posting = Posting("redeemed", "2022-01-05", 1, {None: -150, "2022-03-01": -50})
    assert posting.entries() == [
        ("volunteer", -150, None),
        ("volunteer", -50, "2022-03-01"),
        ("rewards", 200, None),
    ]
