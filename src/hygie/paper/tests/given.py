"""What the papers of the tests are given: long names, real texts, an invented practice."""

import tomllib

from hygie.paper.engine import typst as paper

HEAD = "0123456789abcdef" * 4


def values(**changes):
    return {
        "title": "Un papier du cabinet",
        "practice": {
            "name": "Cabinet médical de la Maison de l’Œuvre – Dr Alice Martin et associés",
            "place": "Saint-Étienne-de-Saint-Geoirs",
        },
        "printed_on": "2026-11-24",
        "demo": True,
        "journal_head": HEAD,
        **changes,
    }


def card(**changes):
    plan = tomllib.loads((paper.PACKAGE / "incidents/data/steps.toml").read_text(encoding="utf-8"))
    return values(
        first=plan["first"],
        steps=plan["steps"],
        services=plan["contacts"],
        **{
            "contacts": [
                {
                    "role": "Informaticien", "name": "Réseaux & Services du Vercors",
                    "phone": "04 76 00 00 00", "reference": "C-2024-0187",
                },
                {"role": "Logiciel du cabinet", "name": "", "phone": "", "reference": ""},
                {"role": "Assureur", "name": "", "phone": "", "reference": ""},
            ],
            **changes,
        },
    )  # fmt: skip


def offline(*parts, **changes):
    """A day without computers, of which only some parts are printed."""
    numbers = [
        {"role": "Informaticien", "name": "Réseaux & Services du Vercors",
         "phone": "04 76 00 00 00", "reference": "C-2024-0187"},
        {"role": "Assureur", "name": "Mutuelle", "phone": "01 99 00 00 01", "reference": ""},
    ]  # fmt: skip
    doctor = {"name": "Dr Alice Martin", "profession": "Médecin", "rpps": "10000000009"}
    given = {
        "day": "mercredi 25/11/2026", "agenda": None, "agenda_from": "", "numbers": numbers,
        "prescribers": [doctor], "address": "12 allée des Tilleuls\n38000 Grenoble",
        "phone": "04 76 11 22 33",
        **{f"with_{p}": p in parts for p in ("agenda", "numbers", "prescriptions", "card")},
    }  # fmt: skip
    return card(**given | changes)


def expected(count):
    """Lines of an agenda, some long."""
    return [
        {
            "hour": f"{8 + rank // 4:02}\u00a0h\u00a0{15 * (rank % 4):02}",
            "name": f"D’ARTAGNAN DE L’HÉRAULT Pierre-Alain {rank}", "born": "14/07/2009",
            "phones": "06 39 98 00 00\n04 76 00 00 00",
            "note": "Suivi – 2 patients de ce nom : vérifiez qui c’est" if rank % 3 == 0 else "",
        }
        for rank in range(count)
    ]  # fmt: skip
