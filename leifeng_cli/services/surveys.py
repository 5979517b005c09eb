"""Surveys: added and changed only where their figures agree."""

from __future__ import annotations

from collections.abc import Mapping

from leifeng_cli.domain.surveys import SURVEYS, Survey, check_survey
from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.registers import add_in, edit_in, parse_changes, parse_values, resolve
from leifeng_cli.store import records


def add_survey(ctx: Context, given: Mapping[str, Cell]) -> Survey:
    values = parse_values(SURVEYS, given, ctx.hints())
    check_survey(values)
    with ctx.write("survey.add") as tx:
        record: Survey = add_in(tx, SURVEYS, values)
        tx.summary = _("新增调查 {n}").format(n=record.number)
    return record


def edit_survey(ctx: Context, word: str, given: Mapping[str, Cell]) -> tuple[Survey, bool]:
    values = parse_changes(SURVEYS, given, ctx.hints())
    with ctx.write("survey.edit") as tx:
        record: Survey = resolve(tx.conn, SURVEYS, word)
        check_survey({"asked": record.asked, "aware": record.aware, **values})
        changed = edit_in(tx, SURVEYS, record, values)
        tx.summary = _("修改调查 {n}").format(n=record.number)
        record = records.get(tx.conn, SURVEYS, record.id)
    return record, changed
