"""The one place where an error becomes a message and an exit code. Nothing else catches broadly."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import Ambiguous, FindingsFound, LeifengError, UsageError
from leifeng_cli.messages import _

INTERRUPTED = 130


def run(app: Callable[..., Any], argv: Sequence[str]) -> int:
    """Run the menu and return the exit code; every way out of the program passes here."""
    _prepare_streams()
    as_json = _wants_json(argv)
    try:
        code = app(list(argv), standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:  # Typer has taken the Ctrl-C already
            _say_interrupted()
    except LeifengError as error:
        return report(error, as_json)
    except KeyboardInterrupt:
        _say_interrupted()
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # Typer leaves by the second where it meets the first
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader (head, less) has gone; the rest has no place to go
        return 0
    except Exception as fault:
        return _foreign(fault, as_json)
    return code if isinstance(code, int) else 0


def _say_interrupted() -> None:
    print(_("已中断：做完的留着，没做完的没有写入。用 leifeng log 可看最后做完的一步。"), file=sys.stderr)


def _prepare_streams() -> None:
    """A GBK console or pipe must not die of a character it lacks: it shows a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _wants_json(argv: Sequence[str]) -> bool:
    pairs = pairwise(argv)
    return any(a in ("-f", "--format") and b == "json" for a, b in pairs) or "--format=json" in argv or "-fjson" in argv


def report(error: LeifengError, as_json: bool) -> int:
    """Say what is wrong and what to do, on stderr; for a machine as one JSON object."""
    if as_json:
        where = {k: v for k, v in error.where.items() if isinstance(v, str | int | None)}
        body: dict[str, Any] = {"code": error.code, "message": error.message, "hint": error.hint, **where}
        if isinstance(error, Ambiguous):
            body["candidates"] = list(error.candidates)
        print(json.dumps({"error": body}, ensure_ascii=False), file=sys.stderr)
        return error.exit_code
    # What lists the problems of a file has a line for each; any other line break came in with a word typed.
    first, *more = error.message.split("\n") if "problems" in error.where else [error.message]
    found = isinstance(error, FindingsFound)  # the command ran well: what it found is no error of the clerk's
    print(("" if found else _("错误：")) + clean(first), file=sys.stderr)
    for line in more:
        print("  " + clean(line), file=sys.stderr)
    if isinstance(error, Ambiguous):
        for line in error.candidates:
            print("  " + clean(line), file=sys.stderr)
    if error.hint:
        print("  " + clean(error.hint), file=sys.stderr)
    return error.exit_code


def _foreign(fault: Exception, as_json: bool) -> int:
    """Errors of the command-line library in our words; anything else is a fault of ours."""
    import typer.exceptions as typer_errors

    if isinstance(fault, typer_errors.Exit):
        return fault.exit_code
    if isinstance(fault, typer_errors.Abort):
        print(_("已取消，什么都没有改。"), file=sys.stderr)
        return INTERRUPTED
    if isinstance(fault, typer_errors.TyperException):
        if type(fault).__name__ == "NoArgsIsHelpError":
            print(fault.message, file=sys.stderr)
            return UsageError.exit_code
        return report(_usage(fault), as_json)
    return _unexpected(fault)


def _usage(fault: Any) -> UsageError:
    param = getattr(fault, "param", None)
    shown = ""
    if param is not None:
        shown = param.opts[0] if param.param_type_name == "option" else str(param.metavar or param.name).upper()
    context = getattr(fault, "ctx", None)
    path = context.command_path if context is not None else "leifeng"
    hint = _("用 {path} --help 查看用法。").format(path=path)
    match type(fault).__name__:
        case "MissingParameter":
            message = _("少了“{what}”。").format(what=shown)
        case "NoSuchOption":
            message = _("没有“{what}”这个选项。").format(what=fault.option_name)
            if fault.possibilities:
                hint = _("是不是 {what}？").format(what="、".join(sorted(fault.possibilities)))
        case "BadOptionUsage":
            message = _("选项“{what}”后面要写内容。").format(what=fault.option_name)
        case "BadParameter":
            message = _("“{what}”的内容不对：{why}").format(what=shown, why=fault.message)
        case _:
            message, _sep, meant = fault.message.partition(". Did you mean ")
            message = message.replace("Got unexpected extra argument", _("多出了内容"))
            if meant:
                hint = _("是不是 {what}？").format(what=meant.rstrip("?").replace("'", "").replace(", ", "、"))
    return UsageError(message, hint=hint)


def _unexpected(fault: Exception) -> int:
    """A fault of the program itself: no values on the screen, the trace in a private file on request."""
    print(_("程序内部出错（{kind}）。数据文件没有写入。").format(kind=type(fault).__name__), file=sys.stderr)
    if os.environ.get("LEIFENG_DEBUG"):
        traceback.print_exception(fault)
    else:
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        print(_("  请把这一行告诉维护者：{place}").format(place=place), file=sys.stderr)
    return 1
