"""Which fonts can print a text: every character is looked up before anything is typeset.

The typesetter draws an empty box for a character no font has, without a word; the text of the PDF is right all the
same, so nobody notices before it is on paper. Therefore the fonts are chosen here, from those the typesetter itself
finds, and nothing is printed unless each character has a glyph in every face of its family.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.messages import _

#: A folder with fonts, or one font file, to use instead of the system's.
FONTS_VARIABLE = "LEIFENG_FONTS"
#: For running text, the one an office would choose first. The typesetter knows Windows' fonts by English names only.
TEXT_FAMILIES = (
    "FangSong", "FangSong_GB2312", "STFangsong", "FandolFang R", "SimSun", "NSimSun", "STSong", "Songti SC",
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "KaiTi", "STKaiti", "Kaiti SC",
    "AR PL UMing CN", "AR PL SungtiL GB", "AR PL UKai CN", "AR PL KaitiM GB", "Noto Sans CJK SC", "Noto Sans SC",
    "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei", "PingFang SC", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "SimSun-ExtB", "SimSun-ExtG", "MingLiU-ExtB", "Noto Serif CJK TC",
    "Noto Sans CJK TC", "Noto Sans CJK JP", "DejaVu Serif", "DejaVu Sans", "Liberation Serif", "Times New Roman",
    "Arial",
)  # fmt: skip
TITLE_FAMILIES = (
    "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", "SimHei", "Songti SC", "Noto Serif CJK SC",
    "Noto Serif SC", "Source Han Serif SC", "SimSun",
)  # fmt: skip
#: Drawn as nothing whether a font knows them or not: controls of line and glyph choice.
_INVISIBLE = frozenset("\n\r\t\ufe0e\ufe0f")


@dataclass(frozen=True)
class Face:
    """One face as the typesetter knows it."""

    family: str
    path: str
    index: int


@dataclass(frozen=True)
class FontChoice:
    """Families to name to the typesetter, in the order it must try them; both lists cover the same characters."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    fonts: Any


def choose_fonts(characters: Iterable[str]) -> FontChoice:
    """Fonts that have a glyph for every one of ``characters``.

    Raises Conflict naming the characters no font has, and InvalidInput where the extra is not installed.
    """
    where = os.environ.get(FONTS_VARIABLE) or None
    families, fonts = _families(where)
    missing = {c for text in characters for c in text if c not in _INVISIBLE}
    chosen = []
    for family, faces in families.items():
        covered = missing & _glyphs(faces)
        if covered:
            chosen.append(family)
            missing -= covered
        if not missing:
            break
    if missing:
        raise _refusal(missing, where, bool(families))
    title = next((f for f in TITLE_FAMILIES if f in families), None)
    return FontChoice(tuple(chosen), tuple(dict.fromkeys(([title] if title else []) + chosen)), fonts)


def require_typesetter() -> Any:
    """The typesetting library. Raises InvalidInput, saying what to install, where it is not there."""
    try:
        import fontTools  # type: ignore[import-untyped]  # noqa: F401  # the glyph check is no option
        import typst
    except ImportError:
        raise InvalidInput(
            _("没有安装生成 PDF 的组件。"),
            hint=_('请运行 pip install "leifeng-cli[pdf]"；或不用 PDF，改用 .docx，用 WPS 打开后打印或另存。'),
        ) from None
    return typst


@lru_cache(maxsize=4)
def _families(where: str | None) -> tuple[Mapping[str, tuple[Face, ...]], Any]:
    """Family -> faces, the preferred first, and the typesetter's own list of them.

    Of the system only families known here are taken; of a folder the user names, all.
    """
    typst = require_typesetter()
    if where is None:
        fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    else:
        path = Path(where).expanduser()
        if not path.exists():
            raise InvalidInput(
                _("环境变量 {name} 指的文件夹不存在：{path}").format(name=FONTS_VARIABLE, path=path),
                hint=_("请改成放字体的文件夹，或去掉这个变量，用系统里的字体。"),
            )
        # The typesetter takes folders only: of a file it is given it says nothing, and draws a blank page.
        folder = path if path.is_dir() else path.parent
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    found: dict[str, list[Face]] = {}
    for info in fonts.fonts():
        if info.path and (where is None or Path(where).is_dir() or Path(info.path).name == Path(where).name):
            found.setdefault(info.family, []).append(Face(info.family, str(info.path), info.index))
    order = [f for f in TEXT_FAMILIES if f in found]
    if where is not None:
        order += sorted(set(found) - set(order))
    order += [f for f in TITLE_FAMILIES if f in found and f not in order]
    return {f: tuple(found[f]) for f in order}, fonts


@lru_cache(maxsize=64)
def _glyphs(faces: tuple[Face, ...]) -> frozenset[str]:
    """Characters that have a glyph in each of the faces: the typesetter may take any of them."""
    return frozenset.intersection(*(_cmap(face.path, face.index) for face in faces))


@lru_cache(maxsize=256)
def _cmap(path: str, index: int) -> frozenset[str]:
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            best: Mapping[int, str] = font.getBestCmap() or {}
            return frozenset(chr(code) for code, glyph in best.items() if glyph != ".notdef")
    except (OSError, TTLibError, KeyError, AssertionError):
        return frozenset()  # a font nobody can read has no glyphs; the typesetter may still pick it: see _glyphs


def _refusal(missing: set[str], where: str | None, any_font: bool) -> Conflict:
    place = _("文件夹 {folder} 里").format(folder=where) if where else _("这台电脑上")
    remedy = _(
        "请安装一套中文字体（Windows 的宋体、仿宋，或 Noto CJK“思源宋体”），或用环境变量 {name} 指明放字体的文件夹；"
        "也可以改用 .docx（--format docx），不受影响。"
    ).format(name=FONTS_VARIABLE)
    hanzi = sum(unicodedata.category(c) == "Lo" for c in missing)
    if not any_font or hanzi > 100:
        return Conflict(_("{place}没有找到能用的中文字体，没有生成 PDF。").format(place=place), hint=remedy)
    shown = sorted(missing, key=lambda c: (not c.isdigit(), c.isascii(), c))  # what is missed first, first
    listed = "、".join(f"{c}（U+{ord(c):04X}）" for c in shown[:20])
    more = _(" 等 {n} 个").format(n=len(shown)) if len(shown) > 20 else ""
    return Conflict(
        _("{place}的字体缺这些字，印出来会是方框，没有生成 PDF：{chars}{more}").format(
            place=place, chars=listed, more=more
        ),
        hint=remedy,
    )
