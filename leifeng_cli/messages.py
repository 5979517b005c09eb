"""The one door every message for people goes through.

Chinese is the source language: without a catalogue ``_`` returns its argument. A translator adds
``locale/en/LC_MESSAGES/leifeng.mo`` and sets ``LEIFENG_LANG=en``; no other file changes.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LOCALE_DIR = Path(__file__).parent / "locale"


@cache
def _catalogue(language: str) -> NullTranslations:
    from gettext import translation  # only a reader of another language pays for gettext

    return translation("leifeng", str(LOCALE_DIR), languages=[language], fallback=True)


def _(message: str) -> str:
    language = os.environ.get("LEIFENG_LANG", "")
    if not language or language.startswith("zh"):
        return message
    return _catalogue(language).gettext(message)
