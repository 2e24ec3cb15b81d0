"""Reading: the text and the Datamatrix codes of a sheet, a PDF or a photograph.

For every floor that is handed a page made elsewhere; its door is `engine.pages.read`. The page is
parsed by another process, which ends with it: a hostile or broken file can neither hang nor crash
Hygie. It never writes a byte of the page on a disk, and never opens a file by itself.
"""
