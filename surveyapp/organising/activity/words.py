"""What was done, in a sentence. The subject stands beside it: who did it is a column of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.instruments.direction import isolated
from surveyapp.models.audit import AuditEntry
from surveyapp.models.letters import LetterKind
from surveyapp.organising.programmes.sections import BY_NAME

SENTENCES: Mapping[str, Any] = {
    "programme.started": gettext_lazy("Started the programme"),
    "programme.settings_changed": gettext_lazy("Changed the settings: %(section)s"),
    "programme.logo_changed": gettext_lazy("Changed the logo"),
    "programme.logo_removed": gettext_lazy("Took the logo away"),
    "organiser.appointed": gettext_lazy("Let %(account)s run the programme"),
    "organiser.removed": gettext_lazy("Removed %(account)s from the people who run the programme"),
    "organiser.restored": gettext_lazy("Let %(account)s run the programme again"),
    "staff.names": gettext_lazy("Changed whether %(account)s may take names along: %(allowed)s"),
    "account.may_found": gettext_lazy("Let somebody start programmes"),
    "coordinator.appointed": gettext_lazy("Let somebody coordinate an organisation"),
    "activity.exported": gettext_lazy("Downloaded this log"),
    "wave.started": gettext_lazy("Started a survey as a draft"),
    "wave.changed": gettext_lazy("Changed a survey before it opened"),
    "wave.deleted": gettext_lazy("Deleted the draft of a survey: %(slug)s"),
    "wave.opened": gettext_lazy("Opened the survey"),
    "wave.dates_changed": gettext_lazy("Changed the dates of the survey"),
    "wave.extended": gettext_lazy("Let the survey close later"),
    "wave.closed": gettext_lazy("Closed the survey"),
    "wave.unlinked": gettext_lazy("Separated all answers from their persons, for good"),
    "wave.questionnaire_changed": gettext_lazy("Corrected the questionnaire of the survey"),
    "wave.call_list_taken": gettext_lazy("Downloaded the list of organisations to telephone"),
    "consent.text_set": gettext_lazy("Changed what people agree to: version %(version)s"),
    "participation.added": gettext_lazy("Added an organisation to the survey"),
    "results.imported": gettext_lazy("Brought results from a file"),
    "answers.deleted": gettext_lazy("Deleted answers whose time is over"),
    "earlier_wave.file_kept": gettext_lazy("Brought a file of an earlier survey"),
    "earlier_wave.imported": gettext_lazy("Took in an earlier survey"),
    "earlier_wave.laid_aside": gettext_lazy("Laid a file of an earlier survey aside"),
    "earlier_wave.taken_back": gettext_lazy("Took an earlier survey out again"),
    "register.declared": gettext_lazy("Said what the register is"),
    "register.exported": gettext_lazy("Downloaded the register"),
    "register.file_kept": gettext_lazy("Brought a list for the register"),
    "register.file_laid_aside": gettext_lazy("Laid a list for the register aside"),
    "register.imported": gettext_lazy("Wrote a list into the register"),
    "register.import_undone": gettext_lazy("Took a list out of the register again"),
    "organisation.added": gettext_lazy("Added %(target)s to the register"),
    "organisation.changed": gettext_lazy("Changed %(target)s in the register"),
    "organisation.left": gettext_lazy("Noted that %(target)s has left"),
    "organisation.returned": gettext_lazy("Took %(target)s into the register again"),
    "organisation.merged": gettext_lazy("Merged %(target)s into %(into)s"),
    "organisation.kept_apart": gettext_lazy("Said that %(target)s and another organisation are two"),
    "owner.assigned": gettext_lazy("Assigned an owner to organisations"),
    "owner.merged": gettext_lazy("Merged two owners"),
    "join.approved": gettext_lazy("Approved a request to join"),
    "join.declined": gettext_lazy("Declined a request to join"),
    "invitation.created": gettext_lazy("Invited somebody"),
    "invitation.revoked": gettext_lazy("Withdrew an invitation"),
    "invitation.resent": gettext_lazy("Sent an invitation again"),
    "invitation.corrected": gettext_lazy("Corrected whom an invitation is for"),
    "letter.changed": gettext_lazy("Changed the words of a letter"),
    "letter.let_go": gettext_lazy("Went back to the usual words of a letter"),
    "letter.tested": gettext_lazy("Sent a letter to themselves to try it"),
    "mailing.confirmed": gettext_lazy("Had letters sent: %(n)s"),
    "mailing.written": gettext_lazy("Wrote the letters of a mailing"),
    "mailing.taken_back": gettext_lazy("Took back a mailing before it was sent"),
    "delivery.resent": gettext_lazy("Had an e-mail sent again whose fate was uncertain"),
    "mail.allowed": gettext_lazy("Allowed an address to be written to again"),
    "instrument.published": gettext_lazy("Published a version of a questionnaire"),
    "instrument_draft.uploaded": gettext_lazy("Brought a questionnaire"),
    "instrument_draft.begun": gettext_lazy("Began the next version of a questionnaire"),
    "instrument_draft.renamed": gettext_lazy("Renamed a draft of a questionnaire"),
    "instrument_draft.translated": gettext_lazy("Changed translations of a questionnaire"),
    "instrument_draft.language_added": gettext_lazy("Added a language to a questionnaire"),
    "instrument_draft.language_dropped": gettext_lazy("Took a language out of a questionnaire"),
    "instrument_draft.change_declared": gettext_lazy("Said what became of a question since the version before"),
    "instrument_draft.deleted": gettext_lazy("Deleted a draft of a questionnaire"),
    "raw_export.ordered": gettext_lazy("Ordered a file of answers: “%(reason)s”"),
    "raw_export.made": gettext_lazy("Made a file of answers"),
    "raw_export.downloaded": gettext_lazy("Downloaded a file of answers"),
    "raw_export.deleted": gettext_lazy("Deleted a file of answers"),
    "release.requested": gettext_lazy("Asked for results: number %(number)s"),
    "release.correction_requested": gettext_lazy("Asked for corrected results: “%(reason)s”"),
    "release.built": gettext_lazy("Built results: %(figures)s figures"),
    "release.published": gettext_lazy("Published results"),
    "release.signature_asked": gettext_lazy("Asked a second person to sign results off"),
    "release.signed": gettext_lazy("Signed results off"),
    "release.signature_declined": gettext_lazy("Did not sign results off: “%(reason)s”"),
    "release.signature_taken_back": gettext_lazy("Took a signature back"),
    "sector_report.saved": gettext_lazy("Changed the words of the public report"),
    "sector_report.made_public": gettext_lazy("Made the report public"),
    "sector_report.taken_back": gettext_lazy("Took the public report back"),
    "catalogue.added": gettext_lazy("Added courses to the catalogue"),
    "catalogue.replaced": gettext_lazy("Brought another catalogue of courses"),
    "module.kept": gettext_lazy("Changed the course %(code)s"),
    "module.withdrawn": gettext_lazy("Withdrew the course %(code)s"),
    "module.restored": gettext_lazy("Offered the course %(code)s again"),
    "run.made": gettext_lazy("Planned a run of a course"),
    "run.delegates_added": gettext_lazy("Added people to a run of a course"),
    "run.delegate_removed": gettext_lazy("Took somebody out of a run of a course"),
    "run.went_on": gettext_lazy("Let a run of a course go on"),
    "run.result_made": gettext_lazy("Made the result of a run of a course"),
    "exchange.proposed": gettext_lazy("Proposed that two organisations talk"),
    "exchange.introduced": gettext_lazy("Introduced two organisations to each other"),
    "exchange.proposal_withdrawn": gettext_lazy("Withdrew a proposal that two organisations talk"),
    "token.made": gettext_lazy("Made a token for programs: %(name)s"),
    "token.revoked": gettext_lazy("Withdrew a token for programs"),
    "webhook.added": gettext_lazy("Had news sent to a program"),
    "webhook.deleted": gettext_lazy("Ended news to a program"),
    "webhook.paused": gettext_lazy("Paused news to a program"),
    "webhook.resumed": gettext_lazy("Let news to a program go on"),
    "webhook.secret_changed": gettext_lazy("Changed the secret of news to a program"),
    "webhook.tested": gettext_lazy("Sent news to a program to try it"),
}
"""Action → what was done. What is put in is named after what the entry's detail calls it."""

