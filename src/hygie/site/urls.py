"""Addresses: each room has its own, mounted here."""

from django.urls import include, path, re_path

from hygie.site import views

urlpatterns = [
    re_path(r"^static/(?P<path>.+)$", views.static_file, name="static"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("", include("hygie.home.urls")),
    path("", include("hygie.accounts.urls")),
    path("cabinet/", include("hygie.practice.urls")),
    path("patients/", include("hygie.patients.urls")),
    path("ranger/", include("hygie.filing.urls")),
    path("dossiers/", include("hygie.records.urls")),
    path("sas/", include("hygie.airlock.practice_urls")),
    path("journal/", include("hygie.journal.urls")),
    path("ordinateurs/", include("hygie.checkup.urls")),
    path("guide/", include("hygie.answers.urls")),
    path("piege/", include("hygie.traps.urls")),
    path("probleme/", include("hygie.incidents.urls")),
    path("modes-d-emploi/", include((views.guide_urls, "site"))),
]
handler400 = views.not_understood
handler500 = views.failed
