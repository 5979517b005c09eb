"""kill -9 at random moments of every kind of write: the file is as before or as after, never between.

python soak/kill.py [rounds, 200]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from leifeng_cli.domain.hours import HOURS
from leifeng_cli.services.backups import check_backup, make_backup, restore
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.history import log, undo, verify
from leifeng_cli.services.hours import list_hours
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.setup import init
from leifeng_cli.services.volunteers import add_volunteer

ROWS, PEOPLE = 1500, 20


def sheet(folder: Path) -> Path:
    path = folder / "hours.csv"
    lines = []
    for n in range(ROWS):
        day = dt.date(2020, 1, 1) + dt.timedelta(days=n // (PEOPLE * 4))
        start = 8 + n // PEOPLE % 4
        lines.append(f"V{n % PEOPLE + 1:06d},活动{n % 30},{day},{start}:00-{start}:50")
    path.write_text("\n".join(["志愿者编号,活动名称,服务日期,起止时间", *lines]), encoding="utf-8")
    return path


def in_child(job: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            job()
            code = 0
        finally:
            os._exit(code)
    return child


def timed(job: Callable[[], object]) -> float:
    begun = time.monotonic()
    os.waitpid(in_child(job), 0)
    return time.monotonic() - begun


#: How long each kind of write takes here, as the first round of each, which is let finish, shows.
LASTS: dict[str, float] = {}


def one_round(folder: Path, number: int, path: Path, chance: random.Random) -> str:
    """One kill; returns what was seen. Raises AssertionError where the file is neither as before nor as after."""
    ctx = Context(folder / f"r{number}.db", dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人")
    init(ctx, "幸福社区")
    for n in range(PEOPLE):
        add_volunteer(ctx, {"name": f"志愿者{n}"})
    backup = make_backup(ctx, folder / f"r{number}-backup.db").path
    kind = ("import", "record", "undo", "restore")[number % 4]
    if kind in ("undo", "restore"):
        import_files(ctx, HOURS, [path], ImportOptions())
    jobs: dict[str, Callable[[], object]] = {
        "import": lambda: import_files(ctx, HOURS, [path], ImportOptions()),
        "record": lambda: add_volunteer(ctx, {"name": "新人"}),
        "undo": lambda: undo(ctx, log(ctx, limit=1)[0].id),
        "restore": lambda: restore(ctx, backup),
    }
    if kind not in LASTS:
        LASTS[kind] = timed(jobs[kind])
        return f"{kind}: timed, not killed"
    child = in_child(jobs[kind])
    time.sleep(chance.uniform(0, LASTS[kind]))
    os.kill(child, signal.SIGKILL)
    acknowledged = os.waitpid(child, 0)[1] == 0
    records, operations = len(list_hours(ctx)), len(log(ctx, limit=None))
    assert records in (0, ROWS), records
    assert verify(ctx)[0] == []
    check_backup(ctx, backup)
    if acknowledged and kind in ("import", "undo", "restore"):
        assert records == (ROWS if kind == "import" else 0), "an acknowledged write was lost"
    add_volunteer(ctx, {"name": "下一位"})
    return f"{kind}: {'finished' if acknowledged else 'killed'}, {records} records, {operations} operations"


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(int(os.environ.get("SEED", "0")) or None)
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = sheet(Path(folder))
        for number in range(rounds):
            seen[one_round(Path(folder), number, path, chance)] += 1
    for what, times in sorted(seen.items()):
        print(f"{times:5d}  {what}")
    print(f"{rounds} kills: every file as before or as after, every acknowledged write there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
