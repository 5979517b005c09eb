"""A document drawn in every format and read back: the same cells, the same sums, the same bytes, nothing that runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leifeng_cli.domain.document import Document, FigureTable, Hours, Paragraph, Table, cell_text
from leifeng_cli.domain.document_json import dump, load
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.files.document import FORMATS, render, write

sys.path.insert(0, str(Path(__file__).parent))

from documents import HOSTILE, activity_table, document, report
from readback import Rows, from_docx, from_html, from_markdown, from_xlsx, has_fonts, pdf_text, squeezed, xlsx_text

needs_fonts = pytest.mark.skipif(not has_fonts(), reason="no fonts for Chinese are installed")
KINDS = [pytest.param(kind, marks=needs_fonts) if kind == "pdf" else kind for kind in FORMATS]


def wanted(table: Table) -> Rows:
    bodies = [*table.rows, *([table.total] if table.total else [])]
    return [[clean(cell_text(c)) for c in row] for row in bodies]


def tables_of(doc: Document) -> list[Table]:
    return [b for b in doc.blocks if isinstance(b, Table) and b.rows]


@pytest.mark.parametrize("name", ["small", "hostile"])
@pytest.mark.parametrize("reader", [from_docx, from_html, from_markdown], ids=["docx", "html", "md"])
def test_every_cell_is_read_back(name: str, reader: Any) -> None:
    doc = report(6) if name == "small" else report(6, "".join(HOSTILE))
    kind = {from_docx: "docx", from_html: "html", from_markdown: "md"}[reader]
    found = reader(render(doc, kind))
    for table in tables_of(doc):
        body = [[re.sub(r"\s+", " ", c).strip() for c in row] for row in wanted(table)]
        bodies = [[[re.sub(r"\s+", " ", c).strip() for c in row] for row in t[1:]] for t in found]
        assert body in bodies, table.title


@pytest.mark.parametrize("word", ["清洁家园", "".join(HOSTILE[:-1])])
def test_a_workbook_holds_numbers_to_add_up(word: str) -> None:
    doc = report(9, word)
    sheets = from_xlsx(render(doc, "xlsx"))
    for table in tables_of(doc):
        rows = sheets[table.title]
        headers = [str(h) for h in rows[0][: len(table.headers)]]
        assert headers == list(table.headers)
        shown = [[xlsx_text(c, h) for c, h in zip(r, headers, strict=False)] for r in rows[1:]]
        assert [r[: len(headers)] for r in shown[: len(wanted(table))]] == wanted(table)
        assert [r[len(headers)] for r in rows[1 : len(table.rows) + 1]] == [clean(ref) for ref in table.refs]
        for i, total in enumerate(table.sums()):
            printed = [r[i] for r in rows[1 : len(table.rows) + 1] if isinstance(r[i], float)]
            if total is not None and table.total and isinstance(table.total[i], int | Hours):
                assert round(sum(printed) * 100) == (total // 36 if isinstance(table.total[i], Hours) else total * 100)


def test_a_workbook_charts_by_itself_and_runs_nothing() -> None:
    data = render(report(3, "".join(HOSTILE[:-1])), "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        charts = [n for n in book.namelist() if "charts/chart" in n]
        assert len(charts) == 3
        for name in charts:
            xml = book.read(name).decode()
            assert "c:numCache" in xml and "c:strCache" in xml
        everything = "".join(book.read(n).decode("utf-8", "replace") for n in book.namelist() if "sheet" in n)
    assert "<f>" not in everything and "<hyperlink" not in everything


numbers = st.integers(0, 10**6)
cells = st.one_of(st.none(), numbers)
texts = st.one_of(st.text(max_size=12), st.sampled_from(HOSTILE[:-1]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(texts, numbers, st.integers(0, 10**5), cells), min_size=1, max_size=8))
def test_totals_are_the_sums_of_the_printed_rows(given_rows: list[tuple[str, int, int, int | None]]) -> None:
    rows = tuple((name, n, Hours(h * 36), maybe) for name, n, h, maybe in given_rows)
    total = ("合计", sum(r[1] for r in rows), Hours(sum(r[2].seconds for r in rows)), None)
    doc = document((Table("t", "表一", ("名称", "人次", "时长", "受益"), rows, total),))

    def amount(text: str) -> int:
        return 0 if text == "未填" else round(float(text) * 100)

    for kind, reader in (("docx", from_docx), ("html", from_html), ("md", from_markdown)):
        (found,) = [t for t in reader(render(doc, kind)) if len(t) == len(rows) + 2]
        for i in (1, 2):
            assert sum(amount(r[i]) for r in found[1:-1]) == amount(found[-1][i]), kind
    sheet = from_xlsx(render(doc, "xlsx"))["表一"]
    for i in (1, 2):
        column = [r[i] for r in sheet[1 : len(rows) + 2]]
        assert round(sum(column[:-1]) * 100) == round(column[-1] * 100)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_document_gives_the_same_bytes(kind: str) -> None:
    doc = report(5)
    first = render(doc, kind)
    assert render(load(dump(doc)), kind) == first
    assert render(document(doc.blocks[1:], addressee="市文明办"), kind) != first


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("doc", [document(), document((Paragraph(""), Table("t", "空表", ("甲",), ())))], ids=str)
def test_little_or_nothing_to_draw(kind: str, doc: Document) -> None:
    assert render(doc, kind)


def test_a_document_survives_json() -> None:
    for doc in (document(), report(3), report(2, "".join(c for c in HOSTILE[:-1] if "\ud800" not in c))):
        assert load(dump(doc)) == doc


# --- the official look -----------------------------------------------------------------------------------------------


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as docx:
        return docx.read(name).decode()


def test_the_page_is_that_of_the_standard() -> None:
    """GB/T 9704-2012: A4, 37/28 mm, type area 156 × 225 mm, page numbers odd right, even left."""
    from docx import Document as open_document

    data = render(report(2), "docx")
    section = open_document(io.BytesIO(data)).sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(s.mm) for s in sides] == [210, 297, 37, 28]  # type: ignore[union-attr]
    assert round((section.page_width - section.left_margin - section.right_margin) / 36000) == 156  # type: ignore[operator]
    assert round((section.page_height - section.top_margin - section.bottom_margin) / 36000) == 225  # type: ignore[operator]
    assert 'w:linePitch="579"' in part(data, "word/document.xml")
    assert "evenAndOddHeaders" in part(data, "word/settings.xml")
    footers = [open_document(io.BytesIO(data)).sections[0].footer, section.even_page_footer]
    assert [f.paragraphs[0].alignment for f in footers] == [2, 0]
    xml = part(data, "word/document.xml")
    for font, size in (("方正小标宋简体", 44), ("仿宋", 32), ("黑体", 32), ("楷体", 32)):
        assert f'w:eastAsia="{font}"' in xml and f'w:sz w:val="{size}"' in xml
    assert 'w:eastAsia="仿宋"' in part(data, "word/styles.xml")
    assert "w:tblHeader" in xml and "w:cantSplit" in xml and 'w:orient="landscape"' in xml


def test_a_difference_may_be_less_than_nothing() -> None:
    doc = document(
        (Table("t", "差额", ("项目", "时长"), (("甲", Hours(-1188)), ("乙", Hours(-36)), ("丙", Hours(36)))),)
    )
    for kind, reader in (("docx", from_docx), ("html", from_html), ("md", from_markdown)):
        assert [r[1] for r in reader(render(doc, kind))[0][1:]] == ["-0.33", "-0.01", "0.01"], kind
    assert [r[1] for r in from_xlsx(render(doc, "xlsx"))["差额"][1:]] == [-0.33, -0.01, 0.01]


def test_what_is_missing_is_said_in_every_format() -> None:
    doc = document((FigureTable("totals", "主要数字", (("受益人数", None, ""),)),))
    assert "未填" in str(from_docx(render(doc, "docx")))
    assert "未填" in render(doc, "html").decode() and "未填" in render(doc, "md").decode()
    assert "未填" in str(from_xlsx(render(doc, "xlsx"))["汇总"])


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.update(name for name, _value in attrs)


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_needs_nothing_and_runs_nothing() -> None:
    text = render(report(4, "".join(HOSTILE)), "html").decode()
    assert "<script" not in text and "http" not in re.sub(r"http-equiv", "", text) and "javascript:" not in text
    seen = _Attributes()
    seen.feed(text)
    assert not any(name.startswith("on") or name in ("src", "href", "style") for name in seen.names)
    assert "default-src 'none'" in text and "{{7*7}}" in text
    assert "prefers-color-scheme: dark" in text and "@media print" in text and "<svg" in text
    assert 'data-ref="2021-12:totals.seconds"' in text


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
@pytest.mark.parametrize("word", ["清洁家园", "".join(HOSTILE)])
def test_a_browser_shows_the_page(tmp_path: Path, word: str) -> None:
    page = tmp_path / "月报.html"
    page.write_bytes(render(report(3, word), "html"))
    flags = (
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}",
    )  # fmt: skip
    assert CHROMIUM is not None
    shown = subprocess.run(
        [CHROMIUM, *flags, "--dump-dom", page.as_uri()], capture_output=True, timeout=90, check=True
    ).stdout
    table = activity_table(3, word)
    normal = [[re.sub(r"\s+", " ", c).strip() for c in row] for row in from_html(shown)[-1][1:]]
    assert normal == [[re.sub(r"\s+", " ", c).strip() for c in row] for row in wanted(table)]
    picture = tmp_path / "page.png"
    subprocess.run(
        [CHROMIUM, *flags, f"--screenshot={picture}", "--window-size=900,1200", page.as_uri()],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    assert picture.stat().st_size > 20_000


# --- pdf -------------------------------------------------------------------------------------------------------------


@needs_fonts
def test_a_pdf_says_what_the_document_says() -> None:
    doc = report(40)
    pages = pdf_text(render(doc, "pdf"))
    text = "".join(pages)
    for table in tables_of(doc):
        for row in wanted(table):
            assert squeezed("".join(row)) in text
    assert "幸福社区（印章）" in text and "2022年1月5日" in text
    assert "—1—" in pages[0]


def test_a_pdf_of_boxes_is_impossible(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEIFENG_FONTS", str(tmp_path))
    with pytest.raises(Conflict):
        render(report(1), "pdf")


# --- files -----------------------------------------------------------------------------------------------------------


def test_writing_a_file(tmp_path: Path) -> None:
    target = tmp_path / "月报.docx"
    write(report(1), [target])
    before = target.read_bytes()
    with pytest.raises(Conflict, match="已存在"):
        write(report(2), [target])
    assert target.read_bytes() == before
    write(report(2), [target], force=True)
    assert target.read_bytes() != before and target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(InvalidInput, match="不认得") as refused:
        write(report(1), [tmp_path / "月报.doc"])
    assert refused.value.hint is not None and ".docx" in refused.value.hint
