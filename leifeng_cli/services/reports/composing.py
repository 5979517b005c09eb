"""A period's report as a document: the figures in tables, and sentences made from them and from the clerks' notes.

Sections follow the neutral monthly report: overall, main activities, what was special, problems, what comes next.
What nobody recorded is named as missing, never as 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from leifeng_cli.domain.closing import SECONDS, Restated
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.document import (
    Annexes,
    Block,
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
from leifeng_cli.domain.periods import MONTH, UNIT, day_title
from leifeng_cli.domain.reports import ActivityRow, Cut, StarCount, Totals
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services.reports.comparing import Comparison, Duty
from leifeng_cli.services.reports.material import Material

_CUTS = (("by_category", "类别"), ("by_team", "队伍"), ("by_department", "科室"), ("by_mode", "方式"))
_MOST_NAMED = 5
_LABELS = {c.field: c.col.label for c in columns_of(Totals)}
#: Figures of the register, which a team's, campaign's or person's report does not have.
_OF_THE_UNIT = ("new_volunteers", "registered_volunteers")
#: Kept nowhere in this file yet, and asked for by the monthly sheet: named as missing.
_NOT_KEPT = (("照片数", ""), ("媒体报道数", ""))


def compose(m: Material, *, number: str | None, created: dt.datetime) -> Document:
    """The document of a report. The same material and moment give the same document."""
    f = m.figures
    blocks: list[Block] = [
        Heading(_("一、总体情况"), 1), *_overall(m),
        Heading(_("二、主要活动"), 1), *_activities(m),
        Heading(_("三、特色做法"), 1), *_noted(m, "features", _("特色")),
        Heading(_("四、存在问题"), 1), *_problems(m),
        Heading(_("五、下步打算") if f.period.kind != MONTH else _("五、下月打算"), 1), *_plan(m),
    ]  # fmt: skip
    if m.restatements:
        blocks += [Heading(_("六、对已报数字的更正"), 1), *_restated(m)]
    blocks += [*_closing(m, created)]
    return Document(
        title=_title(m), subtitle="", blocks=tuple(blocks), unit=f.unit, addressee=f.superior, number=number,
        created=created,
    )  # fmt: skip


def _title(m: Material) -> str:
    f = m.figures
    if f.scope.kind == UNIT:
        return _("{unit}{period}志愿服务工作情况报告").format(unit=f.unit, period=f.period.title)
    return _("{unit}“{scope}”{period}志愿服务情况").format(unit=f.unit, scope=f.scope.title, period=f.period.title)


def ref(m: Material, figure: str) -> str:
    """The stable reference of a figure, which ``report explain`` opens."""
    scope = m.figures.scope
    name = m.figures.period.name if scope.kind == UNIT else f"{m.figures.period.name}@{scope.kind}.{scope.number}"
    return f"{name}:{figure}"


def total_value(totals: Totals, field: str) -> Cell:
    value: int | None = getattr(totals, field)
    return Hours(value) if field.endswith("seconds") and value is not None else value


def _overall(m: Material) -> Iterator[Block]:
    f, t = m.figures, m.figures.totals
    if not t.participations:
        yield Paragraph(_("{period}没有记入的志愿服务时长。").format(period=f.period.title))
    else:
        yield Paragraph(_overall_sentence(m))
    for name, label in (("previous", _("与上一期（{p}）相比")), ("year_ago", _("与上年同期（{p}）相比"))):
        if name in m.compared:
            period, rows = m.compared[name]
            yield Paragraph(label.format(p=period.title) + "，" + _compared_sentence(rows))
    yield from _notes(m, "overall")
    table: list[tuple[str, Cell, str]] = [
        (_LABELS[c.field], total_value(t, c.field), ref(m, f"totals.{c.field}"))
        for c in columns_of(Totals)
        if f.scope.kind == UNIT or c.field not in _OF_THE_UNIT
    ]
    if f.scope.kind == UNIT:
        table += [(label, None, where) for label, where in _NOT_KEPT]
    yield FigureTable("totals", _("主要数字"), tuple(table))
    if m.compared:
        yield _comparison_table(m)
    if m.duty is not None:
        yield from _duty(m.duty)
    if m.targets:
        yield Table(
            "targets", _("目标与完成"), (_("目标"), _("应达到"), _("现在"), _("是否达到")),
            tuple(m.targets), None, note=_("现在一列写“未填”的，还没有可以测量的数据。"),
        )  # fmt: skip


def _overall_sentence(m: Material) -> str:
    f, t = m.figures, m.figures.totals
    text = _(
        "{period}，{who}开展志愿服务活动{a}场，{n}人次参加（{p}人，其中党员{party}人），服务时长合计{h}小时。"
    ).format(
        period=f.period.title, who=_("我单位") if f.scope.kind == UNIT else f"“{f.scope.title}”", a=t.activities,
        n=t.participations, p=t.participants, party=t.party_members, h=hours_text(t.seconds),
    )  # fmt: skip
    if t.beneficiaries is None:
        text += _("各场活动均未填写受益人数。")
    elif f.missing["beneficiaries"]:
        text += _("受益{b}人（另有{n}场活动没有填写）。").format(b=t.beneficiaries, n=f.missing["beneficiaries"])
    else:
        text += _("受益{b}人。").format(b=t.beneficiaries)
    if f.scope.kind == UNIT:
        text += _("新增注册志愿者{n}人，累计注册{r}人，累计服务{c}小时。").format(
            n=t.new_volunteers, r=t.registered_volunteers, c=hours_text(t.cumulative_seconds)
        )
        starred = sum(s.count for s in f.stars)
        text += _("达到星级标准的{n}人。").format(n=starred)
    return text


def _compared_sentence(rows: Sequence[Comparison]) -> str:
    if all(r.then is None for r in rows):
        return _("那时还没有记录，无从比较。")
    parts = []
    for row in rows:
        label, change = _LABELS[row.figure], row.difference
        assert change is not None
        if not change:
            parts.append(_("{label}持平").format(label=label))
            continue
        by = hours_text(abs(change)) if row.figure == "seconds" else str(abs(change))
        percent = "" if row.percent_x10 is None else _("（{p}%）").format(p=_tenths(abs(row.percent_x10)))
        verb = _("增加") if change > 0 else _("减少")
        parts.append(f"{label}{verb}{by}{percent}")
    return "，".join(parts) + "。"


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"


def _comparison_table(m: Material) -> Table:
    headers = [_("项目"), _("本期")]
    for name, label in (("previous", _("上期")), ("year_ago", _("上年同期"))):
        if name in m.compared:
            headers += [label, _("增减")]
    rows = []
    for i, first in enumerate(next(iter(m.compared.values()))[1]):
        row: list[Cell] = [_LABELS[first.figure], _amount(first.figure, first.now)]
        for _period, compared in m.compared.values():
            row += [_amount(first.figure, compared[i].then), _amount(first.figure, compared[i].difference)]
        rows.append(tuple(row))
    return Table("compared", _("同比与环比"), tuple(headers), tuple(rows), None)


def _amount(figure: str, value: int | None) -> Cell:
    return Hours(value) if figure == "seconds" and value is not None else value


def _duty(duty: Duty) -> Iterator[Block]:
    share = None if duty.share_x10 is None else f"{_tenths(duty.share_x10)}%"
    each = None if duty.seconds_per_person is None else Hours(duty.seconds_per_person)
    yield FigureTable(
        "duty",
        _("年度服务情况"),
        (
            (_("职工人数"), duty.staff, ""),
            (_("注册志愿者"), duty.registered, ""),
            (_("注册率"), share, ""),
            (_("人均服务时长(小时)"), each, ""),
            (_("全年满{n}小时的人数").format(n=duty.least_hours), duty.fulfilled, ""),
        ),
    )


def _activities(m: Material) -> Iterator[Block]:
    f = m.figures
    if f.activities:
        yield Paragraph(_most_served(f.activities))
    for row in f.activities:
        if row.major:
            yield Paragraph(
                _("重大活动：{day}，{title}，{n}人次参加，服务{h}小时。").format(
                    day=day_title(row.starts_on), title=row.title, n=row.participations, h=hours_text(row.seconds)
                )
            )
    if m.key_dates:
        yield Paragraph(_("本期的重要日子：{days}。").format(days="、".join(m.key_dates)))
    if m.persons:
        yield Paragraph(_("表彰和授予星级：{names}。").format(names="；".join(m.persons)))
    yield from _notes(m, "activities")
    for key, label in _CUTS:
        yield _cut_table(m, key, label)
    if f.by_category:
        named = f.by_category
        yield Chart(
            "by_category", "bar", _("各类别服务时长（小时）"), tuple(c.name for c in named),
            tuple(Hours(c.seconds) for c in named), _("小时"),
        )  # fmt: skip
    if len(m.months) > 1:
        yield Chart(
            "months", "line", _("近月服务时长（小时）"), tuple(name for name, _s in m.months),
            tuple(Hours(seconds) for _name, seconds in m.months), _("小时"),
        )  # fmt: skip
    if f.scope.kind == UNIT:
        yield _star_table(m, f.stars)
        if any(s.count for s in f.stars):
            yield Chart(
                "stars", "donut", _("星级分布（人）"), tuple(s.name for s in f.stars), tuple(s.count for s in f.stars),
                _("人"),
            )  # fmt: skip


def _most_served(rows: Sequence[ActivityRow]) -> str:
    most = sorted(rows, key=lambda r: (-r.seconds, r.number))[:_MOST_NAMED]
    parts = [
        _("{title}（{n}人次，{h}小时）").format(title=r.title, n=r.participations, h=hours_text(r.seconds))
        for r in most
    ]
    lead = _("服务时长较多的活动有：") if len(rows) > len(most) else _("开展的活动有：")
    return lead + "、".join(parts) + "。"


def _cut_table(m: Material, key: str, label: str) -> Table:
    rows: list[Cut] = getattr(m.figures, key)
    total = (_("合计"), None, sum(r.participations for r in rows), None, Hours(sum(r.seconds for r in rows)))
    return Table(
        key,
        _("按{label}统计").format(label=label),
        (label, _("活动数"), _("人次"), _("人数"), _("时长(小时)")),
        tuple((r.name, r.activities, r.participations, r.participants, Hours(r.seconds)) for r in rows),
        _without_distinct(total) if rows else None,
        refs=tuple(ref(m, f"{key}.{r.name}") for r in rows),
        note=_("一场活动、一个人可能属于几行，活动数和人数不相加。") if rows else _("本期没有。"),
    )


def _without_distinct(total: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Distinct people and activities do not add up over rows: their total stays blank, which is not missing."""
    return tuple("" if cell is None else cell for cell in total)


