"""How right the engine was, as people judged what it reported."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from brightline.assistance.review.intervals import Share, share
from brightline.assistance.review.models import Finding, Label


@dataclass(frozen=True)
class Precision:
    """Of what the engine called `label` and people have settled, how much was that."""

    label: Label
    share: Share
    waiting: int


def precision() -> list[Precision]:
    """One for each label the engine gives, over all examinations."""
    rows = (
        Finding.objects.order_by()
        .values("label")
        .annotate(
            all=Count("pk"),
            settled=Count("settlement"),
            right=Count("pk", filter=Q(settlement__label=F("label"))),
        )
    )
    counted = {row["label"]: row for row in rows}
    found = []
    for label in (Label.REQUEST, Label.OTHER_CONTACT, Label.MENTION):
        row = counted.get(label.value, {"all": 0, "settled": 0, "right": 0})
        found.append(Precision(label, share(row["right"], row["settled"]), row["all"] - row["settled"]))
    return found
