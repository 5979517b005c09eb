"""Workbooks of every kind: reading by content, and the door to writing.

:func:`read_workbook` takes what :func:`~leifeng_cli.files.sniff.sniff` found to be a workbook.
"""

from __future__ import annotations

from leifeng_cli.files.raw import RawSheet
from leifeng_cli.files.sniff import Kind, sniff
from leifeng_cli.files.xlsxwrite import SheetOut, write_xlsx

__all__ = ["RawSheet", "SheetOut", "read_workbook", "write_xlsx"]


def read_workbook(data: bytes, kind: Kind | None = None) -> list[RawSheet]:
    """All worksheets in workbook order, hidden ones too, with true row and column numbers.

    Raises ``InvalidInput`` for a bomb, a far cell, a password, or a file that is no workbook.
    """
    from leifeng_cli.files.calamine import read_here, read_in_child

    if (kind or sniff(data)) is Kind.XLSX:
        from leifeng_cli.files.xlsxscan import scan

        found = scan(data)
        sheets = read_here(data) if found.sure else read_in_child(data)
        for sheet in sheets:
            sheet.problems = found.problems.get(sheet.name, [])
        return sheets
    return read_in_child(data)
