"""Frozen, numbered steps from one schema version to the next; one module each, named ``mNNNN_what.py``.

Each module has ``STATEMENTS``, a tuple of SQL statements, and imports nothing of the program. A step
that has been released is never edited: write the next one. One that turns words into codes has its words in
``store/recoded.py`` too, by which the journal of before is read.
"""

from __future__ import annotations

import pkgutil
from functools import cache


@cache
def names() -> tuple[str, ...]:
    """Module names in order; the schema version of a file is how many of them were applied."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name.startswith("m")))


def latest_version() -> int:
    return len(names())
