"""The unit whose file this is."""

from __future__ import annotations

from leifeng_cli.domain.units import UNITS, Unit
from leifeng_cli.errors import NotFound
from leifeng_cli.messages import _
from leifeng_cli.store import records
from leifeng_cli.store.connection import Connection


def own_unit(conn: Connection) -> Unit:
    """Raises NotFound where the file has no unit of its own, as another tool may have left it."""
    found: list[Unit] = records.by(conn, UNITS, own=1)
    if not found:
        raise NotFound(_("文件里没有本单位。"), hint=_("请运行 leifeng init --unit 单位名称。"))
    return found[0]
