"""Ladders that do not ship, written by the page on policy files alone: the vocabulary is enough for them."""

from pathlib import Path

import pytest

from leifeng_cli.domain.stars.evaluate import evaluate
from leifeng_cli.domain.stars.facts import Facts, Served
from leifeng_cli.domain.stars.parse import parse_policy
from leifeng_cli.domain.stars.policy import Policy

FOLDER = Path(__file__).parent / "ladders"
FIVE = {1: 100, 2: 300, 3: 600, 4: 1000, 5: 1500}
LADDERS = {"guangdong-2014": FIVE, "nanning": {5: 1500}, "community": FIVE}


def read(name: str) -> Policy:
    return parse_policy((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def level(name: str, seconds: int, registered: str = "2019-01-01") -> int:
    return evaluate(read(name), Facts(registered, [Served("2021-06-30", seconds)]), "2021-12-31").level


@pytest.mark.parametrize(("name", "number", "hours"), [(n, k, h) for n, t in LADDERS.items() for k, h in t.items()])
def test_a_hundredth_of_an_hour_around_each_bound(name: str, number: int, hours: int) -> None:
    below = max((n for n in LADDERS[name] if n < number), default=0)
    at = hours * 3600
    assert (level(name, at - 36), level(name, at), level(name, at + 36)) == (below, number, number)


def test_who_is_registered_less_than_half_a_year_waits_for_the_next_review() -> None:
    assert level("community", 2000 * 3600, "2021-06-30") == 5
    assert level("community", 2000 * 3600, "2021-07-01") == 0
