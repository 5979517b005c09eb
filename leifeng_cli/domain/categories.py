"""Activity categories, two levels deep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text


@dataclass(frozen=True, kw_only=True)
class Category:
    """One category. ``parent`` is the name of a first-level category; a parent has none itself."""

    id: int
    number: Annotated[str, Col("类别编号", listed=True, offered=False)]
    name: Annotated[str, Col("类别名称", aliases=("类别", "名称"), required=True, listed=True)]
    parent: Annotated[str | None, Col("上级类别", aliases=("大类", "一级类别"), ref="category", listed=True)] = None
    source: Annotated[str | None, Col("来源", listed=True)] = None
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


CATEGORIES = Register("category", "活动类别", Category, "C", depth=2, told_by=Signs(vague=("类别", "名称")))
