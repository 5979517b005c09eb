"""Pinyin of names, surnames read as surnames. Computed when a name is written, never when it is sought."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

SURNAMES = Path(__file__).parent.parent / "data" / "surnames.toml"


def pinyin_of(name: str) -> tuple[str, str]:
    """Pinyin without tones and blanks, and its initials: 曾英国 -> ("zengyingguo", "zyg"); ü is v.

    Of what is not hanzi ASCII letters and digits stay, in lower case, each word with one initial.
    """
    surname, given = _surname(name)
    syllables = [*surname, *_syllables(given)]
    return "".join(syllables), "".join(s[0] for s in syllables)


def _surname(name: str) -> tuple[list[str], str]:
    """Syllables of the surname where the table has it, and the rest of the name. Names with · begin with none."""
    if "·" in name:
        return [], name
    single, compound = _tables()
    if len(name) > 2 and name[:2] in compound:
        return compound[name[:2]].split(), name[2:]
    if name[:1] in single:
        return [single[name[:1]]], name[1:]
    return [], name


def _syllables(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # a fifth of a second, paid only where a name is written

    folded = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    found: list[str] = []
    for run in re.findall(r"[a-z0-9]+|[^\x00-\x7f]+", bare):
        found += [run] if run.isascii() else lazy_pinyin(run, errors="ignore")
    return found


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    with SURNAMES.open("rb") as file:
        table = tomllib.load(file)
    return table["single"], table["compound"]
