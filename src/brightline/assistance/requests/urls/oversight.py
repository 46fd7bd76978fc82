"""The oversight's routes."""

from django.urls import path

from brightline.assistance.requests.views import (
    oversight,
    oversight_calls,
    oversight_exceptions,
    oversight_recordings,
    oversight_request,
    oversight_reviews,
)

urlpatterns = [
    path("", oversight.register, name="oversight"),
    path("rows/", oversight.register_rows, name="oversight_rows"),
    path("register.csv", oversight.register_csv, name="oversight_csv"),
    path("exceptions/", oversight_exceptions.exceptions, name="oversight_exceptions"),
    path("exceptions/rows/", oversight_exceptions.exceptions_rows, name="oversight_exceptions_rows"),
    path("to-review/", oversight_reviews.to_review, name="oversight_to_review"),
    path("to-review/rows/", oversight_reviews.to_review_rows, name="oversight_to_review_rows"),
    path("requests/<str:number>/", oversight_request.timeline, name="oversight_request"),
    path("requests/<str:number>/live/", oversight_request.timeline_live, name="oversight_request_live"),
    path("requests/<str:number>/review/", oversight_reviews.review, name="oversight_review"),
    path("requests/<str:number>/explain/", oversight_exceptions.explain, name="oversight_explain"),
    path("requests/<str:number>/outside/", oversight_request.report_outside, name="oversight_outside"),
    path("recordings/<int:recording_id>/", oversight_recordings.audio, name="oversight_recording"),
    path("recordings/<int:recording_id>/listen/", oversight_recordings.listen, name="oversight_listen"),
    path("calls/", oversight_calls.calls, name="oversight_calls"),
]
