"""The columns by which a sheet of any kind says whom and what it is about, and how long it took."""

from __future__ import annotations

from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.values.identity import id_text, id_type
from leifeng_cli.domain.values.masks import mask_id, mask_phone
from leifeng_cli.domain.values.phones import phone
from leifeng_cli.domain.values.text import name

#: The fields of a sheet that say whom a row is about, where it takes more than a phone to tell it by.
PERSON = ("volunteer_number", "volunteer_name", "volunteer_id_number")

VolunteerNumber = Annotated[
    str,
    Col("志愿者编号", aliases=("编号", "志愿者号"), of="volunteer.number", group="who", template=True, listed=True),
]
VolunteerName = Annotated[
    str,
    Col(
        "姓名",
        aliases=("志愿者姓名", "名字", "志愿者"),
        parse=name,
        of="volunteer.name",
        group="who",
        template=True,
        listed=True,
    ),
]
VolunteerIdType = Annotated[str | None, Col("证件类型", parse=id_type, of="volunteer.id_type")]
VolunteerIdNumber = Annotated[
    str | None,
    Col(
        "证件号码",
        aliases=("身份证号", "身份证号码", "身份证", "证件号"),
        parse=id_text,
        mask=mask_id,
        of="volunteer.id_number",
        group="who",
        template=True,
    ),
]
VolunteerPhone = Annotated[
    str | None,
    Col(
        "手机",
        aliases=("手机号", "手机号码", "电话", "联系电话", "联系方式"),
        parse=phone,
        mask=mask_phone,
        of="volunteer.phone",
        group="who",
        template=True,
    ),
]
ActivityNumber = Annotated[str, Col("活动编号", aliases=("项目编号",), of="activity.number", group="activity")]
ActivityTitle = Annotated[
    str,
    Col(
        "活动名称",
        aliases=("项目名称", "项目/活动名称", "服务项目", "服务内容", "活动内容", "活动"),
        of="activity.title",
        group="activity",
        required=True,
        open=True,
        template=True,
        listed=True,
    ),
]
#: In registers whose every record is about one person: the number is kept, the name only shown.
HolderNumber = Annotated[
    str,
    Col(
        "志愿者编号",
        aliases=("编号", "志愿者号"),
        ref="volunteer",
        option="who",
        group="who",
        required=True,
        listed=True,
    ),
]
HolderName = Annotated[
    str,
    Col(
        "姓名", aliases=("志愿者姓名", "名字"), parse=name, of="volunteer.name", group="who", template=True, listed=True
    ),
]

#: Headers of credited time, the one this program writes first.
TIME_LABELS = ("服务时长(小时)", "服务时长", "时长", "时数", "志愿时长", "服务时数", "小时数")


def _labels(annotation: object) -> tuple[str, ...]:
    (col,) = (note for note in getattr(annotation, "__metadata__", ()) if isinstance(note, Col))
    return (col.label, *col.aliases)


#: Headers of what people did: a list of people with one of these is no roster.
DEED_LABELS = (*_labels(ActivityNumber), *_labels(ActivityTitle), *TIME_LABELS)
