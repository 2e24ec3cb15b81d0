from django.urls import path, re_path

from hygie.records.views import requests, requests_copy

app_name = "records"

# requests
PAPER = r"(?P<paper>acknowledgement|proof|whole|partial|refusal|receipt)"
ONE = "demandes/<str:request_id>/"
REQUESTS = [
    path("demandes/", requests.requests, name="requests"),
    path("demandes/patient/", requests.find_patient, name="request_find"),
    path("demandes/nouvelle/<str:patient_id>/", requests.new, name="request_new"),
    path(ONE, requests.request_page, name="request"),
    path(f"{ONE}modifier/", requests.change, name="request_change"),
    path(f"{ONE}preuves/", requests.proofs, name="request_proofs"),
    path(f"{ONE}etape/", requests.step, name="request_step"),
    path(f"{ONE}pieces/", requests.items, name="request_items"),
    path(f"{ONE}pieces/<str:item_id>/retirer/", requests.remove_item, name="request_remove_item"),
    path(f"{ONE}choix/", requests_copy.scope, name="request_scope"),
    path(f"{ONE}accord/", requests_copy.grant, name="request_grant"),
    path(f"{ONE}refus/", requests_copy.refuse, name="request_refuse"),
    path(f"{ONE}copie/", requests_copy.copy, name="request_copy"),
    path(f"{ONE}phrase.pdf", requests_copy.passphrase, name="request_passphrase"),
    path(f"{ONE}liste.pdf", requests_copy.list_paper, name="request_list"),
    path(f"{ONE}document/<str:key>/", requests_copy.document, name="request_document"),
    re_path(
        rf"^demandes/(?P<request_id>\w+)/{PAPER}\.(?P<form>pdf|docx)$",
        requests_copy.paper,
        name="request_paper",
    ),
]

urlpatterns = [*REQUESTS]
