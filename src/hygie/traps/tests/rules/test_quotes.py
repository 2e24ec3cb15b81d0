from hygie.traps.rules import quotes

TRAP = "-----Message d'origine-----\nDe : X <x@y.fr>\nVotre carte expire, cliquez ici."


def test_what_is_cited_is_told_from_what_is_said():
    said = quotes.said(f"Bonjour, voici la reponse que tu attendais.\n{TRAP}")
    assert said.own == "Bonjour, voici la reponse que tu attendais. "
    assert said.cited == TRAP
    assert not said.warns


def test_a_mail_forwarded_without_a_word_is_all_said():
    assert quotes.said(f"Pour info\n{TRAP}").cited == ""


def test_a_colleague_s_warning_is_seen():
    assert quotes.said(f"Attention c'est un faux mail, prevenez tout le monde.\n{TRAP}").warns
    assert quotes.said(
        f"Regardez l'adresse, je l'ai signale.\n{TRAP}", subject="ne cliquez pas"
    ).warns
    assert not quotes.said("Attention, phishing : changez votre code ici.").warns


def test_a_sentence_that_forbids_asks_nothing():
    assert "code" not in quotes.said("Ne donnez jamais votre code. A demain au cabinet !").own
    assert "code" in quotes.said("Donnez votre code. Ne tardez pas, nous fermons bientot.").own
