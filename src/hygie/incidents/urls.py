from django.urls import path, re_path

from hygie.incidents import offline_views, views

app_name = "incidents"
urlpatterns = [
    path("", views.problem, name="problem"),
    path("carte.pdf", views.card, name="card"),
    path("sans-informatique/", offline_views.offline_day, name="offline"),
    path("sans-informatique/soir/", offline_views.ask_evening, name="ask_evening"),
    path("sans-informatique/maintenant/", offline_views.make_evening, name="make_evening"),
    path("sans-informatique/arreter/", offline_views.stop_evening, name="stop_evening"),
    re_path(
        r"^sans-informatique/(?P<offline_id>[0-9a-f]{32})\.pdf$",
        offline_views.kept_day,
        name="kept_day",
    ),
]
