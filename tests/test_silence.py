"""The tests leave this machine alone; a test that could not run is never taken for a success."""

import socket
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[1]

# Addresses kept for documentation: nobody answers there, even without the guard.
OUTSIDE = [("192.0.2.1", 443), ("2001:db8::1", 443, 0, 0), ("patients.example", 80)]


@pytest.mark.parametrize("address", OUTSIDE)
@pytest.mark.parametrize("gesture", ["connect", "connect_ex"])
def test_a_connection_to_the_outside_is_refused(address, gesture):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(AssertionError, match="extérieur"):
        getattr(client, gesture)(address)


def test_a_datagram_to_the_outside_is_refused():
    datagrams = socket.socket(type=socket.SOCK_DGRAM)
    with datagrams, pytest.raises(AssertionError, match="extérieur"):
        datagrams.sendto(b"question", OUTSIDE[0])


@pytest.mark.parametrize("name", ["patients.example", b"patients.example"])
def test_a_name_is_not_even_looked_up_outside(name):
    with pytest.raises(AssertionError, match="extérieur"):
        socket.getaddrinfo(name, 443)


def test_a_library_that_connects_by_itself_is_refused_too():
    with pytest.raises(AssertionError, match="extérieur"):
        socket.create_connection(OUTSIDE[0], timeout=1)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_may_talk_to_itself(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port), timeout=5) as client:
            server.accept()[0].close()
            assert client.recv(1) == b""


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="pas de socket Unix")
def test_programs_of_this_machine_may_talk_by_a_file(tmp_path):
    place = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(place)
        server.listen()
        client.connect(place)


@pytest.fixture
def house(request):
    """The conftest.py that this very run obeys."""
    return request.config.pluginmanager.get_plugin(str(ROOT / "conftest.py"))


def outcome_of(house, *, reason):
    """What becomes of a test that was skipped for that reason."""
    report = pytest.TestReport(
        "tests/test_papers.py::test_reads_a_paper", ("", None, ""), {}, "skipped",
        ("tests/test_papers.py", 3, f"Skipped: {reason}"), "setup",
    )  # fmt: skip
    steps = house.pytest_runtest_makereport(SimpleNamespace(nodeid=report.nodeid), None)
    next(steps)
    with pytest.raises(StopIteration) as end:
        steps.send(report)
    return end.value.value.outcome


ABSENT = [
    "programme absent : pdftotext (sudo apt install poppler-utils)",
    "chromium est absent",
    "programme absent : age (sudo apt install age)",
]


@pytest.mark.parametrize("reason", ABSENT)
def test_on_a_desk_an_absent_program_only_skips_its_tests(house, monkeypatch, reason):
    monkeypatch.delenv("HYGIE_TEST_STRICT", raising=False)
    assert outcome_of(house, reason=reason) == "skipped"


@pytest.mark.parametrize("reason", ABSENT)
def test_in_strict_mode_an_absent_program_is_a_failure(house, monkeypatch, reason):
    monkeypatch.setenv("HYGIE_TEST_STRICT", "1")
    assert outcome_of(house, reason=reason) == "failed"


@pytest.mark.parametrize("reason", ["droits POSIX", "impossible ici : pas de montage, ni partage"])
def test_in_strict_mode_what_belongs_to_another_system_stays_skipped(house, monkeypatch, reason):
    monkeypatch.setenv("HYGIE_TEST_STRICT", "1")
    assert outcome_of(house, reason=reason) == "skipped"


def test_a_test_says_which_program_it_needs_and_is_skipped_in_words(house, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    needs = SimpleNamespace(iter_markers=lambda name: [pytest.mark.needs("pdftotext").mark])
    with pytest.raises(pytest.skip.Exception, match="sudo apt install poppler-utils"):
        house.pytest_runtest_setup(needs)


def test_a_test_whose_program_is_there_runs(house):
    needs = SimpleNamespace(iter_markers=lambda name: [pytest.mark.needs(sys.executable).mark])
    house.pytest_runtest_setup(needs)
