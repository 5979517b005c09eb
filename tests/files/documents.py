"""Documents to draw: an empty one, a small one, a long one, and one full of hostile text."""

from __future__ import annotations

import datetime as dt

from leifeng_cli.domain.document import (
    Annexes,
    Cell,
    Chart,
    Document,
    FigureTable,
    Heading,
    Hours,
    Paragraph,
    Signature,
    Table,
)

CREATED = dt.datetime(2022, 1, 5, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HOSTILE = (
    "<script>alert(1)</script>", "\" onload=\"x", "{{7*7}}{% raw %}", '#eval("1")', "*_$[]()`~|\\",
    "=cmd|'/c calc'!A1",
    "\x1b[31m红\x1b]0;t\x07", "\u202e反\u2066", "a\x00b\ufffe\uffff", "&amp;&lt;", "第一行\n第二行",
    "龥䶮𠅤·吉", "  　",
    "# 标题", "1. 项", "- 项", "]]>", "../../etc", "长" * 3000,
)  # fmt: skip


def document(blocks: tuple[object, ...] = (), **more: object) -> Document:
    given = {"title": "幸福社区2021年12月志愿服务工作情况报告", "unit": "幸福社区", "created": CREATED, **more}
    return Document(blocks=blocks, **given)  # type: ignore[arg-type]


def rows(count: int, word: str = "清洁家园") -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            i, f"A{i:06d}", f"{word}第{i}期", f"2021-12-{i % 28 + 1:02d}", "西门广场", "清洁家园", "先锋队", i % 7 + 1,
            i % 9 + 1, None if i % 4 == 0 else i * 3, Hours(i * 36),
        )
        for i in range(1, count + 1)
    )  # fmt: skip


def activity_table(count: int, word: str = "清洁家园") -> Table:
    body = rows(count, word)
    total: tuple[Cell, ...] = (
        "", "合计", "", "", "", "", "", "", sum(r[8] for r in body), None,  # type: ignore[misc]
        Hours(sum(r[10].seconds for r in body)),  # type: ignore[union-attr]
    )  # fmt: skip
    headers = (
        "序号", "活动编号", "活动名称", "活动时间", "地点", "类别", "组织队伍", "参加人数", "人次", "受益人数",
        "时长(小时)",
    )  # fmt: skip
    refs = tuple(f"2021-12:activities.{r[1]}" for r in body)
    return Table("activities", "活动明细表", headers, body, total if body else None, refs=refs, note="数字出处。")


def report(count: int, word: str = "清洁家园") -> Document:
    cut = Table(
        "by_category", "按类别统计", ("类别", "活动数", "人次", "时长(小时)"),
        (("清洁家园", 3, 12, Hours(99972)), (word, 1, 2, Hours(7236))),
        ("合计", "", 14, Hours(107208)), refs=("2021-12:by_category.清洁家园", f"2021-12:by_category.{word}"),
        note="一场活动可能属于几行，活动数不相加。",
    )  # fmt: skip
    figures = FigureTable(
        "totals", "主要数字",
        (("活动数", 4, "2021-12:totals.activities"), ("时长合计(小时)", Hours(107208), "2021-12:totals.seconds"),
         ("受益人数", None, "2021-12:totals.beneficiaries")),
    )  # fmt: skip
    return document(
        (
            Heading("一、总体情况"), Paragraph("12月，我单位开展志愿服务活动4场，14人次参加，时长合计29.78小时。" * 3),
            figures, Heading("（一）分类", 2), cut,
            Chart("by_category", "bar", "各类别时长（小时）", ("清洁家园", word), (Hours(99972), Hours(7236)), "小时"),
            Chart("months", "line", "近月服务时长（小时）", ("2021-10", "2021-11", "2021-12"),
                  (Hours(36000), Hours(72036), Hours(107208)), "小时"),
            Chart("stars", "donut", "星级分布（人）", ("一星级", "二星级", "三星级"), (5, 2, 0), "人"),
            Heading("1. 其他", 3), Paragraph(word),
            Signature(("填表人：", "负责人："), "幸福社区", "2022-01-05"),
            Annexes(("活动明细表",)), activity_table(count, word),
        ),
        addressee="市文明办", number="2021-0012",
    )  # fmt: skip
