"""Chinese numerals in dates and times as Arabic ones."""

from __future__ import annotations

import re

_DIGITS = dict(zip("〇○零一二两三四五六七八九", "0001223456789", strict=True))
_RUN = re.compile("[〇○零一二两三四五六七八九十廿卅]+")
_TENS = re.compile("^([二两三四五六七八九一]?)十([一二三四五六七八九]?)$|^([廿卅])([一二三四五六七八九]?)$")


def arabic(s: str) -> str:
    """Runs of Chinese numerals replaced: 二〇二一年十二月 -> 2021年12月. A run that is no number below 100 stays."""
    return _RUN.sub(lambda run: _number(run[0]), s)


def _number(run: str) -> str:
    if not set(run) & set("十廿卅"):
        return "".join(_DIGITS[c] for c in run)
    tens = _TENS.match(run)
    if tens is None:
        return run
    if tens[3]:
        return {"廿": "2", "卅": "3"}[tens[3]] + _DIGITS.get(tens[4], "0")
    return _DIGITS.get(tens[1], "1") + _DIGITS.get(tens[2], "0")
