"""How well a service was done: the overall rating, and the 1 to 5 stars of its three sides."""

from __future__ import annotations

import re

from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.text import choice, plain, written
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

RATING_NAMES = {5: "优秀", 4: "良好", 3: "合格", 2: "较差", 1: "不合格"}
RATING_ALIASES = {
    "优": "优秀", "很好": "优秀", "良": "良好", "好": "良好", "中": "合格", "及格": "合格", "一般": "合格",
    "差": "较差", "不及格": "不合格",
}  # fmt: skip

_LEVELS = {name: level for level, name in RATING_NAMES.items()}
_read_name = choice(*_LEVELS, aliases=RATING_ALIASES | {str(n): v for n, v in RATING_NAMES.items()})
_STARS = re.compile(r"([1-5])[星分]?|(★{1,5})☆{0,4}")


def rating(cell: Cell, hints: Hints) -> int:
    """优秀 to 不合格, or 5 to 1, as 5..1. Raises BadValue."""
    return _LEVELS[_read_name(cell, hints)]


def stars5(cell: Cell, hints: Hints) -> int:
    """1 to 5 stars: 4, 4星 or ★★★★☆. Raises BadValue."""
    s = plain("" if isinstance(cell, bool) else written(cell))
    match = _STARS.fullmatch(s)
    if match is None or (match[2] and len(s) not in (len(match[2]), 5)):
        raise BadValue(_("“{value}”不是 1 到 5 分。").format(value=excerpt(s)), hint=_("请填 1、2、3、4 或 5。"))
    return int(match[1]) if match[1] else len(match[2])
