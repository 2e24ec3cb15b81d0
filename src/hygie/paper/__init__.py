"""Paper: from a Typst template and plain values to a PDF/A that any machine prints alike.

For every room that prints; its door is `engine.typst.render`, the house's sheet is in `typst/`.
It never reads the base, and never takes a value for markup.
"""
