"""Formats that other programs export. No Django."""
