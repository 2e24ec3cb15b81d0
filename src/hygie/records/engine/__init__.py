"""Formats and drivers of records: no Django."""
