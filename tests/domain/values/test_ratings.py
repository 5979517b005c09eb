import datetime as dt

import pytest

from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.domain.values.ratings import RATING_NAMES, rating, stars5
from leifeng_cli.errors import BadValue

HINTS = Hints(today=dt.date(2021, 6, 30))


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("优秀", 5), ("良好", 4), ("合格", 3), ("较差", 2), ("不合格", 1), (5, 5), (1.0, 1), ("３", 3), ("4", 4),
        ("优", 5), ("很好", 5),
        ("良", 4), ("好", 4), ("中", 3), ("及格", 3), ("差", 2), (" 优 ", 5),
    ],
)  # fmt: skip
def test_rating(cell, level):
    assert rating(cell, HINTS) == level


@pytest.mark.parametrize("cell", [0, 6, "6", 4.5, "优良", "", None, True])
def test_rating_refused(cell):
    with pytest.raises(BadValue) as bad:
        rating(cell, HINTS)
    assert "优秀、良好、合格、较差、不合格" in bad.value.hint


def test_names_read_back():
    assert {rating(name, HINTS): name for name in RATING_NAMES.values()} == RATING_NAMES


@pytest.mark.parametrize(
    ("cell", "stars"), [(5, 5), (1.0, 1), ("４", 4), ("4星", 4), ("3分", 3), ("★★★", 3), ("★★★★☆", 4), ("★★★★★", 5)]
)
def test_stars5(cell, stars):
    assert stars5(cell, HINTS) == stars


@pytest.mark.parametrize("cell", [0, 6, 4.5, "★★★☆", "★★★★★☆", "☆☆☆☆☆", "优秀", "", None, True])
def test_stars5_refused(cell):
    with pytest.raises(BadValue) as bad:
        stars5(cell, HINTS)
    assert bad.value.hint
