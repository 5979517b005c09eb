"""Reads a star policy from the text of its TOML file. The format is described in docs/star-policy.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from leifeng_cli.domain.stars.levels import read_approval, read_levels, read_window
from leifeng_cli.domain.stars.lines import line_index
from leifeng_cli.domain.stars.policy import (
    CONFIDENCE,
    RATINGS,
    Application,
    Approval,
    Counting,
    Demotion,
    GiftCycle,
    GiftStep,
    Level,
    Policy,
    Sequence_,
    Source,
    Window,
)
from leifeng_cli.domain.stars.reader import Document, Problem, Table
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

T = TypeVar("T")

_CHINESE_MARKS = re.compile(r"[“”‘’＝，、。：；【】［］（）｛｝＂＃]")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def parse_policy(text: str, name: str) -> Policy:
    """The policy of one file; ``name`` is the file's name, shown in errors.

    Raises InvalidInput naming file, line and remedy of every problem; ``where`` has ``file``, ``line`` (the
    first) and ``problems``.
    """
    policy, problems = check_policy(text, name)
    if policy is None:
        raise refusal(name, problems, "docs/star-policy.md")
    return policy


def refusal(name: str, problems: Sequence[Problem], page: str) -> InvalidInput:
    """The error that names every problem of a file; ``page`` says how such a file is written."""
    return InvalidInput(
        "\n".join(
            _("{name} 第 {line} 行：{message}{hint}。").format(
                name=name, line=p.line, message=p.message, hint=p.hint.rstrip("。")
            )
            for p in problems
        ),
        hint=_("改好后再试；各项写法见 {page}。").format(page=page),
        file=name,
        line=problems[0].line,
        problems=tuple(problems),
    )


def check_policy(text: str, name: str) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy, or None with everything that is wrong with the text, by line. Never raises on bad text."""
    return check_text(text, lambda top: _read(top, name.removesuffix(".toml")))


