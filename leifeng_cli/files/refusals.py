"""What to say when a file is readable but no table of ours: without showing anyone's data."""

from __future__ import annotations

import re

from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.raw import RawSheet, is_blank
from leifeng_cli.messages import _

_LONG_NUMBER = re.compile(r"\d{6,}")
_MAX_SHOWN = 8
_MAX_LABEL = 12


def no_header(raws: list[RawSheet], big5: bool, encoding: str | None) -> InvalidInput:
    """For sheets without a known header; says what stands there instead if that can be no person's data."""
    found = next(
        ((raw, r) for raw in raws for r, row in enumerate(raw.rows) if not all(map(is_blank, row))),
        None,
    )
    if found is None:
        return InvalidInput(_("文件里没有任何内容。"), hint=_("请确认选对了文件，并已保存。"))
    raw, r = found
    cells = [str(cell).strip() for cell in raw.rows[r] if not is_blank(cell)]
    where = (
        _("工作表“{name}”第 {row} 行").format(name=raw.name, row=r + 1)
        if raw.name
        else _("第 {row} 行").format(row=r + 1)
    )
    if big5:
        message = _("没有认出表头：文字像是繁体中文编码（Big5）。")
        return InvalidInput(message, hint=_("请加 --encoding big5 再试。"), row=r + 1)
    if any(_LONG_NUMBER.search(cell) for cell in cells):
        message = _("没有认出表头：{where}像是数据，不是表头。").format(where=where)
        hint = _("请在最上面加一行表头，如：姓名、证件号码、手机；或用 --map 列=字段 指明各列，如 --map A=姓名。")
        return InvalidInput(message, hint=hint, row=r + 1)
    shown = _("、").join(cell[:_MAX_LABEL] + ("…" if len(cell) > _MAX_LABEL else "") for cell in cells[:_MAX_SHOWN])
    message = _("没有认出表头。{where}是：{cells}。").format(where=where, cells=shown)
    hint = _("请核对列名，或用 --map 列=字段 指明，如 --map B=姓名。")
    if encoding is not None:
        hint += _("若上面显示的是乱码，请用 --encoding 指定编码，如 --encoding big5。")
    return InvalidInput(message, hint=hint, row=r + 1)


def no_such_sheet(sheet: str, raws: list[RawSheet]) -> InvalidInput:
    names = _("、").join(raw.name for raw in raws[:20] if raw.name)
    if not names:
        return InvalidInput(_("这个文件不分工作表。"), hint=_("请去掉 --sheet 再试。"))
    return InvalidInput(
        _("没有工作表“{sheet}”。").format(sheet=sheet[:40]), hint=_("文件里有：{names}。").format(names=names)
    )
