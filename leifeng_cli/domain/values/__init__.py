"""Parsers and masks of single values: a cell of a sheet or a word of a command line in, a value out."""
