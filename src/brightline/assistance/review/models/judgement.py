"""What people say of a finding, and what that settles. The database itself counts the persons."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from brightline.assistance.review.models.finding import Finding, Label
from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL
_A_REVIEWER = pgtrigger.Trigger(
    name="a_reviewer_says_so",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    # One at a time for each finding, so that of two sent together the second is counted as the second. First in the
    # alphabet, since that is the order in which PostgreSQL fires them.
    func="""
    PERFORM pg_advisory_xact_lock(hashtext('review.finding'), NEW.finding_id::int);
    IF NOT EXISTS (SELECT 1 FROM accounts_person p
                   WHERE p.id = NEW.by_id AND p.is_active AND 'reviewer' = ANY (p.roles)) THEN
        RAISE EXCEPTION 'only a reviewer says what a finding is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
_EMPTY_UNLESS_A_REQUEST = Q(label=Label.REQUEST.value) | Q(asks=[], grounds=[], commander=False)


class Judgement(AppendOnly):
    """What one person says a finding is. asks and grounds are sorted, so that two that say the same are equal.

    commander: the narrative shows that a commanding officer dealt with it.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="judgements")
    label = models.CharField(max_length=20, choices=Label.choices)
    agency = models.CharField(max_length=200, blank=True)
    asks = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    grounds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    commander = models.BooleanField(default=False)
    note = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_judgement_a_person", fields=["finding", "by"]),
            models.CheckConstraint(name="judgement_label_is_known", condition=Q(label__in=Label.values)),
            models.CheckConstraint(name="only_a_request_asks", condition=_EMPTY_UNLESS_A_REQUEST),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            _A_REVIEWER,
            pgtrigger.Trigger(
                name="judged_until_settled",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF EXISTS (SELECT 1 FROM review_settlement WHERE finding_id = NEW.finding_id) THEN
                    RAISE EXCEPTION 'a settled finding is not judged again' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]


class Settlement(AppendOnly):
    """What a finding is, once enough persons have said so; as the last of them said it."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="settlement")
    label = models.CharField(max_length=20, choices=Label.choices)
    agency = models.CharField(max_length=200, blank=True)
    asks = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    grounds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    commander = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="settled_by_enough_persons",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("given", "bigint"), ("engine", "text"), ("said", "record"), ("before", "record")],
                func="""
                PERFORM pg_advisory_xact_lock(hashtext('review.finding'), NEW.finding_id::int);
                SELECT label INTO engine FROM review_finding WHERE id = NEW.finding_id;
                SELECT count(*) INTO given FROM review_judgement WHERE finding_id = NEW.finding_id;
                SELECT label, asks, grounds, commander INTO said FROM review_judgement
                    WHERE finding_id = NEW.finding_id ORDER BY id DESC LIMIT 1;
                IF given = 0 OR (said.label, said.asks, said.grounds, said.commander)
                    IS DISTINCT FROM (NEW.label, NEW.asks, NEW.grounds, NEW.commander) THEN
                    RAISE EXCEPTION 'a finding is settled as its last judge said' USING ERRCODE = 'check_violation';
                END IF;
                IF given = 1 AND NOT (NEW.label = engine AND NEW.label <> 'request') THEN
                    RAISE EXCEPTION 'a request, and whatever differs from the engine, takes two persons'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF given = 2 THEN
                    SELECT label, asks, grounds, commander INTO before FROM review_judgement
                        WHERE finding_id = NEW.finding_id ORDER BY id LIMIT 1;
                    IF (before.label, before.asks, before.grounds, before.commander)
                        IS DISTINCT FROM (NEW.label, NEW.asks, NEW.grounds, NEW.commander) THEN
                        RAISE EXCEPTION 'where two differ a third decides' USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                RETURN NEW;
                """,
            ),
        ]


class Match(AppendOnly):
    """Whether a settled request is in the register: `number` of the request it is, or nothing when it is in none.

    One person who finds it there is enough. That it is nowhere takes two.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="matches")
    number = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(name="one_look_in_the_register_a_person", fields=["finding", "by"])]
        triggers = [
            *AppendOnly.Meta.triggers,
            _A_REVIEWER,
            pgtrigger.Trigger(
                name="matched_once_settled_as_a_request",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (SELECT 1 FROM review_settlement
                               WHERE finding_id = NEW.finding_id AND label = 'request') THEN
                    RAISE EXCEPTION 'only a settled request is looked up' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.number <> '' AND NOT EXISTS (SELECT 1 FROM requests_request WHERE number = NEW.number) THEN
                    RAISE EXCEPTION 'there is no such request in the register' USING ERRCODE = 'check_violation';
                END IF;
                IF EXISTS (SELECT 1 FROM review_match WHERE finding_id = NEW.finding_id AND number <> '')
                OR (SELECT count(*) FROM review_match WHERE finding_id = NEW.finding_id) >= 2 THEN
                    RAISE EXCEPTION 'this is reconciled already' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]
