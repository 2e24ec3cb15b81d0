"""Django's `makemigrations`, on an empty base of its own: make_migrations.py [ROOM].

The practice's base is locked when nobody is there, and Django's command wants to read one.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command


def main(rooms: list[str]) -> None:
    """Write the migrations of the rooms named, or of all."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HYGIE_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hygie.site.settings")
        django.setup()
        from hygie.storage import opening

        base = Path(folder) / "base.db"
        base.touch()
        opening.hold(secrets.token_bytes(32), base)
        call_command("makemigrations", *rooms)
        opening.lock()


if __name__ == "__main__":
    main(sys.argv[1:])
