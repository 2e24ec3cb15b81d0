"""A report as a page that a doctor keeps, and the receipt that a patient takes home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hygie.airlock.rules import words
from hygie.airlock.rules.names import shown
from hygie.airlock.rules.network import Network
from hygie.airlock.rules.verdicts import Colour, Verdict
from hygie.core import clock
from hygie.paper.engine.typst import render
from hygie.paper.rules import cut

MOST_ROWS = 9
MOST_NOTES = 4
MOST_ENGINES = 8
_PATH_LETTERS = 90
_TEXT_LETTERS = 260
_MOST_ANNEXED = 20_000
_FORMS = {
    "folder": "un dossier", "device": "une clé ou un disque",
    "image": "une image de disque", "zip": "une archive",
}  # fmt: skip
_IDENTITY = {"vendor": "", "product": "", "serial": "n°\u00a0de série ", "usb_id": "USB "}


def page(report: Mapping[str, Any], *, is_annexed: bool = False) -> bytes:
    """The report as a PDF/A: one page, and after it the whole list when it is asked for.

    Raises:
        HygieError: `paper.failed`.
    """
    return render("airlock/paper/report.typ", page_data(report, is_annexed=is_annexed))


def page_data(report: Mapping[str, Any], *, is_annexed: bool = False) -> dict[str, object]:
    """What the template asks for."""
    files = report["files"]
    colour = Colour(report["verdict"])
    rows, left_out = _rows(files)
    counts = words.counted(Verdict(one["verdict"]) for one in files)
    return {
        **_sheet("Rapport d’examen d’une clé", report),
        "colour": colour.value,
        "word": words.COLOURS[colour],
        "sentence": _sentence(report, colour),
        "counts": [
            {"word": words.VERDICTS[one], "meaning": words.EXPLAINED[one], "count": count}
            for one, count in counts
        ],
        "facts": _facts(report),
        "rows": rows,
        "left_out": left_out,
        "notes": [cut(note, most=_TEXT_LETTERS) for note in report["notes"][:MOST_NOTES]],
        "engines": _engines(report),
        "report_id": report["id"],
        "fingerprint": report["station"]["fingerprint"],
        "previous": report["previous"],
        "annex": _annex(files) if is_annexed else [],
    }


def _sheet(title: str, report: Mapping[str, Any]) -> dict[str, object]:
    """The house's keys, without any base: the day is the report's, so that it prints the same."""
    day = datetime.fromisoformat(report["ended_at"]).astimezone(clock.PARIS).date()
    return {
        "title": title,
        "practice": {"name": "", "place": ""},
        "printed_on": day,
        "demo": False,
        "journal_head": "",
    }


def _sentence(report: Mapping[str, Any], colour: Colour) -> str:
    if report["ending"] == "interrupted":
        return "L’examen a été coupé (panne ou arrêt)\u00a0: rien n’est à utiliser."
    if report["ending"] == "failed":
        return "L’examen n’a pas pu aller au bout\u00a0: rien n’a été transmis."
    said = words.SENTENCES[colour]
    if not any(one["output"] for one in report["files"]):
        said += f" {words.NOTHING_PASSED}"
    if not report["is_whole"]:
        said += " L’examen n’est pas complet."
    return said


def _facts(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    source, station = report["source"], report["station"]
    identity = ", ".join(
        f"{before}{source['identity'][name]}"
        for name, before in _IDENTITY.items()
        if source["identity"].get(name)
    )
    label = f"«\u00a0{cut(source['label'], most=60)}\u00a0»" if source["label"] else ""
    told = f"{_FORMS.get(source['form'], 'un support')} {label}".strip()
    began = clock.french_instant(datetime.fromisoformat(report["began_at"]))
    facts = [
        ("Examiné", told + (f" ({cut(identity, most=120)})" if identity else "")),
        ("Quand", f"le {began}, en {_duration(report['seconds'])}"),
        ("Par", cut(report["who"], most=60)),
        ("Sur", cut(station["name"], most=60)),
        ("Lecture isolée", _sandbox(report)),
        ("Réseau", Network(state=report["network"], linked=("vu au début",)).sentence),
    ]
    return [(name, value) for name, value in facts if value]


def _duration(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds}\u00a0s"
    return f"{seconds // 60}\u00a0min {seconds % 60:02d}\u00a0s"


def _sandbox(report: Mapping[str, Any]) -> str:
    if not report["sandbox"]:
        return ""
    if report["sandbox"].get("enough"):
        return "les fichiers ont été lus dans un bac à sable dont chaque mur a été essayé."
    return "impossible sur cet ordinateur\u00a0: aucun fichier n’a été ouvert."


def _engines(report: Mapping[str, Any]) -> list[str]:
    """What judged, each on a line with its date; then what read, in one."""
    engines = {name: said for name, said in report["engines"].items() if name != "hygie"}
    readers = [f"{name} {said}" for name, said in sorted(engines.items()) if name.islower()]
    judges = [
        f"{name}\u00a0: {said}" for name, said in sorted(engines.items()) if not name.islower()
    ]
    told = [f"Hygie {report['hygie']}", *judges[:MOST_ENGINES]]
    told += [f"Lecteurs\u00a0: {', '.join(readers)}"] if readers else []
    return [cut(line, most=_TEXT_LETTERS) for line in told]


def _rows(files: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, object]], int]:
    """Files alike on one row, the gravest first; and how many files have no row."""
    groups: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for one in files:
        alike = (one["verdict"], *one["reasons"], "", *one["removed"])
        groups.setdefault(alike, []).append(one)
    ordered = sorted(
        groups.values(), key=lambda alike: words.GRAVITY.index(Verdict(alike[0]["verdict"]))
    )
    rows: list[dict[str, object]] = [
        {
            "word": words.VERDICTS[Verdict(alike[0]["verdict"])],
            "count": len(alike),
            "example": cut(shown(alike[0]["path"]), most=_PATH_LETTERS),
            "what": cut(" ".join(alike[0]["reasons"]), most=_TEXT_LETTERS),
            "removed": cut(" ".join(alike[0]["removed"]), most=_TEXT_LETTERS),
        }
        for alike in ordered[:MOST_ROWS]
    ]
    return rows, sum(len(alike) for alike in ordered[MOST_ROWS:])


def _annex(files: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "word": words.VERDICTS[Verdict(one["verdict"])],
            "path": shown(one["path"]),
            "what": cut(" ".join([*one["reasons"], *one["removed"]]), most=_TEXT_LETTERS),
        }
        for one in files[:_MOST_ANNEXED]
    ]


def receipt(report: Mapping[str, Any]) -> bytes:
    """What the patient takes home, on half a page.

    Raises:
        HygieError: `paper.failed`.
    """
    return render("airlock/paper/receipt.typ", receipt_data(report))


def receipt_data(report: Mapping[str, Any]) -> dict[str, object]:
    """What the receipt's template asks for."""
    files = report["files"]
    left = words.counted(Verdict(one["verdict"]) for one in files if not one["output"])
    is_red = Colour(report["verdict"]) is Colour.RED
    return {
        **_sheet("Reçu\u00a0: votre clé ou votre disque", report),
        "when": clock.french_instant(datetime.fromisoformat(report["began_at"])),
        "read": f"Nous y avons lu {_many(len(files), 'fichier')}.",
        "kept": _kept(report),
        "not_kept": [f"{_many(count, 'fichier')}\u00a0: {_PLAIN[one]}." for one, count in left],
        "advice": "Un fichier dangereux s’y trouve\u00a0: ne l’ouvrez pas, et montrez ce support "
        "à qui vous l’a remis."
        if is_red
        else "",
        "report_id": report["id"],
    }