def _star_table(m: Material, stars: Sequence[StarCount]) -> Table:
    return Table(
        "stars",
        _("星级分布"),
        (_("级别"), _("人数")),
        tuple((s.name, s.count) for s in stars),
        (_("合计"), sum(s.count for s in stars)),
        refs=tuple(ref(m, f"stars.{s.level}") for s in stars),
    )


def _noted(m: Material, section: str, label: str) -> Iterator[Block]:
    """The clerk's notes of a section, or that there are none."""
    notes = list(_notes(m, section))
    yield from notes or [Paragraph(_("（{label}一节没有填写。）").format(label=label))]


def _notes(m: Material, section: str) -> Iterator[Block]:
    for note in m.notes:
        if note.section == section:
            for line in note.content.split("\n"):
                if line.strip():
                    yield Paragraph(line.strip())


def _problems(m: Material) -> Iterator[Block]:
    f = m.figures
    found = []
    if f.totals.late_records:
        found.append(_("有{n}条服务记录超过活动结束后10个工作日才登记").format(n=f.totals.late_records))
    if f.pending_records:
        found.append(
            _("有{n}条共{h}小时的记录待审核，未计入").format(n=f.pending_records, h=hours_text(f.pending_seconds))
        )
    if f.missing["beneficiaries"]:
        found.append(_("有{n}场活动没有填写受益人数").format(n=f.missing["beneficiaries"]))
    if found:
        yield Paragraph("；".join(found) + "。")
    yield from (_noted(m, "problems", _("问题")) if not found else _notes(m, "problems"))


