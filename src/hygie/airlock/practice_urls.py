"""The airlock's addresses in the practice: those of the station, and what needs a base."""

from hygie.airlock.urls import PAGES

app_name = "airlock"
urlpatterns = [*PAGES]
