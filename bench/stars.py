"""Stars of a city of 100,000 volunteers and 1,000,000 records, beside the bare sum in the sqlite3 shell, in one run.

Start-up (``leifeng --version``) is subtracted from ours, run by run; the ratios are of medians.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from pathlib import Path

from population import build
from run import LEIFENG, SUMS, leifeng, seconds

RUNS = 7


def main() -> None:
    os.environ.update(LEIFENG_NOW="2022-01-05T09:00:00", LEIFENG_OPERATOR="bench", PYTHONUTF8="1")
    shell = shutil.which("sqlite3")
    if shell is None:
        print("sqlite3 (the shell) is not installed: there is no peer to measure beside")
        return
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "city.db"
        build(db)
        commands = {
            "bare": [shell, str(db), SUMS],
            "start": [LEIFENG, "--version"],
            "star distribution": leifeng(db, "star", "distribution"),
            "star list -f json": leifeng(db, "star", "list", "-f", "json"),
        }
        taken = {name: [seconds(c) for c in [command] * 2][1:] for name, command in commands.items()}
        for _run in range(RUNS):
            for name, command in commands.items():
                taken[name].append(seconds(command))
    bare = statistics.median(taken["bare"])
    print(f"{'sqlite3 shell: SUM … GROUP BY':<36} {bare * 1000:8.0f} ms   1.0")
    for name in ("star distribution", "star list -f json"):
        net = statistics.median(a - b for a, b in zip(taken[name], taken["start"], strict=True))
        print(f"{name + ', start-up off':<36} {net * 1000:8.0f} ms   {net / bare:.2f}")


if __name__ == "__main__":
    main()
