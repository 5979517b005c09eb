"""The columns by which a sheet of any kind says whom and what it is about."""

from __future__ import annotations

from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.values.identity import id_text, id_type
from leifeng_cli.domain.values.masks import mask_id, mask_phone
from leifeng_cli.domain.values.phones import phone
from leifeng_cli.domain.values.text import name

VolunteerNumber = Annotated[str | None, Col("志愿者编号", aliases=("编号", "志愿者号"), derived=True, listed=True)]
VolunteerName = Annotated[
    str | None, Col("姓名", aliases=("志愿者姓名", "名字", "志愿者"), parse=name, derived=True, listed=True)
]
VolunteerIdType = Annotated[str | None, Col("证件类型", parse=id_type, derived=True)]
VolunteerIdNumber = Annotated[
    str | None,
    Col("证件号码", aliases=("身份证号", "身份证号码", "身份证", "证件号"), parse=id_text, mask=mask_id, derived=True),
]
VolunteerPhone = Annotated[
    str | None,
    Col(
        "手机",
        aliases=("手机号", "手机号码", "电话", "联系电话", "联系方式"),
        parse=phone,
        mask=mask_phone,
        derived=True,
    ),
]
ActivityNumber = Annotated[str | None, Col("活动编号", aliases=("项目编号",), derived=True)]
ActivityTitle = Annotated[
    str | None,
    Col(
        "活动名称",
        aliases=("项目名称", "项目/活动名称", "服务项目", "服务内容", "活动内容", "活动"),
        derived=True,
        required=True,
        listed=True,
    ),
]
#: In registers whose every record is about one person: the number is kept, the name only shown.
HolderNumber = Annotated[
    str | None,
    Col("志愿者编号", aliases=("编号", "志愿者号"), ref="volunteer", option="who", required=True, listed=True),
]
HolderName = Annotated[str | None, Col("姓名", aliases=("志愿者姓名", "名字"), parse=name, derived=True, listed=True)]
