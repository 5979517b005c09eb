"""Takes values out of a parsed TOML table, with a problem (line, message, remedy) for each that will not do.

All problems of a file are gathered, so that one check teaches everything. A key nobody asked for is unknown.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from leifeng_cli.domain.stars.dates import is_iso
from leifeng_cli.domain.stars.lines import Path, line_of
from leifeng_cli.messages import _

MAX_HOURS = 1_000_000


@dataclass(frozen=True)
class Problem:
    """``line`` counts from 1; ``message`` says what is wrong, ``hint`` what to do."""

    line: int
    message: str
    hint: str


@dataclass
class Document:
    """The file being read and what was found wrong with it so far."""

    lines: dict[Path, int]
    problems: list[Problem] = field(default_factory=list)

    def complain(self, path: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(line_of(self.lines, path), message, hint))


class Table:
    """One table of the file. Each reader returns None (or the default) after noting a problem."""

    def __init__(self, document: Document, path: Path, data: Mapping[str, Any]) -> None:
        self.document, self.path, self.data = document, path, data
        self.known: list[str] = []

    def get(self, key: str) -> Any:
        self.known.append(key)
        return self.data.get(key)

    def bad(self, key: str, message: str, hint: str) -> None:
        self.document.complain((*self.path, key), message, hint)

    def wrong(self, key: str, hint: str) -> None:
        self.bad(key, _("“{key}”的值不对：{value}。").format(key=key, value=_show(self.data.get(key))), hint)

    def text(self, key: str, *, required: bool = False, multiline: bool = False) -> str:
        value = self.get(key)
        if value is None:
            if required:
                self.bad(key, _("缺少“{key}”。").format(key=key), _('请补上一行：{key} = "……"').format(key=key))
            return ""
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, _('请写成引号里的文字，如 {key} = "……"').format(key=key))
            return ""
        if any(unicodedata.category(c)[0] == "C" and not (multiline and c == "\n") for c in value):
            self.bad(key, _("“{key}”里有看不见的控制字符。").format(key=key), _("请删去后重新输入这段文字"))
            return ""
        return value.strip()

    def whole(self, key: str, low: int, high: int) -> int | None:
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(key, _("请写 {low} 到 {high} 之间的整数，不加引号").format(low=low, high=high))
            return None
        return value

    def hundredths(self, key: str, low: int, high: int) -> int | None:
        """A number with at most two decimals, times one hundred; ``low`` and ``high`` in whole units."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite() and low <= number <= high and number * 100 == int(number * 100):
                return int(number * 100)
        self.wrong(key, _("请写 {low} 到 {high} 之间的数，最多两位小数，不加引号").format(low=low, high=high))
        return None

    def seconds(self, key: str) -> int | None:
        """Hours above 0 with at most two decimals, as seconds: 0.01 h is 36 s exactly."""
        value = self.hundredths(key, 0, MAX_HOURS)
        if value == 0:
            self.wrong(key, _("小时数须大于 0；不要求时请删去这一行"))
            return None
        return None if value is None else value * 36

    def flag(self, key: str) -> bool:
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, _("请写 true 或 false，不加引号"))
            return False
        return bool(value)

    def choice(self, key: str, options: Collection[str], default: str) -> str:
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, str) or value not in options:
            self.wrong(key, _guess(str(value), options) + _("可以写：{options}").format(options=listed(options)))
            return default
        return value

    def day(self, key: str) -> str | None:
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value.isoformat()
        if isinstance(value, str) and is_iso(value):
            return value
        self.wrong(key, _('请写确有的日期，如 {key} = "2012-10-23"').format(key=key))
        return None

    def strings(self, key: str) -> tuple[Any, ...] | None:
        """The members of a list, unchecked; None where the key is absent or not a list."""
        value = self.get(key)
        if value is not None and not isinstance(value, list):
            self.wrong(key, _("请写成方括号里的一列，如 {key} = [……, ……]").format(key=key))
            return None
        return None if value is None else tuple(value)

    def table(self, key: str) -> Table:
        """The table under the key; an empty one where it is absent."""
        value = self.get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, _("请写成单独一节：先写一行 [{key}]，各项写在其下").format(key=key))
            value = None
        return Table(self.document, (*self.path, key), value or {})

    def tables(self, key: str) -> list[Table]:
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, _("请写成若干节，每节以一行 [[{key}]] 开头（两层方括号）").format(key=key))
            return []
        return [Table(self.document, (*self.path, key, i), item) for i, item in enumerate(value)]

    def close(self) -> None:
        """Complain about every key that was never asked for."""
        for key in self.data:
            if key not in self.known:
                self.bad(
                    key,
                    _("没有“{key}”这个键。").format(key=_show(key)),
                    _guess(key, self.known) + _("此处可用的键：{known}").format(known=listed(self.known)),
                )


def listed(options: Collection[str]) -> str:
    return "、".join(dict.fromkeys(options))


def _guess(word: str, options: Collection[str]) -> str:
    from difflib import get_close_matches  # only a file with a mistake pays for it

    close = get_close_matches(word.lower().replace("-", "_"), list(options), n=1, cutoff=0.6) or get_close_matches(
        word.lower(), list(options), n=1, cutoff=0.6
    )
    return _("您是不是想写“{word}”？").format(word=close[0]) if close else ""


def _show(value: object) -> str:
    shown = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    shown = "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in shown)
    return shown if len(shown) <= 40 else shown[:39] + "…"
