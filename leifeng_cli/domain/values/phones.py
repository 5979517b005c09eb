"""Telephone numbers: mobiles, landlines with area code, and those of Hong Kong, Macao and Taiwan."""

from __future__ import annotations

import re

from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.text import plain, written
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

#: Area codes of three digits; all others have four.
_SHORT_AREA = re.compile("01|02")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ABROAD = re.compile(r"(852|853)([0-9]{8})|(886)0?([0-9]{8,9})")


def phone(cell: Cell, hints: Hints) -> str:
    """One number in one form: 13812345678, 0571-88881234, 0571-88881234-801, 852-61234567.

    Raises BadValue, whose message never holds the number.
    """
    s = plain("" if isinstance(cell, bool) else written(cell)).lower()
    if "*" in s:
        raise BadValue(_("电话号码已被遮盖（含 *）。"), hint=_("请填完整号码；不改电话时把这一格清空。"))
    if re.fullmatch(r"[0-9](\.[0-9]+)?e\+?[0-9]+", s):
        raise BadValue(
            _("电话号码被 Excel 写成了科学记数法，末几位已丢失。"), hint=_("请把该列设为文本后重填完整号码。")
        )
    s = re.sub(r"\.0+$", "", s)
    number = None if s.startswith("-") else _mobile_or_abroad(s) or _landline(s)
    if number is None:
        raise BadValue(
            _("不是有效的电话号码。"),
            hint=_("手机填 11 位数字；固定电话带区号，例如 0571-88881234；一格只填一个号码。"),
        )
    return number


def _bare(s: str) -> str:
    """Digits only, as dialled inside China: without +86, with the 0 of an area code."""
    s = re.sub(r"[\s()\-‐‑–—.]", "", s)
    abroad = re.fullmatch(r"(?:\+|00)([0-9]+)", s)
    if abroad is None:
        return re.sub(r"^86(?=1[0-9]{10}$|0[0-9]{9,11}$)", "", s)
    if not abroad[1].startswith("86"):
        return abroad[1]
    home = abroad[1][2:]
    return home if _MOBILE.fullmatch(home) or home.startswith("0") else "0" + home


def _mobile_or_abroad(s: str) -> str | None:
    s = _bare(s)
    if _MOBILE.fullmatch(s):
        return s
    abroad = _ABROAD.fullmatch(s)
    return f"{abroad[1] or abroad[3]}-{abroad[2] or abroad[4]}" if abroad else None


def _landline(s: str) -> str | None:
    whole = _with_area(_bare(s))
    if whole is not None:
        return whole
    extension = re.search(r"(?:转|ext\.?|(?<=[0-9]{7})-)\s*([0-9]{1,6})$", s)
    number = _with_area(_bare(s[: extension.start()])) if extension else None
    return f"{number}-{extension[1]}" if number and extension else None


def _with_area(s: str) -> str | None:
    area = 3 if _SHORT_AREA.match(s) else 4
    if not s.startswith("0") or not re.fullmatch(r"[0-9]{7,8}", s[area:]):
        return None
    return f"{s[:area]}-{s[area:]}"
