"""The same as JSON, for programs on any site. These addresses stay."""

from django.urls import path, re_path

from brightline.resident.address.views import api

urlpatterns = [
    path("openapi.json", api.openapi, name="api_openapi"),
    path("places/", api.places, name="api_places"),
    # With a slash at the end these would be taken for keys of addresses.
    re_path(r"^places/suggest/?$", api.suggest, name="api_places_suggest"),
    re_path(r"^places/near/?$", api.near, name="api_places_near"),
    path("places/<slug:key>/", api.place, name="api_place"),
]
