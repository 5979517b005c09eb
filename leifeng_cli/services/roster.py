"""Finding the person a row of a sheet speaks of, thousands of times over: an index instead of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from leifeng_cli.domain.values.masks import excerpt, mask_phone
from leifeng_cli.errors import Ambiguous, BadValue, Conflict, LeifengError, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.importing import RowFault
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.imports import Known, everybody

#: Candidates named in a message; more are only counted.
_LISTED = 5


class Roster:
    """Volunteers by number, document, phone and name."""

    def __init__(self, conn: Connection, *, by_name: bool) -> None:
        self.by_name_alone = by_name
        people = everybody(conn)
        self.by_number = {p.number: p for p in people}
        self.by_id = _grouped(people, lambda p: p.id_number)
        self.by_phone = _grouped(people, lambda p: p.phone)
        self.by_name = _grouped(people, lambda p: p.name)

    def find(self, values: Mapping[str, Any]) -> Known:
        """The person a row's number, document, phone and name agree on.

        A number nobody has here may be another office's: then document, or phone with name, decide.
        Raises RowFault at the column that is wrong or missing. A name alone is not enough unless the
        operator said so: a stranger may be called the same.
        """
        number, name = values.get("volunteer_number"), values.get("volunteer_name")
        if number and number in self.by_number:
            return self._agreeing(self.by_number[number], name, values.get("volunteer_id_number"))
        person = self._by_document(values, name) or self._by_phone(values.get("volunteer_phone"), name)
        if person is not None:
            return person
        if number:
            raise _unknown(_("没有编号为 {n} 的志愿者。").format(n=excerpt(number)), "volunteer_number")
        if values.get("volunteer_id_number"):
            raise _unknown(_("这个证件号码的人还没有登记。"), "volunteer_id_number")
        if values.get("volunteer_phone"):
            raise _unknown(_("没有登记过这个姓名和手机的志愿者。"), "volunteer_phone", "volunteer_name")
        return self._by_name(name)

    def _agreeing(self, person: Known, name: str | None, document: str | None) -> Known:
        if name and name != person.name:
            raise _contradiction(_("编号或证件属于 {p}，与姓名不符。").format(p=line(person)), "volunteer_name")
        if document and person.id_number and document != person.id_number:
            raise _contradiction(_("证件号码与志愿者 {n} 登记的不符。").format(n=person.number), "volunteer_id_number")
        return person

    def _by_document(self, values: Mapping[str, Any], name: str | None) -> Known | None:
        people = self.by_id.get(values.get("volunteer_id_number") or "", [])
        kind = values.get("volunteer_id_type")
        if len(people) > 1 and kind:
            people = [p for p in people if p.id_type == kind]
        return self._agreeing(_only(people, "volunteer_id_number"), name, None) if people else None

    def _by_phone(self, phone: str | None, name: str | None) -> Known | None:
        if not phone:
            return None
        people = [p for p in self.by_phone.get(phone, ()) if name in (None, p.name)]
        return _only(people, "volunteer_phone") if people else None

    def _by_name(self, name: str | None) -> Known:
        if not name:
            raise RowFault(
                NotFound(_("没有写是谁。"), hint=_("请写姓名，并写编号、证件号码或手机之一。")),
                "volunteer_name",
                "volunteer_number",
            )
        people = self.by_name.get(name, [])
        if not people:
            raise _unknown(_("没有叫这个名字的志愿者。"), "volunteer_name")
        person = _only(people, "volunteer_name")
        if not self.by_name_alone:
            raise RowFault(
                BadValue(
                    _("只有姓名，不足以认定是谁（登记册里有一位：{p}）。").format(p=line(person)),
                    hint=_("请补编号、证件号码或手机；确认无误可加 --by-name。"),
                ),
                "volunteer_name",
            )
        return person


def line(person: Known) -> str:
    """Number, name and masked phone: enough to tell namesakes apart."""
    return f"{person.number}  {person.name}  {mask_phone(person.phone) if person.phone else ''}".rstrip()


def _only(people: list[Known], field: str) -> Known:
    if len(people) == 1:
        return people[0]
    lines = [line(p) for p in people[:_LISTED]]
    who = "；".join(lines) + (_(" 等") if len(people) > _LISTED else "")
    raise RowFault(
        Ambiguous(_("有 {n} 人相符：{who}").format(n=len(people), who=who), lines, hint=_("请写志愿者编号。")), field
    )


def _grouped(people: Iterable[Known], key: Callable[[Known], str | None]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for person in people:
        value = key(person)
        if value:
            found.setdefault(value, []).append(person)
    return found


def _unknown(message: str, *fields: str) -> LeifengError:
    return RowFault(NotFound(message, hint=_("请先登记（leifeng volunteer import 或 add），或核对这一行。")), *fields)


def _contradiction(message: str, field: str) -> LeifengError:
    return RowFault(Conflict(message, hint=_("请核对这一行写的是谁。")), field)
