"""House rules no other tool holds: module length, and no transaction opened behind the journal's back."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_LINES = 400
#: Only the journal may begin a transaction that writes; sqlite-utils' own are deferred and lose races.
FORBIDDEN = re.compile(r"\.atomic\(|BEGIN DEFERRED|executescript\(")


def complaints() -> list[str]:
    found = []
    for path in sorted((ROOT / "leifeng_cli").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        name = path.relative_to(ROOT)
        if lines > MOST_LINES:
            found.append(f"{name}: {lines} lines, more than {MOST_LINES}")
        found += [f"{name}: {m.group()} is not for use" for m in FORBIDDEN.finditer(text)]
    return found


if __name__ == "__main__":
    wrong = complaints()
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
