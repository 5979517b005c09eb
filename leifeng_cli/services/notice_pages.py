"""The page that is put on the board: who is proposed or what was served, until when, and how to object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from leifeng_cli.domain.document import Block, Cell, Document, Hours, Paragraph, Signature, Table
from leifeng_cli.domain.notices import CERTIFICATE, DAY_NAMES, STAR, Notice
from leifeng_cli.domain.periods import day_title
from leifeng_cli.domain.values.masks import mask_name
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.notices import the_notice
from leifeng_cli.services.reveals import reveal as put_on_record
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import notices as store
from leifeng_cli.store import star_grants
from leifeng_cli.store.connection import Connection


def notice_document(ctx: Context, word: str, *, reveal: bool = False) -> Document:
    """The public page of a notice, names masked unless ``reveal``: whoever is on it knows themselves."""
    with ctx.read() as conn:
        notice = the_notice(conn, word)
        return _page(conn, notice, ctx.now, reveal=reveal)


def _page(conn: Connection, notice: Notice, now: dt.datetime, *, reveal: bool) -> Document:
    unit = own_unit(conn)
    blocks: list[Block] = [Paragraph(_lead(notice))]
    if notice.kind != CERTIFICATE:
        blocks.append(_star_table(conn, notice, reveal) if notice.kind == STAR else _hours_table(conn, notice, reveal))
    contact = "，".join(filter(None, (unit.contact, unit.phone))) or _("（联系人和电话未填）")
    blocks += [
        Paragraph(_("公示时间：{a}至{b}（{n}{kind}）。").format(
            a=day_title(notice.posted_on), b=day_title(notice.ends_on),
            n=notice.days, kind=DAY_NAMES[notice.day_kind],
        )),
        Paragraph(_("如有异议，请在公示期内向{unit}提出，联系人：{who}。").format(unit=unit.name, who=contact)),
        Signature((), notice.body, notice.posted_on),
    ]  # fmt: skip
    return Document(
        title=notice.title, blocks=tuple(blocks), unit=unit.name, created=now.replace(microsecond=0),
        number=notice.number,
    )  # fmt: skip


def _lead(notice: Notice) -> str:
    if notice.kind == STAR:
        return _("经审核，以下人员符合星级志愿者评定条件，现予公示。")
    if notice.kind == CERTIFICATE:
        return _("{title}，现予公示。").format(title=notice.title.rstrip("。"))
    return _("以下志愿服务时长拟予记录，现予公示。")


def _name(name: str, reveal: bool) -> str:
    return name if reveal else mask_name(name)


def _star_table(conn: Connection, notice: Notice, reveal: bool) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (i, _name(c.volunteer_name, reveal), c.volunteer_number, c.level_name, Hours(c.seconds))
        for i, c in enumerate(star_grants.cases_under(conn, notice.id), 1)
    ]
    headers = (_("序号"), _("姓名"), _("志愿者编号"), _("拟评级别"), _("计星时长(小时)"))
    return Table("star_cases", _("拟评名单"), headers, tuple(rows))


def _hours_table(conn: Connection, notice: Notice, reveal: bool) -> Table:
    shown = store.shown_records(conn, notice.id)
    rows: list[tuple[Cell, ...]] = [
        (i, _name(name, reveal), title, day, Hours(seconds), note or "")
        for i, (name, title, day, seconds, note) in enumerate(shown, 1)
    ]
    total = ("", _("合计"), "", "", Hours(sum(r[3] for r in shown)), "")
    headers = (_("序号"), _("姓名"), _("活动"), _("日期"), _("时长(小时)"), _("备注"))
    return Table("records", _("时长名单"), headers, tuple(rows), total)


def print_notice(
    ctx: Context, word: str, paths: Sequence[Path], *, reveal: str | None = None, force: bool = False
) -> None:
    """Write the page in the format of each path's ending; ``reveal``: why the names stand in full, put on record."""
    from leifeng_cli.files.document import write

    document = notice_document(ctx, word, reveal=reveal is not None)
    if reveal is not None:
        names = sum(len(block.rows) for block in document.blocks if isinstance(block, Table))
        put_on_record(ctx, "volunteer", reveal, names)
    write(document, paths, force=force)
