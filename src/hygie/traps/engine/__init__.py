"""Formats: a mail of any program, its HTML, its attachments. No Django, nothing is opened."""
