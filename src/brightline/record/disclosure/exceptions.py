"""What did not go as the policy wants it, as far as the public entries themselves show it. Pure.

Named as oversight names them. Two of oversight's exceptions hang on clocks that are the pack's and no entry's (a
sending confirmed in time, a review made in time): of these the public sees the times, and any answer given.
"""

from brightline.record.disclosure.fold import RequestRecord

UNANSWERED_PAGE = "unanswered_page"
NO_RECORDING = "no_recording"
COMMANDER_NEVER_ON_SCENE = "commander_never_on_scene"
SENT_OUTSIDE = "sent_outside"
FOUND_OUTSIDE = "found_outside"
ALL = (UNANSWERED_PAGE, NO_RECORDING, COMMANDER_NEVER_ON_SCENE, SENT_OUTSIDE, FOUND_OUTSIDE)


def of(request: RequestRecord) -> tuple[str, ...]:
    """The request's exceptions, in the order of `ALL`."""
    held = {
        UNANSWERED_PAGE: _late(request),
        NO_RECORDING: (
            request.channel == "phone"
            and request.decision is not None
            and request.closed_at is not None
            and not request.recordings
        ),
        COMMANDER_NEVER_ON_SCENE: (
            bool(request.arrivals)
            and (request.closed_at is not None or request.stood_down_at is not None)
            and request.commander_at is None
        ),
        SENT_OUTSIDE: bool(request.sent_outside),
        FOUND_OUTSIDE: request.finding == "outside_policy",
    }
    return tuple(name for name in ALL if held[name])


def _late(request: RequestRecord) -> bool:
    if request.answer_by is None:
        return False
    if request.page_ended_at is not None:
        return request.page_ended_at > request.answer_by
    return request.escalations > 0
