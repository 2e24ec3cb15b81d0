"""What is loaded, and in which order: pydicom's own imports bring GDCM with them."""

import subprocess
import sys

import pytest

TRUSTED = ("pictures", "pixels.compressed", "pixels.render", "pixels.png")
ASKED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module("hygie.airlock.engine." + name)
print(sorted({"gdcm", "pydicom", "PIL", "jpeg_ls", "numpy"} & sys.modules.keys()))
"""


def test_nothing_that_decodes_is_loaded_on_the_trusted_side():
    command = [sys.executable, "-c", ASKED, *TRUSTED]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


ORDER = """
import sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "gdcm":
            print("zlib" in sys.modules)
sys.meta_path.insert(0, Watch())
import importlib
importlib.import_module("hygie.airlock.engine.pixels." + sys.argv[1])
"""


@pytest.mark.parametrize("module", ["decode_inside", "render_inside"])
def test_gdcm_never_comes_before_zlib(module):
    # As the sandbox starts: nothing of `site` has loaded anything yet.
    asked = f"import sys; sys.path += {[path for path in sys.path if path]!r}\n{ORDER}"
    command = [sys.executable, "-I", "-S", "-c", asked, module]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True"]
