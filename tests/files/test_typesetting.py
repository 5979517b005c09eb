"""A page of boxes must be impossible: fonts are looked through first, and what is drawn is looked at."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]
import pytest

from leifeng_cli.domain.certificates import SERVICE, STAR, Issuer, Service, Snapshot, Star, printed, printed_lines
from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.files import fonts, typesetting
from leifeng_cli.files.qr import qr_svg

NOW = dt.datetime(2022, 1, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HOSTILE = '{{7*7}} #eval("1+1") [ ] * _ $x$ `a` <b> \\ @c ../'
UNIT = Issuer("幸福社区", "王主任", None, "0571-88881234")
GB2312_ONLY = Path("/usr/share/fonts/truetype/arphic-gbsn00lp")
LATIN = Path("/usr/share/fonts/truetype/dejavu")


@pytest.fixture(autouse=True)
def _system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(fonts.FONTS_VARIABLE, raising=False)


@pytest.fixture
def hanzi() -> None:
    """Skip where the machine has no font for rare hanzi; there the program refuses, which other tests see to."""
    try:
        fonts.choose_fonts(["志愿䶮𠅤·★"])
    except Conflict:
        pytest.skip("no font with rare hanzi")


def paper(kind: str, name: str = "张三", rows: int = 1) -> dict[str, object]:
    services = [
        Service(n, "2021-03-05", "09:00", "11:20", HOSTILE, "先锋队", "东苑小区", 8388) for n in range(1, rows + 1)
    ]
    star = Star("G000001", 5, "五星级", "2022-01-04", "市文明办", "办法", 5400000)
    snapshot = Snapshot(
        kind, "2022-01-05", name, None, None, "V000001", UNIT, "k",
        tuple(services) if kind == SERVICE else (), star if kind == STAR else None, HOSTILE,
    )  # fmt: skip
    fields = printed(snapshot, "Z000001", "A1B2C3D4E5F60718", reveal=False)
    return {"fields": fields, "lines": printed_lines(snapshot), "stars": 5, "qr": qr_svg("x")}


def made(kind: str, **given: object) -> bytes:
    return typesetting.typeset(f"certificate-{kind}", paper(kind, **given), "", NOW)  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def ink(pdf: bytes, char: str, grid: int = 12) -> list[float]:
    """How dark each square of a 12 by 12 grid over the first drawing of ``char`` is, from 0 to 1."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    first_unit = int.from_bytes(char.encode("utf-16-le")[:2], "little")  # rare hanzi are two units
    units = [raw.FPDFText_GetUnicode(text, i) for i in range(text.count_chars())]
    at = next(i for i, unit in enumerate(units) if unit in (first_unit, ord(char)))
    left, bottom, right, top = text.get_charbox(at, loose=False)
    scale = 16
    bitmap = page.render(scale=scale, grayscale=True)
    height = page.get_height()
    x, y = round(left * scale), round((height - top) * scale)
    wide, high = max(grid, round((right - left) * scale)), max(grid, round((top - bottom) * scale))
    pixels, stride = bytes(bitmap.buffer), bitmap.stride
    squares = []
    for row in range(grid):
        for column in range(grid):
            ys = range(y + row * high // grid, y + (row + 1) * high // grid)
            xs = slice(x + column * wide // grid, x + (column + 1) * wide // grid)
            found = b"".join(pixels[v * stride + xs.start : v * stride + xs.stop] for v in ys)
            squares.append(1 - sum(found) / (255 * len(found)))
    return squares


def apart(a: list[float], b: list[float]) -> float:
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / len(a)


def unguarded(text: str) -> bytes:
    """The same typesetter without our look-up: what would be on paper."""
    import typst

    choice = fonts.choose_fonts(["志"])
    source = f'#set page(paper: "a6")\n#set text(font: "{choice.text[0]}", fallback: false, size: 22pt)\n{text}'
    compiler = typst.Compiler(source.encode(), font_paths=choice.fonts, ignore_system_fonts=True)
    pdf = compiler.compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


@pytest.mark.usefixtures("hanzi")
@pytest.mark.parametrize("kind", [SERVICE, STAR])
def test_every_character_is_drawn_and_none_is_a_box(kind: str) -> None:
    name = "䶮𠅤·张"
    pdf = made(kind, name=name)
    box = ink(unguarded("\ue123\ue124"), "\ue124")
    # The measure must see a box where there is one, whichever character the box stands for.
    assert apart(box, ink(unguarded("\ue123\ue125"), "\ue125")) < 0.01
    drawn = {char: ink(pdf, char) for char in "䶮𠅤张志愿证"}
    assert all(apart(shape, box) > 0.1 for shape in drawn.values())
    assert all(apart(drawn[a], drawn[b]) > 0.05 for a in drawn for b in drawn if a < b)
    assert max(ink(pdf, "·")) > 0.5 and apart(ink(pdf, "·"), box) > 0.1


@pytest.mark.usefixtures("hanzi")
@pytest.mark.parametrize("kind", [SERVICE, STAR])
def test_names_are_text_and_never_run(kind: str) -> None:
    text = text_of(made(kind, name=HOSTILE)).replace("\r\n", "").replace("\n", "")
    squeezed = "".join(text.split())
    assert "".join(HOSTILE.split()) in squeezed and "49" not in squeezed
    for word in (
        "Z000001",
        "V000001",
        "A1B2C3D4E5F60718",
        "幸福社区",
        "王主任",
        "0571-88881234",
        "2022年1月5日",
        "公章",
    ):
        assert word in squeezed
    assert squeezed.count("签字") == 2 and ("不收取任何费用" in squeezed or "无偿颁发" in squeezed)


@pytest.mark.usefixtures("hanzi")
def test_a_long_certificate_goes_on_with_its_head_and_counts_its_pages() -> None:
    pdf = pypdfium2.PdfDocument(made(SERVICE, rows=60))
    pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(pages) >= 3
    for n, page in enumerate(pages, 1):
        assert f"第{n}页共{len(pages)}页" in "".join(page.split()) and "Z000001" in page
    assert all("序号" in page for page in pages[:-1])
    last = "".join(pages[-1].split())
    assert "签字" in last and "公章" in last and "139.80" in "".join(pages[-2:])
    assert len(pypdfium2.PdfDocument(made(STAR))) == 1


@pytest.mark.usefixtures("hanzi")
def test_the_same_content_gives_the_same_bytes() -> None:
    assert made(SERVICE, rows=3) == made(SERVICE, rows=3)
    later = typesetting.typeset("certificate-service", paper(SERVICE, rows=3), "", NOW + dt.timedelta(days=1))
    assert later != made(SERVICE, rows=3)


@pytest.mark.skipif(not GB2312_ONLY.is_dir(), reason="fonts-arphic-gbsn00lp is not installed")
def test_a_font_without_the_character_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FONTS_VARIABLE, str(GB2312_ONLY))
    assert made(SERVICE, name="张三").startswith(b"%PDF")
    with pytest.raises(Conflict) as refused:
        made(SERVICE, name="䶮𠅤")
    assert "䶮（U+4DAE）、𠅤（U+20164）" in refused.value.message
    assert ".docx" in str(refused.value.hint) and fonts.FONTS_VARIABLE in str(refused.value.hint)
    with pytest.raises(Conflict):
        typesetting.check_characters("certificate-service", {"a": [{"b": "䶮"}]})


@pytest.mark.skipif(not GB2312_ONLY.is_dir(), reason="fonts-arphic-gbsn00lp is not installed")
def test_one_font_file_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FONTS_VARIABLE, str(next(GB2312_ONLY.glob("*.ttf"))))
    pdf = made(SERVICE, name="张三")
    assert sum(map(sum, (ink(pdf, c) for c in "张三"))) > 1  # given a file, the typesetter itself draws nothing


