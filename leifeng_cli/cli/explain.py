"""Drawing the account of a person's hours."""

from __future__ import annotations

from dataclasses import asdict

from leifeng_cli.cli.output import harmless, print_csv, print_json
from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _
from leifeng_cli.services.explain import Explanation, Step


def print_explanation(e: Explanation, format_: str) -> None:
    if format_ == "json":
        print_json(
            {
                "volunteer_number": e.volunteer.number,
                "month": e.month,
                "policy": e.policy,
                "steps": [asdict(s) for s in e.steps],
                "credited_seconds": e.credited_seconds,
                "counted_seconds": e.counted_seconds,
            }
        )
        return
    columns = columns_of(Step)
    headers = [c.col.label for c in columns]
    rows = [[harmless(c.text(getattr(s, c.field), reveal=False)) for c in columns] for s in e.steps]
    if format_ == "csv":
        print_csv(headers, rows)
        return
    print(
        _("{n} {name}{month}：记入 {a} 小时，计星 {b} 小时（按“{policy}”）").format(
            n=e.volunteer.number,
            name=harmless(e.volunteer.name),
            month=f" {e.month}" if e.month else "",
            a=hours_text(e.credited_seconds),
            b=hours_text(e.counted_seconds),
            policy=e.policy,
        )
    )
    print_table(headers, rows, right=[False] * 4 + [True] * 2 + [False])
