"""Records: how long each is kept, who may ask for one, what becomes of them when a practice closes.

For the professional who decides and the secretary who prepares. Its doors are `queries` and the
command `hygie records`. It never decides alone: it shows the text, the dates and the doubts, and
doubt keeps. Personal notes never leave.
"""
