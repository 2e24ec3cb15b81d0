"""What makes a delay longer is said by a person, in time, and once."""

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.records.actions import requests_papers as papers
from hygie.records.actions import requests_steps as steps
from hygie.records.actions import requests_terms as longer
from hygie.records.queries import requests as queries
from hygie.records.rules import clocks
from hygie.records.tests.requests_people import again, asks, days_ago, dead, living

WHY = "Quinze ans de factures à relire."

pytestmark = pytest.mark.usefixtures("alice")


def extended(request, **fields):
    kept = {"ground": "complex", "reason": WHY, "version": request.version} | fields
    return longer.extend(request.pk, **kept)


def test_the_month_is_extended_once_with_its_letter_and_its_line():
    request = asks(living(), basis="gdpr")
    before = queries.terms_of(request).latest
    assert queries.first_month(request) == before
    request = extended(request)
    terms = queries.terms_of(request)
    assert terms.latest == clocks.gdpr_term(request.received_on, is_extended=True) > before
    assert ("extension", papers.LABELS["extension"]) in papers.papers_of(request)
    said = " ".join(papers.compose(request, "extension").blocks)
    assert f"La demande est complexe : {WHY}" in said.replace("\u00a0", " ")
    assert clock.french_date(terms.latest) in said
    assert papers.print_paper(request, "extension").startswith(b"%PDF")
    assert Entry.objects.filter(action="records.extend_request", object_id=request.pk).count() == 1
    with pytest.raises(HygieError, match="déjà été prolongé"):
        extended(request)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: asks(living()), "ne le cite pas"),
        (lambda: asks(dead(), "heir"), "ne le cite pas"),
        (lambda: asks(living(), basis="gdpr", received_days_ago=45), "il est trop tard"),
    ],
)
def test_what_cannot_be_extended_is_told_and_stays(make, said):
    request = make()
    with pytest.raises(HygieError, match=said) as refused:
        extended(request)
    assert refused.value.code == "records.not_extended"
    assert again(request).extended_on is None


@pytest.mark.parametrize("fields", [{"ground": "tired"}, {"reason": " "}])
def test_an_extension_says_why(fields):
    request = asks(living(), basis="both")
    with pytest.raises(HygieError, match="doit dire pourquoi"):
        extended(request, **fields)


def test_an_extension_is_taken_back_only_when_no_letter_left():
    request = extended(asks(living(), basis="both"))
    with pytest.raises(HygieError, match="est partie"):
        steps.undo(request.pk, version=request.version)
    request = steps.undo(request.pk, version=request.version, nothing_left=True)
    assert (request.extended_on, request.extension_reason) == (None, "")


def test_the_commission_counts_from_the_day_it_is_noted_and_can_be_taken_back():
    request = asks(living())
    with pytest.raises(HygieError, match="avant la demande"):
        longer.note_commission(request.pk, on=days_ago(9), version=request.version)
    request = longer.note_commission(request.pk, on=days_ago(1), version=request.version)
    assert queries.terms_of(request).latest == clocks.add_months(request.received_on, 2)
    request = longer.note_commission(request.pk, on=None, version=request.version)
    assert queries.terms_of(request).latest < clocks.add_months(request.received_on, 2)
