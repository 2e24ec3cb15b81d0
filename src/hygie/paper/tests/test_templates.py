"""Each paper of the house: one A4 page, with long and real content, legible without colour."""

import io
import re

import pytest
from pypdf import PdfReader

from hygie.answers.entries import entries, numbered
from hygie.core import clock
from hygie.core.findings import Finding, State
from hygie.paper import rules
from hygie.paper.engine import typst as paper
from hygie.paper.tests.given import HEAD, card, offline, values
from hygie.records.tests.papers import closing_papers

A4_POINTS = (595, 842)


def seen(rank):
    folder = r"C:\Users\bruno\AppData\Local\Google\Chrome\User Data\Profile"
    return Finding(
        code="browsers.saved_passwords",
        answers=(2,),
        state=State.TO_DO,
        title=f"{rank} mots de passe sont enregistrés dans Chrome, sur l’ordinateur de l’accueil.",
        why="Qui s’assoit devant la session ouverte peut s’en servir. Un virus les emporte.",
        advice="Installer un gestionnaire de mots de passe, y importer ceux du navigateur, puis "
        "les effacer du navigateur et refuser qu’il en propose d’autres.",
        minutes=30,
        computer="Accueil (PC de Bruno)",
        seen_at=clock.now(),
        evidence=tuple(f"{folder} {n}\\Login Data : {n} mots de passe" for n in range(40)),
    )


def technician(findings, **changes):
    page = rules.findings_for_one_page(findings)
    return values(asked_by="Dr Alice Martin", phone="04 76 11 22 33", **page, **changes)


def checkup(**changes):
    states = list(State)
    answers = [
        {
            "number": entry.number,
            "title": entry.title,
            "state": states[entry.number % 5].value,
            "label": states[entry.number % 5].label,
            "reason": "Ordinateurs à regarder : Accueil (jamais vu), Portable d’Alice (vu le "
            "03/02/2026), Salle de soins (vu le 12/01/2026).",
        }
        for entry in numbered()
    ]
    computers = [
        {"name": "Accueil (PC de Bruno)", "seen_on": "24/11/2026"},
        {"name": "Portable d’Alice", "seen_on": ""},
    ]
    headline = "5 points à régler, 5 à confirmer, 4 non vérifiés, 4 en place, 4 sans objet."
    return values(headline=headline, answers=answers, computers=computers, **changes)


def recovery(**changes):
    return values(code="7K3M-9QXT-B2HV-0RWD-5NEJ-8C4P-YZ6A", **changes)


def guide(entry, **changes):
    return values(
        **{
            "title": entry.title, "number": entry.number, "answer": entry.answer,
            "why": entry.why, "steps": list(entry.steps), "minutes": entry.minutes,
            "who": entry.who.label, "correction": entry.correction,
            "professions": [{"name": p.name, "note": p.note} for p in entry.professions],
            "sources": [
                {
                    "title": s.title, "nature": s.nature.value,
                    "verified_on": s.verified_on, "certainty": s.certainty,
                }
                for s in entry.sources
            ],
            **changes,
        }
    )  # fmt: skip


def elimination(**changes):
    moment = {"name": "Dr Marie-Antoinette de Saint-Étienne-Dupont", "at": "24/11/2026 à 17 h 44"}
    source = {
        "title": "Code de la santé publique, article R. 1112-7, alinéa 3, première phrase",
        "nature": "oblige les établissements de santé", "verified_on": "24/11/2026",
    }  # fmt: skip
    return values(
        **{
            "list": {"id": "ab" * 16, "digest": HEAD, "signed": moment, "confirmed": moment,
                     "done": moment},
            "count": 500, "out": 12, "numbers": [1204, 1703],
            "rules": [{"rule": "durée après le dernier contact", "count": 400},
                      {"rule": "28e anniversaire", "count": 100}],
            "software": "Logiciel médical de la Maison de l’Œuvre, version 2026",
            "boxes": [{"name": f"Boîte n° {rank} de l’Œuvre", "place": "Cave, étagère du fond",
                       "on": "01/03/2027"} for rank in range(1, 7)],
            "more_boxes": 8,
            "exports": [{"software": "Logiciel médical de l’Œuvre", "place": "Coffre"}] * 2,
            "copies_here": 3,
            "copies_say": "Disques SAUVE-1 et SAUVE-2, et une sauvegarde chez l’hébergeur",
            "copies_until": "30/06/2027", "sources": [source] * 3,
            **changes,
        }
    )  # fmt: skip


