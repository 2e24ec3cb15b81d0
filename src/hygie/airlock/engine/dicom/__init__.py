"""DICOM files: read element by element inside the sandbox, written again by us.

`walk_inside` reads, `native` decides, `header` is what other lanes build on: `engine.pixels` takes
a compressed file's `Header` and gives it back with native pixels through `rebuild_with`.
"""
