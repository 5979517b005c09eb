"""Make the sample sheets that ship with the program. The same output on every run; everyone is invented.

ID numbers have a right check digit but a serial from 980 to 995, which counties do not reach; mobile
numbers start with 1400000.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from leifeng_cli.files.csvfile import csv_lines
from leifeng_cli.files.xlsxwrite import SheetOut, write_xlsx

TARGET = Path(__file__).parent.parent / "leifeng_cli" / "data" / "examples"
R = random.Random(20210305)
SURNAMES = [*"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦单仇", "欧阳", "上官"]
GIVEN = [*"小大春夏秋冬东南西北甲乙丙丁", "一一", "二宝", "三喜", "四季", "五福", "六顺"]
TEAMS = ["先锋队", "夕阳红队", "青年突击队", "巾帼队"]
POLITICS = ["党员", "团员", "群众", "群众", "预备党员"]
CATEGORIES = ["清洁家园", "邻里守望", "奉献爱心", "文明交通", "优质服务", "网络文明传播"]
MODES = ["集中活动", "分散活动", "常年活动"]
PLACES = ["东苑小区", "西门广场", "社区服务中心", "敬老院", "第三小学", "公交站台"]
HOURS_HEADERS = [
    "姓名",
    "手机",
    "所属队伍",
    "活动名称",
    "服务日期",
    "开始时间",
    "结束时间",
    "服务时长(小时)",
    "服务类别",
    "活动方式",
    "服务地点",
    "服务评价",
]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(born: dt.date, serial: int) -> str:
    body = f"410102{born:%Y%m%d}{serial:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


def people(count: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    names: set[str] = set()
    while len(found) < count:
        name = R.choice(SURNAMES) + R.choice(GIVEN)
        if name in names:
            continue
        names.add(name)
        i = len(found)
        number = id_number(dt.date(1950, 1, 1) + dt.timedelta(days=R.randrange(50 * 365)), 980 + i % 16)
        joined = dt.date(2019, 1, 1) + dt.timedelta(days=R.randrange(360))
        found.append(
            {
                "name": name,
                "sex": "男" if int(number[16]) % 2 else "女",
                "id": number,
                "phone": f"1400000{i + 1:04d}",
                "politics": R.choice(POLITICS),
                "team": TEAMS[i % 4],
                "joined": joined.isoformat(),
                "zeal": str(R.paretovariate(0.7)),
            }
        )
    return found


def roster(who: list[dict[str, str]]) -> list[list[str]]:
    """As an office keeps it: a title, two header rows, dates in several styles, a total row."""
    rows = [
        ["幸福社区志愿者花名册（2021年）", *[""] * 8],
        ["序号", "基本信息", "", "", "联系方式", "", "政治面貌", "所属队伍", "注册日期"],
        ["", "姓 名", "性别", "身份证号", "联系电话", "居住小区", "", "", ""],
    ]
    for i, p in enumerate(who):
        y, m, d = p["joined"].split("-")
        day = (f"{y}年{int(m)}月{int(d)}日", f"{y}.{int(m)}.{int(d)}", f"{y}/{int(m)}/{int(d)}", f"{y}{m}{d}")[i % 4]
        place = PLACES[i % 6]
        rows.append([str(i + 1), p["name"], p["sex"], p["id"], p["phone"], place, p["politics"], p["team"], day])
    rows.append(["合计", f"{len(who)}人", *[""] * 7])
    return rows


def hours(who: list[dict[str, str]]) -> list[list[str]]:
    rows = [HOURS_HEADERS]
    weights = [float(p["zeal"]) for p in who]
    day, number = dt.date(2020, 1, 4), 0
    while day <= dt.date(2021, 12, 31):
        number += 1
        start, length = R.choice([480, 510, 540, 810, 840]), R.choice([90, 100, 120, 140, 180, 240])
        category, mode, place = R.choice(CATEGORIES), R.choice(MODES), R.choice(PLACES)
        chosen = sorted({R.choices(range(len(who)), weights)[0] for _ in range(R.randrange(4, 20))})
        title = f"{category}第{number}期"
        rows += [_line(who[i], title, day, start, length, category, mode, place) for i in chosen]
        day += dt.timedelta(days=R.choice([2, 3, 4]))
    return rows


def _line(
    p: dict[str, str], title: str, day: dt.date, start: int, length: int, category: str, mode: str, place: str
) -> list[str]:
    end = start + length
    hundredths = (length * 60 * 2 + 36) // 72
    times = [f"{m // 60:02d}:{m % 60:02d}" for m in (start, end)]
    rating = R.choices(["优秀", "良好", "合格", "不合格", ""], [20, 40, 25, 1, 14])[0]
    stated = f"{hundredths // 100}.{hundredths % 100:02d}"
    who = [p["name"], p["phone"], p["team"]]
    return [*who, title, day.isoformat(), *times, stated, category, mode, place, rating]


def plan() -> list[list[str]]:
    rows = []
    for i in range(12):
        day = 1 + i * 2
        start = 8 + i % 3
        title = f"{CATEGORIES[i % 6]}月{i // 6 + 1}次"
        when = [f"2022年1月{day + 7}日", f"{start}:30—{start + 2}:00"]
        rows.append([title, *when, CATEGORIES[i % 6], PLACES[i % 6], TEAMS[i % 4], str(10 + i)])
    return rows


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    who = people(60)
    (TARGET / "花名册.csv").write_bytes("".join(csv_lines(roster(who))).encode("gb18030"))
    (TARGET / "服务时长2020-2021.csv").write_bytes("".join(csv_lines(hours(who))).encode("utf-8-sig"))
    headers = ["活动名称", "活动日期", "起止时间", "活动类别", "地点", "负责队伍", "计划人数"]
    with (TARGET / "一月活动安排.xlsx").open("wb") as f:
        write_xlsx(f, [SheetOut("一月安排", headers, plan())], created=dt.datetime(2022, 1, 1))


if __name__ == "__main__":
    main()
