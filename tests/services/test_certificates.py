"""Certificates: who gets one, what it says for good, and what its code proves."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from leifeng_cli.domain.certificates import Certificate, grouped
from leifeng_cli.domain.units import UNITS
from leifeng_cli.errors import BadValue, Conflict, DatabaseError, InvalidInput, NotFound, TamperedDatabase, UsageError
from leifeng_cli.files.certificate_key import key_path
from leifeng_cli.files.fonts import FONTS_VARIABLE
from leifeng_cli.services import activities, hours, packaged, registers, volunteers
from leifeng_cli.services.certificate_keys import new_key
from leifeng_cli.services.certificate_prints import print_certificates, write_starter_template
from leifeng_cli.services.certificates import (
    issue,
    list_certificates,
    reissue_certificate,
    show_certificate,
    verify_code,
    void_certificate,
)
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import undo, undo_target
from leifeng_cli.services.star_certificates import issue_stars
from leifeng_cli.store.journal import Transaction

ID = "330106199001011234"


@pytest.fixture
def office(ctx: Context) -> Context:
    """A unit with a leader; 张三 with three services of 2.33 h, 李四 with none."""
    registers.edit(ctx, UNITS, "幸福社区", {"leader": "王主任", "contact": "李晓", "phone": "0571-88881234"})
    person = {"registered_on": "2019-01-01", "id_type": "护照", "id_number": "E12345678"}
    volunteers.add_volunteer(ctx, {"name": "张三", **person})
    volunteers.add_volunteer(ctx, {"name": "李四", "registered_on": "2019-01-01"})
    activities.add_activity(
        ctx, {"title": "清洁家园", "starts_on": "2021-01-01", "ends_on": "2021-12-31", "place": "东苑小区"}
    )
    for day in ("2021-03-05", "2021-03-06", "2021-04-01"):
        hours.record_hours(ctx, ["张三"], "清洁家园", {"service_date": day, "time": "09:00-11:20"})
    return ctx


def after(ctx: Context, days: int) -> Context:
    return replace(ctx, now=ctx.now + dt.timedelta(days=days))


def take_back(ctx: Context) -> None:
    undo(ctx, undo_target(ctx, None).id)


def printed_text(path: Path) -> str:
    document = Document(io.BytesIO(path.read_bytes()))
    from docx.oxml.ns import qn

    return "".join(t.text or "" for t in document.element.body.iter(qn("w:t")))


def tamper(ctx: Context, sql: str) -> None:
    with sqlite3.connect(ctx.db) as conn:
        conn.execute(sql)
    conn.close()


def granted(ctx: Context, *who: str, number: str = "R0001", level: int = 1, revoked: tuple[str, ...] = ()) -> list[str]:
    """A star round with a grant for each; returns the grants' numbers."""
    made = []
    with ctx.write("test") as tx:
        round_id = tx.insert(
            "star_round",
            {"number": number, "as_of": "2021-12-31", "policy": "mca-2012", "chain_head": "",
             "policy_text": packaged.text("policies", "mca-2012"),
             "opened_on": "2022-01-01", "opened_by": "经办人"},
        )  # fmt: skip
        for name in who:
            made.append(_grant(tx, round_id, name, level))
            if name in revoked:
                (grant_id,) = tx.conn.execute("SELECT MAX(id) FROM star_grant").fetchone()
                tx.insert(
                    "star_decision",
                    {"grant_id": grant_id, "kind": "revoked", "decided_on": "2022-01-04", "body": "x", "reason": "y"},
                )
    return made


def _grant(tx: Transaction, round_id: int, who: str, level: int) -> str:
    (person,) = tx.conn.execute("SELECT id FROM volunteer WHERE number = ?", (who,)).fetchone()
    case = tx.insert(
        "star_case",
        {"round_id": round_id, "volunteer_id": person, "level": level, "level_name": "一星级", "seconds": 363000,
         "attained_on": "2021-12-01", "body": "市文明办", "notice_days": 0, "evidence": "{}", "status": "granted"},
    )  # fmt: skip
    number = tx.next_number("star_grant", "G")
    tx.insert(
        "star_grant",
        {"number": number, "volunteer_id": person, "level": level, "level_name": "一星级", "policy": "mca-2012",
         "granted_on": "2022-01-04", "body": "市文明办", "kind": "round", "case_id": case},
    )  # fmt: skip
    return number


