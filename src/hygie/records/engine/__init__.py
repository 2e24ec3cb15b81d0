"""Formats and drives: tables, archives to hand over, letters to change, keys plugged in."""
