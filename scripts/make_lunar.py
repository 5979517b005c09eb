"""Write the table of lunar festivals, 2015 to 2060, from two calendars: what they do not agree on is left out.

They differ where a new moon falls on midnight, first in autumn 2057. 清明 is a solar term; 除夕 is the eve of 春节.
Not part of the build or the tests. When the table is to reach further, change YEARS, read the differences printed, and

    python -m venv 历书 && 历书/bin/pip install lunar_python cnlunar && 历书/bin/python scripts/make_lunar.py
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

TARGET = Path(__file__).parent.parent / "leifeng_cli" / "data" / "lunar_festivals.csv"
YEARS = range(2015, 2061)
FESTIVALS = {"春节": (1, 1), "元宵节": (1, 15), "端午节": (5, 5), "七夕节": (7, 7), "中秋节": (8, 15), "重阳节": (9, 9),
             "腊八节": (12, 8)}  # fmt: skip


def by_first(day: dt.date) -> tuple[int, int, bool, bool]:
    """(lunar month, lunar day, leap, whether it is 清明) after lunar_python."""
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = lunar.getMonth()
    return abs(month), lunar.getDay(), month < 0, lunar.getJieQi() == "清明"


def by_second(day: dt.date) -> tuple[int, int, bool, bool]:
    """The same after cnlunar."""
    import cnlunar

    lunar = cnlunar.Lunar(dt.datetime(day.year, day.month, day.day, 12))
    return lunar.lunarMonth, lunar.lunarDay, bool(lunar.isLunarLeapMonth), lunar.todaySolarTerms == "清明"


def names(found: tuple[int, int, bool, bool]) -> set[str]:
    month, number, leap, qingming = found
    return {n for n, when in FESTIVALS.items() if when == (month, number) and not leap} | (
        {"清明节"} if qingming else set()
    )


def main() -> None:
    rows = []
    day = dt.date(YEARS[0], 1, 1)
    while day.year in YEARS:
        first, second = names(by_first(day)), names(by_second(day))
        if first != second:
            print(f"{day}: {first or '-'} / {second or '-'}: left out")
        rows += [(day.isoformat(), name) for name in first & second]
        if "春节" in first & second:
            rows.append(((day - dt.timedelta(1)).isoformat(), "除夕"))
        day += dt.timedelta(1)
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("date", "name"), *sorted(rows)])


if __name__ == "__main__":
    main()
