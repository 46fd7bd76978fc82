"""The city this installation serves."""

from django.db import models
from django.db.models import Q


class City(models.Model):
    """One row: who the city is, from `city.toml`.

    policy_adoptions: [{"pack": id, "from": "YYYY-MM-DD"}], which written policy the city took up when;
    agencies: the outside agencies a call-taker can pick by name, [{"name", "kind"}];
    districts: the police divisions a request can lie in;
    phones: whom to call when nothing burns, [{"name", "phone", "hours", "url"}], what a number has none of left out;
    digest: SHA-256 of what its places were loaded from and by, "" before any were: while it stays, places are the same;
    lexicon: the pack's lexicon.toml as it stands, "" where it has none: words the look back finds beside its own;
    log_origin: the name of its ledger, after C2SP tlog-checkpoint a schemeless URL.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    timezone = models.CharField(max_length=60)
    request_prefix = models.CharField(max_length=6)
    log_origin = models.CharField(max_length=120)
    dispatch_center = models.CharField(max_length=80)
    non_emergency_phone = models.CharField(max_length=30)
    contact_email = models.EmailField()
    policy_adoptions = models.JSONField()
    agencies = models.JSONField()
    districts = models.JSONField()
    phones = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    lexicon = models.TextField(blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_city_an_installation", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.name