PAPERS = {
    "incidents/paper/offline.typ": offline("numbers"),
    "records/paper/elimination.typ": elimination(),
    "incidents/paper/card.typ": card(),
    "home/paper/technician.typ": technician([seen(rank) for rank in range(1, 20)]),
    "home/paper/checkup.typ": checkup(),
    "accounts/paper/recovery.typ": recovery(),
    **{template: values(**data) for template, data in closing_papers().items()},
    "answers/paper/entry.typ": guide(max(entries(), key=lambda entry: len("".join(entry.texts)))),
}
# Tried in records/tests: letters, and lists as long as there are patients or documents.
TRIED_IN_RECORDS = {
    f"records/paper/{name}.typ"
    for name in ("patient_letter", "closing_transfer", "request_letter", "request_list",
                 "request_passphrase")
}  # fmt: skip
# Tried in airlock/tests: they bear no practice's name, and the receipt is half a page.
TRIED_IN_AIRLOCK = {"airlock/paper/report.typ", "airlock/paper/receipt.typ"}
every_paper = pytest.mark.parametrize("template", PAPERS)


def printed(template, data):
    return PdfReader(io.BytesIO(paper.render(template, data)))


def text_of(reader):
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in reader.pages))


def lines_on(reader):
    """Heights on the page at which something is written."""
    heights = set()

    def look(operator, operands, matrix, _text_matrix):
        if operator in {b"Tj", b"TJ"}:
            heights.add(round(matrix[5]))

    reader.pages[0].extract_text(visitor_operand_before=look)
    return heights


def test_every_template_of_the_house_is_tried_here():
    found = {str(path.relative_to(paper.PACKAGE)) for path in paper.PACKAGE.glob("*/paper/*.typ")}
    assert found == set(PAPERS) | TRIED_IN_RECORDS | TRIED_IN_AIRLOCK


@every_paper
def test_each_paper_is_one_page_of_a4(template):
    reader = printed(template, PAPERS[template])
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4_POINTS


@every_paper
def test_each_paper_says_whose_it_is_when_it_was_printed_and_after_which_line(template):
    text = text_of(printed(template, PAPERS[template]))
    assert "Dr Alice Martin" in text
    assert "Saint-Étienne" in text
    assert "le 24/11/2026" in text
    assert "0123 4567 89ab cdef 0123" in text
    assert "page 1/1" in text


@every_paper
def test_each_paper_of_the_demonstration_is_marked_and_no_other(template):
    data = PAPERS[template]
    assert "DÉMONSTRATION" in text_of(printed(template, data))
    real = text_of(printed(template, data | {"demo": False, "journal_head": ""}))
    assert "démonstration" not in real.lower()
    assert "Tête du journal" not in real


@every_paper
def test_no_colour_is_used(template):
    page = printed(template, PAPERS[template]).pages[0]
    space = re.compile(rb"(?<![\w.])([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b")
    for match in space.finditer(page.get_contents().get_data()):
        assert len(set(match.groups())) == 1, "a grey has three equal parts"


@every_paper
def test_a_practice_name_of_any_length_stays_in_its_place(template):
    practice = {"name": "W" * 200, "place": "12 rue\nde l’Église\n" * 30}
    reader = printed(template, PAPERS[template] | {"practice": practice})
    assert len(reader.pages) == 1
    assert "…" in text_of(reader)


