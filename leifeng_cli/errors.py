"""The closed family of errors: each class has one exit code and one stable English code.

A message says in Chinese what is wrong and where; the hint says what to do. Imports nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class LeifengError(Exception):
    """Base of everything the program itself refuses.

    ``where`` holds what a machine may want to know of the place: file, row, column, value.
    """

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "unexpected"

    def __init__(self, message: str, *, hint: str | None = None, **where: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where


class UsageError(LeifengError):
    """The command line itself is off."""

    exit_code = 2
    code = "usage"


class InvalidInput(LeifengError):
    """Data given is not valid; nothing was written."""

    exit_code = 3
    code = "invalid"


class BadValue(InvalidInput):
    """One value cannot be read. ``hint`` is the remedy; the reader adds file, row and column."""

    code = "bad_value"


class NotFound(LeifengError):
    """No such record."""

    exit_code = 4
    code = "not_found"


class Ambiguous(NotFound):
    """More than one record answers; ``candidates`` are lines already fit to show (masked)."""

    code = "ambiguous"

    def __init__(self, message: str, candidates: Iterable[str], *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.candidates = tuple(candidates)


class Conflict(LeifengError):
    """Against a rule, or against what is already recorded."""

    exit_code = 5
    code = "conflict"


class DatabaseError(LeifengError):
    """The file itself: missing, foreign, newer, locked, damaged or tampered with."""

    exit_code = 6
    code = "database"


class MissingDatabase(DatabaseError):
    code = "database_missing"


class ForeignDatabase(DatabaseError):
    code = "database_foreign"


class NewerDatabase(DatabaseError):
    code = "database_newer"


class LockedDatabase(DatabaseError):
    code = "database_locked"


class DamagedDatabase(DatabaseError):
    code = "database_damaged"


class TamperedDatabase(DatabaseError):
    code = "database_tampered"


class PartialImport(LeifengError):
    """An import the user allowed in part left rows out."""

    exit_code = 7
    code = "partial"


class FindingsFound(LeifengError):
    """A check ran well and found something."""

    exit_code = 8
    code = "findings"
