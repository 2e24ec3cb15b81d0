from django.urls import path

from hygie.incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.problem, name="problem"),
    path("carte.pdf", views.card, name="card"),
]
