"""A wave's consent text: versions that never change, each with what is so whatever an organiser writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.instruments.schema import Instrument
from surveyapp.models.consent import ConsentText
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import consent_wording, consents
from surveyapp.selectors.consents import says_the_same
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
    text = ConsentText(
        wave=wave,
        sentences=[*(dict(each) for each in sentences), *consent_wording.facts(wave, languages)],
        questions=[{"purpose": str(each["purpose"]), "text": dict(each["text"])} for each in questions],
    )
    return _add(text, by, by_kind)


def _add(text: ConsentText, by: Account | None, by_kind: str = "") -> ConsentText:
    """As the wave's next version."""
    newest = _newest(text.wave)
    text.version = newest.version + 1 if newest else 1
    text.save(force_insert=True)
    programme, version = text.wave.programme, text.version
    audit.record(action="consent.text_set", target=text, by=by, by_kind=by_kind, programme=programme, version=version)
    return text


def _newest(wave: Wave) -> ConsentText | None:
    return ConsentText.objects.filter(wave=wave).order_by("-version").first()


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


def follow_questionnaire(*, wave: Wave, former: Instrument, by: Account | None) -> None:
    """Let an open wave's consent text say what its corrected questionnaire now says, as the next version. Within an action.

    What an organiser wrote stays. Whoever agreed is asked again where words changed, and not where only a language was
    added. Nothing happens where nothing changed, or where no text is stored yet.
    """
    if (text := _newest(wave)) is None:
        return
    pairs = _corrected(wave, former)
    sentences = [_followed(sentence, pairs) for sentence in text.sentences]
    questions = [{**each, "text": _followed(each["text"], pairs)} for each in text.questions]
    if (sentences, questions) != (text.sentences, text.questions):
        said = zip(_texts(text.sentences, text.questions), _texts(sentences, questions), strict=True)
        asks_again = not all(says_the_same(before, now) for before, now in said)
        _add(ConsentText(wave=wave, sentences=sentences, questions=questions, asks_again=asks_again), by)


Standard = Mapping[UUID, list[dict[str, str]]]
"""A wave → the sentences that it would begin with."""


def standard_sentences(programme: Programme) -> Standard:
    """What each survey that takes answers would say if nobody had written a text for it alone."""
    found = Wave.objects.filter(programme=programme, state=Wave.State.OPEN).select_related("programme")
    return {each.pk: consent_wording.sentences(each, instrument(each.instrument_version_id)) for each in found}


def follow_programme(*, programme: Programme, former: Standard, by: Account | None, by_kind: str = "") -> int:
    """Let the consent texts of open surveys say what the programme's settings say now. Within an action, with what
    `standard_sentences` gave before the change.

    A text written for one survey alone keeps its words, but for the facts underneath. Where words changed everybody is
    asked again. Returns the number of texts that changed.
    """
    return sum(_follow(wave_id, before, programme, by, by_kind) for wave_id, before in former.items())


def _follow(
    wave_id: UUID, before: list[dict[str, str]], programme: Programme, by: Account | None, by_kind: str
) -> bool:
    wave = Wave.objects.select_for_update(no_key=True, of=("self",)).get(pk=wave_id)
    wave.programme = programme
    text = _newest(wave)
    if text is None:
        return False
    asked = instrument(wave.instrument_version_id)
    now, n_facts = consent_wording.sentences(wave, asked), len(consent_wording.facts(wave, asked.languages))
    pairs = list(zip(before[-n_facts:], now[-n_facts:], strict=True))
    is_standard = text.sentences[:-n_facts] == before[:-n_facts]
    sentences = now if is_standard else [_followed(each, pairs) for each in text.sentences]
    if sentences != text.sentences:
        _add(ConsentText(wave=wave, sentences=sentences, questions=text.questions), by, by_kind)
    return bool(sentences != text.sentences)


def _corrected(wave: Wave, former: Instrument) -> list[tuple[Mapping[str, str], Mapping[str, str]]]:
    """What the standard text says of the former and of the present questionnaire: a correction changes no other thing
    than words, so that both have as many sentences."""
    present = instrument(wave.instrument_version_id)
    before, now = (
        _texts(consent_wording.sentences(wave, each), consent_wording.questions(wave, each.languages))
        for each in (former, present)
    )
    return list(zip(before, now, strict=True))


def _texts(sentences: Sequence[Mapping[str, str]], questions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, str]]:
    return [*sentences, *(each["text"] for each in questions)]


def _followed(text: Mapping[str, str], pairs: Sequence[tuple[Mapping[str, str], Mapping[str, str]]]) -> dict[str, str]:
    return dict(next((now for before, now in pairs if before == text), text))
