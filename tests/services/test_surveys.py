"""Surveys: what they may say, and what a campaign's awareness makes of them."""

from __future__ import annotations

import pytest

from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.errors import InvalidInput, NotFound
from leifeng_cli.services import campaigns, registers, surveys
from leifeng_cli.services.context import Context

ASKED = {"title": "问卷", "campaign": "学雷锋月", "surveyed_on": "2021-12-28", "asked": "3", "aware": "2"}


@pytest.fixture
def office(ctx: Context) -> Context:
    campaigns.add_campaign(ctx, {"name": "学雷锋月", "starts_on": "2021-12-01", "ends_on": "2021-12-31"})
    campaigns.set_target(ctx, "学雷锋月", "awareness", "66.67")
    return ctx


def awareness(ctx: Context) -> int | None:
    return campaigns.show_progress(ctx, "学雷锋月")[1][0].measured


@pytest.mark.parametrize(("asked", "aware"), [("0", "0"), ("10", "11")])
def test_a_survey_must_add_up(office: Context, asked: str, aware: str) -> None:
    given = {"title": "问卷", "campaign": "学雷锋月", "surveyed_on": "2021-12-28", "asked": asked, "aware": aware}
    with pytest.raises(InvalidInput):
        surveys.add_survey(office, given)
    surveys.add_survey(office, {**given, "asked": "10", "aware": "10"})
    with pytest.raises(InvalidInput):
        surveys.edit_survey(office, "S0001", {"asked": "9"})


def test_awareness_is_of_all_who_were_asked_and_never_rounded_up_to_its_goal(office: Context) -> None:
    assert awareness(office) is None
    surveys.add_survey(office, ASKED)
    assert awareness(office) == 6666
    assert not campaigns.show_progress(office, "学雷锋月")[1][0].met
    surveys.add_survey(office, {**ASKED, "title": "大样本", "asked": "997", "aware": "0"})
    assert awareness(office) == 20


@pytest.mark.parametrize(("day", "counts"), [("2021-11-30", False), ("2021-12-01", True), ("2021-12-31", True),
                                             ("2022-01-01", False)])  # fmt: skip
def test_only_surveys_within_the_campaign_count(office: Context, day: str, counts: bool) -> None:
    surveys.add_survey(office, {**ASKED, "surveyed_on": day})
    assert (awareness(office) is not None) == counts


def test_a_survey_archived_or_of_another_campaign_counts_no_more(office: Context) -> None:
    campaigns.add_campaign(office, {"name": "助残月", "starts_on": "2021-12-01", "ends_on": "2021-12-31"})
    surveys.add_survey(office, ASKED)
    surveys.edit_survey(office, "S0001", {"campaign": "助残月"})
    assert awareness(office) is None
    surveys.edit_survey(office, "S0001", {"campaign": "学雷锋月"})
    registers.archive(office, REGISTERS["survey"], "S0001", reason="问卷作废")
    assert awareness(office) is None
    with pytest.raises(NotFound):
        surveys.add_survey(office, {**ASKED, "campaign": "没有的计划"})
