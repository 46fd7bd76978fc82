"""What the public reads. These addresses are printed and linked to: they stay."""

from django.urls import path

from brightline.record.disclosure.views import data, pages

urlpatterns = [
    path("", pages.record_page, name="record"),
    path("data/", pages.data_page, name="record_data"),
    path("requests/<str:number>/", pages.request_page, name="record_request"),
    path("requests.csv", data.requests_csv, name="record_requests_csv"),
    path("requests.json", data.requests_json, name="record_requests_json"),
    path("figures.json", data.figures_json, name="record_figures_json"),
    path("entries.json", data.entries_json, name="record_entries_json"),
    path("checkpoint", data.checkpoint, name="record_checkpoint"),
    path("key", data.key, name="record_key"),
    path("check_record.py", data.script, name="record_script"),
]
