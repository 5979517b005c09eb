"""A made-up city: many volunteers, many more records, a few people with most of the hours. The same on every run."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from pathlib import Path

from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.setup import init

VOLUNTEERS, RECORDS, ACTIVITIES = 100_000, 1_000_000, 2_000
FIRST, DAYS = dt.date(2019, 1, 1), 1095


def build(path: Path, volunteers: int = VOLUNTEERS, records: int = RECORDS) -> None:
    """Write the file straight into its tables: what is measured is reading, and a journal of it all changes nothing."""
    ctx = Context(path, dt.datetime(2022, 1, 5, 9, tzinfo=CHINA), "bench")
    init(ctx, "测试市")
    rng = random.Random(20210305)
    days = [(FIRST + dt.timedelta(n)).isoformat() for n in range(DAYS)]
    conn = sqlite3.connect(path)
    conn.executemany(
        "INSERT INTO volunteer (number, name, registered_on, entered_on, status, pinyin, initials)"
        " VALUES (?, ?, '2018-12-01', '2018-12-01', '在册', 'x', 'x')",
        ((f"V{i + 1:06d}", f"志愿{i % 9973}") for i in range(volunteers)),
    )
    conn.executemany(
        "INSERT INTO activity (number, title, starts_on, ends_on, status) VALUES (?, ?, ?, ?, 'finished')",
        ((f"A{i + 1:06d}", f"活动{i}", days[0], days[-1]) for i in range(ACTIVITIES)),
    )
    conn.executemany(
        "INSERT INTO service_record (volunteer_id, activity_id, service_date, actual_seconds, seconds, counting,"
        " rating, source, status, recorded_on, recorded_by)"
        " VALUES (?, ?, ?, ?, ?, 'national', ?, '导入', 'credited', '2022-01-05', 'bench')",
        _records(rng, volunteers, records, days),
    )
    conn.commit()
    conn.close()


def _records(rng: random.Random, volunteers: int, records: int, days: list[str]):  # type: ignore[no-untyped-def]
    for _n in range(records):
        # Half of all records belong to a tenth of the people, as in real registers.
        who = int(volunteers * rng.random() ** 2.2) + 1
        seconds = rng.randrange(25, 1000) * 36
        rating = rng.choice((5, 4, 4, 3, None, None, 1))
        yield min(who, volunteers), rng.randrange(ACTIVITIES) + 1, rng.choice(days), seconds, seconds, rating
