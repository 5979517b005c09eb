"""Telling what kind of sheet a file is by the columns it has."""

from __future__ import annotations

from collections.abc import Sequence

from leifeng_cli.domain import registers
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.labels import matcher
from leifeng_cli.files.sheet import read_table
from leifeng_cli.messages import _
from leifeng_cli.services.sheets import SheetOptions, labels_of

_PERSON = frozenset({"volunteer_number", "volunteer_name", "volunteer_id_number", "volunteer_phone"})
_ACTIVITY = frozenset({"activity_number", "activity_title"})

#: For each kind, groups of columns of which a sheet must have at least one each; the first kind that fits is it.
_SIGNS: tuple[tuple[Register, tuple[frozenset[str], ...]], ...] = (
    (registers.ATTENDANCE, (_PERSON, frozenset({"checked_in"}), frozenset({"service_date"}))),
    (registers.SIGNUPS, (_PERSON, _ACTIVITY, frozenset({"signed_up_at"}))),
    (registers.HOURS, (_PERSON, _ACTIVITY, frozenset({"service_date"}), frozenset({"seconds", "time", "start_time"}))),
    (
        registers.VOLUNTEERS,
        (frozenset({"name"}), frozenset({"id_number", "phone", "registered_on", "political_status"})),
    ),
    (registers.ACTIVITIES, (frozenset({"title"}), frozenset({"starts_on"}))),
    (registers.TEAMS, (frozenset({"name"}), frozenset({"leader", "stage", "founded_on", "parent"}))),
    (registers.CATEGORIES, (frozenset({"name"}), frozenset({"parent", "source"}))),
    (registers.UNITS, (frozenset({"name"}), frozenset({"superior", "leader", "contact", "kind"}))),
)
#: Labels that say by themselves which register a bare "name" column is of, so that 队伍名称 is no volunteer.
_OWN_NAMES = {"volunteer": "姓名", "team": "队伍名称", "category": "类别名称", "unit": "单位名称"}
#: People and activities before what refers to them.
_ORDER = ("unit", "category", "volunteer", "team", "activity", "signup", "attendance", "hours")
#: 签到时间 and 开始时间 mean the same to attendance; only the former makes a sheet one.
_ONLY_LABEL = {"attendance": ("checked_in", "签到")}


def recognise(files: Sequence[str], options: SheetOptions) -> list[tuple[Register, list[str]]]:
    """Files grouped by kind, in the order they can be imported. Raises InvalidInput for one of no known kind."""
    found: dict[str, list[str]] = {}
    for file in files:
        if file == "-":
            raise InvalidInput(
                _("标准输入无法先辨认再导入。"), hint=_("请用 leifeng volunteer import - 之类指明种类。")
            )
        found.setdefault(_kind(file, options).noun, []).append(file)
    return [(REGISTERS[noun], found[noun]) for noun in _ORDER if noun in found]


def _kind(file: str, options: SheetOptions) -> Register:
    every = frozenset(label for r in REGISTERS.values() for label in labels_of(r)) | frozenset(options.mapping)
    sheets = read_table(file, encoding=options.encoding, sheet=options.sheet, known=every)
    headers = {h.known or h.label for s in sheets for h in s.headers} | {h.label for s in sheets for h in s.headers}
    for register, signs in _SIGNS:
        if _fits(register, signs, headers):
            return register
    raise InvalidInput(
        _("认不出 {file} 是哪一种表（表头：{headers}）。").format(file=file, headers="、".join(sorted(headers)[:12])),
        hint=_("请用 leifeng volunteer import、activity import 或 hours import 指明。"),
    )


def _fits(register: Register, signs: Sequence[frozenset[str]], headers: set[str]) -> bool:
    labels = labels_of(register)
    match = matcher(frozenset(labels))
    own_name = _OWN_NAMES.get(register.noun)
    fields = set()
    for header in headers:
        known = match(header)
        if known is None:
            continue
        field = labels[known].field
        if field == "name" and own_name and match(header) != own_name and register.noun != "volunteer":
            continue
        only = _ONLY_LABEL.get(register.noun)
        if only and field == only[0] and only[1] not in header:
            continue
        fields.add(field)
    return all(fields & group for group in signs)
