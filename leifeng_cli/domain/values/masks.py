"""What is left of personal data on its way out. Every mask leaves its own result unchanged."""

from __future__ import annotations

import re

#: Two-character surnames, so that a mask keeps the whole surname.
COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛乐正尉迟夏侯皇甫令狐慕容司徒东方独孤南宫西门端木百里呼延申屠钟离闾丘濮阳淳于太史公冶公孙"
        "宗政轩辕赫连闻人司空澹台长孙宇文万俟拓跋亓官漆雕鲜于公羊东郭左丘完颜纳兰叶赫贺兰",
    )
)

_AREAS = re.compile(r".*(?:小区|社区|村|街道|路)", re.DOTALL)
_REGIONS = re.compile(r".*[省市县区镇乡]", re.DOTALL)
_LINE = re.compile(r"(0\d{2,3}|85[23]|886)-([\d*]{7,10})((?:-[\d*]+)?)")
#: Eleven digits or more, also with a blank or dash between: a phone or ID number whatever column it stands in.
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){10,}")


def _middle(s: str, head: int, tail: int) -> str:
    """The first ``head`` and last ``tail`` characters and a star for each between; only stars if none is."""
    if len(s) <= head + tail:
        return "*" * len(s)
    return s[:head] + "*" * (len(s) - head - tail) + s[len(s) - tail :]


def mask_id(number: str) -> str:
    """330106199001011234 -> 3301**********1234; the shorter the number, the less of it stays."""
    ends = 4 if len(number) >= 15 else 2 if len(number) > 8 else 1
    return _middle(number, ends, ends)


def mask_phone(number: str) -> str:
    """13812345678 -> 138****5678, 0571-88881234 -> 0571-****1234; an extension is hidden."""
    line = _LINE.fullmatch(number)
    if line:
        return f"{line[1]}-{_middle(line[2], 0, 4)}" + re.sub(r"[^-]", "*", line[3])
    return _middle(number, 3, 4) if len(number) >= 11 else _middle(number, 0, 2)


def mask_name(name: str) -> str:
    """张三 -> 张*, 欧阳娜娜 -> 欧阳**; of a name with · its first part stays."""
    first, dot, rest = name.partition("·")
    if first and dot and not re.search(r"\d", first):
        return first + dot + "*" * len(rest)
    if len(name) <= 1:
        return "*" * len(name)
    kept = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:kept] + "*" * (len(name) - kept)


def mask_address(address: str) -> str:
    """东苑小区3幢402室 -> 东苑小区***: down to the neighbourhood or road; every number becomes ***."""
    area = _AREAS.match(address) or _REGIONS.match(address) or re.match(r"[^\d*]{0,2}", address)
    kept = area[0] if area else ""
    rest = address[len(kept) :]
    return re.sub(r"\d+", "***", kept) + ("***" if rest else "")


def excerpt(s: str, most: int = 30) -> str:
    """A bad value short enough to quote in a message, without any number that could be a phone's or an ID's."""
    s = _LONG_NUMBER.sub(lambda run: run[0][:3] + "***", s)
    return s if len(s) <= most else s[:most] + "…"
