import pytest

from hygie.traps.rules import senders
from hygie.traps.rules.letters import Letter


def codes(**told):
    return [one.code for one in senders.seen(Letter(**told))]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"sender_name": "Dr Paul Durand", "sender": "paul.durand@gmail.com"}, []),
        ({"sender_name": "Assurance Maladie", "sender": "noreply@info.ameli.fr"}, []),
        ({"sender_name": "Assurance Maladie", "sender": "a@gmail.com"},
         ["sender_pretends", "free_sender"]),
        ({"sender_name": "Ameli", "sender": "a@ameli-pro.net"}, ["sender_imitates"]),
        ({"sender_name": "Doctolib", "sender": "a@envoi-7.xyz"},
         ["sender_pretends", "sender_odd_domain"]),
        ({"sender_name": "Service comptabilité", "sender": "compta@hotmail.com"}, ["free_sender"]),
        ({"sender_name": "contact@ameli.fr", "sender": "x@cabinet.fr"}, ["sender_pretends"]),
        ({"sender_name": "lea@cabinet.fr", "sender": "x@autre.fr"}, ["name_hides_address"]),
        ({"sender": "a@b.fr", "reply_to": "a@gmail.com"}, ["reply_free"]),
        ({"sender": "a@b.fr", "reply_to": "a@c.fr"}, ["reply_elsewhere"]),
        ({"sender": "a@b.fr", "reply_to": "a@mail.b.fr"}, []),
        ({"sender": "a@b.fr", "failed": frozenset({"spf"})}, ["not_authentic"]),
        ({"sender": "a@b.fr", "failed": frozenset({"spf"}), "passed": frozenset({"dmarc"})}, []),
        ({"sender": "a@b.fr", "failed": frozenset({"dmarc", "spf"})}, ["not_authentic_at_all"]),
        ({"sender": "a@fiduciaire-lambrechtt.fr", "sender_name": "Sophie Lambrecht"},
         ["sender_misspelt"]),
        ({"sender": "a@cabinet-tileuls.fr", "recipient": "b@cabinet-tilleuls.fr"},
         ["sender_misspelt"]),
        ({"sender": "a@laboratoire-gilbert.fr", "sender_name": "Laboratoires Gilbert"}, []),
        ({"sender": "a@dossier-securise.fr"}, ["sender_errand"]),
        ({"sender": "a@fournitex.net", "text": "Bonjour, votre devis"}, ["sender_not_french"]),
        ({"sender": "a@fournitex.pl", "text": "Bonjour, votre devis"}, ["sender_foreign"]),
        ({"sender": "a@fournitex.pl", "text": "Hello, the quotation"}, []),
        ({"sender": "p@jardin.fr", "sender_name": "Paul Durand",
          "text": "Voir ici\nDe : Paul Durand <p.durand@clinique-test.fr>"}, ["sender_changed"]),
        ({"sender": ""}, []),
    ],
)  # fmt: skip
def test_a_sender_is_held_against_its_address(told, expected):
    assert codes(**told) == expected
