"""Reading what ships with the program as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from leifeng_cli.errors import NotFound
from leifeng_cli.messages import _

DATA = Path(__file__).parent.parent / "data"


@cache
def names(folder: str) -> tuple[str, ...]:
    return tuple(sorted(p.stem for p in (DATA / folder).glob("*.toml")))


@cache
def text(folder: str, name: str) -> str:
    """The text of ``data/<folder>/<name>.toml``. Raises NotFound listing the names there are."""
    if name not in names(folder):
        raise NotFound(_("没有名为“{name}”的规则。").format(name=name), hint=_("可用：") + "、".join(names(folder)))
    return (DATA / folder / f"{name}.toml").read_text(encoding="utf-8")
