"""What the papers of a closing are tried with: the longest that a practice may meet."""

from datetime import date

from hygie.records.rules import closing
from hygie.records.rules import closing_papers as words
from hygie.records.rules.closing import Circumstances

ABOUT = Circumstances(
    closes_on=date(2027, 6, 30), has_successor=True, successor="Dr Chloé L’Hôte-d’Été",
    practice="Cabinet de l’Œuvre", keeper="Paul Martin, 5 chemin des Œillets, 00000 Ville-Inventée",
)  # fmt: skip


def closing_papers():
    """Template and data of each sheet."""
    steps = [
        {"day": "30/06/2027", "title": task.title, "who": task.who, "source": task.source.title,
         "done": "24/11/2026, Bruno" if rank % 3 else ""}
        for rank, task in enumerate(closing.plan(ABOUT))
    ]  # fmt: skip
    long = "une phrase assez longue pour prendre deux lignes sur le papier, ou presque"
    return {
        "records/paper/closing_plan.typ": {
            "headline": "Fermeture le 30/06/2027 (retraite), successeur : Dr Chloé L’Hôte-d’Été.",
            "steps": steps, "verified_on": "24/11/2026",
        },
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
