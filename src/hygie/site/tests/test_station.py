"""`hygie airlock serve`: the airlock's pages only, for the browser that it opened; no base."""

import http.client
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.urls import URLPattern, get_resolver

from hygie.site.tests.addresses import named

SOURCES = Path(__file__).parents[3]
OF_THE_STATION = {
    "airlock:bar", "airlock:choose", "airlock:finish", "airlock:frame", "airlock:hand_over",
    "airlock:images", "airlock:keys", "airlock:paper", "airlock:run", "airlock:series",
    "airlock:skip", "airlock:start", "airlock:stop", "favicon", "static",
}  # fmt: skip
WITHOUT_A_BASE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "hygie.site.station.settings"
import django
django.setup()
from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver
import hygie.site.station.server
from hygie.airlock import views
get_resolver().url_patterns
for name in ("choose", "result", "series", "images", "hand_over", "finish", "running", "failed"):
    get_template(f"airlock/{name}.html")
known = [name for name in sys.modules if name.startswith("hygie.") and name.endswith(".models")]
print([*known, *(model.__name__ for model in apps.get_models())])
"""


@pytest.fixture
def serve(home, tmp_path):
    """Start the station with two folders; gives its port, its token's address and the process."""
    folders = [tmp_path / "CLE", tmp_path / "CABINET"]
    for folder in folders:
        folder.mkdir(exist_ok=True)
    started = []

    def start():
        offered = [part for folder in folders for part in ("--folder", str(folder))]
        process = subprocess.Popen(
            [sys.executable, "-m", "hygie.cli.main", "airlock", "serve", "--no-browser",
             "--port", "0", *offered],
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        started.append(process)
        line = process.stdout.readline()
        address = re.search(r"http://127.0.0.1:(\d+)(/\S*)", line)
        return SimpleNamespace(
            process=process, key=folders[0], practice=folders[1], line=line,
            port=int(address[1]) if address else 0, path=address[2] if address else "",
        )  # fmt: skip

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=10)


