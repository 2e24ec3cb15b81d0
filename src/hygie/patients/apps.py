from django.apps import AppConfig


class PatientsConfig(AppConfig):
    name = "hygie.patients"
    label = "patients"
    verbose_name = "Patients"

    def ready(self) -> None:
        from hygie.patients.actions import erase_patient
        from hygie.practice import registries

        registries.register_erase("patients", erase_patient)
