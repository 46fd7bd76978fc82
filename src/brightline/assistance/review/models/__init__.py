"""Exports examined, what was found in them, and what people made of it."""

from brightline.assistance.review.models.examination import Examination
from brightline.assistance.review.models.explanation import Explanation
from brightline.assistance.review.models.finding import Finding, Label, Reading
from brightline.assistance.review.models.judgement import Judgement, Match, Settlement

__all__ = ["Examination", "Explanation", "Finding", "Judgement", "Label", "Match", "Reading", "Settlement"]
