"""Notes written during a month, for its report."""

from __future__ import annotations

from leifeng_cli.domain.notes import Note, section_code
from leifeng_cli.domain.values.dates import month as read_month
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_activity
from leifeng_cli.store import notes as store
from leifeng_cli.store.connection import Connection

MAX_NOTE = 5000


def add_note(
    ctx: Context, text: str, *, month: str | None = None, section: str | None = None, activity: str | None = None
) -> Note:
    """Write a note down for a month's report: this month's, in the section 总体, where nothing else is said."""
    content = _content(text)
    where = section_code(section or "overall")
    with ctx.write("note.add") as tx:
        event = the_activity(tx.conn, activity).id if activity else None
        row_id = tx.insert(
            "note",
            {
                "month": read_month(month) if month else ctx.today.isoformat()[:7],
                "section": where,
                "content": content,
                "activity_id": event,
                "written_on": ctx.today.isoformat(),
                "written_by": ctx.operator,
            },
        )
        tx.summary = _("写笔记 {id}").format(id=row_id)
        return _the_note(tx.conn, row_id)


def edit_note(ctx: Context, row_id: int, text: str) -> Note:
    content = _content(text)
    with ctx.write("note.edit") as tx:
        _the_note(tx.conn, row_id)
        tx.update("note", row_id, {"content": content})
        tx.summary = _("改笔记 {id}").format(id=row_id)
        return _the_note(tx.conn, row_id)


def withdraw_note(ctx: Context, row_id: int) -> Note:
    with ctx.write("note.withdraw") as tx:
        found = _the_note(tx.conn, row_id)
        tx.update("note", row_id, {"withdrawn_on": ctx.today.isoformat()})
        tx.summary = _("撤下笔记 {id}").format(id=row_id)
        return found


def list_notes(ctx: Context, *, month: str | None = None) -> list[Note]:
    with ctx.read() as conn:
        if month is None:
            return store.notes(conn, "", "9999-12")
        name = read_month(month)
        return store.notes(conn, name, name)


def notes_of(conn: Connection, first_month: str, last_month: str) -> list[Note]:
    """The notes a report of these months is made of."""
    return store.notes(conn, first_month, last_month)


def _the_note(conn: Connection, row_id: int) -> Note:
    found = store.note(conn, row_id)
    if found is None:
        raise NotFound(_("没有编号为 {id} 的笔记。").format(id=row_id), hint=_("用 leifeng note list 查看。"))
    return found


def _content(text: str) -> str:
    """Paragraphs stay; what nobody sees goes."""
    content = "\n".join(filter(None, (clean(line) for line in text.split("\n"))))
    if not content:
        raise InvalidInput(_("笔记没有内容。"), hint=_('例如 leifeng note add "……" --section 特色'))
    if len(content) > MAX_NOTE:
        raise InvalidInput(_("笔记有 {n} 个字，超过 {most} 个字。").format(n=len(content), most=MAX_NOTE))
    return content
