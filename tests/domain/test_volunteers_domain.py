"""Who may register: completed years, consent, and what an ID number says by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from leifeng_cli.domain.volunteers import age_on, age_problem, complete, lacks_consent
from leifeng_cli.errors import BadValue

TODAY = dt.date(2022, 1, 5)
ID_1990 = "330106199001011231"


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2008-01-05", TODAY, 14),
        ("2008-01-06", TODAY, 13),
        ("2004-01-05", TODAY, 18),
        ("2008-02-29", dt.date(2022, 2, 28), 13),
        ("2008-02-29", dt.date(2022, 3, 1), 14),
    ],
)
def test_age(born: str, day: dt.date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "consent", "young", "lacking"),
    [
        (None, None, False, False),
        ("2008-01-06", "2022-01-01", True, False),
        ("2008-01-05", None, False, True),
        ("2008-01-05", "2022-01-01", False, False),
        ("2004-01-06", None, False, True),
        ("2004-01-05", None, False, False),
    ],
)
def test_consent(born: str | None, consent: str | None, young: bool, lacking: bool) -> None:
    values = {"birth_date": born, "guardian_consent_on": consent}
    assert (age_problem(values, TODAY) is not None, lacks_consent(values, TODAY)) == (young, lacking)


def test_an_id_number_says_birth_date_and_sex() -> None:
    full = complete({"id_number": ID_1990})
    assert (full["id_type"], full["birth_date"], full["sex"]) == ("居民身份证", "1990-01-01", "男")
    assert complete({"id_number": ID_1990, "birth_date": "1990-01-01"})["birth_date"] == "1990-01-01"
    assert "birth_date" not in complete({"id_number": "E12345678", "id_type": "护照"})


def test_another_birth_date_than_the_id_says_is_refused() -> None:
    with pytest.raises(BadValue) as caught:
        complete({"id_number": ID_1990, "birth_date": "2012-01-01"})
    assert ID_1990 not in str(caught.value)
