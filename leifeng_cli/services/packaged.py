"""Reading what ships with the program as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from leifeng_cli.errors import InvalidInput, NotFound
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


def is_path(word: str) -> bool:
    """Whether a word names a unit's own file: it ends in ``.toml`` or has a folder in it."""
    return word.endswith(".toml") or "/" in word or "\\" in word


def text_or_file(folder: str, word: str, *, hint: str) -> tuple[str, str]:
    """(name, text) of what ships under a name, or of a unit's own file by its path.

    Raises NotFound (with ``hint`` for a file that is not there), or InvalidInput for a file nobody can read.
    """
    if not is_path(word):
        return word, text(folder, word)
    path = Path(word)
    try:
        return path.stem, path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(_("没有文件“{path}”。").format(path=path), hint=hint) from None
    except UnicodeDecodeError:
        raise InvalidInput(
            _("{path} 不是 UTF-8 编码的文本。").format(path=path), hint=_("请用记事本另存为 UTF-8。")
        ) from None
    except OSError as fault:
        raise InvalidInput(_("读不了 {path}：{why}。").format(path=path, why=fault.strerror)) from None
