"""How fast, beside a peer in the same run: ratios of medians, never bare seconds to remember.

Run with ``make bench``. The peer is named in each row; sqlite3 is the shell of the same name.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LEIFENG = str(Path(sys.executable).with_name("leifeng"))
EXAMPLES = Path(__file__).parent.parent / "leifeng_cli" / "data" / "examples"
RUNS = 7
SUMS = "SELECT volunteer_id, SUM(seconds) FROM service_record WHERE status='credited' GROUP BY volunteer_id"


def leifeng(db: Path, *words: str) -> list[str]:
    return [LEIFENG, "--quiet", "--db", str(db), *words]


def seconds(command: list[str], before: Callable[[], object] = lambda: None) -> float:
    before()
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def row(
    what: str, ours: list[str], peer_name: str, peer: list[str], before: Callable[[], object] = lambda: None
) -> None:
    """The two in turn, so that a machine that slows down slows both; the ratio pair by pair."""
    pairs = [(seconds(ours, before), seconds(peer)) for _ in range(RUNS + 1)][1:]
    ratio = statistics.median(a / b for a, b in pairs)
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{what:<36} {mine * 1000:8.0f} ms   {peer_name:<34} {other * 1000:8.0f} ms   ratio {ratio:6.2f}")


def main() -> None:
    os.environ.update(LEIFENG_NOW="2022-01-05T09:00:00", LEIFENG_OPERATOR="bench", PYTHONUTF8="1")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        _run(here)


def _run(here: Path) -> None:
    python = [sys.executable, "-c", "pass"]
    roster, hours = EXAMPLES / "花名册.csv", EXAMPLES / "服务时长2020-2021.csv"
    base, full, work = here / "base.db", here / "full.db", here / "work.db"
    subprocess.run(leifeng(base, "init", "--unit", "测试社区"), check=True)
    subprocess.run(leifeng(base, "volunteer", "import", str(roster), "--yes"), check=True)
    shutil.copy(base, full)
    subprocess.run(leifeng(full, "hours", "import", str(hours), "--yes"), check=True)
    row("leifeng --version", [LEIFENG, "--version"], "python -c pass", python)
    row("volunteer list", leifeng(full, "volunteer", "list"), "python -c pass", python)
    day = iter(range(1, 1000))

    def fresh() -> None:
        shutil.copy(full, work)
        next(day)

    record = leifeng(
        work, "hours", "record", "V000001", "--activity", "A000001", "--date", "2020-01-04", "--time", "20:00-21:00"
    )  # fmt: skip
    row("hours record", record, "python -c pass", python, fresh)
    row(
        "hours import (1,629 rows)",
        leifeng(work, "hours", "import", str(hours), "--yes"),
        "leifeng --version",
        [LEIFENG, "--version"],
        lambda: shutil.copy(base, work),
    )
    shell = shutil.which("sqlite3")
    if shell is None:
        print("sqlite3 (the shell) is not installed: the rows beside it are left out")
        return
    row(
        "star list -f json",
        leifeng(full, "star", "list", "-f", "json"),
        "sqlite3 SUM … GROUP BY",
        [shell, str(full), SUMS],
    )
    row("report month -f json", leifeng(full, "report", "month", "2021-03", "-f", "json"), "leifeng --version",
        [LEIFENG, "--version"])  # fmt: skip


if __name__ == "__main__":
    main()
