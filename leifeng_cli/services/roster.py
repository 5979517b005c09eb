"""Finding the person a row of a sheet speaks of, thousands of times over: an index instead of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leifeng_cli.domain.values.masks import mask_phone
from leifeng_cli.errors import Ambiguous, BadValue, Conflict, LeifengError, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.imports import RowFault
from leifeng_cli.store.journal import Transaction


@dataclass(frozen=True)
class Known:
    id: int
    number: str
    name: str
    id_number: str | None
    phone: str | None

    def line(self) -> str:
        return f"{self.number}  {self.name}  {mask_phone(self.phone) if self.phone else ''}".rstrip()


class Roster:
    """Volunteers by number, document, phone and name."""

    def __init__(self, tx: Transaction, *, by_name: bool) -> None:
        self.by_name_alone = by_name
        everybody = [Known(*row) for row in tx.conn.execute("SELECT id, number, name, id_number, phone FROM volunteer")]
        self.by_number = {p.number: p for p in everybody}
        self.by_id = {p.id_number: p for p in everybody if p.id_number}
        self.by_phone = _grouped((p.phone, p) for p in everybody if p.phone)
        self.by_name = _grouped((p.name, p) for p in everybody)

    def find(self, values: Mapping[str, Any]) -> Known:
        """The person a row's number, document, phone and name agree on.

        Raises RowFault at the column that is wrong or missing. A name alone is not enough unless the
        operator said so: a stranger may be called the same.
        """
        number, name = values.get("volunteer_number"), values.get("volunteer_name")
        document, phone = values.get("volunteer_id_number"), values.get("volunteer_phone")
        if number:
            person = self.by_number.get(number)
            if person is None:
                raise _unknown("volunteer_number", _("没有编号为 {n} 的志愿者。").format(n=number))
            return self._agreeing(person, name, document)
        if document:
            person = self.by_id.get(document)
            if person is None:
                raise _unknown("volunteer_id_number", _("这个证件号码的人还没有登记。"))
            return self._agreeing(person, name, None)
        if phone:
            return self._by_phone(phone, name)
        return self._by_name(name)

    def _agreeing(self, person: Known, name: str | None, document: str | None) -> Known:
        if name and name != person.name:
            raise _contradiction("volunteer_name", _("编号或证件属于 {p}，与姓名不符。").format(p=person.line()))
        if document and person.id_number and document != person.id_number:
            raise _contradiction("volunteer_id_number", _("证件号码与志愿者 {n} 登记的不符。").format(n=person.number))
        return person

    def _by_phone(self, phone: str, name: str | None) -> Known:
        people = [p for p in self.by_phone.get(phone, ()) if name in (None, p.name)]
        if not people:
            raise _unknown("volunteer_phone", _("没有登记过这个姓名和手机的志愿者。"))
        return _only(people, "volunteer_phone")

    def _by_name(self, name: str | None) -> Known:
        if not name:
            raise _unknown("volunteer_name", _("没有写是谁。"))
        people = self.by_name.get(name, [])
        if not people:
            raise _unknown("volunteer_name", _("没有叫这个名字的志愿者。"))
        person = _only(people, "volunteer_name")
        if not self.by_name_alone:
            raise RowFault(
                BadValue(
                    _("只有姓名，不足以认定是谁（登记册里有一位：{p}）。").format(p=person.line()),
                    hint=_("请补编号、证件号码或手机；确认无误可加 --by-name。"),
                ),
                "volunteer_name",
            )
        return person


def _only(people: list[Known], field: str) -> Known:
    if len(people) > 1:
        raise RowFault(
            Ambiguous(
                _("有 {n} 人相符：{who}").format(n=len(people), who="；".join(p.line() for p in people)),
                [p.line() for p in people],
                hint=_("请写志愿者编号。"),
            ),
            field,
        )
    return people[0]


def _grouped(pairs: Iterable[tuple[str | None, Known]]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for key, person in pairs:
        if key:
            found.setdefault(key, []).append(person)
    return found


def _unknown(field: str, message: str) -> LeifengError:
    return RowFault(NotFound(message, hint=_("请先登记（leifeng volunteer import 或 add），或核对这一行。")), field)


def _contradiction(field: str, message: str) -> LeifengError:
    return RowFault(Conflict(message, hint=_("请核对这一行写的是谁。")), field)
