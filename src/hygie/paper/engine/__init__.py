"""The format of paper: Typst in, PDF/A out. No Django."""
