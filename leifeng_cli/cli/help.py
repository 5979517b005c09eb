"""leifeng help TOPIC"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.table import print_table
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _

app = NounApp()

EXIT_CODES: tuple[tuple[int, str], ...] = (
    (0, "完成（列表为空也是完成）"),
    (1, "程序内部出错"),
    (2, "命令写得不对"),
    (3, "给的数据不对，什么都没有写入"),
    (4, "没有找到，或不止一个"),
    (5, "与规则或已登记的内容冲突（重叠、重复、满员……）"),
    (6, "数据文件的问题（没有、不是本程序的、版本太新、被占用、损坏、被改过）"),
    (7, "导入了一部分，其余退回"),
    (8, "检查发现了问题"),
    (130, "被中断"),
)


@app.command("help")
def help_(topic: Annotated[str, typer.Argument(metavar="专题", help="exit-codes")] = "exit-codes") -> None:
    """专题说明，如 help exit-codes"""
    if topic != "exit-codes":
        raise UsageError(_("没有“{t}”这个专题。").format(t=topic), hint=_("可用：exit-codes"))
    print_table([_("退出码"), _("意思")], [[str(code), text] for code, text in EXIT_CODES], right=[True, False])
