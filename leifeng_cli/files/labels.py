"""Column labels: when two of them mean the same, and which known one a label means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import lru_cache

Matcher = Callable[[str], str | None]

_DROP = re.compile("[\\s\u200b-\u200f\u2060\ufeff*★☆※#]+")
_DASH = re.compile("[—–―‒−~～〜至]+")
_TAIL = re.compile("[:;,.、。]+$")
_BRACKETS = re.compile(r"[(\[【{〔<《][^)\]】}〕>》]*(?:[)\]】}〕>》]|$)")


@lru_cache(maxsize=4096)
def normalise_label(text: str) -> str:
    """Width, spaces, line breaks, required-marks and a closing colon do not count in a label."""
    text = unicodedata.normalize("NFKC", text)
    return _TAIL.sub("", _DASH.sub("-", _DROP.sub("", text))).casefold()


def without_brackets(label: str) -> str:
    """服务时长(小时) -> 服务时长; of a label already normalised."""
    return _TAIL.sub("", _BRACKETS.sub("", label))


def matcher(known: Collection[str]) -> Matcher:
    """A function from any label to the known one it means, or None.

    The bracketed part may be missing on either side, as long as one known label alone fits.
    """
    exact: dict[str, str] = {}
    for label in sorted(known):
        exact.setdefault(normalise_label(label), label)
    bare: dict[str, str | None] = {}
    for norm, label in exact.items():
        short = without_brackets(norm)
        if short and short != norm:
            bare[short] = None if short in bare else label

    @lru_cache(maxsize=4096)
    def find(text: str) -> str | None:
        norm = normalise_label(text)
        if not norm:
            return None
        short = without_brackets(norm)
        return exact.get(norm) or exact.get(short) or (bare.get(norm) or None if short == norm else None)

    return find
