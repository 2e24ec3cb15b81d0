"""On the trusted side no decoder may even be loaded: pydicom's own imports bring GDCM with them."""

import subprocess
import sys

TRUSTED = ("pictures", "pixels.compressed", "pixels.render", "pixels.png")
ASKED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module("hygie.airlock.engine." + name)
print(sorted({"gdcm", "pydicom", "PIL", "openjpeg", "jpeg_ls", "numpy"} & sys.modules.keys()))
"""


def test_nothing_that_decodes_is_loaded_on_the_trusted_side():
    command = [sys.executable, "-c", ASKED, *TRUSTED]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
