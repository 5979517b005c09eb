"""Two clerks and a reader at one file for minutes: what was acknowledged is there, nobody waits too long.

python soak/writers.py [seconds, 180] [writers, 2]
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.services.backups import check_backup, make_backup
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.history import verify
from leifeng_cli.services.registers import list_records
from leifeng_cli.services.setup import init
from leifeng_cli.services.volunteers import add_volunteer

WAIT = 30.0


def context(path: Path) -> Context:
    return Context(path, dt.datetime(2022, 1, 5, 9, 0, tzinfo=CHINA), "经办人", wait=WAIT)


def write(path: Path, name: str, until: float, answers: Any) -> None:
    """One process after another opens, writes and closes, as the command does."""
    done, longest = 0, 0.0
    try:
        while time.time() < until:
            begun = time.monotonic()
            add_volunteer(context(path), {"name": name, "note": str(done)})
            longest = max(longest, time.monotonic() - begun)
            done += 1
    except Exception as fault:  # noqa: BLE001  # whatever it was, it is a finding
        answers.put((name, done, longest, repr(fault)))
    else:
        answers.put((name, done, longest, None))


def read(path: Path, until: float, answers: Any) -> None:
    """Counts never go back, and a backup made in the midst of it is good."""
    done, last, trouble = 0, 0, None
    try:
        while time.time() < until:
            found = len(list_records(context(path), VOLUNTEERS))
            if found < last:
                trouble = f"{found} after {last}"
            last, done = found, done + 1
            if done % 50 == 0:
                check_backup(context(path), make_backup(context(path), None).path)
    except Exception as fault:  # noqa: BLE001  # whatever it was, it is a finding
        trouble = repr(fault)
    answers.put(("reader", done, 0.0, trouble))


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 180.0
    writers = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        init(context(path), "幸福社区")
        fork = multiprocessing.get_context("fork")
        answers, until = fork.Queue(), time.time() + seconds
        people = [fork.Process(target=write, args=(path, f"经办{n}", until, answers)) for n in range(writers)]
        people.append(fork.Process(target=read, args=(path, until, answers)))
        for one in people:
            one.start()
        told = [answers.get(timeout=seconds + 120) for _ in people]
        for one in people:
            one.join(60)
        acknowledged = sum(done for name, done, _longest, _trouble in told if name != "reader")
        rows = len(list_records(context(path), VOLUNTEERS))
        findings = verify(context(path))[0]
    for name, done, longest, trouble in sorted(told):
        print(f"{name}: {done} times, longest wait {longest:.2f} s{', ' + trouble if trouble else ''}")
    print(f"acknowledged {acknowledged}, rows {rows}, findings {len(findings)}")
    good = rows == acknowledged and not findings and not any(t[3] for t in told) and max(t[2] for t in told) < WAIT
    print("good" if good else "NOT GOOD")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
