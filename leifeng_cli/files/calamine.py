"""The one place that calls python-calamine, in this process or, for risky kinds, in a child of its own.

``python -m leifeng_cli.files.calamine`` is that child: a workbook on stdin, pickled sheets on stdout.
"""

from __future__ import annotations

import io
import sys

from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.raw import MAX_CELLS, RawSheet
from leifeng_cli.files.sniff import with_password
from leifeng_cli.files.xlsxscan import damaged, too_large

_CHILD_BYTES = 2 << 30
_CHILD_SECONDS = 120


def read_here(data: bytes) -> list[RawSheet]:
    """Sheets of a workbook already known to be of a sane size. Raises ``InvalidInput``."""
    import python_calamine as calamine

    sheets: list[RawSheet] = []
    cells = 0
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for index, meta in enumerate(book.sheets_metadata):
                if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_index(index)
                row, column = sheet.end or (0, 0)
                cells += (row + 1) * (column + 1)
                if cells > MAX_CELLS:
                    raise too_large()
                merged = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
                rows = sheet.to_python(skip_empty_area=False) if sheet.end else []
                sheets.append(RawSheet(meta.name, [list(cells_in_row) for cells_in_row in rows], merged))
    except calamine.PasswordError as error:
        raise with_password() from error
    except (calamine.CalamineError, ValueError, OSError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Rust's, outside of Exception
            raise damaged() from error
        raise
    return sheets


def read_in_child(data: bytes) -> list[RawSheet]:
    """The same in a process with a memory limit, which may die without taking this one along."""
    import os
    import pickle
    import subprocess
    from pathlib import Path

    if getattr(sys, "frozen", False):  # a packed program has no interpreter to start
        return read_here(data)
    home = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=data,
            capture_output=True,
            timeout=_CHILD_SECONDS,
            env={**os.environ, "PYTHONPATH": home},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_large() from error
    if done.returncode:
        raise too_large() if b"memory" in done.stderr.lower() else damaged()
    answer: list[RawSheet] | InvalidInput = pickle.loads(done.stdout)
    if isinstance(answer, InvalidInput):
        raise answer
    return answer


def _child() -> None:
    import contextlib
    import pickle

    data = sys.stdin.buffer.read()
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):  # macOS refuses some limits
            resource.setrlimit(resource.RLIMIT_AS, (_CHILD_BYTES, _CHILD_BYTES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: list[RawSheet] | InvalidInput
    try:
        answer = read_here(data)
    except InvalidInput as error:
        answer = InvalidInput(error.message, hint=error.hint)  # without its cause, which may not pickle
    except MemoryError:
        answer = too_large()
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _child()
