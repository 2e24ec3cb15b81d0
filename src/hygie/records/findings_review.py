"""What the review, the holds, the lists and the boxes say to the check-up."""

from __future__ import annotations

from hygie.core import clock
from hygie.core.findings import Finding, State, Who
from hygie.patients.queries import has_patients
from hygie.records.models import Box, EliminationList, ListState, Review, ReviewFigures
from hygie.records.queries.apart import exports
from hygie.records.queries.known import open_holds
from hygie.records.rules.apart import ExportState
from hygie.records.rules.review import choices

ANSWERS = (19, 20)


def review_findings() -> list[Finding]:
    """One finding for each thing that waits for a person, and the review of the year."""
    found = [_review()] if has_patients() else []
    return [*found, *_holds(), *_second_signature(), *_boxes(), *_exports()]


def _review() -> Finding:
    today = clock.today()
    figures = ReviewFigures.objects.filter(year=today.year).first()
    closed = Review.objects.filter(year=today.year).exists()
    due = figures.figures if figures else {}
    state, title, advice = State.IN_PLACE, "La revue des dossiers de l’année est faite.", ""
    if not closed:
        state, title = State.TO_CONFIRM, "La revue des dossiers de l’année n’est pas encore faite."
        advice = "Ouvrez «\u00a0À revoir cette année\u00a0», puis dites qu’elle est faite."
        if due.get("why_nothing") in {"old", "never"}:
            advice = "Relisez d’abord la liste des patients de votre logiciel."
        elif due.get("eliminate_now"):
            count = due["eliminate_now"]
            state = State.TO_DO
            title = f"{count}\u00a0dossier{'s' if count > 1 else ''} à revoir\u00a0: la durée de "
            title += "conservation est passée."
    return Finding(
        code="records.review", answers=ANSWERS, state=state, title=title,
        why="Garder un dossier au-delà de sa durée demande une raison\u00a0; l’éliminer trop tôt "
        "est une faute. Personne ne le voit sans regarder.",
        advice=advice, minutes=30, action="records:review",
    )  # fmt: skip


def _holds() -> list[Finding]:
    today = clock.today()
    late = open_holds(today).filter(look_again_on__lte=today).count()
    if not late:
        return []
    return [
        Finding(
            code="records.holds", answers=ANSWERS, state=State.TO_DO,
            title=f"{late}\u00a0blocage{'s' if late > 1 else ''} de dossier à revoir.",
            why="Un recours clos qu’on oublie garde un dossier pour toujours.",
            advice="Dites si chacun est clos, ou quand le revoir.",
            minutes=10, urgency=2, action="records:holds",
        )
    ]  # fmt: skip


def _second_signature() -> list[Finding]:
    waiting = EliminationList.objects.filter(state=ListState.SIGNED).order_by("signed_at")
    first = waiting.first()
    if first is None or first.signed_at is None:
        return []
    signed_on = first.signed_at.astimezone(clock.PARIS).date()
    is_late = clock.today() > choices().after("second_signature", signed_on)
    return [
        Finding(
            code="records.second_signature", answers=ANSWERS,
            state=State.TO_DO if is_late else State.TO_CONFIRM,
            title="Une liste de dossiers à éliminer attend sa seconde signature, depuis le "
            f"{clock.french_date(signed_on)}.",
            why="Rien n’est effacé sans elle. Une liste signée vieillit\u00a0: des patients "
            "reviennent.",
            advice="Relisez-la, puis confirmez-la ou abandonnez-la.",
            minutes=15, who=Who.OWNER, urgency=2, action="records:lists",
        )
    ]  # fmt: skip


def _boxes() -> list[Finding]:
    late = Box.objects.filter(destroyed_on=None, review_on__lte=clock.today()).count()
    if not late:
        return []
    return [
        Finding(
            code="records.boxes", answers=ANSWERS, state=State.TO_DO,
            title=f"{late}\u00a0boîte{'s' if late > 1 else ''} de papier à revoir.",
            why="Hygie ne peut pas détruire le papier\u00a0: il vous le rappelle.",
            advice="Ouvrez la boîte, gardez ce qui doit l’être, faites broyer le reste contre une "
            "attestation.",
            minutes=60, action="records:boxes",
        )
    ]  # fmt: skip


def _exports() -> list[Finding]:
    """Only where somebody follows one: a closing asks for the first."""
    known = exports(with_dropped=False)
    if not known or any(one.state is ExportState.PROVEN for one in known):
        return []
    return [
        Finding(
            code="records.export", answers=ANSWERS, state=State.TO_CONFIRM,
            title="L’export complet de votre logiciel n’a pas été ouvert depuis un an.",
            why="Un export jamais ouvert n’en est pas un.",
            advice="Ouvrez dix dossiers pris au hasard, avec leurs documents, puis notez le jour.",
            minutes=30, action="records:boxes",
        )
    ]  # fmt: skip
