"""Campaigns: their period, their targets, and reports of a part."""

from __future__ import annotations

import pytest

from leifeng_cli.domain.periods import month_period, year_period
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import InvalidInput, NotFound
from leifeng_cli.files.document import render
from leifeng_cli.services import activities, campaigns, hours, registers, surveys, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.reports.documents import campaign_report, team_report, volunteer_report
from leifeng_cli.services.reports.explaining import explain_reference


@pytest.fixture
def office(ctx: Context) -> Context:
    given = {"name": "学雷锋月", "theme": "弘扬雷锋精神", "starts_on": "2021-12-01", "ends_on": "2021-12-31"}
    campaigns.add_campaign(ctx, given)
    registers.add(ctx, REGISTERS["team"], {"name": "总队"})
    registers.add(ctx, REGISTERS["team"], {"name": "分队", "parent": "总队"})
    volunteers.add_volunteer(
        ctx, {"name": "张三", "registered_on": "2021-12-05", "political_status": "党员", "teams": "分队"}
    )
    volunteers.add_volunteer(ctx, {"name": "李四", "registered_on": "2021-01-05"})
    span = {"starts_on": "2021-11-01", "ends_on": "2021-12-31"}
    activities.add_activity(ctx, {"title": "清洁家园", "campaign": "学雷锋月", "beneficiaries": "90", **span})
    activities.add_activity(ctx, {"title": "巡逻", **span})
    for who, what, day, served in (
        ("张三", "清洁家园", "2021-12-10", "2"), ("李四", "清洁家园", "2021-12-11", "3.5"),
        ("李四", "清洁家园", "2021-11-30", "9"), ("李四", "巡逻", "2021-12-12", "7"),
    ):  # fmt: skip
        hours.record_hours(ctx, [who], what, {"service_date": day, "seconds": served})
    return ctx


def test_each_target_stands_beside_what_was_measured(office: Context) -> None:
    for measure, goal in (
        ("activities", "1"), ("participations", "3"), ("participants", "2"), ("party_members", "1"),
        ("beneficiaries", "100"), ("hours", "5.5"), ("new_volunteers", "1"), ("awareness", "90"),
    ):  # fmt: skip
        campaigns.set_target(office, "学雷锋月", measure, goal)
    surveys.add_survey(
        office, {"title": "问卷", "campaign": "学雷锋月", "surveyed_on": "2021-12-28", "asked": "200", "aware": "179"}
    )
    found = {p.measure: (p.measured, p.met) for p in campaigns.show_progress(office, "学雷锋月")[1]}
    assert found == {
        "activities": (1, True), "participations": (2, False), "participants": (2, True), "party_members": (1, True),
        "beneficiaries": (90, False), "hours": (19800, True), "new_volunteers": (1, True), "awareness": (8950, False),
    }  # fmt: skip
    given = {"title": "补查", "campaign": "学雷锋月", "surveyed_on": "2021-12-31", "asked": "100", "aware": "91"}
    surveys.add_survey(office, given)
    (awareness,) = [p for p in campaigns.show_progress(office, "J0001")[1] if p.measure == "awareness"]
    assert (awareness.measured, awareness.met) == (9000, True)
    surveys.add_survey(office, {**given, "title": "事后", "surveyed_on": "2022-01-01", "aware": "0"})
    assert campaigns.show_progress(office, "J0001")[1][-1].measured == 9000


def test_progress_is_rounded_down_and_what_is_missing_is_said(office: Context) -> None:
    (target,) = campaigns.set_target(office, "学雷锋月", "hours", "6")
    assert (target.percent_x10, target.short) == (916, 1800)
    (target,) = campaigns.set_target(office, "学雷锋月", "hours", "5")
    assert (target.percent_x10, target.short, target.met) == (1100, 0, True)


def test_a_record_of_an_activity_moved_to_another_campaign_moves_with_it(office: Context) -> None:
    campaigns.set_target(office, "学雷锋月", "hours", "6")
    activities.edit_activity(office, "清洁家园", {"campaign": ""})
    assert campaigns.show_progress(office, "学雷锋月")[1][0].measured == 0


def test_what_nobody_measured_is_missing_not_nothing(office: Context) -> None:
    (target,) = campaigns.set_target(office, "学雷锋月", "awareness", "90%")
    assert (target.measured, target.percent_x10, target.short, target.met) == (None, None, None, False)
    document = campaign_report(office, "学雷锋月")[1]
    assert "| 知晓率(%) | 90.00 | 未填 | 未达到 |" in render(document, "md").decode()


def test_a_target_is_replaced_and_withdrawn(office: Context) -> None:
    campaigns.set_target(office, "学雷锋月", "hours", "10")
    assert [p.goal for p in campaigns.set_target(office, "学雷锋月", "hours", "20")] == [72000]
    with office.read() as conn:
        operations = conn.execute("SELECT COUNT(*) FROM operation").fetchone()
    campaigns.set_target(office, "学雷锋月", "hours", "20")
    with office.read() as conn:
        assert conn.execute("SELECT COUNT(*) FROM operation").fetchone() == operations
    assert campaigns.set_target(office, "学雷锋月", "hours", None, withdraw=True) == []
    with pytest.raises(NotFound):
        campaigns.set_target(office, "学雷锋月", "hours", None, withdraw=True)


@pytest.mark.parametrize(
    ("measure", "goal"),
    [
        ("hours", "0"), ("hours", "-1"), ("hours", "多"), ("hours", "0.0001"), ("activities", "1.5"),
        ("awareness", "101"), ("awareness", ""), ("hours", None),
    ],
)  # fmt: skip
def test_a_goal_that_is_none(office: Context, measure: str, goal: str | None) -> None:
    with pytest.raises(InvalidInput):
        campaigns.set_target(office, "学雷锋月", measure, goal)
    with pytest.raises(InvalidInput):
        campaigns.set_target(office, "学雷锋月", measure, "1", withdraw=True)
    with pytest.raises(NotFound):
        campaigns.set_target(office, "学雷锋月", "happiness", "1")


def test_a_campaign_does_not_end_before_it_begins(office: Context) -> None:
    with pytest.raises(InvalidInput):
        campaigns.add_campaign(office, {"name": "倒着", "starts_on": "2021-03-31", "ends_on": "2021-03-01"})
    with pytest.raises(InvalidInput):
        campaigns.edit_campaign(office, "学雷锋月", {"ends_on": "2021-11-30"})


def test_reports_of_a_part_count_that_part(office: Context) -> None:
    found = campaign_report(office, "学雷锋月")[0]
    assert (found.totals.seconds, found.totals.participations) == (19800, 2)
    assert team_report(office, "总队", year_period("2021"))[0].totals.seconds == 7200
    assert team_report(office, "分队", month_period("2021-11"))[0].totals.seconds == 0
    figures, document = volunteer_report(office, "李四", year_period("2021"))
    assert figures.totals.seconds == int(19.5 * 3600)
    assert "19.50" in render(document, "md").decode()
    for reference, count in (
        ("2021-12-01..2021-12-31@campaign.J0001:totals.seconds", 2), ("2021@team.T0001:totals.seconds", 1),
        ("2021@volunteer.V000002:by_category.未分类", 3),
    ):  # fmt: skip
        assert len(explain_reference(office, reference)[1]) == count, reference
