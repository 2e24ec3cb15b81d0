from django.urls import path

from hygie.answers import views

app_name = "answers"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("demander/", views.ask, name="ask"),
    path("demande/<int:rank>/", views.found, name="found"),
    path("reponses/<slug:entry_id>/", views.entry, name="entry"),
    path("reponses/<slug:entry_id>/fiche.pdf", views.sheet, name="sheet"),
    path("questions/garder/", views.keep, name="keep"),
    path("questions/", views.kept, name="kept"),
    path("questions/export.csv", views.export, name="export"),
    path("questions/<slug:question_id>/retirer/", views.forget, name="forget"),
]
