import pytest

from hygie.traps.rules.judging import Verdict, judge
from hygie.traps.rules.letters import Attachment, Letter, Link


def verdict(**told):
    return judge(Letter(**told)).verdict


def test_a_refund_from_an_imitation_is_dangerous_and_says_why():
    judgement = judge(
        Letter(
            sender_name="Assurance Maladie",
            sender="noreply@ameli-remboursement.com",
            text="Cher client, un remboursement de 234,12 € est en attente. Cliquez ici.",
            links=(Link(url="https://ameli-remboursement.com/x", shown="Cliquez ici"),),
        )
    )
    assert judgement.verdict is Verdict.DANGEROUS
    assert judgement.signs[0].weight >= judgement.signs[-1].weight
    assert "imite l’Assurance Maladie" in judgement.signs[0].sentence


def test_a_program_is_enough_alone():
    assert verdict(sender="a@b.fr", attachments=(Attachment(name="scan.pdf.exe"),)) == "dangerous"


@pytest.mark.parametrize(
    "told",
    [
        {"sender_name": "Dr Paul Durand", "sender": "p.durand@gmail.com",
         "text": "Cher confrère, merci de voir en urgence cette patiente. Courrier ci-joint.",
         "attachments": (Attachment(name="courrier.pdf", kind="pdf"),)},
        {"sender_name": "Doctolib", "sender": "no-reply@doctolib.fr",
         "text": "Connectez-vous à votre compte pour confirmer vos informations.",
         "links": (Link(url="https://pro.doctolib.fr/x"),)},
        {"sender": "l.petit@orange.fr", "text": "Bonjour docteur, c’est urgent, je n’ai plus de "
         "comprimés, pouvez-vous m’envoyer l’ordonnance avant demain ? Merci"},
        {"form": "link", "links": (Link(url="https://www.ameli.fr/medecin"),)},
        {"form": "text", "text": "Rappel : rendez-vous demain à 14 h avec le Dr Martin."},
    ],
)  # fmt: skip
def test_what_a_practice_receives_every_day_is_let_alone(told):
    assert verdict(**told) is Verdict.NOTHING_FOUND


@pytest.mark.parametrize(
    "told",
    [
        {"form": "text", "text": "AMELI: votre carte vitale expire, mettez a jour vos informations "
         "https://vitale-maj.info/x", "links": (Link(url="https://vitale-maj.info/x"),)},
        {"sender_name": "Dr Alice Martin", "sender": "dr.martin@mail-pro.com",
         "text": "Es-tu disponible ? J’ai besoin que tu achètes des cartes cadeaux et que tu "
         "m’envoies les codes, reste discrète."},
        {"form": "text", "text": "Validez la notification de votre e-CPS pour garder l’accès."},
        {"sender": "x@y.fr", "text": "I hacked your device and recorded a video with your webcam. "
         "Send 900 USD in bitcoin to this address within 48 hours."},
    ],
)  # fmt: skip
def test_what_asks_for_what_nobody_asks_is_not_let_through(told):
    assert verdict(**told) is not Verdict.NOTHING_FOUND


def test_a_message_that_was_cut_says_so():
    assert judge(Letter(text="x", is_cut=True)).is_cut
    assert judge(Letter(text="x" * 60_001)).is_cut


CITED = (
    "-----Message d'origine-----\nDe : CPS <cps@e-cps-valid.net>\n"
    "Dernier avis, validez votre carte CPS : https://e-cps-valid.net/go"
)


def test_a_colleague_s_warning_is_let_alone_with_a_word_on_what_it_cites():
    links = (Link(url="https://e-cps-valid.net/go"),)
    own = "Attention c’est un faux mail, ne cliquez pas, je l’ai signalé."
    told = judge(Letter(sender="a@pharmacie-du-lac.fr", text=f"{own}\n{CITED}", links=links))
    assert [one.code for one in told.signs] == ["warned"]
    assert told.verdict is Verdict.NOTHING_FOUND


def test_a_warning_that_leads_elsewhere_itself_is_judged():
    links = (Link(url="https://carte-verif.top/x"), Link(url="https://e-cps-valid.net/go"))
    own = "Attention, faux mail ! Confirmez votre identité et votre compte : carte-verif.top/x"
    told = judge(Letter(sender="a@carte-verif.top", text=f"{own}\n{CITED}", links=links))
    assert told.verdict is Verdict.DANGEROUS


def test_a_private_want_from_a_free_mailbox_weighs_more():
    told = {"text": "J’ai changé de banque, voici mon nouveau RIB pour le salaire."}
    free = judge(Letter(sender="c@gmail.com", **told))
    assert free.score > judge(Letter(sender="c@cabinet-martin.fr", **told)).score
