"""Which version of a questionnaire a wave uses: free before it opens, only a mended text while it runs."""

from __future__ import annotations

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.consent_texts import follow_questionnaire
from surveyapp.actions.instrument_drafts import DraftRefused
from surveyapp.instruments import corrections
from surveyapp.instruments.sentences import Sentence
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.people import Account
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors import instrument_drafts
from surveyapp.selectors.instruments import instrument


class CorrectionRefused(DraftRefused):
    """This version cannot take the place of the one in use. `problems` say what differs."""


@transaction.atomic
def correct_wave(*, wave: Wave, version: InstrumentVersion, by: Account) -> Wave:
    """Let a wave go on with another version of its questionnaire.

    Before it opens any version that the programme may use will do; while it is open only one that differs in mended
    texts. Answers under way go on in the new version, submitted ones keep theirs; the consent text follows. The same
    version again changes nothing. Raises CorrectionRefused with every reason.
    """
    locked = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=wave.pk)
    if locked.instrument_version_id == version.pk:
        return locked
    if faults := problems(locked, version):
        raise CorrectionRefused(faults)
    former, locked.instrument_version = locked.instrument_version_id, version
    locked.save(update_fields=["instrument_version"])
    under_way = Response.objects.filter(participation__wave=locked, state=Response.State.DRAFT)
    n_under_way = under_way.update(instrument_version=version)
    if locked.is_open:
        follow_questionnaire(wave=locked, former=instrument(former), by=by)
    audit.record(
        action="wave.questionnaire_changed",
        target=locked,
        by=by,
        programme=locked.programme,
        before=str(former),
        after=str(version.pk),
        under_way=n_under_way,
    )
    return locked


def problems(wave: Wave, version: InstrumentVersion) -> list[str]:
    """Why a wave cannot go on with a version; empty when it can."""
    if not instrument_drafts.versions_for(wave.programme_id).filter(pk=version.pk).exists():
        return [Sentence("This questionnaire belongs to another programme.")]
    return unfit(wave, version)


def unfit(wave: Wave, version: InstrumentVersion) -> list[str]:
    """As `problems`, for a version that the programme may use."""
    if wave.state == Wave.State.DRAFT:
        return []
    if not wave.is_open:
        return [Sentence("The survey is closed: its questionnaire stays as it was answered.")]
    return corrections.correction_problems(instrument(wave.instrument_version_id), instrument(version.pk))
