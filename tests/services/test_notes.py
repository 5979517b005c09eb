"""The clerks' notes, and where they stand in a report."""

from __future__ import annotations

import pytest

from leifeng_cli.domain.periods import month_period
from leifeng_cli.errors import BadValue, InvalidInput, NotFound
from leifeng_cli.files.document import render
from leifeng_cli.services import activities, notes
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import undo
from leifeng_cli.services.reports.documents import period_report


@pytest.fixture
def office(ctx: Context) -> Context:
    activities.add_activity(ctx, {"title": "清洁家园", "starts_on": "2021-11-01", "ends_on": "2021-12-31"})
    return ctx


def test_a_note_stands_in_its_months_report(office: Context) -> None:
    notes.add_note(office, "第一段\n\n第二段\x1b[31m", month="2021-12", section="特色")
    kept = notes.add_note(office, "群众反映时间太早", month="2021-12", section="问题", activity="清洁家园")
    other = notes.add_note(office, "下月办讲座")
    assert (other.month, other.section, kept.activity_number) == ("2022-01", "overall", "A000001")
    text = render(period_report(office, month_period("2021-12"))[1], "md").decode()
    assert "三、特色做法\n\n第一段\n\n第二段" in text and "群众反映时间太早" in text and "讲座" not in text
    notes.edit_note(office, kept.id, "改到九点")
    notes.withdraw_note(office, 1)
    text = render(period_report(office, month_period("2021-12"))[1], "md").decode()
    assert "改到九点" in text and "第一段" not in text and "（特色一节没有填写。）" in text
    undo(office, _last(office))
    assert "第一段" in render(period_report(office, month_period("2021-12"))[1], "md").decode()


def _last(ctx: Context) -> int:
    with ctx.read() as conn:
        return int(conn.execute("SELECT MAX(id) FROM operation").fetchone()[0])


def test_notes_that_are_none(office: Context) -> None:
    for text, section in ((" \n ", None), ("好", "心情")):
        with pytest.raises(InvalidInput):
            notes.add_note(office, text, section=section)
    with pytest.raises(BadValue):
        notes.add_note(office, "好", month="十三月")
    with pytest.raises(NotFound):
        notes.edit_note(office, 9, "好")


@pytest.mark.parametrize(
    ("word", "section"),
    [
        ("总体", "overall"), ("活动", "activities"), ("特色做法", "features"), ("问题", "problems"), ("下月", "plan"),
        ("打算", "plan"), ("plan", "plan"), (" 下步打算 ", "plan"),
    ],
)  # fmt: skip
def test_a_section_goes_by_its_name_its_heading_and_its_code(office: Context, word: str, section: str) -> None:
    assert notes.add_note(office, "好", section=word).section == section


def test_notes_of_a_stretch_of_months_in_the_order_they_were_written(office: Context) -> None:
    for month, text in (("2022-01", "甲"), ("2021-11", "乙"), ("2021-12", "丙"), ("2021-12", "丁")):
        notes.add_note(office, text, month=month)
    with office.read() as conn:
        assert [n.content for n in notes.notes_of(conn, "2021-11", "2021-12")] == ["乙", "丙", "丁"]
    assert [n.content for n in notes.list_notes(office, month="2022年1月")] == ["甲"]
    assert len(notes.list_notes(office)) == 4
