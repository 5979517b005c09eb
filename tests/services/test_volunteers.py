"""One person once, old enough, and found again by whatever the name is written as."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leifeng_cli.domain.volunteers import VOLUNTEERS, Volunteer
from leifeng_cli.errors import Ambiguous, BadValue, Conflict, InvalidInput, LeifengError, NotFound
from leifeng_cli.services import registers
from leifeng_cli.services.context import Context
from leifeng_cli.services.volunteers import add_volunteer, edit_volunteer


def resident(born: str, *, order: int = 123) -> str:
    """A resident's ID number of that birth date (YYYYMMDD) with its check digit."""
    body = f"330106{born}{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def add(ctx: Context, name: str = "张三", **given: Any) -> Volunteer:
    return add_volunteer(ctx, {"name": name, **given})[0]


def show(ctx: Context, who: str) -> Volunteer:
    found: Volunteer = registers.show(ctx, VOLUNTEERS, who)
    return found


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"birth_date": "2008-01-06"}, Conflict),  # 14 tomorrow
        ({"birth_date": "2008-01-06", "guardian_consent_on": "2022-01-01"}, Conflict),
        ({"birth_date": "2008-01-05"}, Conflict),
        ({"birth_date": "2008-01-05", "guardian": "张父"}, Conflict),
        ({"birth_date": "2008-01-05", "guardian_consent_on": "2022-01-06"}, BadValue),
        ({"birth_date": "2004-01-06"}, Conflict),
        ({"id_number": resident("20080106")}, Conflict),
        ({"id_number": resident("20080106"), "birth_date": "1990-01-01"}, BadValue),
        ({"birth_date": "2022-01-06"}, BadValue),
        ({"registered_on": "2022-01-06"}, BadValue),
        ({"id_number": resident("19900101")[:-1] + "0"}, BadValue),
        ({"name": " "}, InvalidInput),
        ({"phone": "123"}, BadValue),
        ({"team": "甲队"}, None),  # not a field: said so by nobody, taken by nobody
        ({"teams": "没有的队"}, NotFound),
    ],
)
def test_who_may_not_register(ctx: Context, given: dict[str, Any], error: type[LeifengError] | None) -> None:
    if error is None:
        assert add(ctx, **given).teams is None
        return
    with pytest.raises(error) as caught:
        add(ctx, **given)
    assert not any(str(v) in caught.value.message for k, v in given.items() if k in ("id_number", "phone"))
    assert registers.list_records(ctx, VOLUNTEERS) == []


@pytest.mark.parametrize(
    "given",
    [
        {"birth_date": "2008-01-05", "guardian_consent_on": "2022-01-05"},
        {"birth_date": "2004-01-05"},
        {"id_number": resident("20050101"), "guardian": "张父", "guardian_consent_on": "2022年1月1日"},
        {},
    ],
)
def test_who_may(ctx: Context, given: dict[str, Any]) -> None:
    assert add(ctx, **given).number == "V000001"


def test_age_is_that_of_the_day(ctx: Context) -> None:
    with pytest.raises(Conflict):
        add(ctx, birth_date="2004-01-06")
    add(replace(ctx, now=ctx.now.replace(day=6)), birth_date="2004-01-06")


def test_one_person_once(ctx: Context) -> None:
    one = add(ctx, id_number=resident("19900101"), phone="14000000001")
    for again in (
        {"name": "张三丰", "id_number": resident("19900101")},
        {"name": "张三", "id_number": resident("19900101").lower()},
        {"name": "张三", "phone": "140 0000 0001"},
    ):
        with pytest.raises(Conflict, match=one.number):
            add(ctx, **again)
    registers.archive(ctx, VOLUNTEERS, one.number)
    with pytest.raises(Conflict):
        add(ctx, "李四", id_number=resident("19900101"))
    add(ctx, id_number=resident("19900102"), phone="14000000001")  # a family's phone, another ID: another person
    with pytest.raises(Conflict):
        add(ctx, "王五", number="V000001")


def test_namesakes_are_pointed_out_masked(ctx: Context) -> None:
    add(ctx, phone="14000000001", id_number=resident("19900101"))
    _record, remarks = add_volunteer(ctx, {"name": "张三", "phone": "14000000002"})
    assert len(remarks) == 1
    assert "V000001" in remarks[0]
    _record, remarks = add_volunteer(ctx, {"name": "李四", "phone": "14000000002"})
    assert "V000002" in remarks[0]
    assert not any(secret in "".join(remarks) for secret in ("14000000001", "14000000002", resident("19900101")))


def test_numbers_are_never_reused(ctx: Context) -> None:
    add(ctx, number="V000007")
    assert add(ctx, "李四").number == "V000008"


@pytest.mark.parametrize(
    "who", ["V000001", "冯娜", " 冯 娜 ".replace(" 娜", "娜"), "fengna", "FengNa", "fn", "Ｖ０００００１"]
)
def test_who(ctx: Context, who: str) -> None:
    add(ctx, "冯娜")
    add(ctx, "李四")
    assert show(ctx, who).number == "V000001"


