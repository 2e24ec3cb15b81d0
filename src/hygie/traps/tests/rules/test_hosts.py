import pytest

from hygie.traps.rules import hosts


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.ameli.fr/medecin", "www.ameli.fr"),
        ("ameli.fr/x", "ameli.fr"),
        ("http://ameli.fr@pirate.net/x", "pirate.net"),
        ("HTTP://AMELI.FR.", "ameli.fr"),
        ("https://xn--amli-cpa.fr", "améli.fr"),
        ("http://[::1]/", "::1"),
        ("http://[oups", ""),
        ("mailto:a@b.fr", ""),
    ],
)
def test_the_host_of_a_link_is_who_is_really_asked(url, host):
    assert hosts.host_of(url) == host


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("www.ameli.fr", "ameli.fr"),
        ("ameli.fr.dossier.co.uk", "dossier.co.uk"),
        ("cabinet.github.io", "cabinet.github.io"),
        ("localhost", "localhost"),
    ],
)
def test_what_is_rented_is_told_from_what_is_put_in_front(host, owner):
    assert hosts.registrable(host) == owner


def test_a_number_is_no_name():
    assert hosts.is_address("192.0.2.7")
    assert hosts.is_address("3221225985")
    assert not hosts.is_address("ameli.fr")


def test_foreign_letters_are_seen_and_read_as_the_eye_reads_them():
    assert hosts.is_mixed("аmeli.fr")
    assert not hosts.is_mixed("santé.fr")
    assert hosts.skeleton("аme1i") == "ameli"
    assert hosts.skeleton("arneli") == "ameli"


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("ameli", "ameli", 0), ("ameli", "amelli", 1), ("doctolib", "dotcolib", 1), ("a", "abcd", 3),
     ("doctolib", "weda", 3)],
)  # fmt: skip
def test_distance_counts_what_a_hurried_eye_misses(one, other, steps):
    assert hosts.distance(one, other) == steps
    assert hosts.distance(other, one) == steps


def test_text_is_matched_without_accents_nor_invisible_letters():
    assert hosts.plain_text("Vérifi\u200bez l’accès") == "Verifiez l'acces"
