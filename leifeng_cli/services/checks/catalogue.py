"""The checks there are, in order. Each is a query of ``store/sql/checks`` and its line here; a few sift the rows.

A query says in its first line what is wrong with a row and in its second what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leifeng_cli.domain.checks import AUDIT, DATA, RULES
from leifeng_cli.services.checks import sifting
from leifeng_cli.store import queries

Row = dict[str, Any]
Sift = Callable[[Iterable[Row], Mapping[str, int], Mapping[str, list[str]]], Iterator[Row]]


_RECORD, _VOLUNTEER, _ACTIVITY, _AT = "服务记录 {id}", "志愿者 {number}", "活动 {activity}", "{activity} {title}"


@dataclass(frozen=True)
class Check:
    """``name`` is stable and English, and that of its query. ``asked``: runs only when it is named.

    ``subject`` and ``place`` name columns of the query's rows, or what sifting adds to them, as the message and the
    hint in the query's first two lines do. ``remedy`` is for what is no query of its own.
    """

    name: str
    title: str
    kind: str
    source: str
    subject: str = _RECORD
    place: str = _AT
    sift: Sift | None = None
    asked: bool = False
    remedy: str = ""

    @property
    def query(self) -> str:
        return f"checks/{self.name.replace('-', '_')}"

    @property
    def hint(self) -> str:
        return self.remedy or queries.told(self.query)[1]


CHECKS: tuple[Check, ...] = (
    Check("late-record", "逾期登记的时长", DATA, "民政部令第67号：活动结束后10个工作日内"),
    Check("pending", "待审核太久", DATA, "本单位的审核、公示规则", sift=sifting.pending),
    Check("sign-out", "没有签退", DATA, "签到签退都有才能记时长", "签到 {id}", _AT),
    Check("unrecorded", "办完没有记时长的活动", DATA, "民政部令第67号", _ACTIVITY, "{title}", sift=sifting.overdue),
    Check("before-registration", "注册之前的时长", DATA, "团中央《中国注册志愿者管理办法》（2013）：注册后计入",
          _RECORD, "{number} {name}"),
    Check("same-person", "可能是同一个人", DATA, "一个人只登记一次", _VOLUNTEER, ""),
    Check("identity", "认不出本人的登记", DATA, "国务院令第685号第7条：身份信息、联系方式", _VOLUNTEER, "{name}"),
    Check("guardian", "未成年人没有监护人同意", DATA, "团中央《中国注册志愿者管理办法》（2013）第7条",
          _VOLUNTEER, "{name}", sift=sifting.minors),
    Check("times-differ", "标题或说明里的时间不一致", DATA, "核对", _ACTIVITY, "{title}", sift=sifting.times_differ),
    Check("duty", "像是职务行为或内部活动", DATA, "民政部令第67号：职务行为、非公益性服务不得记录",
          _ACTIVITY, "{title}", sift=sifting.duty_words),
    Check("reward-hours", "像是以捐赠、转发换时长", DATA, "民政部令第67号", sift=sifting.reward_words),
    Check("declared-late", "申报或报备晚了", DATA, "地方的申报、报备规定",
          _ACTIVITY, "{title}", sift=sifting.declared_late),
    Check("yearly-duty", "全年不满规定时数", DATA, "团中央《中国注册志愿者管理办法》（2013）第11条：每年20小时",
          _VOLUNTEER, "{name}", sift=sifting.below_duty, asked=True),
    Check("many-hours", "一天记得太多", AUDIT, "时长审计", _VOLUNTEER, "{name}", sift=sifting.many_hours),
    Check("keyed-in-bulk", "几分钟内手录很多条", AUDIT, "时长审计", _VOLUNTEER, "{name}", sift=sifting.keyed),
    Check("no-sign-in", "没有签到却有时长", AUDIT, "时长审计",
          _RECORD, "{activity} {title} {number}", sift=sifting.with_hours),
    Check("self-approved", "自己登记自己审核", AUDIT, "时长审计"),
    Check("round-streak", "连续整小时", AUDIT, "时长审计", _VOLUNTEER, "{name}", sift=sifting.streaks),
    Check("shared-phone", "一个手机号登记了很多人", AUDIT, "时长审计", _VOLUNTEER, "", sift=sifting.shared_phone),
    Check("low-attendance", "到场太少", AUDIT, "时长审计", _ACTIVITY, "{title}", sift=sifting.low_attendance),
)  # fmt: skip
BY_NAME = {check.name: check for check in CHECKS}
#: Not a query of its own: star grants the records no longer support.
STAR_GRANTS = Check(
    "star-grant", "记录不再支持的星级", DATA, "授予时的评定办法", remedy="leifeng star findings"
)  # fmt: skip
#: What must be true of every file, whoever changed it; found where an older version or another tool broke it.
INVARIANTS = Check(
    "rules", "违反规则的记录", RULES, "写入、撤销、导入时都要守的规则", remedy="按每一条所说的先做"
)  # fmt: skip
ALL = (*CHECKS, STAR_GRANTS, INVARIANTS)
