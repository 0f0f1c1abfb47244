"""Change what a programme's settings say. What a section said before is kept, and can be put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveyapp.actions import audit
from surveyapp.actions.consent_texts import follow_programme, standard_sentences
from surveyapp.actions.refusals import Refused
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme, SettingsChange
from surveyapp.models.wave import Wave
from surveyapp.selectors import instrument_drafts, programme_settings
from surveyapp.selectors.programme_settings import Values

SAID_TO_RESPONDENTS = ("consent", "retention", "languages")


class NotAllowed(Refused):
    """A setting that may not become this; the message says why. `field` is which one."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class ChangedMeanwhile(Refused):
    """Somebody else changed the section since the page was made. `held` is what it says now."""

    def __init__(self, held: Values) -> None:
        self.held = held
        super().__init__(_("Somebody changed these settings meanwhile."))


@dataclass(frozen=True)
class Wanted:
    """What a section of the settings shall say.

    `seen`: the `mark` of what the change was made on. `sure`: the programme's short name, typed, without which answers
    are not deleted earlier.
    """

    section: str
    said: Values
    seen: str = ""
    sure: str = ""


@transaction.atomic
def change_settings(*, programme: Programme, wanted: Wanted, by: Account | None) -> bool:
    """Let a section say this; False where it says so already, and nothing is written.

    Raises ChangedMeanwhile, and NotAllowed: fewer owners than before, owners while results wait
    to be published, groups once a survey has opened, answers kept longer than people were told, a language that is in use.
    """
    held = Programme.objects.select_for_update(no_key=True, of=("self",)).select_related("instrument")
    locked = held.get(pk=programme.pk)
    section = wanted.section
    before = programme_settings.values(locked, section)
    if wanted.seen and wanted.seen != programme_settings.mark(before):
        raise ChangedMeanwhile(before)
    after = before | wanted.said
    if before == after:
        return False
    _refuse(locked, section, after, wanted.sure)
    former = standard_sentences(locked) if section in SAID_TO_RESPONDENTS else {}
    _write(locked, section, after)
    SettingsChange.objects.create(programme=locked, section=section, before=before, after=after, by=by)
    fields = sorted(name for name in after if after[name] != before[name])
    audit.record(
        action="programme.settings_changed", target=locked, by=by, programme=locked, section=section, fields=fields
    )
    follow_programme(programme=locked, former=former, by=by)
    return True


def put_back(*, change: SettingsChange, by: Account, seen: str, sure: str = "") -> bool:
    """Let a section say again what it said before a change; the same rules hold, and putting back is kept as well."""
    wanted = Wanted(change.section, change.before, seen, sure)
    return change_settings(programme=change.programme, wanted=wanted, by=by)


def _write(programme: Programme, section: str, after: Values) -> None:
    stored: dict[str, Any] = dict(after)
    if "instrument" in stored:
        version = _version(programme, stored["instrument"])
        stored["instrument"] = version.instrument if version else None
    for field, value in stored.items():
        setattr(programme, field, value)
    programme.save(update_fields=list(programme_settings.SECTIONS[section]))


def _version(programme: Programme, slug: str) -> Any:
    return instrument_drafts.newest(slug, programme) if slug else None


def _refuse(programme: Programme, section: str, after: Values, sure: str) -> None:
    if section == "limits":
        _refuse_fewer_owners(programme, after["least_owners"])
    if section == "retention":
        _refuse_another_time(programme, after["keeps_answers_months"], sure)
    if section == "groups" and programme_settings.first_opened(programme) is not None:
        raise NotAllowed(
            "peer_tree", _("A survey has opened: its groups are fixed, so that nobody chooses them by results.")
        )
    if section == "languages":
        _refuse_languages(programme, after)


def _refuse_fewer_owners(programme: Programme, least: int) -> None:
    if least < programme.least_owners:
        said = _(
            "It may only be raised, and stands at %(n)s. Published figures were promised not to speak of fewer companies, "
            "and a lower number would let figures be subtracted from those of before."
        )
        raise NotAllowed("least_owners", said % {"n": programme.least_owners})
    waits = Wave.objects.filter(programme=programme, state=Wave.State.CLOSED)
    if least > programme.least_owners and waits.exists():
        said = _(
            "A survey is closed and not published yet: nobody may choose which groups it shows by looking at them. Publish it first."
        )
        raise NotAllowed("least_owners", said)


def _refuse_another_time(programme: Programme, months: int, sure: str) -> None:
    now = programme.keeps_answers_months
    if not programme_settings.with_answers(programme).exists():
        return
    if months > now:
        said = ngettext(
            "People have answered who were told that their answers are deleted after %(n)s month. It may only be shortened "
            "until those answers are gone.",
            "People have answered who were told that their answers are deleted after %(n)s months. It may only be shortened "
            "until those answers are gone.",
            now,
        )
        raise NotAllowed("keeps_answers_months", said % {"n": now})
    if months < now and sure != programme.slug:
        said = _("Answers would be deleted earlier, as listed below, and cannot be had back. Type %(slug)s to confirm.")
        raise NotAllowed("sure", said % {"slug": programme.slug})


def _refuse_languages(programme: Programme, after: Values) -> None:
    if after["default_language"] not in after["languages"]:
        raise NotAllowed("default_language", _("The default language has to be one of the programme’s."))
    version = _version(programme, after["instrument"])
    if after["instrument"] and version is None:
        raise NotAllowed("instrument", _("This questionnaire is not there any more."))
    had = set(version.definition["languages"]) if version else set(after["languages"])
    if missing := sorted(set(after["languages"]) - had):
        said = _("The questionnaire does not have: %(languages)s.")
        raise NotAllowed("languages", said % {"languages": ", ".join(missing)})
    gone = set(programme.languages) - set(after["languages"])
    if kept := sorted(gone & (programme_settings.languages_in_use(programme) - {programme.default_language})):
        said = _(
            "People of a survey that is not over are invited in: %(languages)s. Keep it until the survey is closed."
        )
        raise NotAllowed("languages", said % {"languages": ", ".join(kept)})
