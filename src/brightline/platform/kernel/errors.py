"""What can go wrong, as one sentence a person can act on.

Every error a person can cause is one of these. Its text says what is wrong, where, and the mend; the web turns it
into a response with `status`, the command into one line on stderr with `exit_code`. Anything else is a defect of
ours: it is logged with a reference number and the person is shown only that number.
"""


class BrightlineError(Exception):
    """A refusal in plain words. `status` is the HTTP status, `exit_code` the command's."""

    status = 400
    exit_code = 2


class Invalid(BrightlineError):
    """What was given cannot be read or cannot be true."""


class Denied(BrightlineError):
    """This person may not do this."""

    status = 403
    exit_code = 1


class NotFound(BrightlineError):
    """Nothing by that name."""

    status = 404


class WrongState(BrightlineError):
    """The thing has moved on since the person last saw it, or is not there yet."""

    status = 409
    exit_code = 1


class GateRefused(BrightlineError):
    """The written policy does not permit it."""

    status = 409
    exit_code = 1
