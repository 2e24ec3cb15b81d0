"""The airlock's addresses in the practice: those of the station, and what needs a base."""

from django.urls import path, re_path

from hygie.airlock import practice_views as views
from hygie.airlock.urls import PAGES, RUN

app_name = "airlock"
urlpatterns = [
    *PAGES,
    re_path(rf"{RUN}patient/$", views.to_patient, name="to_patient"),
    path("rapports/", views.history, name="history"),
    re_path(
        r"^rapports/(?P<report_id>[0-9a-f]{16})/(?P<which>rapport|liste|recu)\.pdf$",
        views.kept_paper,
        name="kept_paper",
    ),
    path("recevoir/", views.receive, name="receive"),
    path("recevoir/dossier/", views.parcel, name="parcel"),
    path("stations/", views.known_stations, name="stations"),
    re_path(r"^stations/(?P<station_id>[0-9a-f]{32})/retirer/$", views.withdraw, name="withdraw"),
    re_path(r"^document/(?P<document_id>[0-9a-f]{32})/$", views.document, name="document"),
]
