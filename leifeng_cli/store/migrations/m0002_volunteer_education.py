"""Volunteers' schooling."""

STATEMENTS = ("ALTER TABLE volunteer ADD COLUMN education TEXT",)
