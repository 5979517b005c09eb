"""Command options made from a register's columns."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from leifeng_cli.domain.columns import Column


def column_options(columns: Iterable[Column]) -> list[inspect.Parameter]:
    """One text option per column; its parser is the column's, run by the service."""
    return [
        inspect.Parameter(
            column.field,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[str | None, typer.Option(column.option, metavar=_metavar(column), help=_help(column))],
        )
        for column in columns
    ]


def _metavar(column: Column) -> str:
    if column.col.choices and len(column.col.choices) <= 4:
        return "|".join(column.col.choices)
    return column.col.label


def _help(column: Column) -> str:
    text = column.col.help or column.col.label
    return f"{text}：{'、'.join(column.col.choices)}" if len(column.col.choices) > 4 else text


def with_options(function: Callable[..., Any], columns: Iterable[Column]) -> Callable[..., Any]:
    """``function(…, **given)`` as Typer sees it with one named option per column in place of ``given``."""
    signature = inspect.signature(function, eval_str=True)
    own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own] + column_options(columns)

    def command(**arguments: Any) -> Any:
        return function(**arguments)

    command.__name__ = function.__name__
    command.__doc__ = function.__doc__
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


def said(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were given; an empty one was given too, and clears its field."""
    return {k: v for k, v in given.items() if v is not None}
