"""`hygie serve`: one at a time on a home folder, here only, and the token of the first day."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.test import Client

from hygie.core.errors import HygieError
from hygie.practice import first_run
from hygie.site import server
from hygie.storage import copies

SOURCES = Path(__file__).parents[3]
BEGIN = "/cabinet/commencer/"


@pytest.fixture
def serve(home):
    """Start `hygie serve` on a free port; gives the process and the address it printed."""
    started = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "hygie.cli.main", "serve", "--no-browser", *arguments],
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        line = process.stdout.readline()
        address = re.search(r"http://127.0.0.1:(\d+)(/\S*)", line)
        return process, (int(address[1]), address[2]) if address else None

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=10)


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    page = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer, page


def cookie(answer):
    return answer.headers["Set-Cookie"].partition(";")[0]


def test_the_first_page_is_served_here_only_and_its_token_works_once(serve):
    _, (port, path) = serve("--port", "0")
    refused, page = get(port, BEGIN)
    assert refused.status == 403
    assert "Ouvrez Hygie par son icône" in page
    wrong, _ = get(port, f"{BEGIN}?cle=devinette")
    assert wrong.status == 403

    first, page = get(port, path)
    assert first.status == 200
    assert 'name="practice_name"' in page
    assert "unsafe" not in first.headers["Content-Security-Policy"]
    assert first.headers["Server"] == "hygie"
    assert "SameSite=Strict" in first.headers["Set-Cookie"]
    assert "HttpOnly" in first.headers["Set-Cookie"]
    assert get(port, BEGIN, Cookie=cookie(first))[0].status == 200, "the same browser goes on"

    assert get(port, path)[0].status == 403, "another browser comes too late"
    assert get(port, "/", Host="mechant.example")[0].status == 400
    with socket.socket() as outside, pytest.raises(OSError, match=r"refused|unreachable"):
        outside.connect(("127.0.0.2", port))


def test_a_second_hygie_on_one_home_is_refused_and_the_first_goes_on(serve):
    _, (port, _) = serve("--port", "0")
    second, address = serve("--port", "0")
    _, told = second.communicate(timeout=20)
    assert (second.returncode, address) == (1, None)
    assert "Hygie est déjà ouvert sur ce dossier. Rien n’a été changé." in told
    assert "Traceback" not in told
    assert get(port, "/probleme/")[0].status == 200


def test_a_home_that_is_served_is_not_served_twice(home):
    home.mkdir()
    with copies.nobody_serving(), pytest.raises(HygieError) as refused:
        server.serve(port=0, open_browser=False)
    assert refused.value.code == "site.already_open"


def test_a_port_already_taken_is_told_with_another(serve):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process, address = serve("--port", str(port))
        _, told = process.communicate(timeout=20)
    assert (process.returncode, address) == (1, None)
    assert f"Le port {port} est déjà pris" in told
    assert f"hygie serve --port {port + 1}" in told
    assert "Traceback" not in told
    with copies.nobody_serving():
        pass  # the folder is free again


@pytest.fixture
def invitation(locked):
    return first_run.new_token()


def test_without_the_token_nobody_takes_the_practice(invitation, home):
    answers = {
        "practice_name": "Cabinet volé", "name": "Chloé", "profession": "10", "login": "chloe",
        "passphrase": "une phrase à elle", "again": "une phrase à elle",
    }  # fmt: skip
    for path in (BEGIN, f"{BEGIN}?cle=", f"{BEGIN}?cle=devinette", f"{BEGIN}?cle=%00é"):
        assert Client().get(path).status_code == 403
        assert Client().post(path, answers).status_code == 403
    assert list(home.glob("*")) == []


def test_the_token_works_for_one_browser_only_even_when_two_ask_at_once(invitation):
    statuses = []

    def ask():
        statuses.append(Client().get(f"{BEGIN}?cle={invitation}").status_code)

    together = [threading.Thread(target=ask) for _ in range(6)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert sorted(statuses) == [200, *[403] * 5]


def test_the_first_day_can_be_interrupted(invitation, home):
    browser = Client()
    assert browser.get(f"{BEGIN}?cle={invitation}").status_code == 200
    wrong = browser.post(BEGIN, {"practice_name": "Cabinet Martin", "passphrase": "court"})
    assert wrong.status_code == 200
    assert "Cabinet Martin" in wrong.content.decode(), "what was typed is still there"
    assert list(home.glob("*")) == []
    assert browser.get(BEGIN).status_code == 200


def test_what_is_too_heavy_for_the_memory_is_refused_before_it_is_received(serve):
    _, (port, _) = serve("--port", "0")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", "/patients/importer/")
    connection.putheader("Content-Length", str(server.IN_MEMORY_BYTES))
    connection.endheaders()
    assert connection.getresponse().status == 413, "not kept in a temporary file, in clear"
    connection.close()
