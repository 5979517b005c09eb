"""The page on the board: names masked, or in full with a reason on record before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from leifeng_cli.errors import InvalidInput
from leifeng_cli.services import activities, hours, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log
from leifeng_cli.services.hours_notices import post_hours
from leifeng_cli.services.notice_pages import print_notice


@pytest.fixture
def office(ctx: Context) -> Context:
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2022-01-03"})
    for name in ("张三丰", "李四"):
        volunteers.add_volunteer(ctx, {"name": name})
        hours.record_hours(ctx, [name], "巡逻", {"service_date": "2022-01-03", "seconds": "2"})
    post_hours(ctx)
    return ctx


def test_names_are_masked(office: Context, tmp_path: Path) -> None:
    print_notice(office, "N000001", [tmp_path / "公示.md"])
    page = (tmp_path / "公示.md").read_text()
    assert "张\\*\\*" in page and "李\\*" in page and "4.00" in page
    assert "张三丰" not in page and "李四" not in page


def test_names_in_full_are_put_on_record_with_how_many(office: Context, tmp_path: Path) -> None:
    print_notice(office, "N000001", [tmp_path / "公示.md", tmp_path / "公示.html"], reveal="居委会张贴")
    assert all("张三丰" in (tmp_path / f"公示.{kind}").read_text() for kind in ("md", "html"))
    (last,) = log(office, limit=1)
    assert (last.reason, last.summary) == ("居委会张贴", "查看未脱敏的志愿者资料 2 条")


def test_without_a_reason_nothing_is_written(office: Context, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="请写明原因"):
        print_notice(office, "N000001", [tmp_path / "公示.md"], reveal=" ")
    assert list(tmp_path.glob("公示*")) == []


def test_one_bad_name_stops_all(office: Context, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="后缀"):
        print_notice(office, "N000001", [tmp_path / "公示.md", tmp_path / "公示.doc"])
    assert list(tmp_path.glob("公示*")) == []
