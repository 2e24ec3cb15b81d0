from django.urls import path

from hygie.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("reponses/<int:number>/", views.answer, name="answer"),
    path("reponses/<int:number>/fiche.pdf", views.answer_sheet, name="answer_sheet"),
    path(
        "reponses/<int:number>/informaticien.pdf", views.technician_sheet, name="technician_sheet"
    ),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:question_id>/", views.question, name="question"),
    path("bilan.pdf", views.report, name="report"),
    path("securite/code-de-secours.pdf", views.recovery_sheet, name="recovery_sheet"),
]
