"""How the screens are walked: a real Hygie in a process of its own, a real browser, axe-core."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Width in CSS pixels: a desk, a phone, and the desk at 200 % (half its pixels).
WIDTHS = {"1280": 1280, "360": 360, "200 %": 640}
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}
PASSPHRASE = "quatre mots sans lien"


@contextmanager
def hygie(home: Path, *arguments: str) -> Iterator[SimpleNamespace]:
    """A real `hygie` serving in a process of its own; gives its address and what it printed."""
    environment = {**os.environ, "HYGIE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "hygie.cli.main", *arguments, "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        printed = ""
        while "Hygie est ouvert" not in printed:
            line = server.stdout.readline()
            assert line, printed
            printed += line
        address = re.search(r"http://\S+", printed)
        assert address is not None
        try:
            yield SimpleNamespace(address=address[0], printed=printed)
        finally:
            server.terminate()


def sign_in(page: Page, server: SimpleNamespace) -> None:
    page.goto(server.address)
    page.get_by_label("Identifiant").fill("alice.martin")
    page.get_by_label("Phrase de passe").fill(server.passphrase)
    page.get_by_role("button", name="Ouvrir").click()
    page.wait_for_url(server.address)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def serious_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def faults_of(page: Page, address: str) -> list[str]:
    """What is wrong at an address: it scrolls sideways at some width, or axe-core complains."""
    page.goto(address)
    faults = []
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        if scrolls_sideways(page):
            faults.append(f"scrolls sideways at {name}")
    assert page.locator("h1").count() == 1, address
    return faults + serious_faults(page)
