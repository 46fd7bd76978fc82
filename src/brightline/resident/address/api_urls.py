"""The same as JSON, for programs on any site. These addresses stay."""

from django.urls import path

from brightline.resident.address.views import api

urlpatterns = [
    path("openapi.json", api.openapi, name="api_openapi"),
    path("places/", api.places, name="api_places"),
    path("places/suggest", api.suggest, name="api_places_suggest"),
    path("places/near", api.near, name="api_places_near"),
    # With a slash at the end these would be taken for keys of addresses.
    path("places/suggest/", api.suggest, name="api_places_suggest_too"),
    path("places/near/", api.near, name="api_places_near_too"),
    path("places/<slug:key>/", api.place, name="api_place"),
]
