"""Telling what kind of sheet a file is by the columns it has, worksheet by worksheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike, fspath

from leifeng_cli.domain import registers
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.labels import matcher
from leifeng_cli.files.sheet import Sheet, file_bytes, read_table
from leifeng_cli.messages import _
from leifeng_cli.services.sheet_columns import labels_with
from leifeng_cli.services.sheets import SheetOptions, Source, naming_file

_PERSON = frozenset({"volunteer_number", "volunteer_name", "volunteer_id_number"})
_HOLDER = frozenset({"volunteer", "volunteer_name"})
_TIME = frozenset({"seconds", "time", "start_time"})
_OF_A_PERSON = frozenset({"id_number", "phone", "registered_on", "political_status", "sex", "birth_date"})

#: For each kind groups of fields of which a sheet must have at least one each; the first kind that fits is it.
_SIGNS: tuple[tuple[Register, tuple[frozenset[str], ...]], ...] = (
    (registers.ATTENDANCE, (_PERSON, frozenset({"checked_in"}))),
    (registers.SIGNUPS, (_PERSON, frozenset({"signed_up_at", "status"}))),
    (registers.SURVEYS, (frozenset({"title"}), frozenset({"asked"}), frozenset({"aware"}))),
    (registers.AWARDS, (_HOLDER, frozenset({"title"}), frozenset({"awarded_on"}))),
    (registers.COMPLAINTS, (_HOLDER, frozenset({"title"}), frozenset({"received_on"}))),
    (registers.TRAININGS, (_HOLDER, frozenset({"title"}), frozenset({"trained_on"}), frozenset({"seconds"}))),
    (registers.HOURS, (_PERSON, frozenset({"service_date"}), _TIME)),
    (registers.VOLUNTEERS, (frozenset({"name"}), _OF_A_PERSON)),
    (registers.ACTIVITIES, (frozenset({"title"}), frozenset({"starts_on"}))),
    (registers.REWARDS, (frozenset({"name"}), frozenset({"price"}))),
    (registers.CAMPAIGNS, (frozenset({"name"}), frozenset({"starts_on"}), frozenset({"ends_on"}))),
    (registers.TEAMS, (frozenset({"name"}),)),
    (registers.CATEGORIES, (frozenset({"name"}),)),
    (registers.UNITS, (frozenset({"name"}),)),
)
#: Labels a register reads that stand in sheets of other kinds too and so say nothing of the kind.
_VAGUE = {
    "attendance": frozenset({"编号", "开始时间", "结束时间"}),
    "signup": frozenset({"编号", "状态"}),
    "hours": frozenset({"编号"}),
    "team": frozenset({"队伍", "服务队", "名称"}),
    "category": frozenset({"类别", "名称"}),
    "unit": frozenset({"单位", "名称"}),
    "reward": frozenset({"名称", "数量", "积分"}),
    "award": frozenset({"编号"}),
    "campaign": frozenset({"名称", "主题", "开始日期", "结束日期"}),
    "complaint": frozenset({"编号"}),
    "training": frozenset({"编号", "日期", "主题"}),
}
#: A list of people with one of these is about what they did, and must not be taken for a roster.
_NO_ROSTER = frozenset({"activity_title", "activity_number", "seconds"})
#: What is referred to before what refers to it.
_ORDER = (
    "unit", "category", "team", "volunteer", "campaign", "activity", "signup", "hours", "attendance",
    "award", "complaint", "training", "survey", "reward",
)  # fmt: skip


def recognise(files: Sequence[str | PathLike[str]], options: SheetOptions) -> list[tuple[Register, list[Source]]]:
    """Worksheets grouped by kind, in the order they can be imported; each file is read once.

    Raises InvalidInput, naming the sheet, for one of no known kind.
    """
    found: dict[str, list[Source]] = {}
    for file in files:
        for register, source in _kinds(Source(fspath(file), options.sheet), options):
            found.setdefault(register.noun, []).append(source)
    return [(REGISTERS[noun], found[noun]) for noun in _ORDER if noun in found]


def _kinds(source: Source, options: SheetOptions) -> list[tuple[Register, Source]]:
    """The kind of each worksheet of a file; one source for the whole file where all are of one kind."""
    sheets, whole = _read(source, options)
    kinds = [(_kind(sheet, options, whole), sheet) for sheet in sheets if sheet.rows] or [
        (_kind(sheets[0], options, whole), sheets[0])
    ]
    if len({register.noun for register, _sheet in kinds}) == 1:
        return [(kinds[0][0], whole)]
    return [(register, replace(whole, sheet=sheet.name)) for register, sheet in kinds]


def _read(source: Source, options: SheetOptions) -> tuple[list[Sheet], Source]:
    labels = [labels_with(register, options.mapping) for register in REGISTERS.values()]
    try:
        whole = replace(source, data=file_bytes(source.path))
        sheets = read_table(
            source.path,
            data=whole.data,
            encoding=options.encoding,
            sheet=source.sheet,
            known=frozenset(label for one in labels for label in one.known),
            letters={column: label for one in labels for column, label in one.letters.items()},
        )
    except InvalidInput as fault:
        raise naming_file(fault, source.path) from None
    return sheets, whole


def _kind(sheet: Sheet, options: SheetOptions, source: Source) -> Register:
    about_deeds = bool(_fields(registers.HOURS, sheet, options) & _NO_ROSTER)
    for register, signs in _SIGNS:
        if register is registers.VOLUNTEERS and about_deeds:
            continue
        fields = _fields(register, sheet, options)
        if all(fields & group for group in signs):
            return register
    where = replace(source, sheet=sheet.name).name
    raise InvalidInput(
        _("认不出 {file} 是哪一种表（表头：{headers}）。").format(
            file=clean(where), headers="、".join(clean(h.path) for h in sheet.headers[:12])
        ),
        hint=_("请用 leifeng volunteer import、activity import 或 hours import 之类指明；只要其中一张表可加 --sheet。"),
    )


def _fields(register: Register, sheet: Sheet, options: SheetOptions) -> set[str]:
    known = labels_with(register, options.mapping).known
    match = matcher(frozenset(known))
    fields = set()
    for header in sheet.headers:
        label = (match(header.known) if header.known else None) or match(header.label)
        if label is not None and label not in _VAGUE.get(register.noun, ()):
            fields.add(known[label].field)
    return fields
