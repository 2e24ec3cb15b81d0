"""`hygie serve`: the first page, and the memory it keeps once a practice is at work.

The floor is waitress serving one empty page of Django, in a process of its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

import psutil
import ratio

FIRST_PAGE_LIMIT_S = 3.0
REST_LIMIT_MB = 200
SETTLING_S = 3.0
HYGIE = [sys.executable, "-m", "hygie.cli.main"]
SERVE = [*HYGIE, "serve", "--no-browser", "--port", "0"]
LOGIN = "alice.martin"
PASSPHRASE_FILE = "phrase-de-passe-de-demonstration.txt"
TWENTY_PAGES = [
    "/", *(f"/reponses/{number}/" for number in range(1, 12)), "/questions/", "/cabinet/",
    "/membres/", "/journal/", "/journal/verifier/", "/probleme/", "/modes-d-emploi/", "/securite/",
]  # fmt: skip

EMPTY_PAGE = """
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from waitress.server import create_server

urlpatterns = [path("", lambda request: HttpResponse())]
settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="x")
server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
print(f"http://127.0.0.1:{server.effective_port}/", flush=True)
server.run()
"""


@contextmanager
def serving(command: list[str], env: dict[str, str]) -> Iterator[tuple[psutil.Process, str]]:
    """A server and the address that it prints; ended at the end."""
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if found := re.search(r"http://127.0.0.1:\d+/\S*", line):
                    yield psutil.Process(process.pid), found[0]
                    return
            raise SystemExit("the server ended without giving its address")
        finally:
            process.kill()


def browser() -> OpenerDirector:
    """Something that keeps cookies, and never asks a proxy."""
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))


def read(opener: OpenerDirector, address: str, fields: dict[str, str] | None = None) -> str:
    """A page, redirections followed; an answer that is not 200 ends the measure."""
    body = urlencode(fields).encode() if fields else None
    with opener.open(address, body, timeout=60) as answer:
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
        return str(answer.read().decode())


def first_page_s(command: list[str], env: dict[str, str]) -> float:
    """From the start of the process to the end of its first page, in seconds."""
    start = time.perf_counter()
    with serving(command, env) as (_, address):
        read(browser(), address)
        return time.perf_counter() - start


def send(opener: OpenerDirector, address: str, fields: dict[str, str], *, from_page: str) -> str:
    """Send a form of a page, with its token."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', read(opener, from_page))
    return read(opener, address, fields | {"csrfmiddlewaretoken": token[1] if token else ""})


def sign_in(opener: OpenerDirector, address: str, env: dict[str, str]) -> None:
    """As Dr Alice Martin, with the invented passphrase and its real derivation."""
    phrase = (Path(env["HYGIE_HOME"]) / PASSPHRASE_FILE).read_text(encoding="utf-8").strip()
    door = urljoin(address, "/ouvrir/")
    page = send(opener, door, {"login": LOGIN, "passphrase": phrase}, from_page=door)
    if 'name="passphrase"' in page:
        raise SystemExit("nobody was signed in")


def memory_mb(process: psutil.Process) -> float:
    """What the process and its children hold in memory now, in millions of bytes."""
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6


def highest_mb(process: psutil.Process, work: Callable[[], None]) -> float:
    """The highest memory seen while something is done, looked at every 5 ms."""
    with ThreadPoolExecutor(1) as pool:
        running, highest = pool.submit(work), 0.0
        while not running.done():
            highest = max(highest, memory_mb(process))
            time.sleep(0.005)
        running.result()
    return highest


def memory_at_work(env: dict[str, str], steps: dict[str, list[float]]) -> float:
    """Memory at rest after signing in and twenty pages; what is seen on the way goes in `steps`."""

    def note(step: str, value_mb: float) -> None:
        steps.setdefault(step, []).append(value_mb)

    with serving(SERVE, env) as (process, address):
        opener = browser()
        read(opener, address)
        note("after the first page", memory_mb(process))
        note("during Argon2id", highest_mb(process, lambda: sign_in(opener, address, env)))
        note("once signed in", memory_mb(process))
        for page in TWENTY_PAGES:
            read(opener, urljoin(address, page))
        time.sleep(SETTLING_S)
        at_rest_mb = memory_mb(process)
        # Then what a day may add: it is told, and not counted in the rest.
        send(opener, urljoin(address, "/ordinateurs/regarder/"), {}, from_page=address)
        opener.open(urljoin(address, "/bilan.pdf"), timeout=60).read()
        time.sleep(SETTLING_S)
        note("after a look and a paper", memory_mb(process))
        return at_rest_mb


def memory_of_empty_page(env: dict[str, str]) -> float:
    """The floor, after as many requests."""
    with serving([sys.executable, "-c", EMPTY_PAGE], env) as (process, address):
        for _ in TWENTY_PAGES:
            read(browser(), address)
        return memory_mb(process)


def main() -> int:
    """Measure the first page on the first day, then at a practice's, then the memory."""
    n = ratio.repetitions(3)
    ratio.say_machine()
    ratio.keep_two_cores()
    with tempfile.TemporaryDirectory() as scratch:
        first_day = ratio.child_environment(Path(scratch), home="first-day")
        demo = ratio.child_environment(Path(scratch), home="demonstration")
        subprocess.run(
            [*HYGIE, "demo", "--no-serve"], env=demo, check=True, stdout=subprocess.DEVNULL
        )
        floor = [sys.executable, "-c", EMPTY_PAGE]
        for name, env in (("first page, first day", first_day), ("first page, practice", demo)):
            found = ratio.pairs(
                partial(first_page_s, SERVE, env), partial(first_page_s, floor, first_day), n=n
            )
            ratio.tell(name, found, unit="s", our_limit=FIRST_PAGE_LIMIT_S)
        steps: dict[str, list[float]] = {}
        found = ratio.pairs(
            lambda: memory_at_work(demo, steps), lambda: memory_of_empty_page(first_day), n=n
        )
        for name, values in steps.items():
            ratio.note(f"  memory {name}", values, unit="MB")
        ratio.tell("memory at rest, signed in", found, unit="MB", our_limit=REST_LIMIT_MB)
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
