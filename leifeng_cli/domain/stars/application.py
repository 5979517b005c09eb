"""May this level be applied for: the national form's own checks, in its own words."""

from __future__ import annotations

from leifeng_cli.domain.stars.evaluate import Evaluation, LevelResult
from leifeng_cli.domain.stars.policy import Policy
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _


def check_application(policy: Policy, evaluation: Evaluation, requested_level: int, granted_level: int) -> None:
    """Returns when the level may be applied for. ``granted_level``: the highest granted so far, 0 for none.

    Raises Conflict: not a level of the policy, not above what is granted, conditions not met, or (modes ``bands``
    and ``highest``) a higher one is due.
    """
    result = evaluation.find(requested_level)
    if result is None:
        names = "、".join(_("{n}（{name}）").format(n=x.level, name=x.name) for x in policy.all_levels())
        raise Conflict(
            _("“{title}”没有第 {n} 级。").format(title=policy.title, n=requested_level),
            hint=_("可以申请的级别：{names}。").format(names=names),
        )
    if requested_level <= granted_level:
        raise Conflict(
            _("已是{granted}，不能再申请{name}。").format(granted=policy.name_of(granted_level), name=result.name),
            hint=_("只能申请更高的级别。"),
        )
    if not result.met:
        _refuse_unmet(result)
    if _higher_is_due(policy, evaluation, result):
        raise Conflict(_("请申请更高星级"), hint=_("服务时长已超出{name}的档次。").format(name=result.name))


def _refuse_unmet(result: LevelResult) -> None:
    missing = [c for c in result.conditions if not c.met]
    details = "；".join(c.text for c in missing)
    if any(c.name == "hours" for c in missing):
        raise Conflict(
            _("服务时长未达到最低申请标准"), hint=_("{name}：{details}。").format(name=result.name, details=details)
        )
    if not missing:
        details = _("须先达到更低的级别")
    raise Conflict(
        _("尚不符合{name}的申请条件：{details}。").format(name=result.name, details=details),
        hint=_("条件达到后再申请。"),
    )


def _higher_is_due(policy: Policy, evaluation: Evaluation, result: LevelResult) -> bool:
    ladder = evaluation.levels if result in evaluation.levels else evaluation.honours
    higher = ladder[ladder.index(result) + 1 :]
    if policy.application == "highest":
        return any(r.met for r in higher)
    # A band ends where the next level's hours begin, whatever else that level asks for.
    return policy.application == "bands" and any(c.name == "hours" and c.met for r in higher[:1] for c in r.conditions)