def check_text(text: str, read: Callable[[Table], T]) -> tuple[T | None, tuple[Problem, ...]]:
    """What ``read`` makes of a TOML text, or None with all its problems by line."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    data = _load(text)
    if isinstance(data, Problem):
        return None, (data,)
    document = Document(line_index(text))
    found = read(Table(document, (), data))
    if document.problems:
        return None, tuple(sorted(set(document.problems), key=lambda p: p.line))
    return found, ()


def _load(text: str) -> dict[str, Any] | Problem:
    import tomllib  # only those who read a policy pay for it
    from decimal import Decimal

    def exact(number: str) -> Decimal:
        try:
            return Decimal(number)
        except ArithmeticError:
            return Decimal("NaN")

    try:
        return tomllib.loads(text, parse_float=exact)
    except tomllib.TOMLDecodeError as error:
        return _not_toml(text, str(error))
    except (ValueError, RecursionError):
        return Problem(1, _("文件里有过长的数字或过深的括号，无法读取。"), _("请对照样例检查"))


def _not_toml(text: str, detail: str) -> Problem:
    lines = text.split("\n")
    at = re.search(r"at line (\d+)", detail)
    number = int(at[1]) if at else max(1, len(text.rstrip("\n").split("\n")))
    line = lines[number - 1] if number <= len(lines) else ""
    mark = _CHINESE_MARKS.search(_QUOTED.sub("", line.split("#")[0]))
    if mark:
        hint = _("引号之外有中文标点“{mark}”，请换成英文标点").format(mark=mark[0])
    elif "overwrite" in detail or "twice" in detail:
        hint = _("同一个键或同一节写了两次，请删去一处；星级要用两层方括号 [[level]]")
    elif "at end of document" in detail:
        hint = _("文件在这里没有写完，请检查引号和括号是否成对")
    else:
        hint = _("请检查等号两边是否齐全、文字是否加了英文引号、括号是否成对")
    return Problem(number, _("这一行不合 TOML 的写法。"), hint)


def _read(top: Table, policy_id: str) -> Policy:
    title = top.text("title", required=True)
    valid_from, valid_until = top.day("valid_from"), top.day("valid_until")
    if valid_from and valid_until and valid_until < valid_from:
        top.bad("valid_until", _("失效日期早于生效日期。"), _("请核对 valid_from 与 valid_until"))
    note = top.text("note", multiline=True)
    source = read_source(top.table("source"))
    counting = _read_counting(top.table("counting"))
    rules = top.table("rules")
    sequence = cast(Sequence_, rules.choice("sequence", ("conditions", "none", "granted"), "conditions"))
    application = cast(Application, rules.choice("application", ("any", "bands", "highest"), "any"))
    demotion = cast(Demotion, rules.choice("demotion", ("never", "on-evaluation"), "never"))
    demotion_by, demotion_when = rules.text("demotion_by"), rules.text("demotion_when")
    rules.close()
    approval = read_approval(top.table("approval"), Approval())
    levels = read_levels(top, "level", counting.window, approval, 0)
    if not levels and "level" not in top.data:
        top.bad("level", _("一个星级也没有。"), _("请至少写一节 [[level]]，其下写 level、name 和条件"))
    honours = read_levels(top, "honour", counting.window, approval, max((x.level for x in levels), default=0))
    if sequence == "granted":
        levels = tuple(_after_previous(level) for level in levels)
    gifts = _read_gifts(top, levels)
    top.close()
    return Policy(
        policy_id, title, source, levels, honours, gifts, valid_from, valid_until, note, counting, sequence,
        application, demotion, demotion_by, demotion_when,
    )  # fmt: skip


def _after_previous(level: Level) -> Level:
    if level.level == 1 or level.conditions.granted_level is not None:
        return level
    return replace(level, conditions=replace(level.conditions, granted_level=level.level - 1))


def read_source(table: Table) -> Source:
    """The ``[source]`` table: who made the rule, by what document."""
    source = Source(
        body=table.text("body", required=True),
        document=table.text("document"),
        number=table.text("number"),
        year=table.whole("year", 1949, 2200),
        confidence=table.choice("confidence", CONFIDENCE, "own"),
    )
    table.close()
    return source


def _read_counting(table: Table) -> Counting:
    counting = Counting(
        window=read_window(table, Window()),
        excluded_ratings=read_ratings(table),
        publicised_only=table.flag("publicised_only"),
        after_registration=table.flag("after_registration"),
        subtract_time_bank=table.flag("subtract_time_bank"),
    )
    table.close()
    return counting


def read_ratings(table: Table) -> frozenset[int]:
    """``excluded_ratings``: records rated so are left out; 不合格 where nothing is said."""
    given = table.strings("excluded_ratings")
    if given is None:
        return Counting().excluded_ratings
    ratings = [RATINGS.get(x) if isinstance(x, str) else x for x in given]
    if any(isinstance(x, bool) or x not in RATINGS.values() for x in ratings):
        table.wrong("excluded_ratings", _("可以写：优秀、良好、合格、较差、不合格，或 5 到 1；都计入时写 []"))
        return Counting().excluded_ratings
    return frozenset(int(x) for x in ratings if x is not None)


def _read_gifts(top: Table, levels: tuple[Level, ...]) -> GiftCycle | None:
    if "gifts" not in top.data:
        return None
    table = top.table("gifts")
    cycle = table.seconds("every_hours")
    if cycle is None and "every_hours" not in table.data:
        table.bad("every_hours", _("缺少“every_hours”。"), _("请写每隔多少小时循环一次，如 every_hours = 300"))
    steps = []
    for row in table.tables("step"):
        seconds, level = row.seconds("hours"), row.whole("level", 1, 99)
        prize = row.text("prize", required=True)
        row.close()
        if seconds is None or level is None or not any(x.level == level for x in levels):
            row.bad("level", _("礼品须写明小时数和星级。"), _("请写 hours 和 level，level 须是上面已有的星级"))
        else:
            steps.append(GiftStep(seconds, level, prize))
    table.close()
    if not steps and not table.data.get("step"):
        table.bad("step", _("礼品循环里没有礼品。"), _("请写 [[gifts.step]]，其下写 hours、level、prize"))
    elif cycle is not None and cycle < 3600:
        table.wrong("every_hours", _("循环不能短于 1 小时"))
    elif steps and cycle is not None and (steps != sorted(steps, key=lambda s: s.seconds) or steps[-1].seconds > cycle):
        table.bad("step", _("礼品的小时数须由小到大，且不超过 every_hours。"), _("请调整次序或小时数"))
    return GiftCycle(cycle or 3600, tuple(steps))
