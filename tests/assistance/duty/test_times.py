"""Times a roster can hold."""

import pytest
from django.core.exceptions import ValidationError

from brightline.assistance.duty.forms import ShiftForm


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "1850-01-01T00:00"])
def test_a_year_off_the_calendar_is_one_sentence(typed: str) -> None:
    field = ShiftForm.base_fields["starts_at"]
    with pytest.raises(ValidationError, match="no day and time"):
        field.clean(typed)