def test_surnames_are_read_as_surnames(ctx: Context) -> None:
    add(ctx, "单雄信")
    assert (show(ctx, "shanxiongxin").number, show(ctx, "sxx").number) == ("V000001", "V000001")


def test_a_name_is_surer_than_initials(ctx: Context) -> None:
    add(ctx, "zs")
    add(ctx, "张三")
    assert show(ctx, "zs").number == "V000001"


def test_an_ambiguous_who_lists_number_name_team_and_masked_phone_only(ctx: Context) -> None:
    from leifeng_cli.domain.teams import TEAMS

    registers.add(ctx, TEAMS, {"name": "雷锋岗"})
    add(ctx, "王芳", phone="14000000051", id_number=resident("19900101"), teams="雷锋岗", political_status="群众")
    add(ctx, "王芳", phone="14000000052", registered_on="2020-01-01", address="东苑小区3幢")
    add(ctx, "王芳")
    registers.archive(ctx, VOLUNTEERS, "V000003")
    with pytest.raises(Ambiguous) as caught:
        show(ctx, "王芳")
    assert caught.value.exit_code == 4
    assert caught.value.candidates == ("V000001  王芳  雷锋岗  140****0051", "V000002  王芳  140****0052")


def test_very_many_candidates_are_counted(ctx: Context) -> None:
    for n in range(23):
        add(ctx, "王芳", phone=f"140000000{n:02d}")
    with pytest.raises(Ambiguous) as caught:
        show(ctx, "wf")
    assert len(caught.value.candidates) == 21
    assert "23" in caught.value.candidates[-1]


def test_a_word_not_found_is_not_echoed_where_it_is_an_id_number(ctx: Context) -> None:
    add(ctx, id_number=resident("19900101"))
    assert show(ctx, resident("19900101")).name == "张三"
    with pytest.raises(NotFound) as caught:
        show(ctx, resident("19850101"))
    assert resident("19850101") not in caught.value.message


# ---- editing --------------------------------------------------------------------------------------------------------
def test_a_new_name_brings_its_pinyin(ctx: Context) -> None:
    add(ctx)
    edit_volunteer(ctx, "张三", {"name": "曾志伟"})
    assert (show(ctx, "zengzhiwei").number, show(ctx, "zzw").number) == ("V000001", "V000001")
    with pytest.raises(NotFound):
        show(ctx, "zhangsan")


def test_a_corrected_id_brings_its_birth_date(ctx: Context) -> None:
    add(ctx, id_number=resident("19900101"))
    record, changed = edit_volunteer(ctx, "张三", {"id_number": resident("19910101", order=124)})
    assert changed
    assert (record.birth_date, record.sex) == ("1991-01-01", "女")
    with pytest.raises(BadValue):
        edit_volunteer(ctx, "张三", {"birth_date": "1990-01-01"})
    with pytest.raises(BadValue):
        edit_volunteer(ctx, "张三", {"id_type": "港澳居民来往内地通行证"})


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, InvalidInput),
        ({"name": ""}, InvalidInput),
        ({"number": "V000009"}, Conflict),
        ({"birth_date": "2010-01-01"}, Conflict),
        ({"birth_date": "2006-01-01"}, Conflict),
        ({"id_number": resident("19850101")}, Conflict),  # another's
        ({"status": "走了"}, BadValue),
    ],
)
def test_edits_that_are_refused(ctx: Context, given: dict[str, Any], error: type[LeifengError]) -> None:
    before = add(ctx)
    add(ctx, "李四", id_number=resident("19850101"))
    with pytest.raises(error):
        edit_volunteer(ctx, "张三", given)
    assert show(ctx, "张三") == before


def test_consent_cannot_be_taken_away_from_a_minor(ctx: Context) -> None:
    add(ctx, birth_date="2006-01-01", guardian_consent_on="2022-01-01")
    with pytest.raises(Conflict):
        edit_volunteer(ctx, "张三", {"guardian_consent_on": ""})
    edit_volunteer(ctx, "张三", {"note": "初中生"})


def test_an_empty_text_clears_and_the_same_changes_nothing(ctx: Context) -> None:
    add(ctx, phone="14000000001", note="临时")
    record, changed = edit_volunteer(ctx, "张三", {"phone": "", "note": " "})
    assert changed
    assert (record.phone, record.note) == (None, None)
    assert edit_volunteer(ctx, "张三", {"name": "张三", "phone": ""})[1] is False


def test_moving_to_another_team(ctx: Context) -> None:
    from leifeng_cli.domain.teams import TEAMS
    from leifeng_cli.services.teams import team_members

    for name in ("甲队", "乙队"):
        registers.add(ctx, TEAMS, {"name": name})
    add(ctx, teams="甲队", registered_on="2020-01-01")
    record, _changed = edit_volunteer(ctx, "张三", {"teams": "乙队"})
    assert record.teams == "乙队"
    assert [(m.joined_on, m.left_on) for m in team_members(ctx, "甲队")] == [("2020-01-01", "2022-01-05")]