# --- what policy asks ------------------------------------------------------------------------------------------------


def test_statement_35_a_certificate_carries_all_fields_a_number_a_seal_place_two_signatures_and_costs_nothing(
    office: Context, tmp_path: Path
) -> None:
    issued = issue(office, "张三", note="用于入学")
    assert issued.missing == [] and issued.certificate.number == "Z000001"
    print_certificates(office, ["Z000001"], tmp_path / "a.docx")
    text = printed_text(tmp_path / "a.docx")
    groups = {
        "1": ["张三", "护照", "E1*****78", "V000001"],
        "2": ["6.99 小时", "清洁家园", "2021-03-05", "2021-03-06", "2021-04-01", "东苑小区"],
        "3": ["幸福社区", "王主任", "李晓", "0571-88881234"],
        "4": ["Z000001", "2022年1月5日", "用于入学"],
        "seal, signatures, charge, code": ["公章", "不收取任何费用", grouped(issued.certificate.code)],
    }
    assert {k: [w for w in ws if w not in text] for k, ws in groups.items()} == {k: [] for k in groups}
    assert text.count("签字：") == 2
    assert issue(office, "张三").certificate.number == "Z000002"


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, "公示中，至 2022-01-11"), (6, "公示中，至 2022-01-11"), (7, "公示已满"), (400, "公示已满")],
)
def test_statement_36_the_notice_is_incomplete_after_six_days_and_complete_at_seven(
    office: Context, days: int, state: str
) -> None:
    issue(office, "张三")
    (one,) = list_certificates(after(office, days))
    assert (one.state, one.notice_ends_on) == (state, "2022-01-11")
    with office.write("test") as tx:
        tx.insert("objection", {"notice_id": 1, "raised_on": "2022-01-06", "content": "没有去"})
    assert list_certificates(after(office, days))[0].state == "公示有异议 1 件"
    with office.read() as conn:
        row = conn.execute("SELECT kind, days, day_kind, posted_on, ends_on, title || body FROM notice").fetchone()
    assert row[:5] == ("certificate", 7, "calendar", "2022-01-05", "2022-01-11")
    assert "Z000001" in row[5] and "张*" in row[5] and "张三" not in row[5] and "E123" not in row[5]


def test_statement_37_who_never_served_here_gets_no_certificate(office: Context) -> None:
    with pytest.raises(Conflict, match="谁记录，谁证明"):
        issue(office, "李四")
    assert list_certificates(office) == [] and not key_path(office.db).exists()


def test_statement_38_no_hours_no_certificate(office: Context) -> None:
    with pytest.raises(Conflict, match="无服务时长，无法生成证明"):
        issue(office, "张三", first="2021-05-01", last="2021-12-31")
    hours.void_hours(office, ["1", "2", "3"], "登记错误")
    with pytest.raises(Conflict, match="谁记录，谁证明"):
        issue(office, "张三")
    with office.write("test") as tx:
        tx.update("service_record", 3, {"status": "pending"})
    with pytest.raises(Conflict, match="无服务时长，无法生成证明") as refused:
        issue(office, "张三")
    assert "1 条待审核" in str(refused.value.hint)


