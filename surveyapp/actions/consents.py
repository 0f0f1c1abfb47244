"""Write a wave's consent text; keep what a person agreed to and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.facts import settle_facts
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.actions.row_locks import lock_response, refuse_unless_open, share_wave
from surveyapp.models.consent import Consent, ConsentChoice, ConsentText, Purpose
from surveyapp.models.people import Account
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors import consent_wording, consents
from surveyapp.selectors.instruments import instrument


class TextUnfit(Refused):
    """A consent text that cannot be shown or honoured; the message says why."""


@transaction.atomic
def set_consent_text(
    *,
    wave: Wave,
    sentences: Sequence[Mapping[str, str]],
    questions: Sequence[Mapping[str, Any]],
    by: Account | None,
    by_kind: str = "",
) -> ConsentText:
    """Add the next version of a wave's consent text; whoever agreed to an earlier one is asked again at the next visit.

    `sentences` are language→text, `questions` {"purpose", "text": language→text}. What is so whatever an organiser
    writes (how long answers are kept, withdrawing) is added underneath. Raises SurveyClosed after the close, and
    TextUnfit for an empty text, a missing language, or a purpose that is unknown, doubled or cannot be honoured.
    """
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=wave.pk)
    if wave.closed_at is not None:
        raise SurveyClosed(wave.closed_at)
    languages = instrument(wave.instrument_version_id).languages
    _refuse_unfit(wave, sentences, questions, languages)
    newest = ConsentText.objects.filter(wave=wave).order_by("-version").first()
    text = ConsentText.objects.create(
        wave=wave,
        version=newest.version + 1 if newest else 1,
        sentences=[*(dict(each) for each in sentences), *consent_wording.facts(wave, languages)],
        questions=[{"purpose": str(each["purpose"]), "text": dict(each["text"])} for each in questions],
    )
    audit.record(
        action="consent.text_set", target=text, by=by, by_kind=by_kind, programme=wave.programme, version=text.version
    )
    return text


def _refuse_unfit(
    wave: Wave, sentences: Sequence[Mapping[str, str]], questions: Sequence[Mapping[str, Any]], languages: Sequence[str]
) -> None:
    if not sentences:
        raise TextUnfit("Write at least one sentence that people agree to.")
    for text in (*sentences, *(each["text"] for each in questions)):
        if missing := [language for language in languages if not text.get(language, "").strip()]:
            raise TextUnfit(f"“{next(iter(text.values()), '')}” has no text in {', '.join(missing)}. Add it.")
    asked = [each["purpose"] for each in questions]
    possible = [str(purpose) for purpose in consent_wording.purposes(wave)]
    if unfit := sorted(set(asked) - set(possible)):
        raise TextUnfit(f"This survey cannot ask about {', '.join(unfit)}. Use {', '.join(possible)}.")
    if len(asked) != len(set(asked)):
        raise TextUnfit("A purpose is asked about twice. Ask about each once.")


def store_standard_text(wave: Wave) -> ConsentText:
    """The wave's newest text; the standard one is stored as version 1 where there is none. Within an action."""
    text = consents.text_of(wave)
    if not text._state.adding:  # noqa: SLF001 - Django's own way to ask whether it is stored
        return text
    standard = {"sentences": text.sentences, "questions": text.questions}
    stored, _created = ConsentText.objects.get_or_create(wave=wave, version=1, defaults=standard)
    return stored


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

    After sending, too: whether the answers count in the sector's results follows at once. Raises as `give_consent`.
    """
    share_wave(response.participation.wave_id)
    current = lock_response(response.pk)
    refuse_unless_open(current)
    shown = consents.shown_to(current, consents.text_of(current.participation.wave))
    if _decide(current, shown, choices):
        _record("response.choices_changed", current)


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
