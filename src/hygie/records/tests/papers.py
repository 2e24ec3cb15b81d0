"""What the papers of a closing are tried with: the longest that a practice may meet."""

from datetime import date

from hygie.records.rules import closing
from hygie.records.rules import closing_papers as words
from hygie.records.rules.closing import Circumstances

ABOUT = Circumstances(
    closes_on=date(2027, 6, 30), has_successor=True, successor="Dr Chloé L’Hôte-d’Été",
    practice="Cabinet de l’Œuvre", keeper="Paul Martin, 5 chemin des Œillets, 00000 Ville-Inventée",
)  # fmt: skip


LONG = "une phrase assez longue pour prendre deux lignes sur le papier, ou presque"


def _apart():
    boxes = [
        (f"Boîte {rank}", "Cave, étagère du fond", "Dossiers de l’Œuvre, A à D", "dossier",
         "12/06/2011", "12/06/2031", "01/03/2027", "non noté" if rank % 2 else "Bruno")
        for rank in range(1, 9)
    ]  # fmt: skip
    export = ("Logiciel de l’Œuvre", "Bruno", "l’éditeur", "02/03/2026", "12/03/2026",
              "non noté", "", "24/11/2026", "Bruno", "2 340 dossiers en PDF")  # fmt: skip
    own = {"label": "Moulages d’étude", "told": "10 ans", "anchor": "dernier contact",
           "why": LONG, "on": "24/11/2026"}  # fmt: skip
    return {"boxes": boxes, "exports": [export] * 2, "durations": [own] * 2}


def closing_papers():
    """Template and data of each sheet."""
    steps = [
        {"day": "30/06/2027", "title": task.title, "who": task.who, "source": task.source.title,
         "done": "24/11/2026, Bruno" if rank % 3 else ""}
        for rank, task in enumerate(closing.plan(ABOUT))
    ]  # fmt: skip
    long = LONG
    return {
        "records/paper/closing_plan.typ": {
            "headline": "Fermeture le 30/06/2027 (retraite), successeur : Dr Chloé L’Hôte-d’Été.",
            "steps": steps, "verified_on": "24/11/2026",
            "apart": "12 boîtes de papier et 2 exports du logiciel sont gardés à côté\u00a0: "
            "voir la feuille «\u00a0À côté de Hygie\u00a0».",
        },
        "records/paper/closing_apart.typ": _apart(),
        "records/paper/closing_page.typ": words.paper("keeper", ABOUT),
        "records/paper/closing_archive.typ": {
            "code": "7K3M-9QXT-B2HV-0RWD-5NEJ-8C4P-YZ6A", "name": "archive-de-fermeture",
            "sha256": "ab" * 32,
            "reviews": ["24/11/2027", "24/11/2031", "24/11/2036", "24/11/2041", "24/11/2046"],
        },
        "records/paper/closing_receipt.typ": {
            "number": "000123", "patient": "D’ÉTÉ-L’HÔTE Zoé", "born": "06/02/1961",
            "doctor": long, "pieces": [{"title": long, "day": "02/03/2020"}] * 24, "left_out": 9,
        },
        "records/paper/closing_absence.typ": {
            "code_holder": long, "code_holder_phone": "01 99 00 12 34", "code_place": long,
            "trusted": long, "trusted_phone": "01 99 00 12 34", "colleague": "",
            "boxes_place": long,
            "software": long, "keeper": "", "order": closing.order_of("60"),
            "fund": closing.fund_of("60"), "written": "24/11/2026 par Dr Alice Martin",
        },
    }  # fmt: skip
