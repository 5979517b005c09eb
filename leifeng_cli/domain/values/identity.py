"""ID documents: kinds, numbers, and what a resident's number says of the person.

No message here holds a number. The county code is not checked: a card keeps the code of the year of
first registration, so the current list would refuse most people over 45.
"""

from __future__ import annotations

import datetime as dt
import re

from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.text import choice, plain, written
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

ID_TYPES = (
    "居民身份证",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "港澳台居民居住证",
    "外国人永久居留身份证",
    "护照",
    "其他",
)
RESIDENT, HK_MACAO_PASS, TAIWAN_PASS, HK_MACAO_TAIWAN_RESIDENCE, FOREIGN_RESIDENCE, PASSPORT, OTHER = ID_TYPES
ID_ALIASES = {
    "身份证": RESIDENT, "二代身份证": RESIDENT, "第二代居民身份证": RESIDENT,
    "内地居民身份证": RESIDENT, "中华人民共和国居民身份证": RESIDENT,
    "回乡证": HK_MACAO_PASS, "港澳来往内地通行证": HK_MACAO_PASS,
    "台胞证": TAIWAN_PASS, "台湾来往大陆通行证": TAIWAN_PASS,
    "港澳居民居住证": HK_MACAO_TAIWAN_RESIDENCE, "台湾居民居住证": HK_MACAO_TAIWAN_RESIDENCE,
    "港澳台居住证": HK_MACAO_TAIWAN_RESIDENCE, "外国人永久居留证": FOREIGN_RESIDENCE,
    "永久居留身份证": FOREIGN_RESIDENCE, "永居证": FOREIGN_RESIDENCE,
    "普通护照": PASSPORT, "中国护照": PASSPORT, "外国护照": PASSPORT, "passport": PASSPORT,
    "其它": OTHER, "其他证件": OTHER,
}  # fmt: skip

#: First two digits: the provinces; 81, 82 and 83 are residence permits of Hong Kong, Macao and Taiwan people.
PROVINCES = frozenset(re.findall("..", "1112131415212223313233343536374142434445465051525354616263646571818283"))
OLDEST_BIRTH_YEAR = 1900
MAX_LENGTH = 40
#: A spreadsheet keeps 15 significant digits.
SPREADSHEET_DIGITS = 15

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
#: Loose on purpose: these documents have no check digit, and old issues differ.
_SHAPES = {
    HK_MACAO_PASS: (re.compile(r"[HM][0-9]{8}([0-9]{2})?"), _("H 或 M 加 8 位数字")),
    TAIWAN_PASS: (re.compile(r"[0-9]{8}|[0-9]{10}(\(?[A-Z]\)?)?"), _("8 位数字")),
    FOREIGN_RESIDENCE: (
        re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}"),
        _("以 9 开头的 18 位，或 3 个字母加 12 位数字"),
    ),
    HK_MACAO_TAIWAN_RESIDENCE: (re.compile(r"8[123][0-9]{15}[0-9X]"), _("以 81、82 或 83 开头的 18 位")),
    PASSPORT: (re.compile(r"(?=.*[0-9])[A-Z0-9]{5,15}"), _("5 到 15 位字母和数字")),
}

id_type = choice(*ID_TYPES, aliases=ID_ALIASES)


def id_text(cell: Cell, hints: Hints) -> str:
    """A number of any kind of document: NFKC, upper case, without blanks and dashes.

    Raises BadValue for a number a spreadsheet has damaged and for a masked one. What else is wrong
    depends on the kind: :func:`check_id`.
    """
    s = plain("" if isinstance(cell, bool) else written(cell))
    s = re.sub(r"[\s\-‐‑–—−]", "", s).strip("'\"`‘’").upper()
    if not s:
        raise BadValue(_("证件号码无效。"), hint=_("请填写号码，或把这一格清空。"))
    stored_as_number = isinstance(cell, int | float) and len(s) >= SPREADSHEET_DIGITS
    if stored_as_number or re.fullmatch(r"[0-9](\.[0-9]*)?E\+?[0-9]+", s):
        raise _digits_lost()
    if is_masked(s):
        raise BadValue(_("证件号码已被遮盖（含 *）。"), hint=_("请填完整号码；不改证件号码时把这一格清空。"))
    if len(s) > MAX_LENGTH:
        raise BadValue(_("证件号码太长。"), hint=_("请检查是否填错了列。"))
    return s


