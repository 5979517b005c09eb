"""The verbs every register has, tried on each of those that have no rules of their own."""

from __future__ import annotations

from typing import Any

import pytest

from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.register import Register
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.units import UNITS
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import BadValue, Conflict, InvalidInput, NotFound
from leifeng_cli.services import registers, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log

GENERIC = pytest.mark.parametrize("register", [UNITS, TEAMS, CATEGORIES], ids=lambda r: r.noun)


@GENERIC
def test_add_edit_archive_and_back(ctx: Context, register: Register) -> None:
    made = registers.add(ctx, register, {"name": "甲", "note": "新"})
    assert made.number.startswith(register.prefix)
    changed, was = registers.edit(ctx, register, made.number, {"name": "乙", "note": ""})
    assert (changed.name, changed.note, was) == ("乙", None, True)
    assert registers.edit(ctx, register, "乙", {"name": "乙"})[1] is False
    registers.archive(ctx, register, "乙", reason="并入别处")
    assert "乙" not in [r.name for r in registers.list_records(ctx, register)]
    assert "乙" in [r.name for r in registers.list_records(ctx, register, archived=True)]
    with pytest.raises(Conflict, match="已经归档"):
        registers.archive(ctx, register, "乙")
    registers.archive(ctx, register, "乙", back=True)
    with pytest.raises(Conflict, match="没有归档"):
        registers.archive(ctx, register, "乙", back=True)
    assert registers.show(ctx, register, made.number).archived_on is None


@GENERIC
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": " "}, InvalidInput),
        ({"name": "\u202e"}, BadValue),
        ({"name": "甲" * 2001}, BadValue),
        ({}, InvalidInput),
    ],
)
def test_a_name_is_needed(ctx: Context, register: Register, given: dict[str, Any], error: type[Exception]) -> None:
    before = registers.list_records(ctx, register)
    with pytest.raises(error):
        registers.add(ctx, register, given)
    assert registers.list_records(ctx, register) == before


@GENERIC
def test_names_are_unique_and_numbers_never_given_twice(ctx: Context, register: Register) -> None:
    first = registers.add(ctx, register, {"name": "甲"})
    with pytest.raises(Conflict, match=first.number):
        registers.add(ctx, register, {"name": "甲"})
    second = registers.add(ctx, register, {"name": "乙"})
    with pytest.raises(Conflict):
        registers.edit(ctx, register, "乙", {"name": "甲"})
    assert second.number > first.number


@GENERIC
def test_an_edit_that_says_nothing(ctx: Context, register: Register) -> None:
    registers.add(ctx, register, {"name": "甲"})
    with pytest.raises(InvalidInput):
        registers.edit(ctx, register, "甲", {})
    with pytest.raises(NotFound):
        registers.edit(ctx, register, "丙", {"name": "丁"})
    with pytest.raises(InvalidInput):
        registers.edit(ctx, register, "甲", {"name": ""})


def test_find_looks_into_names_and_pinyin_but_never_into_ids(ctx: Context) -> None:
    volunteers.add_volunteer(ctx, {"name": "冯娜", "id_type": "护照", "id_number": "E12345678"})
    volunteers.add_volunteer(ctx, {"name": "李四"})
    found = {
        word: len(registers.list_records(ctx, VOLUNTEERS, find=word)) for word in ("冯", "feng", "V0", "2345", "%")
    }
    assert found == {"冯": 1, "feng": 1, "V0": 2, "2345": 0, "%": 0}


def test_a_change_is_on_record_and_nothing_is_where_nothing_changed(ctx: Context) -> None:
    registers.add(ctx, TEAMS, {"name": "甲"})
    before = len(log(ctx, limit=None))
    registers.edit(ctx, TEAMS, "甲", {"name": "甲"})
    assert len(log(ctx, limit=None)) == before
    registers.edit(ctx, TEAMS, "甲", {"note": "改"})
    assert log(ctx, limit=None)[0].command == "team.edit"
