"""What each letter says. The sentences are in `data/requests_papers.toml`; here, which and when.

A letter tells nothing that the person has no right to: not that a record exists before the right
is proven, not that a minor kept a secret, not that there are personal notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules
from hygie.core.clock import french_date
from hygie.records.rules.clocks import Terms, delays
from hygie.records.rules.requests import Verdict, recourses_for
from hygie.records.rules.requests_book import About, Capacity, Text, book

DATA = Path(__file__).parents[1] / "data" / "requests_papers.toml"
PAPERS = ("acknowledgement", "proof", "extension", "whole", "partial", "refusal", "receipt")
# On one page; the list that goes with the copy holds the rest.
MOST_PIECES = 14
MOST_LETTERS = 90

Block = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a letter is made of.

    Attributes:
        sender: the practice: name, lines of address, telephone.
        place: where the letter is written.
        signatory: who signs.
        name, address: of the person who asked.
        patient: as the record names her, with her birth.
        received_on, today: days.
        capacity, verdict: what the rules say of the request.
        terms: its dates as if the record held everything: no letter tells how old a record is.
        pieces: titles of what is given, with their dates.
        withheld: ids of the reasons for what is not.
        motive, channel: as a sentence holds them; may be empty.
        refusals: ids; explanation: the professional's words.
        professions: codes, for the ways of recourse.
        is_gdpr: the request is about other data than the record.
        extension: why the GDPR's month is extended, in the words of the letter.
    """

    sender: tuple[str, ...]
    place: str
    signatory: str
    name: str
    address: str
    patient: str
    received_on: date
    today: date
    capacity: Capacity
    terms: Terms
    verdict: Verdict
    pieces: Sequence[str] = ()
    withheld: Collection[str] = ()
    motive: str = ""
    channel: str = ""
    channel_id: str = ""
    refusals: Sequence[str] = ()
    explanation: str = ""
    professions: Collection[str] = field(default_factory=frozenset)
    is_gdpr: bool = False
    extension: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter, whatever it is printed with; a block is a paragraph or a list."""

    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_day: str
    day: date
    subject: str
    blocks: tuple[Block, ...]
    signature: str
    texts: tuple[str, ...]


@cache
def sentences() -> dict[str, Any]:
    """The data file."""
    return rules.load(DATA)


def letter(paper: str, facts: Facts) -> Letter:
    """One of `PAPERS`, for a request."""
    said = sentences()[paper]
    blocks, texts = _WRITERS[paper](said, facts)
    if paper != "receipt":
        common = sentences()["common"]
        blocks = [common["greeting"], *blocks, common["closing"]]
    named = [*(book().texts[key] for key in said["texts"]), *texts]
    return Letter(
        title=said["title"],
        sender=facts.sender,
        recipient=(facts.name, *facts.address.splitlines()),
        place_and_day=_place_and_day(facts),
        day=facts.today,
        subject=said["title"],
        blocks=tuple(blocks),
        signature=str(said.get("signature", "{signatory}")).format(
            name=facts.name, signatory=facts.signatory
        ),
        texts=cited(named),
    )


def _place_and_day(facts: Facts) -> str:
    place = f"{facts.place}, le" if facts.place else "Le"
    return f"{place} {french_date(facts.today)}"


def cited(texts: Iterable[Text]) -> tuple[str, ...]:
    """The foot of a letter: each text once, with the day when somebody read it."""
    lines = [
        f"{text.source.title} – {text.source.nature.value}, {text.source.certainty}, "
        f"vérifié le {french_date(text.source.verified_on)}."
        for text in texts
    ]
    return tuple(dict.fromkeys(lines))


Written = tuple[list[Block], list[Text]]


def _fill(template: str, facts: Facts) -> str:
    def day(one: date | None) -> str:
        return french_date(one) if one else "jour où votre demande sera complète"

    return template.format(
        received_on=french_date(facts.received_on),
        patient=facts.patient,
        what=f"{'les données' if facts.is_gdpr else 'le dossier'} de {facts.patient}",
        of_what=f"{'des données' if facts.is_gdpr else 'du dossier'} de {facts.patient}",
        name=facts.name,
        channel=facts.channel,
        motive=facts.motive,
        earliest=day(facts.terms.earliest),
        latest=day(facts.terms.latest),
        latest_old=day(facts.terms.latest_old),
        latest_gdpr=day(facts.terms.latest_gdpr),
    )


def _acknowledgement(said: Mapping[str, Any], facts: Facts) -> Written:
    common = sentences()["common"]
    blocks: list[Block] = [_fill(line, facts) for line in said["paragraphs"]]
    waits = bool(facts.verdict.missing) or facts.terms.latest is None
    if not facts.verdict.refusal:
        dates = "waiting" if waits else "dates_gdpr" if facts.is_gdpr else "dates"
        blocks.append(_fill(said[dates], facts))
        if facts.terms.latest_old and not waits and not facts.is_gdpr:
            blocks.append(_fill(said["dates_old"], facts))
        blocks.append(said["forms"])
    living = facts.capacity.about in {About.LIVING, About.MINOR}
    if not facts.capacity.refused:
        blocks.append(said["free" if living else "costs"])
    if facts.capacity.needs_motive:
        blocks.append(common["motives_law"])
    blocks.append(common["says_nothing"])
    more = [book().texts["gdpr_access"]] if living else [book().texts["deceased_request"]]
    return blocks, more


def _proof(said: Mapping[str, Any], facts: Facts) -> Written:
    blocks: list[Block] = [_fill(line, facts) for line in said["paragraphs"]]
    *first, last = facts.verdict.missing
    blocks.append((*(f"{line}\u00a0;" for line in first), f"{last.rstrip('.')}."))
    blocks += list(said["after"])
    blocks.append(sentences()["common"]["says_nothing"])
    named = [text for proof in facts.capacity.proofs for text in proof.texts]
    if facts.capacity.needs_motive:
        named.append(book().texts["deceased_request"])
    # The delay's own rule has no article: it is cited as what it is.
    rule = delays()["missing_proof"]
    held = Text(cite="", says=rule["says"], source=rules.source_from(rule["source"]))
    return blocks, [*named, held]


def _extension(said: Mapping[str, Any], facts: Facts) -> Written:
    blocks: list[Block] = [_fill(line, facts) for line in said["paragraphs"]]
    blocks += [facts.extension, _fill(said["until"], facts)]
    if not facts.is_gdpr:
        blocks.append(said["record_first"])
    blocks.append(said["complain"])
    if facts.verdict.missing:
        blocks.append(sentences()["common"]["says_nothing"])
    rule = delays()["gdpr_extension"]
    return blocks, [Text(cite="", says=rule["says"], source=rules.source_from(rule["source"]))]


def _given(said: Mapping[str, Any], facts: Facts) -> Written:
    common = sentences()["common"]
    blocks: list[Block] = [_fill(line, facts) for line in said["paragraphs"]]
    blocks.append(shown_pieces(facts.pieces))
    if facts.motive:
        blocks.append(_fill(common["limited"], facts))
    texts = list(facts.capacity.texts)
    reasons = [book().withheld[key] for key in book().withheld if key in facts.withheld]
    told = [reason for reason in reasons if reason.sentence]
    if told and "withheld" in said:
        blocks.append(" ".join([said["withheld"], *(reason.sentence for reason in told)]))
        texts += [text for reason in told for text in reason.texts]
    if facts.explanation:
        blocks.append(facts.explanation)
    blocks += list(said["after"])
    blocks.append(common["never_given"])
    if facts.capacity.has_minor_secret:
        blocks.append(common["minor_secret"])
    if told:
        blocks.append(_recourse(facts))
        texts += _recourse_texts(facts)
    return blocks, [*texts, *book().never_proposed.texts]


def _refusal(said: Mapping[str, Any], facts: Facts) -> Written:
    blocks: list[Block] = [_fill(line, facts) for line in said["paragraphs"]]
    grounds = [book().refusals[key] for key in facts.refusals]
    texts = [text for ground in grounds for text in ground.texts]
    for ground in grounds:
        blocks.append(ground.sentence)
        if ground.id == "not_entitled" and facts.verdict.because:
            blocks.append(f"{facts.verdict.because} {facts.capacity.instead}".strip())
            texts += list(facts.capacity.texts)
    if facts.explanation:
        blocks.append(facts.explanation)
    certificate = book().certificate
    if facts.capacity.about in certificate.about and not facts.capacity.refused:
        blocks.append(certificate.sentence)
        texts += list(certificate.texts)
    blocks.append(_recourse(facts))
    if {"not_entitled", "no_proof"} & set(facts.refusals):
        blocks.append(sentences()["common"]["says_nothing"])
    return blocks, [*texts, *_recourse_texts(facts)]


def _recourse(facts: Facts) -> str:
    ways = recourses_for(facts.capacity.about, professions=facts.professions)
    told = "\u00a0; ".join(way.sentence for way in ways)
    return str(sentences()["recourse"]["lead"]).format(ways=told)


def _recourse_texts(facts: Facts) -> list[Text]:
    ways = recourses_for(facts.capacity.about, professions=facts.professions)
    return [text for way in ways if way.id != "again" for text in way.texts]


def _receipt(said: Mapping[str, Any], facts: Facts) -> Written:
    on_site = facts.channel_id == "on_site"
    blocks: list[Block] = [_fill(said["on_site" if on_site else "text"], facts)]
    blocks.append(shown_pieces(facts.pieces))
    if not on_site:
        blocks.append(said["originals"])
    if facts.channel_id in {"own_key", "encrypted"}:
        blocks.append(said[facts.channel_id])
    blocks.append(said["by"].format(capacity=facts.capacity.label, signatory=facts.signatory))
    return blocks, []


def shown_pieces(pieces: Sequence[str]) -> tuple[str, ...]:
    """What one page holds of a list of documents; the rest is counted."""
    cut = [p if len(p) <= MOST_LETTERS else f"{p[: MOST_LETTERS - 1]}…" for p in pieces]
    if len(cut) <= MOST_PIECES:
        return tuple(cut)
    left = len(cut) - MOST_PIECES + 1
    return (*cut[: MOST_PIECES - 1], f"et {left} autres pièces, sur la liste jointe.")


_WRITERS = {
    "acknowledgement": _acknowledgement,
    "proof": _proof,
    "extension": _extension,
    "whole": _given,
    "partial": _given,
    "refusal": _refusal,
    "receipt": _receipt,
}