def test_statement_39_a_reprint_shows_what_was_approved(office: Context, tmp_path: Path) -> None:
    code = issue(office, "张三").certificate.code
    print_certificates(office, ["Z000001"], tmp_path / "a.docx")
    hours.void_hours(office, ["1"], "登记错误")
    hours.correct_hours(office, "2", {"time": "09:00-10:00"}, "提前离开")
    volunteers.edit_volunteer(office, "V000001", {"name": "张三丰"})
    registers.edit(office, UNITS, "幸福社区", {"leader": "赵主任"})
    later = after(office, 30)
    print_certificates(later, ["Z000001"], tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    one, paper = verify_code(later, code)
    assert (one.volunteer_name, one.seconds, [s.record for s in paper.services]) == ("张三", 3 * 8388, [1, 2, 3])
    assert issue(later, "V000001").certificate.seconds == 8388 + 3600


# --- issuing ---------------------------------------------------------------------------------------------------------


def test_chosen_rows_and_spans(office: Context) -> None:
    def rows(number: str) -> list[int]:
        return [s.record for s in show_certificate(office, number)[1].services]

    issue(office, "张三", first="2021-03-06", last="2021-04-01")
    issue(office, "zhangsan", records=["3，1", "1"])
    assert (rows("Z000001"), rows("z000002")) == ([2, 3], [1, 3])
    assert [c.seconds for c in list_certificates(office)] == [2 * 8388] * 2
    hours.record_hours(office, ["李四"], "清洁家园", {"service_date": "2021-03-05", "seconds": "1"})
    hours.void_hours(office, ["2"], "错")
    for foreign in ("4", "2", "99", "x", ","):
        with pytest.raises(NotFound):
            issue(office, "张三", records=["1", foreign] if foreign != "," else [","])
    with pytest.raises(InvalidInput):
        issue(office, "张三", first="2021-04-01", last="2021-03-01")
    with pytest.raises(UsageError):
        issue(office, "张三", first="2021-04-01", records=["1"])
    assert len(list_certificates(office)) == 2


def test_what_is_not_known_is_said_and_no_refusal(ctx: Context, tmp_path: Path) -> None:
    volunteers.add_volunteer(ctx, {"name": "张三"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2021-01-01", "ends_on": "2021-12-31"})
    hours.record_hours(ctx, ["张三"], "巡逻", {"service_date": "2021-03-05", "seconds": "1"})
    assert issue(ctx, "张三").missing == ["证件号码", "出具单位负责人", "出具单位经办人", "出具单位联系电话"]
    print_certificates(ctx, ["Z000001"], tmp_path / "a.docx")
    assert "负责人：＿" in printed_text(tmp_path / "a.docx") and "None" not in printed_text(tmp_path / "a.docx")


def test_an_issue_can_be_undone_and_its_number_is_not_given_again(office: Context) -> None:
    code = issue(office, "张三").certificate.code
    take_back(office)
    assert list_certificates(office) == []
    with pytest.raises(NotFound):
        verify_code(office, code)
    assert issue(office, "张三").certificate.number == "Z000002"


def test_the_whole_id_number_is_nowhere_but_in_the_file(office: Context) -> None:
    issue(office, "张三")
    one, _paper = show_certificate(office, "Z000001")
    assert "E12345678" not in json.dumps(one.__dict__, ensure_ascii=False)
    with office.read() as conn:
        seen = conn.execute("SELECT group_concat(summary) || group_concat(COALESCE(after, '')) FROM operation, change")
        assert "E12345678" not in str(seen.fetchone()[0]).replace('"id_number":"E12345678"', "")


# --- stars -----------------------------------------------------------------------------------------------------------


def test_certificates_of_a_round(office: Context, tmp_path: Path) -> None:
    granted(office, "V000001", "V000002", level=1)
    done = issue_stars(office, "r0001")
    assert [(c.number, c.kind, c.volunteer_name, c.level_name, c.seconds, c.state) for c in done.made] == [
        ("Z000001", "star", "张三", "一星级", 363000, "有效"),
        ("Z000002", "star", "李四", "一星级", 363000, "有效"),
    ]
    assert done.missing == {"证件号码": 1}
    with pytest.raises(Conflict, match="都已有证书"):
        issue_stars(office, "R0001")
    with pytest.raises(Conflict, match="已有证书 Z000001"):
        issue_stars(office, "G000001")
    void_certificate(office, "Z000001", "写错")
    again = issue_stars(office, "R0001")
    assert ([c.number for c in again.made], again.already) == (["Z000003"], ["Z000002"])
    written = print_certificates(office, [], tmp_path / "证书", round_number="R0001")
    assert [p.name for p in written.paths] == ["Z000002-李四.docx", "Z000003-张三.docx"]
    text = printed_text(written.paths[1])
    for word in (
        "张三",
        "一星级志愿者",
        "★",
        "100.83",
        "民政部星级志愿者（2012）",
        "市文明办",
        "2022年1月4日",
        "幸福社区",
        "王主任",
        "公章",
        "Z000003",
    ):
        assert word in text
    assert text.count("签字：") == 2


def test_a_revoked_star_has_no_certificate(office: Context, tmp_path: Path) -> None:
    numbers = granted(office, "V000001", "V000002", revoked=("V000002",))
    with pytest.raises(Conflict, match="已撤销"):
        issue_stars(office, numbers[1])
    done = issue_stars(office, "R0001")
    assert ([c.volunteer_name for c in done.made], done.revoked) == (["张三"], [numbers[1]])
    with office.write("test") as tx:
        tx.insert(
            "star_decision",
            {"grant_id": 1, "kind": "revoked", "decided_on": "2022-01-05", "body": "x", "reason": "y"},
        )
    with pytest.raises(Conflict, match="已于 2022-01-05 撤销"):
        verify_code(office, done.made[0].code)
    with pytest.raises(Conflict, match="撤销"):
        print_certificates(office, ["Z000001"], tmp_path / "a.docx")
    with pytest.raises(Conflict, match="撤销"):
        reissue_certificate(office, "Z000001", "遗失")
    with pytest.raises(NotFound, match="没有可打印"):
        print_certificates(office, [], tmp_path / "out", round_number="R0001")
    assert list_certificates(office)[0].state == "星级已撤销" and list(tmp_path.glob("out*")) == []


def test_neither_grant_nor_round(office: Context) -> None:
    with pytest.raises(NotFound):
        issue_stars(office, "R0009")
    granted(office)
    with pytest.raises(Conflict, match="还没有授予"):
        issue_stars(office, "R0001")


# --- void, reissue, verify -------------------------------------------------------------------------------------------


def test_void_and_reissue(office: Context) -> None:
    old = issue(office, "张三", note="入学").certificate
    later = after(office, 3)
    new = reissue_certificate(later, old.number, "遗失")
    assert (new.number, new.replaces, new.issued_on, new.seconds) == ("Z000002", "Z000001", "2022-01-08", old.seconds)
    assert new.code != old.code and new.notice_number == old.notice_number
    papers = [show_certificate(later, n)[1] for n in ("Z000001", "Z000002")]
    assert papers[1] == replace(papers[0], issued_on="2022-01-08", replaces="Z000001")
    with pytest.raises(Conflict, match="Z000001 已于 2022-01-08 作废：补发：遗失，已补发为 Z000002"):
        verify_code(later, old.code)
    assert verify_code(later, new.code)[0].number == "Z000002"
    for act in (reissue_certificate, void_certificate):
        with pytest.raises(Conflict, match="作废"):
            act(later, "Z000001", "再来")
        with pytest.raises(InvalidInput, match="原因"):
            act(later, "Z000002", " ")
    void_certificate(later, "Z000002", "写错")
    with pytest.raises(Conflict, match="作废：写错"):
        verify_code(later, new.code)
    with pytest.raises(Conflict, match="不能再打印"):
        print_certificates(later, ["Z000002"], office.db.parent / "a.docx")
    take_back(later)
    take_back(later)
    assert verify_code(later, old.code)[0].state.startswith("公示中")


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE certificate SET snapshot = replace(snapshot, '8388', '838800')", "改过"),
        ("UPDATE certificate SET snapshot = 'x'", "改过"),
        ("UPDATE certificate SET snapshot = '{}'", "改过"),
        ("UPDATE certificate SET number = 'Z000009'", "改过"),
        ("UPDATE certificate SET issued_on = '2021-01-01'", "改过"),
    ],
)
def test_a_row_changed_by_another_tool_is_found(office: Context, tmp_path: Path, sql: str, what: str) -> None:
    one = issue(office, "张三").certificate
    tamper(office, sql)
    with pytest.raises(TamperedDatabase, match=what):
        verify_code(office, one.code)
    with pytest.raises((TamperedDatabase, NotFound)):
        print_certificates(office, ["Z000001"], tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()


def test_a_code_taken_out_of_the_register_is_found(office: Context) -> None:
    one = issue(office, "张三").certificate
    tamper(office, "UPDATE certificate SET code = 'AAAABBBBCCCCDDDD'")
    with pytest.raises(TamperedDatabase):
        verify_code(office, one.code)
    with pytest.raises(TamperedDatabase):
        verify_code(office, "AAAABBBBCCCCDDDD")
    with pytest.raises(NotFound):
        verify_code(office, "1111222233334444")
    with pytest.raises(BadValue):
        verify_code(office, "Z000001")


def test_a_key_that_is_missing_or_another(office: Context, tmp_path: Path) -> None:
    code = issue(office, "张三").certificate.code
    kept = key_path(office.db).read_bytes()
    key_path(office.db).unlink()
    for act in (
        lambda: verify_code(office, code),
        lambda: issue(office, "张三"),
        lambda: print_certificates(office, ["Z000001"], tmp_path / "a.docx"),
        lambda: reissue_certificate(office, "Z000001", "遗失"),
    ):
        with pytest.raises(DatabaseError, match=r"找不到密钥文件.*t\.db\.key"):
            act()
    assert not key_path(office.db).exists()  # no new one in its place unasked
    key_path(office.db).write_text("ab" * 32)
    for act in (lambda: verify_code(office, code), lambda: issue(office, "张三")):
        with pytest.raises(DatabaseError, match="不是出具证书用的那一把"):
            act()
    with pytest.raises(Conflict, match="还在"):
        new_key(office, "丢失")
    key_path(office.db).write_bytes(kept)
    assert verify_code(office, grouped(code).lower())[0].number == "Z000001"


def test_a_new_key_after_the_old_is_lost(office: Context) -> None:
    old = issue(office, "张三").certificate
    key_path(office.db).unlink()
    new_key(office, "电脑坏了")
    with pytest.raises(DatabaseError, match="不是出具"):
        verify_code(office, old.code)
    new = reissue_certificate(office, "Z000001", "密钥丢失")
    assert verify_code(office, new.code)[0].number == "Z000002"
    assert verify_code(office, issue(office, "张三").certificate.code)[0].number == "Z000003"


# --- printing --------------------------------------------------------------------------------------------------------


def test_the_id_number_is_printed_whole_only_with_a_reason_on_record(office: Context, tmp_path: Path) -> None:
    issue(office, "张三")
    print_certificates(office, ["Z000001"], tmp_path / "a.docx")
    print_certificates(office, ["Z000001"], tmp_path / "b.docx", reveal="本人申请出国用")
    assert "E12345678" not in printed_text(tmp_path / "a.docx") and "E12345678" in printed_text(tmp_path / "b.docx")
    with office.read() as conn:
        last = conn.execute("SELECT command, reason FROM operation ORDER BY id DESC").fetchone()
    assert last == ("reveal", "本人申请出国用")


@pytest.mark.parametrize("name", ["../../张三", "CON", "a:b*?", "张三.", "{{7*7}}", "𠅤䶮·X"])
def test_no_name_writes_outside_its_folder(office: Context, tmp_path: Path, name: str) -> None:
    volunteers.edit_volunteer(office, "V000001", {"name": name})
    issue(office, "V000001")
    before = set(tmp_path.rglob("*"))
    done = print_certificates(office, ["Z000001"], tmp_path / "出")
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "出", *done.paths}
    assert done.paths[0].parent == tmp_path / "出" and re.fullmatch(r'Z000001-[^:*?"<>|/\\]+\.docx', done.paths[0].name)
    assert name in printed_text(done.paths[0])


def test_places_that_will_not_do_write_nothing(office: Context, tmp_path: Path) -> None:
    for _n in range(2):
        issue(office, "张三")
    both = ["Z000001", "Z000002"]
    (tmp_path / "file").write_text("x")
    for target, kind, error in (
        (tmp_path / "a.docx", None, UsageError),
        (tmp_path / "no" / "folder", None, InvalidInput),
        (tmp_path / "file", None, InvalidInput),
        (tmp_path / "out", "odt", UsageError),
    ):
        with pytest.raises(error):
            print_certificates(office, both, target, format_=kind)
    with pytest.raises(UsageError):
        print_certificates(office, ["Z000001"], tmp_path / "a.docx", format_="pdf")
    with pytest.raises(UsageError):
        print_certificates(office, ["Z000001"], tmp_path / "a.pdf", template=tmp_path / "t.docx")
    with pytest.raises(UsageError):
        print_certificates(office, [], tmp_path / "out")
    with pytest.raises(UsageError):
        print_certificates(office, both, tmp_path / "out", round_number="R0001")
    assert not (tmp_path / "out").exists() and not (tmp_path / "a.docx").exists()
    print_certificates(office, both[:1], tmp_path / "out")
    with pytest.raises(Conflict, match="已存在"):
        print_certificates(office, both, tmp_path / "out", reveal="x")
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert len(print_certificates(office, both, tmp_path / "out", force=True).paths) == 2


def test_a_missing_glyph_stops_the_whole_batch_before_the_first_file(
    office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts").mkdir()
    monkeypatch.setenv(FONTS_VARIABLE, str(tmp_path / "fonts"))
    issue(office, "张三")
    with pytest.raises(Conflict, match="字体"):
        print_certificates(office, ["Z000001"], tmp_path / "out", format_="pdf", reveal="x")
    assert not (tmp_path / "out").exists()
    with office.read() as conn:
        assert conn.execute("SELECT COUNT(*) FROM operation WHERE command = 'reveal'").fetchone() == (0,)


def test_an_own_template(office: Context, tmp_path: Path) -> None:
    issue(office, "张三")
    write_starter_template(office, "service", tmp_path / "样板.docx")
    done = print_certificates(office, ["Z000001"], tmp_path / "a.docx", template=tmp_path / "样板.docx")
    text = printed_text(tmp_path / "a.docx")
    assert "张三" in text and "{{" not in text and text.count("2.33") == 3
    assert done.remarks == ["公示还没有满：Z000001。"]
    bare = Document()
    bare.add_paragraph("{{ 姓名 }}")
    bare.save(str(tmp_path / "bare.docx"))
    remarks = print_certificates(office, ["Z000001"], tmp_path / "b.docx", template=tmp_path / "bare.docx").remarks
    assert "证书编号" in remarks[0] and "校验码" in remarks[0]
    with pytest.raises(UsageError):
        write_starter_template(office, "service", tmp_path / "x.odt")


def test_progress_sees_every_sheet(office: Context, tmp_path: Path) -> None:
    for _n in range(3):
        issue(office, "张三")
    seen: list[object] = []

    def track(sheets: object) -> object:
        for sheet in sheets:  # type: ignore[attr-defined]
            seen.append(sheet)
            yield sheet

    print_certificates(office, ["Z000001", "Z000003", "Z000001"], tmp_path / "out", track=track)  # type: ignore[arg-type]
    assert len(seen) == 2


def test_the_register_is_listed_by_person_round_and_kind(office: Context) -> None:
    issue(office, "张三")
    granted(office, "V000001", "V000002")
    issue_stars(office, "R0001")
    assert all(isinstance(c, Certificate) for c in list_certificates(office))
    numbers = {
        who: [c.number for c in list_certificates(office, **given)]
        for who, given in {"张": {"who": "张三"}, "轮": {"round_number": "r0001"}, "证": {"kind": "service"}}.items()
    }
    assert numbers == {"张": ["Z000001", "Z000002"], "轮": ["Z000002", "Z000003"], "证": ["Z000001"]}
