"""What is made to exhaust whoever reads it: too large, too deep, too many codes."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import segno
from PIL import Image

from hygie.traps import queries
from hygie.traps.engine import attached
from hygie.traps.tests.mails import mail

# Ours took 682 MiB: the standard parser keeps the mail as bytes, as text and as lines.
# Told by the process itself: what its parent counts begins with the parent's own memory.
COMMAND = (
    "import sys; from hygie.cli.main import main; code = main(sys.argv[1:]); "
    "print(open('/proc/self/status').read(), file=sys.stderr); sys.exit(code)"
)
MAX_RSS_BYTES = 900 * 1024 * 1024


def picture_of_codes(across, down):
    """A page tiled with the same small code."""
    buffer = io.BytesIO()
    segno.make("https://a.fr/x", micro=False).save(buffer, kind="png", scale=2, border=2)
    tile = Image.open(buffer).convert("L")
    page = Image.new("L", (tile.width * across, tile.height * down), 255)
    for at in range(across * down):
        page.paste(tile, (at % across * tile.width, at // across * tile.height))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def test_a_picture_of_thousands_of_codes_is_judged():
    told = queries.judgement_of(picture_of_codes(40, 50), name="codes.png")
    assert told.is_cut
    assert len(told.signs) < 30  # each kind of sign is told once, however many codes there are


def test_an_archive_that_would_swell_is_named_and_never_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photos.js", bytes(30 * 1024 * 1024))
        for rank in range(attached.MAX_NAMES * 2):
            archive.writestr(f"{rank}.txt", b"")
    content = buffer.getvalue()
    assert len(content) < 1024 * 1024
    assert len(attached.attachment("photos.zip", content).holds) == attached.MAX_NAMES
    told = queries.judgement_of(mail(files=[("photos.zip", content)]))
    assert told.verdict == "dangerous"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux seulement : /proc")
def test_a_mail_of_fifty_megabytes_is_read_by_the_command_within_bounds(tmp_path):
    file = tmp_path / "message.eml"
    head = b"From: a@b.fr\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\n"
    file.write_bytes(head + b"bonjour docteur\r\n" * (51 * 1024 * 1024 // 17))
    child = subprocess.run(
        [sys.executable, "-c", COMMAND, "trap", str(file), "--json"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        check=True,
    )
    assert json.loads(child.stdout)["is_cut"]
    highest_kib = int(re.search(rb"VmHWM:\s+(\d+) kB", child.stderr)[1])
    assert highest_kib * 1024 < MAX_RSS_BYTES
