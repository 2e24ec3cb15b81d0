"""What the walks of the screens share; each module has its browser and its demonstration."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.walk import CHROMIUM, hygie

# A busy machine takes its time: what is looked for is waited for.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def invented_practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a demonstration that nobody has walked: each module walks a copy."""
    home = tmp_path_factory.mktemp("maison") / "demo"
    command = [sys.executable, "-m", "hygie.cli.main", "demo", "--no-serve"]
    environment = {**os.environ, "HYGIE_HOME": str(home)}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return home


@pytest.fixture(scope="module")
def demonstration(
    invented_practice: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    home = tmp_path_factory.mktemp("maison") / "demo"
    shutil.copytree(invented_practice, home)
    with hygie(home, "demo") as server:
        found = re.search(r"Phrase de passe : (.+)", server.printed)
        assert found is not None
        server.passphrase = found[1]
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window; what its console complains of is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.set_default_timeout(120_000)  # a dozen programs on two processors: 30 s were not enough
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield window
    context.close()
    assert [said for said in complaints if "404" not in said] == []
