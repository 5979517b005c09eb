"""Options many commands share, declared once."""

from __future__ import annotations

from typing import Annotated

import typer

Format = Annotated[str, typer.Option("-f", "--format", metavar="table|csv|json", help="输出格式")]
Reveal = Annotated[str | None, typer.Option("--reveal", metavar="理由", help="显示未脱敏的内容；理由会记入操作记录")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="不再询问，直接执行")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="为什么，记入操作记录")]
MaybeReason = Annotated[str | None, typer.Option("--reason", metavar="原因", help="为什么，记入操作记录")]
Who = Annotated[str, typer.Argument(metavar="谁", help="志愿者的编号、姓名、拼音或首字母")]
People = Annotated[list[str], typer.Argument(metavar="谁…", help="一人或多人：编号、姓名、拼音或首字母")]
OfActivity = Annotated[str, typer.Option("--activity", "-a", metavar="活动", help="活动编号或名称")]
MaybeActivity = Annotated[str | None, typer.Option("--activity", "-a", metavar="活动", help="活动编号或名称")]
MaybeWho = Annotated[str | None, typer.Option("--who", metavar="谁", help="只看这个人")]
Date = Annotated[str | None, typer.Option("--date", metavar="日期", help="如 2021-03-05；不写为今天")]
Month = Annotated[str | None, typer.Option("--month", metavar="月份", help="如 2021-03")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="日期", help="截至哪一天；不写为今天")]
