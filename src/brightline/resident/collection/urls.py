"""Calendars of addresses, and the changes people announce. Feeds stand in people's programs: their addresses stay."""

from django.urls import path

from brightline.resident.collection.views import calendars, changes

urlpatterns = [
    path("address/<slug:key>/calendar/", calendars.page, name="place_calendar"),
    path("address/<slug:key>/calendar.ics", calendars.calendar_feed, name="place_feed"),
    path("api/places/<slug:key>/set-outs", calendars.set_outs, name="api_place_set_outs"),
    path("collections/", changes.every, name="collections"),
    path("collections/announce/", changes.announce, name="collections_announce"),
    path("collections/<int:change_id>/withdraw/", changes.withdraw, name="collections_withdraw"),
]