class Browser:
    """What a browser keeps: its cookies."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, path, *, typed=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        body = None
        if typed is not None:
            body = urlencode(typed)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if typed is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].strip().partition("=")
            self.cookies[name] = value
        connection.close()
        return SimpleNamespace(status=answer.status, page=page, headers=answer.headers)

    def follow(self, path, **more):
        answer = self.ask(path, **more)
        return self.ask(answer.headers["Location"]) if answer.status == 302 else answer


def opened(station):
    browser = Browser(station.port)
    assert browser.ask(station.path).status == 302
    return browser


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def test_it_knows_no_base_no_model_and_no_address_but_the_airlocks(home):
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_BASE], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )  # fmt: skip
    assert ended.stdout.strip() == "[]", ended.stderr
    station = get_resolver("hygie.site.station.urls")
    assert set(named(station.url_patterns)) == OF_THE_STATION


def plain_paths(patterns, prefix=""):
    """The addresses of the practice that ask for nothing, as one types them."""
    for one in patterns:
        written = prefix + str(one.pattern).lstrip("^").rstrip("$")
        if not isinstance(one, URLPattern):
            yield from plain_paths(one.url_patterns, written)
        elif "<" not in written:
            yield "/" + written.replace("\\.", ".")


def test_nothing_else_of_hygie_is_reachable(serve):
    station = serve()
    browser = opened(station)
    practice = set(plain_paths(get_resolver("hygie.site.urls").url_patterns))
    assert "/patients/" in practice
    reached = {path: browser.ask(path).status for path in sorted(practice - {"/", "/favicon.ico"})}
    assert {path: status for path, status in reached.items() if status != 404} == {}
    for path in ("/sas/", "/static/../../settings.py", "/static/%2e%2e/settings.py", "/static/"):
        assert browser.ask(path).status in {400, 404}, path


def test_only_the_browser_that_it_opened_may_use_it_and_a_token_works_once(serve, home):
    station = serve()
    stranger = Browser(station.port)
    for path in ("/", "/cles/", "/examiner/", "/?cle=", "/?cle=devinette", "/?cle=%00%C3%A9"):
        assert stranger.ask(path).status == 403, path
    assert "Ce navigateur n’a pas été ouvert par le sas" in stranger.ask("/").page
    assert stranger.ask("/static/hygie/hygie.css").status == 200
    browser = opened(station)
    first = browser.ask("/")
    assert first.status == 200
    assert "unsafe" not in first.headers["Content-Security-Policy"]
    assert station.practice.name in first.page
    assert stranger.ask(station.path).status == 403, "spent"
    address = (home / "airlock" / "station.address").read_text().splitlines()[0]
    if os.name == "posix":
        assert (home / "airlock" / "station.address").stat().st_mode & 0o077 == 0
    again = Browser(station.port)
    assert again.ask(address.partition(str(station.port))[2]).status == 302, "for a new window"
    assert browser.ask("/").status == 200, "the first goes on"
    assert browser.ask("/", Host="mechant.example").status == 400


def test_a_key_is_examined_copied_out_and_erased(serve, home):
    station = serve()
    (station.key / "lisez-moi.exe").write_bytes(b"MZ\x90\x00" + b"\x00" * 300)
    browser = opened(station)
    csrf = {"csrfmiddlewaretoken": token_of(browser.ask("/").page)}
    assert browser.ask("/examiner/", typed={"device": str(station.key)}).status == 403, "no token"
    typed = {**csrf, "path": str(home)}
    assert (
        "Ce poste ne lit et n’écrit que des clés" in browser.follow("/examiner/", typed=typed).page
    )
    typed = {**csrf, "device": str(station.key), "who": "AM"}
    where = browser.ask("/examiner/", typed=typed).headers["Location"]
    page = ""
    while "verdict tone-" not in page:
        time.sleep(0.1)
        page = browser.ask(where).page
        assert "L’examen n’a pas pu se faire" not in page, page
    assert "lisez-moi.exe" in page
    assert browser.ask(f"{where}rapport.pdf").page.startswith("%PDF-")
    typed = {**csrf, "path": str(home)}
    refused = browser.follow(f"{where}transmettre/", typed=typed).page
    assert "Ce poste ne lit et n’écrit que des clés" in refused
    assert "effacé" in browser.follow(f"{where}terminer/", typed=csrf).page
    assert list((home / "airlock" / "held").iterdir()) == []
    assert [path.name for path in station.key.iterdir()] == ["lisez-moi.exe"]


def test_a_second_station_on_one_folder_is_refused(serve):
    first = serve()
    second = serve()
    _, told = second.process.communicate(timeout=20)
    assert "Le sas est déjà ouvert" in told
    assert "Traceback" not in told
    assert opened(first).ask("/").status == 200


def test_what_a_killed_station_left_is_erased_and_told_by_the_next(serve, home):
    first = serve()
    for number in range(2000):
        (first.key / f"{number}.txt").write_bytes(b"Bonjour")
    browser = opened(first)
    csrf = {"csrfmiddlewaretoken": token_of(browser.ask("/").page)}
    where = browser.ask("/examiner/", typed={**csrf, "device": str(first.key)}).headers["Location"]
    while "sur <strong>" not in browser.ask(f"{where}avance/").page:
        time.sleep(0.02)
    _, started = (home / "airlock" / "station.address").read_text().splitlines()
    first.process.kill()
    first.process.wait()
    assert list((home / "airlock" / "held").iterdir()) != []
    last = serve()
    for name in ("held", "staging"):
        assert [path for path in (home / "airlock" / name).iterdir() if path.is_dir()] == [], name
    assert "n’est pas allé au bout" in opened(last).ask("/").page
    _, started_again = (home / "airlock" / "station.address").read_text().splitlines()
    assert started_again != started, "an open window is told"
    last.process.terminate()
    last.process.wait(timeout=20)
    assert not (home / "airlock" / "station.address").exists()
