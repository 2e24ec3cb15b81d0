"""Home, one answer, the questions, and their papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hygie.accounts import sessions
from hygie.answers import entries as guide
from hygie.answers.queries import shown as entry_shown
from hygie.answers.sheets import entry_sheet
from hygie.home import actions, queries, rules, sheets


def home(request: HttpRequest) -> HttpResponse:
    """One sentence, the next action, the 22 tiles by theme."""
    states = queries.states()
    shown = {
        "headline": rules.headline(states),
        "next": rules.next_action(states),
        "themes": queries.by_theme(states),
        "waiting": queries.waiting_questions(),
    }
    return render(request, "home/home.html", shown)


def answer(request: HttpRequest, number: int) -> HttpResponse:
    """One answer: its state here, why, what to do, its text and sources."""
    state = _state(number)
    shown = entry_shown(guide.entry(number), sessions.signed_in(request))
    return render(request, "home/answer.html", {**shown, "state": state})


def _state(number: int) -> rules.AnswerState:
    if not 1 <= number <= guide.LAST_NUMBER:
        raise Http404
    return queries.states()[number - 1]


def questions(request: HttpRequest) -> HttpResponse:
    """All questions, those that wait first."""
    given = {reply.question_id: reply for reply in queries.replies()}
    waiting = {question.id for question in queries.waiting_questions()}
    listed = [(q, given.get(q.id), q.id in waiting) for q in rules.questions()]
    listed.sort(key=lambda row: not row[2])
    return render(request, "home/questions.html", {"listed": listed, "waiting": len(waiting)})


def question(request: HttpRequest, question_id: str) -> HttpResponse:
    """Answer one question, then the next that waits."""
    asked = next((q for q in rules.questions() if q.id == question_id), None)
    if asked is None:
        raise Http404
    if request.method == "POST" and request.POST.get("choice"):
        actions.reply(question_id, request.POST["choice"], by=sessions.signed_in(request))
        waiting = queries.waiting_questions()
        return redirect("home:question", waiting[0].id) if waiting else redirect("home:home")
    left = len(queries.waiting_questions())
    given = next((r for r in queries.replies() if r.question_id == question_id), None)
    shown = {"question": asked, "given": given, "left": left, "missing": request.method == "POST"}
    return render(request, "home/question.html", shown)


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")


def answer_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The entry of the guide on one A4 page."""
    return _pdf(entry_sheet(guide.entry(_state(number).number)))


def technician_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """ "Confier à mon informaticien": the findings of one answer on one A4 page."""
    return _pdf(sheets.print_technician_sheet(_state(number), by=sessions.signed_in(request)))


def report(request: HttpRequest) -> HttpResponse:
    """The whole check-up on one A4 page."""
    return _pdf(sheets.print_report(queries.states()))


def recovery_sheet(request: HttpRequest) -> HttpResponse:
    """The recovery code, while this session still holds it."""
    code = request.session.get(sessions.RECOVERY_CODE)
    if not code:
        return redirect("accounts:recovery")
    return _pdf(sheets.recovery_sheet(str(code)))
