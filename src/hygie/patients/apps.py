from django.apps import AppConfig


class PatientsConfig(AppConfig):
    name = "hygie.patients"
    label = "patients"
    verbose_name = "Patients"
