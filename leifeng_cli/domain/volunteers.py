"""Volunteers: one person once, whoever writes the name down again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.people import DEED_LABELS
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.identity import ID_TYPES, birth_date_of, id_text, id_type, sex_of
from leifeng_cli.domain.values.masks import mask_address, mask_id, mask_phone
from leifeng_cli.domain.values.phones import phone
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.values.text import choice, name, words
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

SEXES = ("男", "女")
POLITICAL = ("中共党员", "中共预备党员", "共青团员", "民主党派", "无党派人士", "群众")
POLITICAL_ALIASES = {
    "党员": "中共党员",
    "正式党员": "中共党员",
    "共产党员": "中共党员",
    "预备党员": "中共预备党员",
    "团员": "共青团员",
    "普通群众": "群众",
    "民主党派人士": "民主党派",
    "无党派": "无党派人士",
}
#: Counted as party members in reports.
PARTY = ("中共党员", "中共预备党员")
ACTIVE, PAUSED, CANCELLED = STATUSES = ("在册", "停用", "注销")

RESIDENT_ID = ID_TYPES[0]
MINIMUM_AGE = 14
ADULT_AGE = 18


@dataclass(frozen=True, kw_only=True)
class Volunteer:
    """One registered person. Ids are personal data: masked on every way out."""

    #: What is shown of people who share a name, and no more.
    TOLD_APART_BY: ClassVar[tuple[str, ...]] = ("number", "name", "teams", "phone")

    id: int
    number: Annotated[str, Col("志愿者编号", aliases=("编号", "志愿者号"), listed=True, template=False)]
    name: Annotated[str, Col("姓名", aliases=("志愿者姓名", "名字"), parse=name, required=True, listed=True)]
    sex: Annotated[
        str | None, Col("性别", parse=choice(*SEXES, aliases={"男性": "男", "女性": "女"}), choices=SEXES, listed=True)
    ] = None
    id_type: Annotated[str | None, Col("证件类型", parse=id_type, choices=ID_TYPES)] = None
    id_number: Annotated[
        str | None,
        Col(
            "证件号码",
            aliases=("身份证号", "身份证号码", "身份证", "证件号", "公民身份号码"),
            parse=id_text,
            mask=mask_id,
            option="id",
            listed=True,
        ),
    ] = None
    birth_date: Annotated[str | None, Col("出生日期", aliases=("生日", "出生年月日"), parse=date_text)] = None
    phone: Annotated[
        str | None,
        Col(
            "手机",
            aliases=("手机号", "手机号码", "电话", "联系电话", "联系方式", "电话号码"),
            parse=phone,
            mask=mask_phone,
            listed=True,
        ),
    ] = None
    political_status: Annotated[
        str | None,
        Col(
            "政治面貌",
            aliases=("面貌",),
            parse=choice(*POLITICAL, aliases=POLITICAL_ALIASES),
            choices=POLITICAL,
            listed=True,
        ),
    ] = None
    employer: Annotated[str | None, Col("工作单位", aliases=("单位", "所在单位"))] = None
    education: Annotated[str | None, Col("学历", aliases=("文化程度", "最高学历"))] = None
    address: Annotated[
        str | None, Col("住址", aliases=("居住小区", "居住地址", "家庭住址", "地址"), mask=mask_address)
    ] = None
    skills: Annotated[str | None, Col("特长", aliases=("个人特长", "服务技能", "技能特长"), parse=words)] = None
    teams: Annotated[
        str | None,
        Col(
            "所属队伍",
            aliases=("队伍", "所在队伍", "服务队"),
            parse=words,
            option="team",
            derived=True,
            named="team",
            open=True,
            template=True,
            listed=True,
        ),
    ] = None
    registered_on: Annotated[
        str | None,
        Col(
            "注册日期",
            aliases=("注册时间", "登记日期", "入队时间", "入队日期", "加入日期"),
            parse=date_text,
            listed=True,
        ),
    ] = None
    entered_on: Annotated[str, Col("录入日期", parse=date_text, offered=False)]
    guardian: Annotated[str | None, Col("监护人", aliases=("监护人姓名",), parse=name)] = None
    guardian_consent_on: Annotated[
        str | None, Col("监护人同意日期", aliases=("监护人同意",), parse=date_text, option="guardian-consent")
    ] = None
    status: Annotated[str, Col("状态", parse=choice(*STATUSES), choices=STATUSES, template=False)] = "在册"
    cancelled_on: Annotated[str | None, Col("注销日期", parse=date_text, template=False)] = None
    note: Annotated[str | None, Col("备注")] = None
    pinyin: Annotated[str, Col("拼音", internal=True)] = ""
    initials: Annotated[str, Col("拼音首字母", internal=True)] = ""
    seconds: Annotated[int, Col("累计时长(小时)", derived=True, show=hours_text, listed=True)] = 0
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


VOLUNTEERS = Register(
    "volunteer",
    "志愿者",
    Volunteer,
    "V",
    6,
    names=("number", "name", "pinyin", "initials", "id_number"),
    unique=("number",),
    told_by=Signs(
        all_of=(("name",), ("id_number", "phone", "registered_on", "political_status", "sex", "birth_date")),
        none_of=DEED_LABELS,
    ),
    after=("team",),
)


def age_on(birth_date: str, day: dt.date) -> int:
    """Completed years; someone born on 29 February completes one on 1 March of a common year."""
    born = dt.date.fromisoformat(birth_date)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def complete(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what a resident's ID number says by itself: type, birth date and sex.

    Raises BadValue where another birth date was given: it decides on who may register.
    """
    full = dict(values)
    number = full.get("id_number")
    if number is None:
        return full
    full["id_type"] = full.get("id_type") or RESIDENT_ID
    if full["id_type"] == RESIDENT_ID:
        born = birth_date_of(number)
        if full.get("birth_date") not in (None, born):
            raise BadValue(
                _("出生日期与身份证号码不符。"),
                hint=_("请核对两者；出生日期可以不填，由号码得出。"),
                field="birth_date",
            )
        full["birth_date"] = born
        full["sex"] = full.get("sex") or sex_of(number)
    return full


def cancellation(status: str, before: str, stated: str | None, today: str) -> str | None:
    """The day a registration ended: the one stated, else the day it is ended on; None while it stands.

    Raises BadValue for a day stated of a registration that stands.
    """
    if status != CANCELLED:
        if stated:
            raise BadValue(
                _("状态是“{s}”，没有注销日期。").format(s=status),
                hint=_("注销请写 --status 注销。"),
                field="cancelled_on",
            )
        return None
    return stated or (today if before != CANCELLED else None)


def age_problem(values: Mapping[str, Any], today: dt.date) -> str | None:
    """Why the person is too young to be registered at all: under 14 years (团中央《中国注册志愿者管理办法》第七条)."""
    born = values.get("birth_date")
    if born is None or age_on(born, today) >= MINIMUM_AGE:
        return None
    return _("未满 {age} 周岁，不能注册为志愿者。").format(age=MINIMUM_AGE)


def lacks_consent(values: Mapping[str, Any], today: dt.date) -> bool:
    """Whether the person is 14 to 17 and no guardian's consent is on record (same rule, same article)."""
    born = values.get("birth_date")
    return born is not None and age_on(born, today) < ADULT_AGE and not values.get("guardian_consent_on")