def test_the_card_says_first_to_unplug_and_not_to_switch_off():
    text = text_of(printed("incidents/paper/card.typ", card()))
    first = text.index("Débranchez le câble, coupez le Wi-Fi. N’éteignez pas.")
    assert first < text.index("Ensuite, dans l’ordre")
    for words in ("17Cyber", "CNIL", "CERT Santé", "72 heures", "04 76 00 00 00", "C-2024-0187"):
        assert words in text.replace("\u00a0", " ")


def test_the_card_has_room_to_write_the_numbers_that_are_not_known():
    known = {"role": "Assureur", "name": "Mutuelle", "phone": "01 23 45 67 89", "reference": ""}
    blank = {"role": "Assureur", "name": "", "phone": "", "reference": ""}
    template = "incidents/paper/card.typ"
    with_all = text_of(printed(template, card(contacts=[known] * 3)))
    with_none = text_of(printed(template, card(contacts=[blank] * 3)))
    assert with_all.count("01 23 45 67 89") == 3
    assert "Tél." not in with_all
    assert with_none.count("Tél. :") + with_none.count("Tél.\u00a0:") == 3


def test_the_technician_is_told_where_what_and_how_many_more():
    text = text_of(printed("home/paper/technician.typ", PAPERS["home/paper/technician.typ"]))
    assert "Accueil (PC de Bruno)" in text
    assert r"Profile 0\Login Data" in text
    assert "… et 37 autres" in text
    assert re.search(r"… et \d+ autres points, à voir dans Hygie", text)
    assert "Nom et signature" in text


@pytest.mark.parametrize("count", [1, 2, 6, 40])
@pytest.mark.parametrize("letters", [0, 120, 5000])
def test_the_technician_page_is_one_whatever_was_seen(count, letters):
    words = ("mot de passe " * 400)[:letters]
    finding = Finding(
        code="x", answers=(2,), state=State.TO_DO, title=f"Vu. {words}", why=words, advice=words,
        evidence=tuple(words for _ in range(count)), computer=words,
    )  # fmt: skip
    reader = printed("home/paper/technician.typ", technician([finding] * count))
    assert len(reader.pages) == 1


def test_a_word_longer_than_the_page_goes_on_below():
    finding = Finding(code="x", answers=(2,), state=State.TO_DO, title="W" * 300)
    short = Finding(code="x", answers=(2,), state=State.TO_DO, title="W")
    reader = printed("home/paper/technician.typ", technician([finding]))
    one = lines_on(printed("home/paper/technician.typ", technician([short])))
    assert len(lines_on(reader)) >= len(one) + 7
    assert re.sub(r"\s", "", reader.pages[0].extract_text()).count("W" * 300) == 1


def test_each_state_is_a_word_and_a_sign():
    template, data = "home/paper/checkup.typ", checkup()
    text = text_of(printed(template, data))
    for state in State:
        assert text.count(state.label) >= 4
    for entry in numbered():
        assert re.sub(r"\s", "", entry.title) in re.sub(r"\s", "", text)
    assert "jamais regardé" in text


def test_a_practice_without_computers_is_told_so():
    text = text_of(printed("home/paper/checkup.typ", checkup() | {"computers": []}))
    assert "Aucun ordinateur du cabinet n’est encore déclaré." in text


def test_the_recovery_sheet_holds_the_code_in_order_and_room_to_sign():
    text = text_of(printed("accounts/paper/recovery.typ", recovery()))
    assert re.search(r"7K3M\W+9QXT\W+B2HV\W+0RWD\W+5NEJ\W+8C4P\W+YZ6A", text)
    assert "Signature" in text


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_every_entry_of_the_guide_fits_on_one_page(entry):
    reader = printed("answers/paper/entry.typ", guide(entry))
    assert len(reader.pages) == 1
    text = re.sub(r"\s", "", text_of(reader))
    for part in (entry.answer, entry.why, *entry.steps, entry.correction):
        assert re.sub(r"\s", "", part) in text
    for source in entry.sources:
        assert re.sub(r"\s", "", source.title) in text
