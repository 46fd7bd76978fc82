"""How right the engine was, as people judged what it reported and some of what it did not."""

from dataclasses import dataclass, replace

from django.db.models import Count, F, Q

from brightline.assistance.review.intervals import Sample, Share, share, share_of_all
from brightline.assistance.review.models import Examination, Finding, Label


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


@dataclass(frozen=True)
class Recall:
    """Of the requests in calls in which a term of the screen stands, how many the engine put before people.

    found: requests among what it reported. missed: the share of requests among the `set_aside` calls, as far as the
    `sampled` ones are settled. value, low and high: None while that is not known, or there was no request at all.
    """

    found: int
    set_aside: int
    sampled: int
    missed: Share
    value: float | None
    low: float | None
    high: float | None


def recall() -> Recall:
    """Over the examinations of which some of the sample is settled."""
    is_request = Q(findings__settlement__label=Label.REQUEST)
    drawn = Q(findings__label=Label.NONE)
    counted = [
        each
        for each in Examination.objects.filter(summary__isnull=False).annotate(
            sampled=Count("findings", filter=drawn),
            settled=Count("findings", filter=drawn & Q(findings__settlement__isnull=False)),
            missed=Count("findings", filter=drawn & is_request),
            found_requests=Count("findings", filter=~drawn & is_request),
        )
        if each.settled
    ]
    aside = [int((each.summary or {})["set_aside"]["calls"]) for each in counted]
    samples = [Sample(each.missed, each.settled, calls) for each, calls in zip(counted, aside, strict=True)]
    found, calls, missed = sum(each.found_requests for each in counted), sum(aside), share_of_all(samples)
    known = Recall(found, calls, sum(each.sampled for each in counted), missed, None, None, None)
    if missed.value is None or missed.low is None or missed.high is None or not (found or missed.value):
        return known
    value, low, high = (_recall(found, calls * each) for each in (missed.value, missed.high, missed.low))
    return replace(known, value=value, low=low, high=high)


def _recall(found: int, missed: float) -> float:
    return found / (found + missed) if found else 0.0
