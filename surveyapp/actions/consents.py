"""Keep what a person agreed to and decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.consent_texts import TextUnfit, store_standard_text
from surveyapp.actions.facts import settle_facts
from surveyapp.actions.row_locks import lock_response, refuse_unless_open, share_wave
from surveyapp.models.consent import Consent, ConsentChoice, Purpose
from surveyapp.models.response import Response
from surveyapp.selectors import consents
from surveyapp.signals import coordinator_sight_changed


@transaction.atomic
def give_consent(*, response: Response, choices: Mapping[str, bool] | None = None) -> Consent:
    """Keep the sentences this person agreed to and what they decided, as they were shown.

    `choices` is purpose → allowed; the page demands one for each question, and what is not among them stays undecided.
    Agreeing again to the same text changes nothing but decisions. Raises SurveyClosed, LinkRevoked, Withdrawn, and
    TextUnfit for a purpose that was not asked.
    """
    share_wave(response.participation.wave_id)
    current = lock_response(response.pk)
    refuse_unless_open(current)
    text = store_standard_text(current.participation.wave)
    shown = consents.shown_to(current, text)
    consent, created = Consent.objects.get_or_create(
        response=current, text=text, defaults={"language": current.language, "sentences": list(shown.sentences)}
    )
    _decide(current, shown, choices or {})
    if created:
        _record("response.consent_given", current, version=text.version)
    return consent


@transaction.atomic
def change_choices(*, response: Response, choices: Mapping[str, bool]) -> None:
    """Decide anew about some purposes while the survey is open; what stays the same is not written again.

    After sending, too: whether the answers count in the sector's results follows at once, and whether the coordinator may
    see them is announced. Raises as `give_consent`.
    """
    share_wave(response.participation.wave_id)
    current = lock_response(response.pk)
    refuse_unless_open(current)
    shown = consents.shown_to(current, consents.text_of(current.participation.wave))
    if _decide(current, shown, choices):
        _record("response.choices_changed", current)
        if current.is_submitted and Purpose.COORDINATOR_SEES in choices:
            coordinator_sight_changed.send(sender=Response, participation_id=current.participation_id)


def refuse_everything(response: Response) -> None:
    """Take back whatever a person who withdraws had allowed. Within an action that holds the response."""
    text = consents.text_of(response.participation.wave)
    allowed = [purpose for purpose, is_granted in consents.choices(response).items() if is_granted]
    _decide(response, consents.shown_to(response, text), dict.fromkeys(allowed, False), also_unasked=True)


def _decide(
    response: Response, shown: consents.Shown, wanted: Mapping[str, bool], *, also_unasked: bool = False
) -> bool:
    """Add a row for each decision that differs from the last one. Whether there was any."""
    words = {question.purpose: question.text for question in shown.questions}
    if not also_unasked and (unasked := sorted(set(wanted) - set(words))):
        raise TextUnfit(f"Nobody asked this person about {', '.join(unasked)}.")
    before = consents.choices(response)
    rows = [
        ConsentChoice(
            response=response,
            purpose=purpose,
            is_granted=is_granted,
            text=words.get(purpose, ""),
            language=response.language,
        )
        for purpose, is_granted in wanted.items()
        if before.get(purpose) is not is_granted
    ]
    ConsentChoice.objects.bulk_create(rows)
    if response.is_submitted:
        keep_benchmark_use(response)
        if response.invitation.is_coordinator:
            settle_facts(response.participation_id)
    return bool(rows)


def keep_benchmark_use(response: Response) -> None:
    """Write beside what was sent whether it may count in the sector's results. Within an action."""
    response.benchmark_use = consents.allows(response, Purpose.BENCHMARK)
    response.save(update_fields=["benchmark_use"])


def _record(action: str, response: Response, **detail: Any) -> None:
    programme = response.participation.wave.programme
    audit.record(action=action, target=response, by=None, by_kind="respondent", programme=programme, **detail)
