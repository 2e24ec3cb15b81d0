"""`hygie serve`: waitress on loopback, one at a time on a home folder, and its keeper."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser

from django.core.wsgi import get_wsgi_application
from waitress.server import create_server

from hygie.airlock.actions import running
from hygie.core import files
from hygie.core.errors import HygieError
from hygie.practice import first_run
from hygie.site import keeper
from hygie.storage import copies, keyfile

ADDRESS = "127.0.0.1"
THREADS = 4
IN_MEMORY_BYTES = 64 * 1024 * 1024


def serve(*, port: int, open_browser: bool) -> int:
    """Serve until stopped.

    Raises:
        HygieError: `site.already_open` or `site.port_taken`.
    """
    with copies.nobody_serving():
        return _serve(port, open_browser=open_browser)


def _has_a_screen() -> bool:
    """Without one, `webbrowser` may start a text browser in this terminal and wait for its end."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _serve(port: int, *, open_browser: bool) -> int:
    try:
        server = create_server(
            get_wsgi_application(),
            host=ADDRESS,
            port=port,
            threads=THREADS,
            ident="hygie",
            # Beyond these, waitress would write a request or a page to a temporary file, in clear.
            inbuf_overflow=IN_MEMORY_BYTES,
            outbuf_overflow=IN_MEMORY_BYTES,
            max_request_body_size=IN_MEMORY_BYTES - 1,
        )
    except OSError as error:
        raise HygieError(
            "site.port_taken",
            f"Le port {port} est déjà pris par un autre programme. Rien n’a été changé.",
            advice=f"Essayez : hygie serve --port {port + 1}",
        ) from error
    running.sweep()  # what a killed Hygie left of a patient's key, in clear
    address = f"http://{ADDRESS}:{server.effective_port}/"
    if not keyfile.exists(files.home()):
        address += f"cabinet/commencer/?cle={first_run.new_token()}"
    print(f"Hygie est ouvert : {address}", flush=True)
    print("Pour l’arrêter : Ctrl + C.", flush=True)
    stop = threading.Event()
    watch = threading.Thread(target=keeper.keep, args=(stop,), name="keeper", daemon=True)
    watch.start()
    if open_browser and _has_a_screen():
        webbrowser.open(address)
    try:
        server.run()
    finally:
        stop.set()
        server.close()
        running.finish_current()
    return 0
