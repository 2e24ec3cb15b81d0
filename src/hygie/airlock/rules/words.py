"""Verdicts in French: one word for a file, one for the whole key. Never "sans virus"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hygie.airlock.rules.verdicts import Colour, Verdict

VERDICTS = {
    Verdict.REBUILT: "Reconstruit",
    Verdict.NEUTRALISED: "Neutralisé",
    Verdict.WITHHELD: "Retenu",
    Verdict.UNVERIFIABLE: "Non vérifiable",
    Verdict.DANGEROUS: "Dangereux",
    Verdict.ERROR: "Erreur",
}
EXPLAINED = {
    Verdict.REBUILT: "rien d’actif trouvé, refait à neuf",
    Verdict.NEUTRALISED: "refait sans ce qui était actif ou inconnu",
    Verdict.WITHHELD: "type de fichier non transmis, sans accusation",
    Verdict.UNVERIFIABLE: "chiffré, abîmé ou trop gros\u00a0: non transmis",
    Verdict.DANGEROUS: "non transmis, à ne pas ouvrir",
    Verdict.ERROR: "Hygie n’a pas pu l’examiner\u00a0: non transmis",
}
COLOURS = {
    Colour.GREEN: "Reconstruit",
    Colour.ORANGE: "À regarder",
    Colour.RED: "Danger",
}
SENTENCES = {
    Colour.GREEN: "Ce qui pouvait être reconstruit l’a été\u00a0; rien d’inattendu n’a été vu.",
    Colour.ORANGE: "Quelque chose demande votre attention\u00a0: lisez la liste.",
    Colour.RED: "Un fichier dangereux a été trouvé. N’ouvrez cette clé sur aucun ordinateur.",
}
# What a patient calls the examination (DICOM PS3.3 C.7.3.1.1.1 gives the codes).
MODALITIES = {
    "CT": "scanner", "MR": "IRM", "US": "échographie", "MG": "mammographie", "NM": "scintigraphie",
    "PT": "TEP", "XA": "angiographie", "RF": "radioscopie", "OT": "images", "SC": "images",
    "BMD": "ostéodensitométrie", "ES": "endoscopie", "OP": "ophtalmologie", "OPT": "ophtalmologie",
    **dict.fromkeys(("CR", "DX", "DR", "RG"), "radiographie"),
    **dict.fromkeys(("IO", "PX"), "radiographie dentaire"),
    **dict.fromkeys(("SR", "DOC"), "compte rendu"),
}  # fmt: skip
NOTHING_PASSED = "Rien de cette clé n’a été transmis."
# The gravest first: what a list shows first.
GRAVITY = (
    Verdict.DANGEROUS, Verdict.ERROR, Verdict.UNVERIFIABLE,
    Verdict.NEUTRALISED, Verdict.WITHHELD, Verdict.REBUILT,
)  # fmt: skip


def counted(verdicts: Iterable[Verdict]) -> list[tuple[Verdict, int]]:
    """How many files have each verdict, the gravest first; those that nobody has are left out."""
    counts = Counter(verdicts)
    return [(verdict, counts[verdict]) for verdict in GRAVITY if counts[verdict]]
