"""Text, names, whole numbers and choices from a closed list."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from leifeng_cli.domain.values.cells import Cell, Hints, Parser
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

MAX_TEXT = 2000
MAX_NAME = 100
#: Far above any head count, far below what SQLite can hold.
MAX_WHOLE_NUMBER = 999_999_999

#: Controls other than white space, soft hyphen, zero-width and bidi characters, tags, lone surrogates, what is no
#: character at all: they hide or reorder what a person reads, and make equal names differ.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = "\t\n\x0b\x0c\r\x85\u2028\u2029"
_SPACES = re.compile(f"[ \u3000{_BREAKS}]+")
_HANZI_NAME = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af·\s]+")
_WORD_ENDS = re.compile(r"[、，,;；/／|｜\s]+")


def clean(s: str) -> str:
    """``s`` without characters nobody sees, in NFC, stripped; a line break with the blanks around it is one space."""
    s = _UNSEEN.sub("", s)
    s = _SPACES.sub(lambda run: " " if set(run[0]) & set(_BREAKS) else run[0], s)
    return unicodedata.normalize("NFC", s).strip()


def plain(s: str) -> str:
    """:func:`clean` with full-width and other compatibility forms folded (NFKC): for values with a grammar."""
    return clean(unicodedata.normalize("NFKC", clean(s)))


def written(cell: Cell) -> str:
    """The cell as its sheet shows it: 12.0 -> "12". Raises BadValue for a number that is none (NaN, infinity)."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _digits(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M:%S" if cell.second else "%H:%M")
    return str(cell)


def _digits(number: int | float) -> str:
    if not math.isfinite(number):
        raise BadValue(_("这一格的数字无效。"), hint=_("检查表格中的公式，或直接填写。"))
    value = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    shown = format(value, "f")
    return shown.removesuffix(".0")


def text(cell: Cell, hints: Hints) -> str:
    """Free text of at most MAX_TEXT characters. Raises BadValue when longer, or when nothing visible is left."""
    s = clean(written(cell))
    if not s:
        raise BadValue(_("只有看不见的字符，等于没有填。"), hint=_("请填写内容，或把这一格清空。"))
    if len(s) > MAX_TEXT:
        raise BadValue(
            _("有 {n} 个字，超过 {most} 个字的上限。").format(n=len(s), most=MAX_TEXT),
            hint=_("请缩短，全文可另存文件。"),
        )
    return s


def name(cell: Cell, hints: Hints) -> str:
    """A person's name: cleaned; blanks set inside a name all of hanzi for looks are dropped (冯 娜 -> 冯娜)."""
    s = text(cell, hints)
    if len(s) > MAX_NAME:
        raise BadValue(
            _("姓名有 {n} 个字，超过 {most} 个字。").format(n=len(s), most=MAX_NAME), hint=_("请检查是否填错了列。")
        )
    return "".join(s.split()) if _HANZI_NAME.fullmatch(s) else s


def whole_number(cell: Cell, hints: Hints) -> int:
    """A whole number from 0 to MAX_WHOLE_NUMBER; thousands may be grouped by commas."""
    s = plain("" if isinstance(cell, bool) else written(cell))
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", s):
        s = s.replace(",", "")
    match = re.fullmatch(r"0*([0-9]{1,12})(\.0+)?", s)
    if match is None:
        raise BadValue(
            _("“{value}”不是整数。").format(value=excerpt(s)), hint=_("只填数字，例如 30，不带单位，不写“约”。")
        )
    if int(match[1]) > MAX_WHOLE_NUMBER:
        raise BadValue(_("数字太大，最大 {most}。").format(most=MAX_WHOLE_NUMBER), hint=_("请检查是否填错了列。"))
    return int(match[1])


def choice(*values: str, aliases: Mapping[str, str] | None = None) -> Parser:
    """A parser of exactly these values. ``aliases``: other spellings -> value. Width and case do not matter."""
    known = {plain(v).casefold(): v for v in values}
    known |= {plain(alias).casefold(): v for alias, v in (aliases or {}).items()}

    def parse(cell: Cell, hints: Hints) -> str:
        s = plain(written(cell))
        found = known.get(s.casefold())
        if found is None:
            raise BadValue(
                _("“{value}”不在可填的内容里。").format(value=excerpt(s)),
                hint=_("可填：{values}。").format(values="、".join(values)),
            )
        return found

    return parse


_read_yes_no = choice(
    "是", "否",
    aliases={
        "有": "是", "对": "是", "√": "是", "✓": "是", "✔": "是", "1": "是", "y": "是", "yes": "是", "true": "是",
        "无": "否", "不": "否", "不是": "否", "没有": "否", "错": "否", "×": "否", "✗": "否", "✘": "否", "x": "否",
        "0": "否", "n": "否", "no": "否", "false": "否",
    },
)  # fmt: skip


def yes_no(cell: Cell, hints: Hints) -> bool:
    """是/否 in the forms offices tick them."""
    return bool(_read_yes_no(cell, hints) == "是")


def words(cell: Cell, hints: Hints) -> str:
    """A list in any usual punctuation as "a、b": order kept, repeated words dropped."""
    found = list(dict.fromkeys(filter(None, _WORD_ENDS.split(text(cell, hints)))))
    if not found:
        raise BadValue(_("只有标点，没有内容。"), hint=_("请填写内容，多项之间用顿号隔开，或把这一格清空。"))
    return "、".join(found)
