"""The key behind the check codes: a file beside the data file, readable by its owner only.

It is kept apart from the data file so that whoever can write the one cannot make codes for it.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from leifeng_cli.domain.certificates import KEY_BYTES
from leifeng_cli.errors import DatabaseError
from leifeng_cli.files.output import atomic_write
from leifeng_cli.messages import _


def key_path(db: Path) -> Path:
    return db.with_name(db.name + ".key")


def read_key(db: Path) -> bytes | None:
    """The key of a data file, or None where there is none. Raises DatabaseError for a file that holds no key."""
    path = key_path(db)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise DatabaseError(
            _("读不了密钥文件 {path}：{why}。").format(path=path, why=fault.strerror or fault),
            hint=_("请检查这个文件的权限。"),
        ) from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise DatabaseError(
            _("密钥文件 {path} 里不是密钥，可能被改过或没有写完。").format(path=path),
            hint=_("请用原来的密钥文件换回它。"),
        )
    return key


def make_key(db: Path, *, force: bool = False) -> bytes:
    """A new key, written with mode 0600; never over one that is there unless ``force``."""
    key = secrets.token_bytes(KEY_BYTES)
    atomic_write(key_path(db), (key.hex() + "\n").encode("ascii"), force=force)
    return key