# To a patient: what it comes to, without the words of the trade.
_PLAIN = {
    Verdict.REBUILT: "non transmis",
    Verdict.NEUTRALISED: "non transmis",
    Verdict.WITHHELD: "programmes ou fichiers dont nous n’avons pas besoin",
    Verdict.UNVERIFIABLE: "illisibles ou protégés, nous n’avons pas pu les vérifier",
    Verdict.DANGEROUS: "dangereux, nous ne les avons pas ouverts",
    Verdict.ERROR: "nous n’avons pas pu les lire",
}


def _kept(report: Mapping[str, Any]) -> list[str]:
    kept = []
    images = 0
    for study in report["studies"]:
        images += len(study["files"])
        kinds = dict.fromkeys(words.MODALITIES.get(one, one) for one in study["modalities"])
        day = _day(study["study_date"])
        told = _many(len(study["files"]), "image")
        told += f" ({', '.join(kinds)})" if kinds else ""
        told += f" du {day}" if day else ""
        kept.append(cut(told, most=_TEXT_LETTERS))
    others = sum(1 for one in report["files"] if one["output"]) - images
    if others > 0:
        kept.append(_many(others, "autre document"))
    return kept[:MOST_ROWS]


def _day(untrusted_date: str) -> str:
    """A DICOM date (AAAAMMJJ) as the French write it; "" for anything else."""
    try:
        return clock.french_date(datetime.strptime(untrusted_date, "%Y%m%d").date())  # noqa: DTZ007
    except ValueError:
        return ""


def _many(count: int, noun: str) -> str:
    plural = " ".join(f"{word}s" for word in noun.split()) if count > 1 else noun
    return f"{count}\u00a0{plural}"
