"""Export everything, import it into an empty file, export again: the same bytes, whatever the data."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from moves import set_status

from leifeng_cli.domain.activities import ACTIVITIES
from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.units import UNITS
from leifeng_cli.domain.values.text import clean
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import LeifengError
from leifeng_cli.services import activities, attendance, hours, registers, signups, teams, volunteers
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.exports import export
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files, import_work
from leifeng_cli.services.parsed import SheetOptions
from leifeng_cli.services.recognise import recognise
from leifeng_cli.services.setup import init

HOSTILE = [
    "=cmd|'/c calc'!A1",
    "+1",
    "-x",
    "@SUM(1)",
    "'单引号",
    "'=已护",
    "''==",
    "＝１",
    '"引号"',
    "a,b",
    "a;b",
    "a，b",
    "甲|乙",
    "[red]红[/red]",
    "{{7*7}}",
    "A&B<c>",
    "_x0041_",
    "张　三",
    "𠮷野家",
    "䶮",
    "é",
    "Ａ",
    "１２",
    "1e5",
    "0012",
    "1,234",
    "TRUE",
    "2021-03-05",
    "8:30",
    "合计",
    "小计：3",
    "备注：无",
    "姓名",
    "NULL",
    "#N/A",
    "无",
    "\u200b甲",
    "x" * 30,
    "第1页",
    "制表人：张三",
    "5*3",
    "***",
    "甲/乙",
    "先 锋 队",
]
texts = (
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=12),
    )
    .map(clean)
    .filter(bool)
)
names = texts.map(lambda s: s.replace("、", "·")).filter(lambda s: any(c.isalnum() for c in s))
days = st.dates(dt.date(2021, 3, 1), dt.date(2021, 4, 2)).map(dt.date.isoformat)
clocks = st.sampled_from(["00:00", "08:00", "09:00", "10:30", "12:00", "18:00", "22:00", "23:59"])
spans = st.sampled_from(["08:00-09:20", "09:20-12:00", "14:00-17:00", "22:00-02:00", "20:00-24:00", "23:00-00:30"])
ANY = "甲乙丙丁"


def fresh(folder: Path) -> Context:
    ctx = Context(folder / "t.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区", superior="市文明办")
    return ctx


def maybe(do: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """The answer, or None where the rules say no: what they let in is what must come back."""
    with suppress(LeifengError):
        return do(*args, **named)
    return None


def fill(ctx: Context, draw: Callable[[Any], Any]) -> None:
    """A small office with everything in it that has a state of its own."""
    for _i in range(draw(st.integers(0, 2))):
        maybe(registers.add, ctx, UNITS, {"name": draw(names), "note": draw(texts), "phone": "0571-88881234"})
        maybe(registers.add, ctx, CATEGORIES, {"name": draw(names), "parent": "清洁家园", "note": draw(texts)})
    made = [maybe(registers.add, ctx, TEAMS, {"name": draw(names), "kind": draw(texts)}) for _i in range(3)]
    groups = [t.name for t in made if t]
    if len(groups) > 1:  # the parent has the later number
        maybe(registers.edit, ctx, TEAMS, groups[0], {"parent": groups[-1]})
    people = []
    for i in range(draw(st.integers(1, 4))):
        given_ = {
            "name": draw(names),
            "phone": f"1400000000{i}",
            "address": draw(texts).replace("***", "**号"),
            "note": draw(texts),
            "skills": draw(texts),
            "registered_on": "2021-01-01" if i % 2 else "",
        }
        person = maybe(volunteers.add_volunteer, ctx, given_)
        if person:
            people.append(person[0].number)
            if groups:
                maybe(teams.join_team, ctx, draw(st.sampled_from(groups)), [people[-1]], draw(days))
    if people and groups:
        maybe(registers.edit, ctx, TEAMS, groups[0], {"leader": people[0]})
    if people:
        happenings(ctx, draw, people)
        _put_away(ctx, draw, people, groups)


def happenings(ctx: Context, draw: Callable[[Any], Any], people: list[str]) -> None:
    events = []
    for title in [draw(texts) for _i in range(2)] + ["清洁家园"]:
        event = maybe(
            activities.add_activity,
            ctx,
            {
                "title": title,
                "starts_on": "2021-03-01",
                "ends_on": "2021-04-01",
                "note": draw(texts),
                "place": draw(texts),
            },
        )
        if event:
            events.append(event.number)
    later = activities.add_activity(ctx, {"title": "植树", "starts_on": "2022-03-12", "capacity": "1"}).number
    activities.repeat_activity(ctx, later, "每周六", until=None, count="2")
    for person in people:
        maybe(signups.sign_up, ctx, [person], later, post=draw(texts))
    maybe(signups.cancel_signup, ctx, people[0], later, reason=draw(texts))
    maybe(signups.sign_up, ctx, [people[0]], later)
    for _i in range(draw(st.integers(0, 8))):
        who, event, day = draw(st.sampled_from(people)), draw(st.sampled_from(events)), draw(days)
        given_ = {"service_date": day, "note": draw(texts), "rating": draw(st.sampled_from(["", "优秀", "1"]))}
        given_ |= (
            {"time": draw(spans)}
            if draw(st.booleans())
            else {"seconds": draw(st.sampled_from(["2.33", "90分钟", "0:50"]))}
        )
        maybe(hours.record_hours, ctx, [who], event, given_)
        maybe(attendance.check_in, ctx, [who], event, day=day, at=draw(clocks))
        if draw(st.booleans()):
            maybe(attendance.check_out, ctx, [who], day=day, at=draw(clocks))
    maybe(hours.record_from_attendance, ctx, events[0], {})
    records = hours.list_hours(ctx)
    for record in records[: draw(st.integers(0, 3))]:
        change = draw(
            st.sampled_from([{"rating": "良好"}, {"service_date": "2021-03-02"}, {"seconds": "1"}, {"note": "'="}])
        )
        maybe(hours.correct_hours, ctx, str(record.id), change, draw(texts))
    for record in records[-draw(st.integers(1, 2)) :]:
        maybe(hours.void_hours, ctx, [str(record.id)], draw(texts))
    for event in (events[0], later):
        maybe(set_status, ctx, event, draw(st.sampled_from(["published", "cancelled"])), reason=draw(texts))


def _put_away(ctx: Context, draw: Callable[[Any], Any], people: list[str], groups: list[str]) -> None:
    maybe(registers.archive, ctx, VOLUNTEERS, people[-1])
    maybe(volunteers.edit_volunteer, ctx, people[0], {"status": draw(st.sampled_from(["在册", "注销"]))})
    maybe(registers.archive, ctx, ACTIVITIES, "清洁家园")
    if groups:
        maybe(registers.archive, ctx, TEAMS, groups[-1])


def exported(ctx: Context, folder: Path, kind: str) -> dict[str, bytes]:
    folder.mkdir()
    for noun, register in REGISTERS.items():
        export(ctx, register, folder / f"{noun}{kind}", reveal_reason="迁移")
    return {noun: (folder / f"{noun}{kind}").read_bytes() for noun in REGISTERS}


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_what_goes_out_comes_in_again(kind: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place:
        here, there = Path(place, "here"), Path(place, "there")
        here.mkdir()
        there.mkdir()
        first, second = fresh(here), fresh(there)
        fill(first, data.draw)
        before = exported(first, here / "out", kind)
        files = [str(here / "out" / f"{noun}{kind}") for noun in REGISTERS]
        work = recognise(files, SheetOptions())
        assert sorted(r.noun for r, _sources in work) == sorted(REGISTERS)
        results = import_work(second, work, ImportOptions())
        assert "\n".join(p.line(with_file=True) for r in results for p in r.problems) == ""
        after = exported(second, there / "out", kind)
        for noun in REGISTERS:
            assert [r for r in lines(after[noun], kind) if r not in lines(before[noun], kind)] == []
            assert lines(after[noun], kind) == lines(before[noun], kind)
        assert after == before
        again = import_work(second, work, ImportOptions())
        assert sum(r.created + r.updated for r in again) == 0 and not any(r.problems for r in again)
        for noun, register in REGISTERS.items():  # and by itself, into the file it came from
            result = import_files(first, register, [here / "out" / f"{noun}{kind}"], ImportOptions())
            assert (result.created, result.updated, result.problems) == (0, 0, [])


def lines(data: bytes, kind: str) -> list[Any]:
    if kind == ".csv":
        return data.decode("utf-8-sig").splitlines()
    from leifeng_cli.files.xlsxfile import read_workbook

    return [row for sheet in read_workbook(data) for row in sheet.rows]