UNKNOWN = gettext_lazy("Did something that has no name here yet: %(action)s")
KINDS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "programme": (
        gettext_lazy("Programme and people"),
        ("programme.", "organiser.", "staff.", "account.", "coordinator.", "activity."),
    ),
    "surveys": (
        gettext_lazy("Surveys"),
        ("wave.", "consent.", "participation.", "results.", "answers.", "earlier_wave."),
    ),
    "register": (gettext_lazy("Register"), ("register.", "organisation.", "owner.", "join.")),
    "letters": (gettext_lazy("Invitations and letters"), ("invitation.", "letter.", "mailing.", "delivery.", "mail.")),
    "questionnaires": (gettext_lazy("Questionnaires"), ("instrument.", "instrument_draft.")),
    "results": (gettext_lazy("Results"), ("release.", "sector_report.")),
    "files": (gettext_lazy("Files of answers"), ("raw_export.",)),
    "courses": (gettext_lazy("Courses"), ("catalogue.", "module.", "run.", "exchange.")),
    "programs": (gettext_lazy("Interface for programs"), ("token.", "webhook.")),
}
"""What can be asked for: kind → its name, and how its actions begin."""


def sentence(entry: AuditEntry, names: Mapping[str, str]) -> str:
    """`names`: id → name, as `selectors.activity.named` gives them."""
    known = SENTENCES.get(entry.action)
    if known is None:
        return UNKNOWN % {"action": entry.action}
    return str(known) % _Said(entry, names)


def who(entry: AuditEntry) -> str:
    if entry.actor is not None:
        return str(entry.actor)
    return _("Operator") if entry.actor_kind == "operator" else _("Waymark, by itself")


class _Said(dict[str, str]):
    """What an entry puts into its sentence; what it does not say is a dash."""

    def __init__(self, entry: AuditEntry, names: Mapping[str, str]) -> None:
        super().__init__()
        self.entry, self.names = entry, names

    def __missing__(self, key: str) -> str:
        value = self.entry.target_id if key == "target" else self.entry.detail.get(key)
        if key == "n" and value is None and (kind := self.entry.detail.get("kind")) in LetterKind.values:
            return str(LetterKind(kind).label)  # to whom a reminder goes is known only once it is written
        if key == "section" and value in BY_NAME:
            return str(BY_NAME[value].title)
        if key == "allowed":
            return _("Yes") if value else _("No")
        if key in ("target", "into", "account"):
            return isolated(self.names.get(str(value), "")) or _("somebody or something that is gone")
        return isolated(str(value))[:200] if value not in (None, "") else "–"
