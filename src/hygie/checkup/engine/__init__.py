"""Probes: each looks at one thing of a computer and answers with plain facts. No Django."""
