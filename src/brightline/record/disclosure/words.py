"""Plain words for what the entries name. What the policy names (tasks, grounds, rules) it brings itself, in each
language, with its `policy.adopted` entry; the rest is here."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as pgettext

from brightline.platform.ui.phrases import in_a_row, isolated
from brightline.record.disclosure.fold import Policy, Record, RequestRecord

STATUS = {
    "sent": pgettext("state of a request", "sent"),
    "authorized": pgettext("state of a request", "authorized"),
    "declined": pgettext("state of a request", "declined"),
    "withdrawn": pgettext("state of a request", "withdrawn"),
    "undecided": gettext_lazy("not decided yet"),
}
TONE = {
    "sent": "permitted",
    "authorized": "permitted",
    "declined": "refused",
    "withdrawn": "quiet",
    "undecided": "waiting",
}
AGENCY_KIND = {
    "immigration": gettext_lazy("Immigration agency"),
    "federal": gettext_lazy("Other federal agency"),
    "state": gettext_lazy("State agency"),
    "local": gettext_lazy("Local agency"),
    "other": gettext_lazy("Someone else"),
}
CHANNEL = {
    "phone": gettext_lazy("By phone"),
    "radio": gettext_lazy("By radio"),
    "in_person": gettext_lazy("In person"),
    "email": gettext_lazy("By e-mail"),
    "database": gettext_lazy("By database query"),
}
PURPOSE = {
    "civil_immigration": gettext_lazy("Civil immigration enforcement"),
    "criminal": gettext_lazy("A criminal case"),
    "emergency": gettext_lazy("An emergency"),
    "information": gettext_lazy("Information"),
    "unknown": pgettext("purpose of a request", "Not known"),
}
DANGER = {
    "no": gettext_lazy("No"),
    "yes": gettext_lazy("Yes"),
    "will_not_say": gettext_lazy("They would not say"),
    "not_asked": gettext_lazy("Not asked yet"),
}
OUTCOME = {
    "helped": gettext_lazy("Officers did what was authorized"),
    "no_help_needed": gettext_lazy("Officers were there; no help was needed"),
    "caller_told": gettext_lazy("Declined; the caller was told"),
    "called_off": gettext_lazy("Called off before officers did anything"),
    "withdrawn": gettext_lazy("The agency took its request back"),
}
FINDING = {
    "within_policy": gettext_lazy("Within the policy"),
    "outside_policy": gettext_lazy("Outside the policy"),
    "unclear": gettext_lazy("Cannot be told from what is on record"),
}
EXCEPTION = {
    "unanswered_page": gettext_lazy("Page not answered in time"),
    "no_recording": gettext_lazy("No recording of the call"),
    "commander_never_on_scene": gettext_lazy("Commander never on scene"),
    "sent_not_confirmed": gettext_lazy("Sent before assessment and not confirmed in time"),
    "not_reviewed": gettext_lazy("Not reviewed in time"),
    "sent_outside": gettext_lazy("Officers went without authorization"),
    "found_outside": gettext_lazy("Review found it outside the policy"),
}
PRIVATE = {
    "officer": gettext_lazy("the name of the officer who asked"),
    "callback": gettext_lazy("the call-back number"),
    "cad_number": gettext_lazy("the number in the dispatch system"),
    "location": gettext_lazy("the address"),
    "words": gettext_lazy("what was said, word for word"),
    "by": gettext_lazy("who did it"),
    "to": gettext_lazy("who was paged"),
    "reason": gettext_lazy("the reason as written"),
    "note": gettext_lazy("the note"),
    "call_signs": gettext_lazy("which units"),
    "call_sign": gettext_lazy("which unit"),
    "explanation": gettext_lazy("the explanation as written"),
    "what": gettext_lazy("what happened"),
    "who": gettext_lazy("who is meant"),
    "address": gettext_lazy("the address"),
    "narrative": gettext_lazy("what was written down, as a digest"),
}
WHY_PRIVATE = {
    "people": gettext_lazy("Names and call-back numbers of officers, ours and theirs, protect people at their work."),
    "place": gettext_lazy("Addresses and spoken words could lead to the person being looked for, or to a witness."),
    "units": gettext_lazy("Unit numbers and dispatch numbers would lead to the same."),
    "texts": gettext_lazy("Written reasons and notes can hold any of these."),
}


# What the desk enters when F9 is pressed before anyone has said who is calling.
_NOT_YET_KNOWN = "Not yet known"


def agency(name: str) -> str:
    """The agency's name, kept apart from the sentence around it; words for it while nobody has named one."""
    return _("An agency not named yet") if name in ("", _NOT_YET_KNOWN) else isolated(name)


def says(words: Mapping[str, object], name: str) -> str:
    """The word for `name`; the name itself, readable, when a newer entry brought one we do not know."""
    return str(words[name]) if name in words else name.replace("_", " ")


class PolicyWords:
    """The words of the policies on record, in the reader's language."""

    def __init__(self, record: Record) -> None:
        self._policies = record.policies
        self._language = (get_language() or "en").split("-")[0]

    def task(self, name: str) -> str:
        return next((self._in(policy.tasks[name]) for policy in self._newest() if name in policy.tasks), _plain(name))

    def ground(self, name: str) -> str:
        return next(
            (self._in(policy.grounds[name]) for policy in self._newest() if name in policy.grounds), _plain(name)
        )

    def rule(self, name: str, digest: str) -> str:
        """What a rule says, under the very text of the policy that decided."""
        exact = [policy for policy in self._newest() if policy.digest == digest]
        for policy in (*exact, *self._newest()):
            if name in policy.rules:
                return self._in(policy.rules[name])
        return _("No rule of the policy permits this.") if name == "default-deny" else _plain(name)

    def tasks(self, names: tuple[str, ...]) -> str:
        return in_a_row(self.task(name) for name in names)

    def grounds(self, names: tuple[str, ...]) -> str:
        return in_a_row(self.ground(name) for name in names)

    def policy(self, request: RequestRecord) -> Policy | None:
        """The policy that decided a request, by its digest."""
        digest = request.decision.pack_digest if request.decision else ""
        return next((policy for policy in self._newest() if policy.digest == digest), None)

    def in_force(self, day: str) -> Policy | None:
        """The policy in force on a local day ("2026-05-31"); of two from one day, the later entered."""
        begun = [policy for policy in self._policies if policy.in_force_from <= day]
        return max(begun, key=lambda policy: (policy.in_force_from, policy.entry), default=None)

    def _newest(self) -> list[Policy]:
        return list(reversed(self._policies))

    def _in(self, text: object) -> str:
        if isinstance(text, Mapping):
            return str(text.get(self._language) or text.get("en") or next(iter(text.values()), ""))
        return str(text)


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
