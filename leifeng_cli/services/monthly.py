"""The month just ended, with nobody watching: points settled, the month closed, its report written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from leifeng_cli.domain.document import Document
from leifeng_cli.domain.periods import month_period, shift_month
from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services import closing
from leifeng_cli.services.context import Context
from leifeng_cli.services.points import settle
from leifeng_cli.services.points_rules import PointsRules
from leifeng_cli.store import closing as store

FORMATS = ("docx", "xlsx", "html")


@dataclass
class Run:
    """What a run did: the files written now, and those that were there already, the same byte for byte."""

    month: str
    closed: bool = False
    written: list[Path] = field(default_factory=list)
    there: list[Path] = field(default_factory=list)


def run_month(
    ctx: Context, *, month: str | None = None, folder: Path | None = None, formats: tuple[str, ...] = FORMATS
) -> Run:
    """Do the lot for a month, the one just ended where none is named. Safe to run again after any interruption.

    Every step is whole or not at all, and a step done before is found done. A report that somebody changed is not
    overwritten: Conflict. Raises what closing raises.
    """
    from leifeng_cli.files.document import FORMATS as KNOWN

    strange = [f for f in formats if f not in KNOWN]
    if strange:
        raise InvalidInput(_("不认得格式“{f}”。").format(f=strange[0]), hint=_("可用：") + "、".join(KNOWN))
    period = month_period(month or shift_month(ctx.today.isoformat()[:7], -1))
    run = Run(period.name)
    with ctx.read() as conn:
        keeps_points = PointsRules(conn).any
    if keeps_points:
        settle(ctx)
    with ctx.read() as conn:
        close = store.close_of(conn, period.name)
    if close is None:
        try:
            close = closing.close_month(ctx, period.name)
            run.closed = True
        except Conflict:
            with ctx.read() as conn:  # a colleague may have closed it in the meantime
                close = store.close_of(conn, period.name)
            if close is None:
                raise
    with ctx.read() as conn:
        document = closing.closed_document(conn, close)
    _write(run, document, folder or ctx.db.parent / _("月报"), formats)
    return run


def _write(run: Run, document: Document, folder: Path, formats: tuple[str, ...]) -> None:
    from leifeng_cli.files.document import render
    from leifeng_cli.files.output import atomic_write, make_folder

    make_folder(folder)
    changed = []
    for ending in formats:
        path = folder / f"{run.month}.{ending}"
        data = render(document, ending)
        if not path.exists():
            atomic_write(path, data)
            run.written.append(path)
        elif path.read_bytes() == data:
            run.there.append(path)
        else:
            changed.append(path)
    if changed:
        raise Conflict(
            _("{files} 与结账的报告不同，没有覆盖。").format(files="、".join(str(p) for p in changed)),
            hint=_("有人改过的请另存；移走后再运行一次。"),
        )
