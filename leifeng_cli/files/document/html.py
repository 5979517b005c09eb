"""A document as one page: no script, nothing fetched, light and dark, fit for printing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from leifeng_cli.domain.document import Document, cell_text
from leifeng_cli.domain.periods import day_title
from leifeng_cli.domain.values.text import clean
from leifeng_cli.files.document.layout import figure_columns
from leifeng_cli.files.document.svg import draw_chart

TEMPLATES = Path(__file__).parent.parent.parent / "data" / "templates"


def draw(document: Document) -> bytes:
    text: str = _template().render(document=document)
    return text.encode("utf-8", "replace")


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        clean=clean,
        cell=lambda value: clean(cell_text(value)),
        day=day_title,
        chart=draw_chart,  # every text in it is escaped there
        kind=lambda block: type(block).__name__,
        figures=figure_columns,
    )
    environment.tests.update(missing=lambda value: value is None)
    return environment.get_template("document.html.jinja")
