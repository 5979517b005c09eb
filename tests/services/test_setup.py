"""The first command: the unit, and the categories a file begins with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.units import UNITS
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log
from leifeng_cli.services.registers import list_records
from leifeng_cli.services.setup import init


def test_the_unit_and_the_categories_are_there(ctx: Context) -> None:
    (unit,) = list_records(ctx, UNITS)
    assert (unit.number, unit.name, unit.superior, unit.own) == ("U0001", "幸福社区", "市文明办", True)
    categories = list_records(ctx, CATEGORIES)
    roots = {c.name for c in categories if c.parent is None}
    assert roots and {c.parent for c in categories if c.parent} <= roots
    assert len({c.name for c in categories}) == len(categories)
    (one,) = log(ctx)
    assert (one.command, one.operator, one.at) == ("init", "经办人", "2022-01-05T09:00:00+08:00")


def test_names_are_cleaned_of_what_nobody_sees(ctx: Context, tmp_path: Path) -> None:
    mine = replace(ctx, db=tmp_path / "deep" / "er" / "t.db")
    init(mine, " 幸福\u202e社区\x1b ", superior=" 市\u200b文明办")
    (unit,) = list_records(mine, UNITS)
    assert (unit.name, unit.superior) == ("幸福社区", "市文明办")


def test_init_through_a_dangling_link_makes_nothing(ctx: Context, tmp_path: Path) -> None:
    from leifeng_cli.errors import DatabaseError

    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "gone" / "t.db")
    with pytest.raises(DatabaseError):
        init(replace(ctx, db=link), "幸福社区")
    assert link.is_symlink() and not (tmp_path / "gone").exists()
