from django.urls import path

from hygie.traps import views

app_name = "traps"
urlpatterns = [path("", views.trap, name="trap")]
