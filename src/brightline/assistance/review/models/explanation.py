"""What was said of a request that nobody logged."""

import pgtrigger
from django.conf import settings
from django.db import models

from brightline.assistance.review.models.finding import Finding
from brightline.platform.database.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Explanation(AppendOnly):
    """Someone answers for a request that nobody logged. It stays an exception; the answer stands beside it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="explanations")
    explanation = models.TextField(max_length=4000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "pk"]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="explained_by_a_reviewer_once_confirmed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (SELECT 1 FROM accounts_person p
                               WHERE p.id = NEW.by_id AND p.is_active AND 'reviewer' = ANY (p.roles)) THEN
                    RAISE EXCEPTION 'only a reviewer explains what was not logged' USING ERRCODE = 'check_violation';
                END IF;
                IF (SELECT count(*) FROM review_match WHERE finding_id = NEW.finding_id AND number = '') < 2 THEN
                    RAISE EXCEPTION 'only what two persons did not find is explained'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]
