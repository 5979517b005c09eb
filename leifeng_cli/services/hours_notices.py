"""Showing hours publicly before they count, where a unit does so; and which of them have been shown long enough.

Several local rules post hours in the community for at least three working days and record them only if nobody
objects. A record that waits for it is pending like one that waits for approval, so it counts nowhere.
"""

from __future__ import annotations

from leifeng_cli.domain import hours
from leifeng_cli.domain.notices import HOURS as HOURS_NOTICE
from leifeng_cli.domain.notices import Notice, is_past
from leifeng_cli.domain.values.dates import month as read_month
from leifeng_cli.domain.values.dates import month_range
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.services import notices
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_activity, the_volunteer
from leifeng_cli.services.registers import free_text
from leifeng_cli.services.settings import hours_notice_days
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import notices as store
from leifeng_cli.store.connection import Connection

#: Where the unit has no rule of its own and a star policy counts publicised time only.
USUAL_DAYS = 3


def post_hours(
    ctx: Context,
    *,
    who: str | None = None,
    activity: str | None = None,
    month: str | None = None,
    days: int | None = None,
    place: str | None = None,
) -> tuple[Notice, int]:
    """Post the records not yet shown: those that wait under the unit's rule, else those that count already.

    Returns the notice and how many records it shows. Raises Conflict where there is none.
    """
    span = month_range(read_month(month)) if month else None
    with ctx.write("hours.post") as tx:
        rule = hours_notice_days(tx.conn)
        ids = store.unshown(
            tx.conn,
            hours.PENDING if rule else hours.CREDITED,
            volunteer=the_volunteer(tx.conn, who).id if who else None,
            activity=the_activity(tx.conn, activity).id if activity else None,
            span=span,
        )
        if not ids:
            raise Conflict(_("没有还没公示过的时长。"), hint=_("公示过的用 leifeng notice list 查看。"))
        notice = notices.post_in(
            tx, ctx, kind=HOURS_NOTICE, title=_("志愿服务时长公示"), body=own_unit(tx.conn).name,
            days=max(days or 0, rule) or USUAL_DAYS, place=free_text(place, ctx.hints()),
        )  # fmt: skip
        tx.insert_many("notice_record", ("notice_id", "record_id"), [(notice.id, i) for i in ids])
        tx.summary = _("公示服务时长 {n} 条（{number}）").format(n=len(ids), number=notice.number)
    return notice, len(ids)


def check_shown(conn: Connection, record: int, today: str) -> None:
    """Raise Conflict for a record that the unit's rule does not let count yet."""
    days = hours_notice_days(conn)
    if not days:
        return
    against = store.objections_to_record(conn, record)
    if against:
        upheld = against[0].upheld
        raise Conflict(
            _("服务记录 {id} 的异议（编号 {n}）{what}，不能记入。").format(
                id=record, n=against[0].id, what=_("成立") if upheld else _("还没有处理")
            ),
            hint=_("请更正或驳回这条记录。") if upheld else _("用 leifeng notice decide 处理。"),
        )
    shown = store.showings(conn, record)
    if not shown:
        raise Conflict(
            _("服务记录 {id} 还没有公示，须先公示 {n} 个工作日。").format(id=record, n=days),
            hint=_("用 leifeng hours post 公示。"),
        )
    if not any(is_past(n.ends_on, today) for n in shown):
        raise Conflict(
            _("服务记录 {id} 公示到 {day}，还没有满。").format(id=record, day=max(n.ends_on for n in shown)),
            hint=_("期满无异议再审核。"),
        )
