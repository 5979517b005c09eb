"""Sheets in and sheets out: the only place that knows csv, xlsx, xls and html tables."""
