"""The key behind the check codes: made at the first issue, and never another in its place unnoticed."""

from __future__ import annotations

from leifeng_cli.domain.certificates import Snapshot, key_name
from leifeng_cli.errors import Conflict, DatabaseError
from leifeng_cli.files.certificate_key import key_path, make_key, read_key
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.registers import needed_reason
from leifeng_cli.store.journal import Transaction
from leifeng_cli.store.settings import read_settings, write_setting

#: The setting that keeps the name of the key in use; no person sets it.
SETTING = "certificate-key"


def current_key(tx: Transaction, ctx: Context) -> bytes:
    """The key to make codes with. Makes it where the file has issued none yet.

    Raises DatabaseError where it is missing or another: codes on paper could no longer be checked.
    """
    key, expected = read_key(ctx.db), read_settings(tx.conn).get(SETTING)
    if key is None and expected:
        raise _missing(ctx)
    if key is None:
        key = make_key(ctx.db)
        ctx.notices.append(
            _("已新建密钥文件 {path}：校验码靠它核验，请与数据文件一起备份，不要给别人。").format(path=key_path(ctx.db))
        )
    if expected is None:
        write_setting(tx, SETTING, key_name(key))
    elif expected != key_name(key):
        raise _another(ctx)
    return key


def key_that_fits(ctx: Context, snapshot: Snapshot) -> bytes:
    """The key a certificate's code was made with. Raises DatabaseError where the file holds none or another."""
    key = read_key(ctx.db)
    if key is None:
        raise _missing(ctx)
    if key_name(key) != snapshot.key:
        raise _another(ctx)
    return key


def new_key(ctx: Context, reason: str) -> None:
    """Begin again with a new key where the old one is lost for good; certificates issued before must be reissued."""
    why = needed_reason(reason, ctx.hints())
    with ctx.write("certificate.new-key", reason=why, summary=_("换用新的证书密钥")) as tx:
        if read_key(ctx.db) is not None:
            raise Conflict(
                _("密钥文件 {path} 还在，没有换。").format(path=key_path(ctx.db)),
                hint=_("若它确实不是原来那一把、原来的也找不到了，请先把它移到别处。"),
            )
        write_setting(tx, SETTING, key_name(make_key(ctx.db)))


def _missing(ctx: Context) -> DatabaseError:
    return DatabaseError(
        _("找不到密钥文件 {path}，校验码无从核验。").format(path=key_path(ctx.db)),
        hint=_(
            "请从备份或原来的电脑把它拷回数据文件旁边；确已丢失，用 leifeng certificate new-key 换新的，再逐张补发。"
        ),
    )


def _another(ctx: Context) -> DatabaseError:
    return DatabaseError(
        _("密钥文件 {path} 不是出具证书用的那一把。").format(path=key_path(ctx.db)),
        hint=_("请把原来的密钥文件拷回来；若换过新密钥，换之前的证书要补发。"),
    )