def id_number(cell: Cell, hints: Hints) -> str:
    """A resident's number: 18 characters with a right check digit, or the old 15 digits as they are.

    Residence permits numbered alike (81, 82, 83, leading 9) pass too. Raises BadValue.
    """
    s = id_text(cell, hints)
    if not _EIGHTEEN.fullmatch(s) and not _FIFTEEN.fullmatch(s):
        raise _not_resident(len(s))
    if len(s) == 18 and _check_character(s) != s[17]:
        if s.endswith("000"):
            raise _digits_lost()
        raise BadValue(_("身份证号校验位不符，至少有一位写错。"), hint=_("请对照证件逐位核对。"))
    province = s[1:3] if s[0] == "9" else s[:2]
    if province not in PROVINCES:
        raise BadValue(_("身份证号前两位不是任何省份。"), hint=_("请对照证件核对开头几位。"))
    _check_birth(s, hints.today)
    return s


def check_id(id_type: str, value: str, hints: Hints) -> str:
    """``value`` in the form kept for that kind of document. Raises BadValue for what the kind cannot have."""
    if id_type == RESIDENT:
        return id_number(value, hints)
    s = id_text(value, hints)
    if id_type in _SHAPES:
        shape, wanted = _SHAPES[id_type]
        if not shape.fullmatch(s):
            raise BadValue(
                _("不像{kind}的号码，应为{wanted}。").format(kind=id_type, wanted=wanted),
                hint=_("请对照证件核对号码和证件类型。"),
            )
        if _EIGHTEEN.fullmatch(s) and id_type != PASSPORT:
            return id_number(s, hints)
    return s


def is_masked(s: str) -> bool:
    """Whether stars stand for digits, as in an export made without --reveal."""
    return "*" in s or "＊" in s


def birth_date_of(number: str) -> str | None:
    """ISO birth date in an 18- or 15-character number, or None."""
    if _EIGHTEEN.fullmatch(number):
        digits = number[6:14]
    elif _FIFTEEN.fullmatch(number):
        digits = "19" + number[6:12]
    else:
        return None
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None


def sex_of(number: str) -> str | None:
    """男 or 女 by the last digit of the serial in an 18- or 15-character number, or None."""
    if birth_date_of(number) is None:
        return None
    return "男" if int(number[16] if len(number) == 18 else number[14]) % 2 else "女"


def _check_birth(number: str, today: dt.date) -> None:
    born = birth_date_of(number)
    if born is None:
        raise BadValue(_("身份证号里的出生日期不存在。"), hint=_("请对照证件核对第 7 位起的出生日期。"))
    if int(born[:4]) < OLDEST_BIRTH_YEAR or born > today.isoformat():
        raise BadValue(_("身份证号里的出生日期早于 1900 年或晚于今天。"), hint=_("请对照证件核对第 7 位起的出生日期。"))


def _check_character(number: str) -> str:
    """GB 11643 (ISO 7064 mod 11-2)."""
    return _CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def _not_resident(length: int) -> BadValue:
    hint = _("请对照证件重填；不是身份证的，请在“证件类型”写明。")
    if length in (15, 18):
        return BadValue(_("身份证号里有不该有的字符。"), hint=hint)
    return BadValue(_("身份证号应为 18 位（旧证 15 位），这里是 {n} 位。").format(n=length), hint=hint)


def _digits_lost() -> BadValue:
    return BadValue(
        _("该列被 Excel 存成数字，后三位已丢失。"), hint=_("请把该列设为文本格式，再对照证件重填完整号码。")
    )
