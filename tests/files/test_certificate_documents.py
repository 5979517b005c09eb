"""Word certificates read back: every field, the fonts of hanzi, the same bytes twice, templates kept in bounds."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from leifeng_cli.domain.certificates import (
    SERVICE,
    STAR,
    Issuer,
    Service,
    Snapshot,
    Star,
    field_names,
    printed,
    printed_lines,
)
from leifeng_cli.errors import DatabaseError, InvalidInput
from leifeng_cli.files.certificate_docx import certificate_docx
from leifeng_cli.files.certificate_key import key_path, make_key, read_key
from leifeng_cli.files.certificate_template import CertificateTemplate, starter_template
from leifeng_cli.files.qr import qr_png, qr_svg

NOW = dt.datetime(2022, 1, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HOSTILE = "A&B<c> {{7*7}} {% x %} \x07 ../"
SHOWN = "A&B<c> {{7*7}} {% x %}  ../"


def content(kind: str, rows: int = 2, **issuer: Any) -> tuple[dict[str, str], list[dict[str, str]]]:
    unit = Issuer(**{"name": "幸福社区", "leader": "王主任", "contact": "李晓", "phone": "0571-88881234", **issuer})
    star = Star("G000001", 3, "三星级", "2022-01-04", "市文明办", "试行办法", 2160000) if kind == STAR else None
    served = [Service(n, "2021-03-05", None, None, HOSTILE, None, "东苑", 8388) for n in range(rows)]
    snapshot = Snapshot(
        kind, "2022-01-05", HOSTILE, "居民身份证", "330106199001011234", "V000001", unit, "k",
        () if star else tuple(served), star, HOSTILE,
    )  # fmt: skip
    fields = printed(snapshot, "Z000001", "A1B2C3D4E5F60718", reveal=False)
    return fields | {"星": "★ ★ ★" if star else ""}, printed_lines(snapshot)


def drawn(kind: str, **given: Any) -> bytes:
    fields, lines = content(kind, **given)
    return certificate_docx(kind, fields, lines, qr_png("x"), NOW)


def words(document: bytes) -> str:
    opened = Document(io.BytesIO(document))
    bodies = [opened.element.body, *(s.footer._element for s in opened.sections)]
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for body in bodies for p in body.iter(qn("w:p")))


@pytest.mark.parametrize("kind", [SERVICE, STAR])
def test_every_field_stands_on_paper(kind: str) -> None:
    text = words(drawn(kind))
    wanted = [
        "Z000001", "A1B2 C3D4 E5F6 0718", "V000001", "居民身份证", "3301**********1234", "幸福社区", "王主任", "李晓",
        "0571-88881234", "2022年1月5日", "公章", "签字：＿", SHOWN,
    ]  # fmt: skip
    wanted += ["三星级志愿者", "★ ★ ★", "600.00", "市文明办"] if kind == STAR else ["4.66", "2.33", "2021-03-05"]
    assert [w for w in wanted if w not in text] == []
    assert text.count("签字") == 2 and "330106199001011234" not in text
    assert ("不收取任何费用" if kind == SERVICE else "无偿颁发") in text


def test_what_is_not_known_is_a_line_to_fill_in() -> None:
    text = words(drawn(SERVICE, leader=None, contact=None, phone=None))
    for label in ("负责人：＿＿", "经办人：＿＿", "联系电话：＿＿"):
        assert label in text
    assert "None" not in text


@pytest.mark.parametrize("kind", [SERVICE, STAR])
def test_hanzi_have_a_font_of_their_own_in_styles_and_runs(kind: str) -> None:
    opened = Document(io.BytesIO(drawn(kind)))
    runs = [r for r in opened.element.body.iter(qn("w:r")) if any(t.text for t in r.iter(qn("w:t")))]
    assert runs
    for run in runs:
        assert run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) in ("宋体", "黑体", "仿宋")
    for style in (s for s in opened.styles if s.type == 1):
        fonts = style.element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "仿宋" and fonts.get(qn("w:eastAsiaTheme")) is None


def test_pages() -> None:
    section = Document(io.BytesIO(drawn(STAR))).sections[0]
    assert section.page_width > section.page_height and section._sectPr.find(qn("w:pgBorders")) is not None
    opened = Document(io.BytesIO(drawn(SERVICE, rows=60)))
    assert opened.sections[0].page_width < opened.sections[0].page_height
    services = opened.tables[1]
    assert len(services.rows) == 62 and services.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in services.rows)
    footer = opened.sections[0].footer._element
    assert [f.text for f in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("kind", [SERVICE, STAR])
def test_the_same_content_gives_the_same_bytes(kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    starter = starter_template(kind, field_names(), NOW)
    path = tmp_path / "t.docx"
    path.write_bytes(starter)
    first = (drawn(kind), starter, CertificateTemplate(path).fill(*content(kind), qr_png("x")))
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2030, 1, 1, 1, 1, 1, 1, 1, 0)))
    again = (
        drawn(kind),
        starter_template(kind, field_names(), NOW),
        CertificateTemplate(path).fill(*content(kind), qr_png("x")),
    )
    assert first == again


# --- a clerk's own template ------------------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Any:
    def write(*paragraphs: str) -> CertificateTemplate:
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(str(tmp_path / "模板.docx"))
        return CertificateTemplate(tmp_path / "模板.docx")

    return write


@pytest.mark.parametrize("kind", [SERVICE, STAR])
def test_the_starter_filled_says_what_our_own_layout_says(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(starter_template(kind, field_names(), NOW))
    own = CertificateTemplate(path)
    assert own.left_out() == []
    filled = own.fill(*content(kind), qr_png("x"))
    assert words(filled) == words(drawn(kind))
    opened = Document(io.BytesIO(filled))
    assert "二维码" not in words(filled)
    assert any("image" in rel.reltype for rel in opened.part.rels.values())


def test_a_name_in_a_template_is_text(template: Any) -> None:
    filled = template("{{ 姓名 }}｜{% for 行 in 服务 %}{{ 行.活动 }}；{% endfor %}").fill(
        *content(SERVICE), qr_png("x")
    )
    assert words(filled).strip() == f"{SHOWN}｜{SHOWN}；{SHOWN}；"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "不允许"),
        ("{{ 服务.append(1) }}{{ 服务.__init__.__globals__ }}", "不允许"),
        ("{{ 姓名.format.__globals__ }}", "不允许"),
        ("{{ 名字 }}", "名字"),
        ("{{ 姓名 ", "大括号"),
        ("{% for 行 in 服务 %}{{ 行.活动 }}", "大括号"),
        ("{{ 姓名 / 0 }}", "填不出来"),
        ("{{ range(999999999) | list }}", "填不出来"),
    ],
)
def test_a_template_can_show_and_choose_and_nothing_else(template: Any, source: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        template(source).fill(*content(SERVICE), qr_png("x"))
    assert "模板.docx" in refused.value.message


def test_what_a_template_leaves_out_is_said(template: Any) -> None:
    left = template("{{ 姓名 }}{{ 校验码 }}{% for 行 in 服务 %}{{ 行.时长 }}{% endfor %}").left_out()
    assert "证书编号" in left and "负责人" in left and "姓名" not in left and "服务时长" not in left


@pytest.mark.parametrize("data", [b"", b"not a document", b"PK\x03\x04"])
def test_what_is_no_word_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match="docx"):
        CertificateTemplate(path).left_out()
    with pytest.raises(InvalidInput, match="读不了"):
        CertificateTemplate(tmp_path / "missing.docx")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(InvalidInput) as refused:
        CertificateTemplate(tmp_path / "x.docx")
    assert "leifeng-cli[cert]" in str(refused.value.hint)


# --- QR code and key -------------------------------------------------------------------------------------------------


def test_qr_codes_repeat() -> None:
    text = "志愿服务证明 A1B2 C3D4 E5F6 0718"
    assert qr_png(text) == qr_png(text) != qr_png(text + "9") and qr_png(text).startswith(b"\x89PNG")
    assert qr_svg(text) == qr_svg(text) and qr_svg(text).startswith("<svg") and qr_svg(text).isascii()


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    from leifeng_cli.errors import Conflict

    db = tmp_path / "社区.db"
    assert read_key(db) is None
    before = os.umask(0)
    try:
        key = make_key(db)
    finally:
        os.umask(before)
    assert key_path(db) == tmp_path / "社区.db.key" and read_key(db) == key and len(key) == 32
    if os.name == "posix":
        assert stat.S_IMODE(key_path(db).stat().st_mode) == 0o600
    with pytest.raises(Conflict):
        make_key(db)
    assert read_key(db) == key
    for spoilt in (b"", b"zz", key.hex()[:-2].encode()):
        key_path(db).write_bytes(spoilt)
        with pytest.raises(DatabaseError, match="密钥"):
            read_key(db)