def test_no_chinese_font_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FONTS_VARIABLE, str(tmp_path))
    with pytest.raises(Conflict, match="没有找到能用的中文字体"):
        made(SERVICE)
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0")
    fonts._families.cache_clear()
    with pytest.raises(Conflict, match="没有找到能用的中文字体"):
        made(SERVICE)
    monkeypatch.setenv(fonts.FONTS_VARIABLE, str(tmp_path / "missing"))
    with pytest.raises(InvalidInput, match="不存在"):
        made(SERVICE)


@pytest.mark.skipif(not LATIN.is_dir(), reason="fonts-dejavu is not installed")
def test_a_latin_font_alone_is_no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FONTS_VARIABLE, str(LATIN))
    with pytest.raises(Conflict, match=r"中文字体|方框"):
        made(STAR)


def test_digits_and_the_words_of_the_template_are_looked_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """One free Chinese font has no digits: hours and dates would be gone, and the names all there."""
    asked: list[str] = []

    def note(characters: object) -> None:
        asked.extend(characters)  # type: ignore[arg-type]
        raise Conflict("enough")

    monkeypatch.setattr(typesetting, "choose_fonts", note)
    with pytest.raises(Conflict):
        typesetting.typeset("certificate-service", {"a": {"b": ["䶮"]}}, "★", NOW)
    assert {"䶮", "★", "章", *"0123456789"} <= set("".join(asked))


@pytest.mark.usefixtures("hanzi")
def test_bold_and_regular_both_have_what_is_printed() -> None:
    """The typesetter takes the bold face for bold text; a character only the regular one has would be a box."""
    families, _fonts = fonts._families(None)
    for name in fonts.choose_fonts(["志愿"]).text:
        covered = fonts._glyphs(families[name])
        assert all(covered <= fonts._cmap(face.path, face.index) for face in families[name])


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InvalidInput) as refused:
        made(SERVICE)
    assert "leifeng-cli[pdf]" in str(refused.value.hint)


def test_templates_take_data_as_json_only() -> None:
    for path in typesetting.TEMPLATES.glob("certificate-*.typ"):
        source = path.read_text(encoding="utf-8")
        assert "json(bytes(sys.inputs.data))" in source and "fallback: false" in source
        assert "eval(" not in source and "markup" not in source
    assert json.dumps(paper(STAR))
