"""Formats of the room: tables of records, as practices' software exports them."""
