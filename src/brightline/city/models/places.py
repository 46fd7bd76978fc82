"""The city's addresses, areas and facilities, as the last load of its city pack left them. Degrees are WGS 84."""

from django.db import models
from django.db.models import Q

from brightline.city.kinds import AreaKind, FacilityKind

_ON_EARTH = Q(longitude__range=(-180, 180), latitude__range=(-90, 90))


class Address(models.Model):
    """One place with a number and a street; each unit of a building is one of its own.

    key: stands in shared links, so it is made of the address itself, the same after each load ("1604-harbor-st-40203");
    number: as written, "1604" or "1604 1/2"; street: written in full as the city does, "N 4th St"; areas: the keys of
    the areas it lies in by kind, {"council_district": ["6"], …}, worked out when the city is loaded.
    """

    key = models.CharField(max_length=200, unique=True)
    number = models.CharField(max_length=20)
    street = models.CharField(max_length=100)
    unit = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    longitude = models.FloatField()
    latitude = models.FloatField()
    areas = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(name="address_is_on_earth", condition=_ON_EARTH)]

    def __str__(self) -> str:
        return f"{self.number} {self.street}" + (f" {self.unit}" if self.unit else "")


class Area(models.Model):
    """A part of the city: a council district, a garbage route.

    details: what the city pack says of it beside its name, by field: who holds it and how to reach them ("holder",
    "phone", "email", "url"), or the schedule of a route ("weekday", "week", "side"); shape: a GeoJSON Polygon or
    MultiPolygon.
    """

    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in AreaKind])
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    details = models.JSONField()
    shape = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_area_a_kind_and_key", fields=["kind", "key"])]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A place people go to: a library, a fire station.

    details: what the city pack says of it beside its name and address: "phone", "url", "hours", "takes", …
    """

    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in FacilityKind])
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=160, blank=True)
    longitude = models.FloatField()
    latitude = models.FloatField()
    details = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_facility_a_kind_and_key", fields=["kind", "key"]),
            models.CheckConstraint(name="facility_is_on_earth", condition=_ON_EARTH),
        ]

    def __str__(self) -> str:
        return self.name


class SearchIndex(models.Model):
    """One row: what a typed address is looked up in, made when the city is loaded, so that every web process reads the
    same and none has to build it.

    digest: SHA-256 of data; a process reads the row anew when it differs from the one it holds.
    """

    digest = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_search_index", condition=Q(pk=1))]
