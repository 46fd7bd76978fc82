"""Officers sent, and their arrivals. The database refuses to send against the decision, whoever asks it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from brightline.assistance.requests.models.assessment import Decision, FactsRecord
from brightline.assistance.requests.models.request import Request
from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Dispatch(AppendOnly):
    """One sending of units.

    Either on a decision that authorizes it, or before assessment on facts that say a clear public danger.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="dispatches")
    key = models.UUIDField(unique=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="dispatches")
    danger = models.ForeignKey(FactsRecord, null=True, on_delete=models.PROTECT, related_name="dispatches")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="sent_on_a_decision_or_on_danger",
                condition=Q(decision__isnull=False, danger=None) | Q(decision=None, danger__isnull=False),
            )
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="sent_as_the_policy_permits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                -- Closing the request is held off until this is done, and the other way round.
                PERFORM 1 FROM requests_request r WHERE r.id = NEW.request_id FOR UPDATE;
                IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM requests_decision d JOIN requests_request r ON r.id = d.request_id
                    WHERE d.id = NEW.decision_id AND d.request_id = NEW.request_id AND d.outcome = 'authorized'
                      AND d.at <= NEW.at AND r.state IN ('authorized', 'units_sent', 'on_scene')) THEN
                    RAISE EXCEPTION 'no decision permits sending units for this request'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.danger_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM requests_factsrecord f JOIN requests_request r ON r.id = f.request_id
                    WHERE f.id = NEW.danger_id AND f.request_id = NEW.request_id
                      AND f.gate->>'before_assessment' = 'permitted'
                      AND (f.facts->>'clear_public_danger')::boolean
                      AND r.state IN ('paged', 'under_assessment', 'sent_before_assessment')
                      AND NOT EXISTS (SELECT 1 FROM requests_factsrecord later
                                      WHERE later.request_id = f.request_id AND later.id > f.id)) THEN
                    RAISE EXCEPTION 'only a clear public danger permits sending before assessment'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="the_commander_is_among_the_units",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="""
                IF NOT EXISTS (SELECT 1 FROM requests_unit u WHERE u.dispatch_id = NEW.id) THEN
                    RAISE EXCEPTION 'a dispatch names at least one unit' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM requests_dispatch d
                    JOIN requests_unit u ON u.dispatch_id = d.id
                    JOIN requests_command c ON c.request_id = d.request_id AND c.commander_id = u.commander_id
                    WHERE d.request_id = NEW.request_id AND c.taken_at <= NEW.at
                      AND (c.released_at IS NULL OR c.released_at >= NEW.at)) THEN
                    RAISE EXCEPTION 'the commander in charge must be among the units sent'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]


class Unit(AppendOnly):
    """One unit of a dispatch; commander is set when it is the one the commander rides in."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="units")
    call_sign = models.CharField(max_length=12)
    commander = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="unit_once_a_dispatch", fields=["dispatch", "call_sign"])]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="a_unit_goes_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF EXISTS (SELECT 1 FROM requests_dispatch mine
                           JOIN requests_dispatch d ON d.request_id = mine.request_id
                           JOIN requests_unit u ON u.dispatch_id = d.id
                           WHERE mine.id = NEW.dispatch_id AND u.call_sign = NEW.call_sign) THEN
                    RAISE EXCEPTION 'unit % was sent to this request before', NEW.call_sign
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="a_commanders_unit_is_a_commanders",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__commander__isnull=False),
                func="""
                IF NOT EXISTS (SELECT 1 FROM accounts_person p
                               WHERE p.id = NEW.commander_id AND 'commander' = ANY (p.roles)
                                 AND upper(p.call_sign) = upper(NEW.call_sign)) THEN
                    RAISE EXCEPTION 'unit % is not that commander''s', NEW.call_sign USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.call_sign


class Arrival(AppendOnly):
    """A unit on scene. `at` is when it arrived, noted_at when that was written down."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="arrival")
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="arrives_after_it_was_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NEW.at > NEW.noted_at OR NEW.at < (SELECT d.at FROM requests_unit u JOIN requests_dispatch d
                                                      ON d.id = u.dispatch_id WHERE u.id = NEW.unit_id) THEN
                    RAISE EXCEPTION 'a unit arrives after it was sent and before that is written down'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]
