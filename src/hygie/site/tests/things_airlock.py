"""Real things of the room `airlock`, for the addresses that ask for one."""

from hygie.airlock.actions import receiving
from hygie.airlock.models import Station
from hygie.airlock.tests import examined


def of_the_airlock(patient, folder):
    """An examination that has ended, its report, and what a patient received of it."""
    folder.mkdir()
    run = examined.ended(folder, examine=examined.reported(examined.outcome()))
    parcel = receiving.open_parcel(run.held.output)
    reception = receiving.receive(parcel, patient, is_confirmed=True)
    for one in run.held.output.rglob("IM*"):
        one.unlink()  # no sandbox is started to draw it: the page says that it cannot be shown
    of_run, report = {"name": run.name}, {"report_id": run.report_id, "which": "recu"}
    of_series = {**of_run, "number": 0}
    pages = ("run", "bar", "skip", "stop", "hand_over", "finish", "images", "to_patient")
    return {
        **{f"airlock:{name}": of_run for name in pages},
        "airlock:series": of_series,
        "airlock:frame": {**of_series, "at": 0},
        "airlock:paper": {**of_run, "which": "rapport"},
        "airlock:kept_paper": report,
        "airlock:withdraw": {"station_id": Station.objects.get().pk},
        "airlock:document": {"document_id": reception.documents.first().pk},
    }
