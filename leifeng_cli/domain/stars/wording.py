"""Puts a measured condition into one Chinese sentence a clerk can read out at the counter."""

from __future__ import annotations

from leifeng_cli.domain.stars.conditions import ConditionResult, Measure
from leifeng_cli.domain.stars.facts import bounds
from leifeng_cli.domain.stars.policy import Policy, Window
from leifeng_cli.messages import _


def explain(measure: Measure, policy: Policy, window: Window, day: str) -> ConditionResult:
    return ConditionResult(
        measure.name,
        measure.met,
        measure.have,
        measure.need,
        measure.short_by,
        measure.unit,
        _sentence(measure, policy, window, day),
        measure.subject if measure.name == "category_hours" else "",
    )


def _sentence(measure: Measure, policy: Policy, window: Window, day: str) -> str:
    match measure.name:
        case "after_registration":
            return _("登记日期未填，无法判断哪些服务在登记之后；请先补填登记日期")
        case "member":
            return _membership(measure)
        case "granted_level":
            need = policy.name_of(measure.need)
            return (_("已获评{level}") if measure.met else _("须先获评{level}")).format(level=need)
        case "no_complaints":
            return _("无投诉记录") if measure.met else _("须无投诉，现有{n}起").format(n=measure.have)
        case "average_rating" if not measure.have:
            return _("平均评价须达到{need}，尚无评价记录").format(need=_amount(measure, measure.need))
    bound = _("须超过") if measure.strict else _("须满")
    verdict = _("已达到") if measure.met else _("还差{n}").format(n=_amount(measure, measure.short_by, up=True))
    return _("{span}{label}{bound}{need}，现有{have}，{verdict}").format(
        span=_span(window, day),
        label=_label(measure),
        bound=bound,
        need=_amount(measure, measure.need),
        have=_amount(measure, measure.have),
        verdict=verdict,
    )


def _membership(measure: Measure) -> str:
    if not measure.met and not measure.need:
        return _("须登记满{span}，但登记日期未填；请先补填登记日期").format(span=measure.subject)
    if measure.met:
        return _("登记已满{span}").format(span=measure.subject)
    return _("须登记满{span}，还差{n}天").format(span=measure.subject, n=measure.short_by)


def _label(measure: Measure) -> str:
    return {
        "hours": _("服务时长"),
        "category_hours": _("“{category}”类服务时长").format(category=measure.subject),
        "training_hours": _("培训时长"),
        "points": _("积分"),
        "activities": _("参加活动"),
        "categories": _("服务类别"),
        "major_events": _("参加重大活动"),
        "awards": _("获奖"),
        "average_rating": _("平均评价"),
    }[measure.name]


def _amount(measure: Measure, value: int, *, up: bool = False) -> str:
    """``up``: round up (what is missing); otherwise down (what there is), so that neither ever flatters."""
    if measure.unit == "seconds":
        hundredths = -(-value // 36) if up else value // 36
        return _("{n}小时").format(n=f"{hundredths // 100}.{hundredths % 100:02d}")
    if measure.unit == "rating_x100":
        return _("{n}分").format(n=f"{value // 100}.{value % 100:02d}")
    form = {"points": _("{n}分"), "categories": _("{n}类"), "awards": _("{n}项")}.get(measure.name, _("{n}次"))
    return form.format(n=value)


def _span(window: Window, day: str) -> str:
    match window.kind:
        case "calendar-year":
            return _("{year}年内").format(year=day[:4])
        case "dated":
            since, until = bounds(window, day)
            return _("{since}至{until}").format(since=since, until=until)
        case "rolling":
            return _("近{n}个月").format(n=window.months)
    return _("累计")
