"""Reads of records, a file a part."""
