"""Units: the office that keeps this file, and those it works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.masks import mask_phone
from leifeng_cli.domain.values.phones import phone
from leifeng_cli.domain.values.shown import yes_no_text
from leifeng_cli.domain.values.text import choice, text, whole_number, yes_no

KINDS = ("社区", "街道", "乡镇", "机关", "学校", "企业", "医院", "团委", "社会组织", "其他")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One unit. Exactly one is ``own``: the unit whose file this is."""

    id: int
    number: Annotated[str, Col("单位编号", listed=True, offered=False)]
    name: Annotated[str, Col("单位名称", aliases=("单位", "名称"), required=True, listed=True)]
    kind: Annotated[
        str | None, Col("单位类型", aliases=("类型",), parse=choice(*KINDS), choices=KINDS, listed=True)
    ] = None
    superior: Annotated[str | None, Col("上级单位", aliases=("主管单位",), listed=True)] = None
    leader: Annotated[str | None, Col("负责人", aliases=("单位负责人",))] = None
    contact: Annotated[str | None, Col("联系人", aliases=("经办人",))] = None
    phone: Annotated[str | None, Col("联系电话", aliases=("电话", "手机"), parse=phone, mask=mask_phone)] = None
    address: Annotated[str | None, Col("地址", aliases=("单位地址",))] = None
    staff: Annotated[int | None, Col("职工人数", aliases=("在职人数",), parse=whole_number)] = None
    own: Annotated[bool, Col("本单位", parse=yes_no, show=yes_no_text, choices=("是", "否"), offered=False)] = False
    note: Annotated[str | None, Col("备注", parse=text)] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


UNITS = Register("unit", "单位", Unit, "U", told_by=Signs(vague=("单位", "名称")))
