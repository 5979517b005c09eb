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
from leifeng_cli.domain.reports import ActivityRow, Totals
from leifeng_cli.domain.sections import ACTIVITIES, ANNEX, OVERALL, PEOPLE
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services.reports.comparing import Comparison, Duty
from leifeng_cli.services.reports.drawing import chapter
from leifeng_cli.services.reports.material import Material

_MOST_NAMED = 5
_LABELS = {c.field: c.col.label for c in columns_of(Totals)}


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
    yield from chapter(f, OVERALL)
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
    elif f.missing.beneficiaries:
        text += _("受益{b}人（另有{n}场活动没有填写）。").format(b=t.beneficiaries, n=f.missing.beneficiaries)
    else:
        text += _("受益{b}人。").format(b=t.beneficiaries)
    if f.scope.kind == UNIT:
        text += _("新增注册志愿者{n}人，累计注册{r}人，累计服务{c}小时。").format(
            n=t.new_volunteers, r=t.registered_volunteers, c=hours_text(t.cumulative_seconds)
        )
    return text + "".join(part.spec.said(part) for part in f.drawn if part.spec.said)


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
    rows: list[ActivityRow] = m.figures.rows("activities")
    if rows:
        yield Paragraph(_most_served(rows))
    for row in rows:
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
    yield from chapter(m.figures, ACTIVITIES)
    if len(m.months) > 1:
        yield Chart(
            "months", "line", _("近月服务时长（小时）"), tuple(name for name, _s in m.months),
            tuple(Hours(seconds) for _name, seconds in m.months), _("小时"),
        )  # fmt: skip
    yield from chapter(m.figures, PEOPLE)


def _most_served(rows: Sequence[ActivityRow]) -> str:
    most = sorted(rows, key=lambda r: (-r.seconds, r.number))[:_MOST_NAMED]
    parts = [
        _("{title}（{n}人次，{h}小时）").format(title=r.title, n=r.participations, h=hours_text(r.seconds))
        for r in most
    ]
    lead = _("服务时长较多的活动有：") if len(rows) > len(most) else _("开展的活动有：")
    return lead + "、".join(parts) + "。"


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
    if f.pending.records:
        found.append(
            _("有{n}条共{h}小时的记录待审核，未计入").format(n=f.pending.records, h=hours_text(f.pending.seconds))
        )
    if f.missing.beneficiaries:
        found.append(_("有{n}场活动没有填写受益人数").format(n=f.missing.beneficiaries))
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
    yield Signature((_("填表人："), _("负责人：")), m.figures.unit, created.date().isoformat())
    yield Annexes(tuple(p.spec.heading or p.spec.title for p in m.figures.drawn if p.spec.chapter == ANNEX))
    yield from chapter(m.figures, ANNEX)
