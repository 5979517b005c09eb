"""What a certificate says, its code, and the names of its files."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain import certificates as c
from leifeng_cli.errors import BadValue

KEY = bytes(range(32))
UNIT = c.Issuer("幸福社区", "王主任", "李晓", "0571-88881234")
SERVED = c.Service(7, "2021-03-05", "09:00", "11:20", "清洁家园", "先锋队", "东苑小区", 8388)
PAPER = c.Snapshot(
    c.SERVICE, "2022-01-05", "张三", "居民身份证", "330106199001011234", "V000001", UNIT, "aabbccdd",
    (SERVED, replace(SERVED, record=8, date="2021-03-06", activity="巡逻"), replace(SERVED, record=9)), None, "入学用",
)  # fmt: skip
STAR = replace(
    PAPER, kind=c.STAR, services=(), note=None,
    star=c.Star("G000001", 3, "三星级", "2022-01-04", "市文明办", "民政部星级志愿者（2012）", 2160000),
)  # fmt: skip


@pytest.mark.parametrize("paper", [PAPER, STAR, replace(PAPER, id_type=None, id_number=None, replaces="Z000009")])
def test_a_snapshot_reads_back_as_it_was(paper: c.Snapshot) -> None:
    text = c.canonical(paper)
    assert c.read_snapshot(text) == paper
    assert c.canonical(c.read_snapshot(text)) == text


def test_codes_never_change_between_versions_of_the_program() -> None:
    """Paper already handed out hangs on this: whoever changes the canonical text breaks it."""
    assert c.check_code(KEY, "Z000001", c.canonical(PAPER)) == "CF628C9ED6F2F6D6"
    assert c.key_name(KEY) == "0de08ada"


def test_everything_printed_is_under_the_code() -> None:
    seen = {c.check_code(KEY, "Z000001", c.canonical(PAPER))}
    seen.add(c.check_code(KEY, "Z000002", c.canonical(PAPER)))
    seen.add(c.check_code(KEY[::-1], "Z000001", c.canonical(PAPER)))
    changed = {
        "kind": c.STAR, "issued_on": "2022-01-06", "name": "张四", "id_type": "护照", "id_number": "1",
        "key": "x", "volunteer_number": "V000002", "issuer": replace(UNIT, leader="赵主任"), "note": "留学用",
        "replaces": "Z000009", "services": (replace(SERVED, seconds=8389),), "star": STAR.star,
    }  # fmt: skip
    assert set(changed) == {f.name for f in fields(c.Snapshot)}
    for field, value in changed.items():
        seen.add(c.check_code(KEY, "Z000001", c.canonical(replace(PAPER, **{field: value}))))
    for field, value in {"date": "2021-03-07", "activity": "x", "place": None, "team": "y", "start": "08:00"}.items():
        line = replace(SERVED, **{field: value})
        seen.add(c.check_code(KEY, "Z000001", c.canonical(replace(PAPER, services=(line,)))))
    assert len(seen) == 3 + len(changed) + 5
    assert all(re.fullmatch("[0-9A-F]{16}", code) for code in seen)


@pytest.mark.parametrize(
    "typed",
    [
        "A1B2 C3D4 E5F6 0718", "a1b2c3d4e5f60718",
        "Ａ１Ｂ２　Ｃ３Ｄ４　Ｅ５Ｆ６　０７１８", "A1B2-C3D4-E5F6-O7I8", "校验码：A1B2 C3D4\tE5F6 0718",
        c.qr_text(PAPER, "Z000001", "A1B2C3D4E5F60718"),
    ],
)  # fmt: skip
def test_a_code_as_it_is_typed_or_scanned(typed: str) -> None:
    assert c.read_code(typed) == "A1B2C3D4E5F60718"


@pytest.mark.parametrize("typed", ["", "Z000001", "A1B2C3D4E5F6071", "A1B2C3D4E5F607189", "A1B2C3D4E5F6071G"])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(BadValue):
        c.read_code(typed)


def test_the_total_is_the_sum_of_the_printed_lines() -> None:
    lines = c.printed_lines(PAPER)
    total = c.printed(PAPER, "Z000001", "A" * 16, reveal=False)["服务时长"]
    assert (total, [line["时长"] for line in lines]) == ("6.99", ["2.33"] * 3)
    assert c.printed(STAR, "Z000001", "A" * 16, reveal=False)["服务时长"] == "600.00"


def test_the_id_number_is_masked_unless_revealed() -> None:
    assert c.printed(PAPER, "Z000001", "A" * 16, reveal=False)["证件号码"] == "3301**********1234"
    assert c.printed(PAPER, "Z000001", "A" * 16, reveal=True)["证件号码"] == "330106199001011234"
    assert "3301" not in c.qr_text(PAPER, "Z000001", "A" * 16) and "张三" not in c.qr_text(PAPER, "Z000001", "A" * 16)


def test_what_is_printed_beside_the_fields() -> None:
    paper = c.printed(PAPER, "Z000001", "A1B2C3D4E5F60718", reveal=False)
    assert paper["服务起止"] == "2021年3月5日至2021年3月6日" and paper["服务内容"] == "清洁家园、巡逻"
    assert paper["校验码"] == "A1B2 C3D4 E5F6 0718" and paper["出具日期"] == "2022年1月5日"
    again = c.printed(replace(PAPER, replaces="Z000009"), "Z000010", "A" * 16, reveal=False)
    assert again["说明"] == "入学用；本证由 Z000009 补发，原证作废"
    assert [c.honour(replace(STAR.star, level_name=n)) for n in ("一星级", "铜奖")] == ["一星级志愿者", "铜奖"]  # type: ignore[type-var]
    assert [c.drawn_stars(s) for s in (STAR.star, replace(STAR.star, level=6, level_name="金星奖"), None)] == [3, 0, 0]  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("today", "state"),
    [("2022-01-05", "公示中，至 2022-01-11"), ("2022-01-11", "公示中，至 2022-01-11"), ("2022-01-12", "公示已满")],
)
def test_a_notice_is_over_the_day_after_its_last(today: str, state: str) -> None:
    assert c.state_of(today, notice_ends_on="2022-01-11") == state
    assert c.state_of(today, notice_ends_on="2022-01-11", objections=1) == "公示有异议 1 件"
    assert c.state_of(today, notice_ends_on="2022-01-11", voided_on="2022-01-06", objections=1) == "已作废"
    assert c.state_of(today) == "有效"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张三", "Z000001-张三.docx"),
        ("../../etc/passwd", "Z000001-etc_passwd.docx"),
        ('a:b*?<c>|"d\\', "Z000001-a_b_c_d.docx"),
        ("买买提·艾力䶮𠅤", "Z000001-买买提·艾力䶮𠅤.docx"),
        ("...", "Z000001.docx"),
        ("张三. ", "Z000001-张三.docx"),
        ("CON", "Z000001-CON.docx"),
    ],
)
def test_file_names(name: str, expected: str) -> None:
    assert c.file_name("Z000001", name, ".docx") == expected


@pytest.mark.parametrize("device", ["CON", "nul", "Com1", "aux.txt", "LPT9"])
def test_a_device_is_no_file_name(device: str) -> None:
    assert c.file_name(device, "", ".docx").startswith("_")


@given(st.text(max_size=200))
def test_no_name_leaves_its_folder(name: str) -> None:
    made = c.file_name("Z000001", name, ".pdf")
    assert made.startswith("Z000001") and made.endswith(".pdf") and len(made.encode("utf-8")) < 150
    assert not re.search(r'[\x00-\x1f<>:"/\\|?*]', made) and not made.removesuffix(".pdf").endswith((".", " "))