def _plan(m: Material) -> Iterator[Block]:
    if m.planned:
        yield Paragraph(
            _("已安排活动{n}场：{titles}。").format(n=m.planned_count, titles="、".join(m.planned))
            if m.planned_count == len(m.planned)
            else _("已安排活动{n}场，其中：{titles}等。").format(n=m.planned_count, titles="、".join(m.planned))
        )
    if m.coming_dates:
        yield Paragraph(_("将要到来的重要日子：{days}。").format(days="、".join(m.coming_dates)))
    yield from (_notes(m, "plan") if m.planned else _noted(m, "plan", _("打算")))


def _restated(m: Material) -> Iterator[Block]:
    yield Paragraph(_("以下月份结账报送后，记录有更正；原报告不变，差额列下。"))
    for month, rows in m.restatements.items():
        yield Table(
            f"restated.{month}",
            _("{month}更正").format(month=month),
            (_("项目"), _("原报"), _("现为"), _("差额")),
            tuple((r.label, _restated_cell(r, r.reported), _restated_cell(r, r.now), _restated_cell(r, r.difference))
                  for r in rows),
            None,
            refs=tuple(f"{month}:{r.ref}" for r in rows),
        )  # fmt: skip


def _restated_cell(row: Restated, value: int | None) -> Cell:
    return Hours(value) if row.kind == SECONDS and value is not None else value


def _closing(m: Material, created: dt.datetime) -> Iterator[Block]:
    f = m.figures
    rows = tuple(
        (
            i, r.number, r.title, r.starts_on if r.starts_on == r.ends_on else f"{r.starts_on}—{r.ends_on}",
            r.place or "", r.category or "", r.team or "", r.participants, r.participations, r.beneficiaries,
            Hours(r.seconds),
        )
        for i, r in enumerate(f.activities, 1)
    )  # fmt: skip
    total: tuple[Cell, ...] = (
        "", _("合计"), "", "", "", "", "", "", sum(r.participations for r in f.activities),
        f.totals.beneficiaries, Hours(sum(r.seconds for r in f.activities)),
    )  # fmt: skip
    yield Signature((_("填表人："), _("负责人：")), f.unit, created.date().isoformat())
    yield Annexes((_("活动明细表"),))
    yield Table(
        "activities",
        _("活动明细表"),
        (
            _("序号"), _("活动编号"), _("活动名称"), _("活动时间"), _("地点"), _("类别"), _("组织队伍"), _("参加人数"),
            _("人次"), _("受益人数"), _("时长(小时)"),
        ),
        rows,
        total if rows else None,
        refs=tuple(ref(m, f"activities.{r.number}") for r in f.activities),
        note=_(
            "数字出处：每个数字可用 leifeng report explain 引用 打开到逐条记录，引用写作“{example}”。操作链首 {head}。"
        ).format(example=ref(m, "totals.seconds"), head=f.chain_head[:16]),
    )  # fmt: skip
