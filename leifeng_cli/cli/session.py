"""What every command finds in its Typer context: the service context and how talkative to be."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _
from leifeng_cli.services.context import CHINA, Context

if TYPE_CHECKING:
    import typer


@dataclass
class Session:
    context: Context
    quiet: bool

    def say(self, text: str) -> None:
        """A remark for the person at the keyboard: on stderr, never where data goes."""
        if not self.quiet:
            print(clean_lines(text), file=sys.stderr)

    def done(self, text: str, *, undo: bool = True) -> None:
        """What changed, and how to take it back."""
        self.say(text + (_("　（撤销：leifeng undo）") if undo else ""))

    def say_notices(self) -> None:
        """What the services had to remark, at the end of whatever command it was."""
        for notice in self.context.notices:
            self.say(notice)


def clean_lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.split("\n"))


def open_session(db: str | None, wait: str, *, quiet: bool) -> Session:
    try:
        seconds = float(wait)
    except ValueError:
        raise UsageError(_("--wait 后面应是秒数，不是“{wait}”。").format(wait=wait)) from None
    return Session(Context(_database(db), _now(), _operator(), wait=max(0.0, seconds)), quiet)


def session(ctx: typer.Context) -> Session:
    found = ctx.find_object(Session)
    assert found is not None
    return found


def _database(given: str | None) -> Path:
    chosen = given or os.environ.get("LEIFENG_DB")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # only where nobody said which file

    return user_data_path("leifeng", appauthor=False) / "leifeng.db"


def _now() -> dt.datetime:
    fixed = os.environ.get("LEIFENG_NOW")
    if not fixed:
        return dt.datetime.now(CHINA)
    try:
        now = dt.datetime.fromisoformat(fixed)
    except ValueError:
        raise UsageError(_("环境变量 LEIFENG_NOW 不是日期时间：{value}").format(value=fixed)) from None
    return now.replace(tzinfo=CHINA) if now.tzinfo is None else now.astimezone(CHINA)


def _operator() -> str:
    named = clean(os.environ.get("LEIFENG_OPERATOR", ""))
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return _("未具名")
