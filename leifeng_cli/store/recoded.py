"""Words that a migration has turned into codes, by which the journal of before is read.

What the journal holds is in its chain and stays as it was written. Its images are put into the words of today
where they are compared or written back; of a row that was inserted there is only a digest, so the row is put into
the words of then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: (table, column) -> former word -> code, in the order in which they were recoded.
RECODED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("activity", "status"): {"计划中": "planned", "已发布": "published", "已结项": "finished", "已取消": "cancelled"},
}


def recoded(table: str, image: Mapping[str, Any]) -> dict[str, Any]:
    """An image in the words of today."""
    found = dict(image)
    for column, words in _of(table, image):
        found[column] = words.get(found[column], found[column])
    return found


def as_kept(table: str, row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A row as it stands, then as it was kept before each recoding, the latest first.

    Nothing for a row that holds a former word: no program of this version has written it.
    """
    if recoded(table, row) != row:
        return
    yield row
    for column, words in reversed(_of(table, row)):
        former = {code: word for word, code in words.items()}
        row = {**row, column: former.get(row[column], row[column])}
        yield row


def _of(table: str, row: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    return [(column, words) for (there, column), words in RECODED.items() if there == table and column in row]
