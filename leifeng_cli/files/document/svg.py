"""Charts as SVG text: bars, a line, a ring. No script, no font of their own, colours from the page's variables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from leifeng_cli.domain.document import Chart, Hours, cell_text
from leifeng_cli.domain.values.text import clean

WIDTH, ROW, LABEL, FIGURE = 720, 30, 170, 90
_COLOURS = 6
_MOST_SLICES = 8


def draw_chart(chart: Chart) -> str:
    """An <svg> element with its title; drawn to scale, and to nothing where every value is 0."""
    amounts = [v.seconds if isinstance(v, Hours) else v for v in chart.values]
    shape = {"bar": _bars, "line": _line, "donut": _donut}[chart.kind]
    height, body = shape(chart, amounts)
    label = _text(chart.title)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}" class="chart {chart.kind}">'
        f"<title>{label}</title>{''.join(body)}</svg>"
    )


def _text(text: str, most: int = 60) -> str:
    text = clean(text)
    return escape(text if len(text) <= most else text[: most - 1] + "…")


def _bars(chart: Chart, amounts: Sequence[int]) -> tuple[int, Iterator[str]]:
    most = max(amounts, default=0) or 1
    room = WIDTH - LABEL - FIGURE

    def body() -> Iterator[str]:
        for i, (label, amount) in enumerate(zip(chart.labels, amounts, strict=True)):
            y = i * ROW
            wide = round(room * max(0, amount) / most, 1)
            yield f'<text x="{LABEL - 10}" y="{y + 20}" text-anchor="end">{_text(label, 12)}</text>'
            yield f'<rect x="{LABEL}" y="{y + 6}" width="{wide}" height="{ROW - 12}" rx="3" class="c0"/>'
            shown = escape(cell_text(chart.values[i]))
            yield f'<text x="{LABEL + wide + 8:.1f}" y="{y + 20}" class="figure">{shown}</text>'

    return max(ROW, ROW * len(amounts)), body()


def _line(chart: Chart, amounts: Sequence[int]) -> tuple[int, Iterator[str]]:
    height, top, bottom, side = 240, 30, 36, 50
    most = max(amounts, default=0) or 1
    step = (WIDTH - 2 * side) / max(1, len(amounts) - 1)
    points = [
        (round(side + i * step, 1), round(top + (height - top - bottom) * (1 - max(0, a) / most), 1))
        for i, a in enumerate(amounts)
    ]

    def body() -> Iterator[str]:
        floor = height - bottom
        yield f'<line x1="{side - 20}" y1="{floor}" x2="{WIDTH - side + 20}" y2="{floor}" class="axis"/>'
        path = " ".join(f"{x},{y}" for x, y in points)
        yield f'<polyline points="{path}" class="trend"/>'
        for (x, y), label, value in zip(points, chart.labels, chart.values, strict=True):
            yield f'<circle cx="{x}" cy="{y}" r="4" class="c0"/>'
            yield f'<text x="{x}" y="{y - 10}" text-anchor="middle" class="figure">{escape(cell_text(value))}</text>'
            yield f'<text x="{x}" y="{height - 12}" text-anchor="middle">{_text(label, 8)}</text>'

    return height, body()


def _donut(chart: Chart, amounts: Sequence[int]) -> tuple[int, Iterator[str]]:
    total = sum(max(0, a) for a in amounts)
    radius, thick, x0, y0 = 90, 34, 130, 120
    slices = [(label, a, v) for label, a, v in zip(chart.labels, amounts, chart.values, strict=True) if a > 0]

    def body() -> Iterator[str]:
        around, gone = 2 * math.pi * radius, 0.0
        for i, (label, amount, value) in enumerate(slices[:_MOST_SLICES]):
            part = around * amount / total
            yield (
                f'<circle cx="{x0}" cy="{y0}" r="{radius}" fill="none" stroke-width="{thick}" class="s{i % _COLOURS}"'
                f' stroke-dasharray="{part:.2f} {around - part:.2f}" stroke-dashoffset="{-gone:.2f}"'
                f' transform="rotate(-90 {x0} {y0})"/>'
            )
            gone += part
            y = 40 + i * 26
            percent = (amount * 2000 + total) // (2 * total)
            yield f'<rect x="290" y="{y - 12}" width="14" height="14" rx="3" class="c{i % _COLOURS}"/>'
            yield (
                f'<text x="314" y="{y}">{_text(label, 14)}　{escape(cell_text(value))}'
                f"（{percent // 10}.{percent % 10}%）</text>"
            )
        yield f'<text x="{x0}" y="{y0 + 6}" text-anchor="middle" class="figure">{_total(chart, total)}</text>'

    return 240, body()


def _total(chart: Chart, total: int) -> str:
    hours = any(isinstance(v, Hours) for v in chart.values)
    return escape(cell_text(Hours(total) if hours else total)) + _text(chart.unit, 6)
