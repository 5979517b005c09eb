"""Rows of a sheet that are no records: totals, page heads, notes, numbered blanks."""

from __future__ import annotations

import re
from collections.abc import Callable

from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.files.headers import HeaderBlock
from leifeng_cli.files.labels import normalise_label
from leifeng_cli.files.raw import RawSheet, is_blank
from leifeng_cli.messages import _

Cells = dict[int, Cell]

_TOTAL = re.compile(
    r"(本页|本表|本月|本年|本季|全年|年度|月度|时长|人数|以上|全部)?"
    r"(合计|总计|小计|共计|总数|累计|总和|平均|平均值|人均|合计数|总计数)"
    r"(人数|时长|小时数?|次数|人次|数)?([(:=\d].*)?"
)
_SIGNED = re.compile(
    r"(填表|制表|填报|编制|审核|复核|审批|审定|经办|负责|登记|统计|报送|联系|单位负责|部门负责|打印|导出)"
    r"(人|单位|部门|日期|时间|者|员|人签字|人签名|人电话|电话)?([(][^)]*[)])?:"
)
_NOTE = re.compile(r"(备?注|说明|附注?|填表说明|填报说明|注意事项|注意|提示|温馨提示)\d*([:.、]|$)")
_BARE_SIGN = re.compile(
    r"(制表|填表|审核|复核|盖章|单位[(]?盖章[)]?|负责人?签字|第\d+页.*|共\d+页.*|以下空白|-+以下空白-+|以下无正文)"
)
_NUMBER = re.compile(r"[A-Z][0-9]{4,}")
_SERIAL = frozenset({"序号", "序", "行号", "no", "no.", "编号", "项次"})
# Only a cell that begins so is worth normalising: most rows of a large sheet are records.
_SUSPECT = re.compile(r"\s*[合总小共累平人本全年月时以填制审复编经负登统报联单部打导备注附说提温盖第\-—]")


def total_row(cells: Cells) -> bool:
    """True if the first or second non-blank cell is a word for a sum, unless the first numbers a record (A000002)."""
    for number, cell in enumerate(cells.values()):
        if number == 2 or (isinstance(cell, str) and _NUMBER.fullmatch(cell)):
            break
        if isinstance(cell, str) and _SUSPECT.match(cell) and _TOTAL.fullmatch(normalise_label(cell)):
            return True
    return False


def _plainly_record(cells: Cells) -> bool:
    """A serial number and no word for a sum behind it: nearly every row of a large sheet."""
    values = iter(cells.values())
    first, second = next(values), next(values, None)
    return isinstance(first, str) and first.isdigit() and isinstance(second, str) and not _SUSPECT.match(second)


def _note_row(cells: Cells, after_note: bool) -> bool:
    first = next(iter(cells.values()))
    if not isinstance(first, str):
        return False
    if _SUSPECT.match(first):
        label = _kept_colon(first)
        if _SIGNED.match(label):
            return True
        if len(cells) == 1 and (_NOTE.match(label) or _BARE_SIGN.fullmatch(label)):
            return True
    # 注： is often followed by further sentences, each in a row of its own.
    return after_note and len(cells) == 1 and len(first.strip()) > 4 and not first.strip().isdigit()


def _kept_colon(text: str) -> str:
    label = normalise_label(text)
    return label + ":" if text.rstrip().endswith((":", "：")) else label


def skipper(raw: RawSheet, block: HeaderBlock) -> Callable[[Cells], str | None]:
    """A function told every non-blank row below the header in turn: the reason to skip it, or None."""
    heads = [
        {c: normalise_label(cell) for c, cell in enumerate(raw.rows[r]) if isinstance(cell, str) and not is_blank(cell)}
        for r in range(block.top, block.bottom + 1)
    ]
    first_heads = {label for head in heads for label in head.values()}
    titles = {
        normalise_label(cell) for row in raw.rows[: block.top] for cell in row if isinstance(cell, str) and cell.strip()
    }
    several = len(block.headers) > 1
    serials = {h.column_index for h in block.headers if several and h.known is None} & {
        h.column_index for h in block.headers if normalise_label(h.label) in _SERIAL
    }
    after_note = False

    def reason(cells: Cells) -> str | None:
        nonlocal after_note
        if _plainly_record(cells):
            return None
        if total_row(cells):
            return _("合计行")
        if len(cells) == 1 and next(iter(cells)) in serials:
            return _("只有序号的空行")
        if _note_row(cells, after_note and several):
            after_note = True
            return _("说明或签名行")
        first = next(iter(cells.values()))
        if not isinstance(first, str) or first.isdigit():
            return None
        label = normalise_label(first)
        if label in first_heads and any(_same(cells, head) for head in heads):
            return _("重复的表头")
        if len(cells) == 1 and label in titles:
            return _("重复的标题")
        return None

    return reason


def _same(cells: Cells, head: dict[int, str]) -> bool:
    return all(isinstance(cell, str) and head.get(c) == normalise_label(cell) for c, cell in cells.items())
