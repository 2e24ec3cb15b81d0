"""`hygie airlock serve`: waitress on loopback, the airlock's pages only."""

from __future__ import annotations

import os
import signal
import sys
import threading
import webbrowser
from types import FrameType

from django.core.wsgi import get_wsgi_application
from filelock import FileLock, Timeout
from waitress.server import create_server

from hygie.airlock.actions import examining, running
from hygie.core import files
from hygie.core.errors import HygieError
from hygie.site.station import invitation

ADDRESS = "127.0.0.1"
THREADS = 6
IN_MEMORY_BYTES = 32 * 1024 * 1024
MAX_SENT_BYTES = 256 * 1024


def serve(*, port: int, open_browser: bool) -> int:
    """Serve until stopped, one station a home folder.

    Django is already set up, with `hygie.site.station.settings`.

    Args:
        port: on loopback; 0 for any.
        open_browser: open the usual browser.

    Raises:
        HygieError: `site.station_already_open` or `site.port_taken`.
    """
    lock = FileLock(files.ensure_home() / "station.lock", timeout=0)
    try:
        with lock:
            return _serve(port, open_browser=open_browser)
    except Timeout as error:
        raise HygieError(
            "site.station_already_open",
            "Le sas est déjà ouvert sur ce dossier. Rien n’a été changé.",
            advice="Revenez à sa fenêtre, ou fermez-le d’abord.",
        ) from error


def _serve(port: int, *, open_browser: bool) -> int:
    _end_when_told()
    running.sweep()
    running.told_at_start[:] = examining.close_interrupted()
    try:
        server = create_server(
            get_wsgi_application(),
            host=ADDRESS,
            port=port,
            threads=THREADS,
            ident="hygie",
            inbuf_overflow=IN_MEMORY_BYTES,
            outbuf_overflow=IN_MEMORY_BYTES,
            max_request_body_size=MAX_SENT_BYTES,
        )
    except OSError as error:
        raise HygieError(
            "site.port_taken",
            f"Le port {port} est déjà pris par un autre programme. Rien n’a été changé.",
            advice=f"Essayez : hygie airlock serve --port {port + 1}",
        ) from error
    try:
        address = invitation.begin(f"http://{ADDRESS}:{server.effective_port}/")
        print(f"Le sas est ouvert : {address}", flush=True)
        print("Pour l’arrêter : Ctrl + C.", flush=True)
        if open_browser and _has_a_screen():
            webbrowser.open(address)
        server.run()
    finally:
        server.close()
        invitation.end()
        running.finish_current()
    return 0


def _end_when_told() -> None:
    """A session that closes asks to end: what was rebuilt is erased now, not at the next start."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)


def _has_a_screen() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
