"""The checks there are, in order. Each is a query, a sentence, and a remedy; a few sift the rows further.

A query gives plain columns; what they are called in a sentence is said here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leifeng_cli.domain.checks import AUDIT, DATA, RULES
from leifeng_cli.services.checks import sifting

Row = dict[str, Any]
Sift = Callable[[Iterable[Row], Mapping[str, int], Mapping[str, list[str]]], Iterator[Row]]


@dataclass(frozen=True)
class Check:
    """``name`` is stable and English; ``query`` a file of store/sql. ``asked``: runs only when it is named.

    ``subject``, ``place``, ``message`` and ``hint`` name columns of the query's rows, or what sifting adds to them.
    """

    name: str
    title: str
    kind: str
    source: str
    query: str
    subject: str
    place: str
    message: str
    hint: str
    sift: Sift | None = None
    asked: bool = False


_RECORD, _VOLUNTEER, _ACTIVITY, _AT = "服务记录 {id}", "志愿者 {number}", "活动 {activity}", "{activity} {title}"

CHECKS: tuple[Check, ...] = (
    Check(
        "late-record", "逾期登记的时长", DATA, "民政部令第67号：活动结束后10个工作日内",
        "check_late_record", _RECORD, _AT,
        "{date} 的服务 {recorded_on} 才登记，超过10个工作日",
        "核实后保留；以后用 leifeng agenda 提前看",
    ),
    Check(
        "pending", "待审核太久", DATA, "本单位的审核、公示规则",
        "check_pending", _RECORD, _AT,
        "{recorded_on} 登记，到今天还待审核", "leifeng hours approve 或 reject", sifting.pending,
    ),
    Check(
        "sign-out", "没有签退", DATA, "签到签退都有才能记时长",
        "check_sign_out", "签到 {id}", _AT,
        "{date} {checked_in} 签到，没有签退", "leifeng attendance out {number} --date {date}",
    ),
    Check(
        "unrecorded", "办完没有记时长的活动", DATA, "民政部令第67号",
        "check_unrecorded", _ACTIVITY, "{title}",
        "{date} 已结束，没有一条服务记录",
        "补记时长，或取消活动（leifeng activity cancel）", sifting.overdue,
    ),
    Check(
        "before-registration", "注册之前的时长", DATA, "团中央《中国注册志愿者管理办法》（2013）：注册后计入",
        "check_before_registration", _RECORD, "{number} {name}",
        "{date} 的服务早于注册日期 {registered_on}", "核对注册日期，或作废这条记录",
    ),
    Check(
        "same-person", "可能是同一个人", DATA, "一个人只登记一次",
        "check_same_person", _VOLUNTEER, "",
        "{name} 与 {other} 同名且{why}", "核对后归档其中一条，时长不要记两次",
    ),
    Check(
        "identity", "认不出本人的登记", DATA, "国务院令第685号第7条：身份信息、联系方式",
        "check_identity", _VOLUNTEER, "{name}",
        "已有时长，证件号码和手机都没有填", "leifeng volunteer edit {number} --id 或 --phone",
    ),
    Check(
        "guardian", "未成年人没有监护人同意", DATA, "团中央《中国注册志愿者管理办法》（2013）第7条",
        "check_guardian", _VOLUNTEER, "{name}",
        "注册时 {age} 岁，没有监护人同意日期",
        "补填 --guardian 和 --guardian-consent", sifting.minors,
    ),
    Check(
        "times-differ", "标题或说明里的时间不一致", DATA, "核对",
        "check_times_differ", _ACTIVITY, "{title}",
        "登记的是 {time}，文字里写的是 {written}", "改时间，或改文字", sifting.times_differ,
    ),
    Check(
        "duty", "像是职务行为或内部活动", DATA, "民政部令第67号：职务行为、非公益性服务不得记录",
        "check_activities", _ACTIVITY, "{title}",
        "名称里有“{word}”", "核实；不是志愿服务的，作废它的时长", sifting.duty_words,
    ),
    Check(
        "reward-hours", "像是以捐赠、转发换时长", DATA, "民政部令第67号",
        "check_records_text", _RECORD, _AT,
        "写有“{word}”", "捐赠、转发、奖励不得折成时长，请作废", sifting.reward_words,
    ),
    Check(
        "declared-late", "申报或报备晚了", DATA, "地方的申报、报备规定",
        "check_declared", _ACTIVITY, "{title}",
        "{people} 人的活动，{what}", "以后提前发布、及时结项", sifting.declared_late,
    ),
    Check(
        "yearly-duty", "全年不满规定时数", DATA, "团中央《中国注册志愿者管理办法》（2013）第11条：每年20小时",
        "check_yearly_duty", _VOLUNTEER, "{name}",
        "{year} 年服务 {hours} 小时", "通知本人，或安排服务", sifting.below_duty, asked=True,
    ),
    Check(
        "many-hours", "一天记得太多", AUDIT, "时长审计",
        "check_many_hours", _VOLUNTEER, "{name}",
        "{date} 一天记入 {hours} 小时", "核对各条记录的起止时间", sifting.many_hours,
    ),
    Check(
        "keyed-in-bulk", "几分钟内手录很多条", AUDIT, "时长审计",
        "check_typed", _VOLUNTEER, "{name}",
        "{operator} 在 {minutes} 分钟内给此人手录 {count} 条", "核对签到表和照片", sifting.keyed,
    ),
    Check(
        "no-sign-in", "没有签到却有时长", AUDIT, "时长审计",
        "check_no_sign_in", _RECORD, "{activity} {title} {number}",
        "{date} 别人有签到，此人没有，却记了 {hours} 小时", "核对签到；属实的补签到",
        sifting.with_hours,
    ),
    Check(
        "self-approved", "自己登记自己审核", AUDIT, "时长审计",
        "check_self_approved", _RECORD, _AT,
        "{date} 的记录由 {operator} 登记又审核", "请另一人复核",
    ),
    Check(
        "round-streak", "连续整小时", AUDIT, "时长审计",
        "check_untimed", _VOLUNTEER, "{name}",
        "连续 {count} 条都是 {hours} 小时，又都没有起止时间", "要来签到表核对", sifting.streaks,
    ),
    Check(
        "shared-phone", "一个手机号登记了很多人", AUDIT, "时长审计",
        "check_shared_phone", _VOLUNTEER, "",
        "同一手机号登记了 {count} 人", "核对是否本人的号码", sifting.shared_phone,
    ),
    Check(
        "low-attendance", "到场太少", AUDIT, "时长审计",
        "check_attendance", _ACTIVITY, "{title}",
        "报名 {signed_up} 人，到场 {attended} 人", "核对爽约和签到", sifting.low_attendance,
    ),
)  # fmt: skip
BY_NAME = {check.name: check for check in CHECKS}
#: Not a query of its own: star grants the records no longer support.
STAR_GRANTS = Check(
    "star-grant", "记录不再支持的星级", DATA, "授予时的评定办法", "", "", "", "", "leifeng star findings",
)  # fmt: skip
#: What must be true of every file, whoever changed it; found where an older version or another tool broke it.
INVARIANTS = Check(
    "rules", "违反规则的记录", RULES, "写入、撤销、导入时都要守的规则", "", "", "", "", "按每一条所说的先做",
)  # fmt: skip
ALL = (*CHECKS, STAR_GRANTS, INVARIANTS)
