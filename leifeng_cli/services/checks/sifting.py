"""What a query cannot say portably: spans of time, wording, streaks. Rows in, the rows that are findings out."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from leifeng_cli.domain.activities import FINISHED, PUBLISHED
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.volunteers import ADULT_AGE
from leifeng_cli.domain.workdays import is_late
from leifeng_cli.messages import _
from leifeng_cli.services.workdays import calendar
from leifeng_cli.store.recoded import recoded

Rows = Iterable[dict[str, Any]]
Limits = Mapping[str, int]
Words = Mapping[str, list[str]]
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")


def _days(first: str, last: str) -> int:
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


def pending(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    yield from (r for r in rows if _days(r["recorded_on"], r["today"]) > limits["pending_days"])


def overdue(rows: Rows, _limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    is_workday = calendar()
    for row in rows:
        ended, today = dt.date.fromisoformat(row["date"]), dt.date.fromisoformat(row["today"])
        if is_late(ended, today, is_workday=is_workday):
            yield row


def minors(rows: Rows, _limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    """Registered within the last year: who grew up long ago needs no consent now."""
    for row in rows:
        born, registered = row["birth_date"], row["registered_on"]
        age = int(registered[:4]) - int(born[:4]) - (registered[5:] < born[5:])
        if age < ADULT_AGE and _days(registered, row["today"]) <= 365:
            yield {**row, "age": age}


def times_differ(rows: Rows, _limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    for row in rows:
        found = _SPAN.search(f"{row['title']} {row['note'] or ''}")
        if found is None:
            continue
        written = f"{int(found[1]):02d}:{found[2]}—{int(found[3]):02d}:{found[4]}"
        time = f"{row['start_time']}—{row['end_time']}"
        if written != time:
            yield {**row, "time": time, "written": written}


def _worded(rows: Rows, words: list[str], *fields: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        text = " ".join(row[f] or "" for f in fields)
        word = next((w for w in words if w in text), None)
        if word is not None:
            yield {**row, "word": word}


def duty_words(rows: Rows, _limits: Limits, words: Words) -> Iterator[dict[str, Any]]:
    yield from _worded(rows, words["duty"], "title")


def reward_words(rows: Rows, _limits: Limits, words: Words) -> Iterator[dict[str, Any]]:
    yield from _worded(rows, words["donated"], "title", "note", "post")


def declared_late(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    """``before``, ``after``: a change of an activity; only the first time its state became each tells."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        was, status = (recoded("activity", json.loads(row[image]))["status"] for image in ("before", "after"))
        if was == status or row["people"] < limits["declare_people"] or (row["activity"], status) in seen:
            continue
        seen.add((row["activity"], status))
        day = row["at"][:10]
        ahead, after = _days(day, row["starts_on"]), _days(row["ends_on"], day)
        if status == PUBLISHED and ahead < limits["declare_days"]:
            yield {**row, "what": _("{day} 才发布，离活动不足 {n} 天").format(day=day, n=limits["declare_days"])}
        elif status == FINISHED and after > limits["declare_days"]:
            yield {**row, "what": _("{day} 才结项，超过 {n} 天").format(day=day, n=limits["declare_days"])}


def below_duty(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    yield from ({**r, "hours": hours_text(r["seconds"])} for r in rows if r["seconds"] < limits["duty_hours"] * 3600)


def many_hours(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    yield from ({**r, "hours": hours_text(r["seconds"])} for r in rows if r["seconds"] > limits["hours_a_day"] * 3600)


def with_hours(rows: Rows, _limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    yield from ({**r, "hours": hours_text(r["seconds"])} for r in rows)


def keyed(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    """Within any stretch of so many minutes, not only between full tens; one finding a person and operator."""
    minutes, most = limits["keyed_minutes"], limits["keyed_records"]
    recent: dict[tuple[str, str], deque[dt.datetime]] = defaultdict(deque)
    worst: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key, at = (row["number"], row["operator"]), dt.datetime.fromisoformat(row["at"])
        window = recent[key]
        window.append(at)
        while at - window[0] > dt.timedelta(minutes=minutes):
            window.popleft()
        if len(window) > most and len(window) > worst.get(key, {"count": 0})["count"]:
            worst[key] = {**row, "count": len(window), "minutes": minutes}
    yield from worst.values()


def streaks(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    for _who, mine in groupby(rows, lambda r: r["number"]):
        for seconds, run in groupby(mine, lambda r: r["seconds"]):
            records = list(run)
            if seconds % 3600 == 0 and len(records) >= limits["streak"]:
                yield {**records[0], "count": len(records), "hours": hours_text(seconds)}


def shared_phone(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    yield from (r for r in rows if r["count"] > limits["shared_phone"])


def low_attendance(rows: Rows, limits: Limits, _words: Words) -> Iterator[dict[str, Any]]:
    for _activity, mine in groupby(rows, lambda r: r["activity"]):
        people = list(mine)
        signed_up, attended = len(people), sum(p["came"] for p in people)
        if signed_up >= limits["signed_up"] and attended * 100 < limits["attended_percent"] * signed_up:
            yield {**people[0], "signed_up": signed_up, "attended": attended}
