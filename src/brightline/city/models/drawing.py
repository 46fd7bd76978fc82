"""What a map of the city is drawn from beside its areas. Nothing is looked up in it."""

from django.db import models

from brightline.city.kinds import DrawnKind


class Drawing(models.Model):
    """All the streets, or all the water, of the city.

    features: GeoJSON features in degrees WGS 84, lines for streets ({"name", "main"}), polygons for water ({"name"}).
    """

    kind = models.CharField(max_length=20, unique=True, choices=[(kind.value, kind.value) for kind in DrawnKind])
    features = models.JSONField()

    def __str__(self) -> str:
        return self.kind
