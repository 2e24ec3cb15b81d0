"""Formats and drives: archives to hand over, letters to change, keys that are plugged in."""
