"""Starting a file: the unit it belongs to, and the categories it begins with."""

from __future__ import annotations

import tomllib
from pathlib import Path

from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.units import UNITS
from leifeng_cli.domain.values.text import text
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.packaged import DATA
from leifeng_cli.store import records
from leifeng_cli.store.faults import disk_faults, faults_translated
from leifeng_cli.store.journal import Transaction


def init(ctx: Context, unit: str, *, superior: str | None = None, kind: str | None = None) -> bool:
    """Make the file and enter the unit. Returns False where the file has its unit already.

    Safe to run twice, or twice at once: one of them makes the file, one of them enters the unit.
    """
    from leifeng_cli.store.migrate import create  # migrations cost start-up time; only a new file needs them here

    name = text(unit, ctx.hints())
    if not name:
        raise BadValue(_("单位名称不能为空。"), hint="--unit 幸福社区")
    above = text(superior, ctx.hints()) if superior else None
    values = {"name": name, "superior": above or None, "kind": kind, "own": True}
    with faults_translated(), disk_faults(_("新建数据文件"), ctx.db):
        create(ctx.db)
    with ctx.write("init", summary=_("建立数据文件：{unit}").format(unit=name)) as tx:
        if records.by(tx.conn, UNITS, own=1):
            return False
        records.insert(tx, UNITS, values)
        _seed_categories(tx, DATA / "categories.toml")
    return True


def _seed_categories(tx: Transaction, path: Path) -> None:
    for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
        parent = records.insert(tx, CATEGORIES, {"name": group["name"], "source": group["source"]})
        for name in group["items"]:
            records.insert(tx, CATEGORIES, {"name": name, "parent": parent, "source": group["source"]})
