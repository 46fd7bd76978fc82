"""Looking an address up. The address of a place is printed, shared and kept: it stays."""

from django.urls import path

from brightline.resident.address.views import device, maps, pages

urlpatterns = [
    path("", pages.look_up, name="address"),
    path("near/", pages.near, name="address_near"),
    path("offline/", device.offline, name="address_offline"),
    path("worker.js", device.worker, name="address_worker"),
    path("city.webmanifest", device.manifest, name="address_manifest"),
    path("map/areas/<slug:kind>/<str:key>.json", maps.area, name="address_map_area"),
    path("map/ground.json", maps.ground, name="address_map_ground"),
    path("map/streets/<int:column>/<int:row>.json", maps.streets, name="address_map_streets"),
    path("<slug:key>/", pages.place, name="address_place"),
]
