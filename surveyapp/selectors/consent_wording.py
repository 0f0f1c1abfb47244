"""What respondents are told and asked where the organiser wrote nothing of its own, in every language of the survey.

Some sentences are facts of the programme and of the wave: how long answers are kept, what withdrawing does, what a
confidential wave does at its close. They stand under every text, also under the organiser's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.models.consent import Purpose
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import programme_logo

Texts = dict[str, str]
"""Language → text."""


def sentences(wave: Wave, instrument: Instrument) -> list[Texts]:
    """The programme's own sentences, else the questionnaire's, else ours, and the facts."""
    own = of_programme(wave.programme, instrument.languages) or [dict(text) for text in instrument.consent]
    return [*(own or _usual(instrument)), *facts(wave, instrument.languages)]


def of_programme(programme: Programme, languages: Sequence[str]) -> list[Texts]:
    """What the programme asks people to agree to, in each of these languages: its default language's words where it has
    none of one. Empty where it wrote nothing of its own."""
    default = programme.default_language
    said = programme.consent_sentences
    return [{language: localised(text, language, default) for language in languages} for text in said]


def facts(wave: Wave, languages: Sequence[str]) -> list[Texts]:
    """What is so whatever the organiser writes: keeping, withdrawing, and closing a confidential wave."""
    months = wave.programme.keeps_answers_months
    said = [_withdrawing_confidential, _unlinking] if wave.is_confidential else [_withdrawing]
    return [_in_each(languages, each) for each in (*said, lambda: _keeping(months))]


def questions(wave: Wave, languages: Sequence[str]) -> list[dict[str, object]]:
    """A question for each purpose that this wave can honour."""
    asked = {purpose: ask for purpose, ask in ASK.items() if purpose in purposes(wave)}
    return [{"purpose": str(purpose), "text": _in_each(languages, ask)} for purpose, ask in asked.items()]


def in_a_meeting(language: str) -> str:
    """What whoever agrees for a meeting says besides."""
    with override(language):
        return _(
            "You agree in the name of everybody present. Read this page out first; whoever does not agree does not take "
            "part in the meeting's answers. What you answer together stands as one answer of your site, without names."
        )


def purposes(wave: Wave) -> tuple[Purpose, ...]:
    """What may be asked. After a confidential wave nobody knows any more who said what: neither can a coordinator look,
    nor can anybody be written to because of it."""
    if wave.is_confidential:
        return (Purpose.BENCHMARK, Purpose.RESEARCH)
    return tuple(Purpose)


def who_is_responsible(programme: Programme, language: str) -> dict[str, Any]:
    """The programme's information sheet and logo, and who answers for the survey, as far as the programme says so."""

    def say(text: Texts) -> str:
        return localised(text, language, programme.default_language)

    named = [
        (_("Organiser"), say(programme.organiser_name)),
        (_("Data controller"), say(programme.data_controller)),
        (_("Funder"), say(programme.funder)),
        (_("Ethics reference"), programme.ethics_reference),
        (_("Questions and complaints"), programme.contact_email),
    ]
    return {
        "information_sheet": say(programme.information_sheet),
        "logo": programme_logo.shown(programme),
        "responsible": [{"label": label, "value": value} for label, value in named if value],
    }


def _in_each(languages: Sequence[str], say: Callable[[], str]) -> Texts:
    texts = {}
    for language in languages:
        with override(language):
            texts[language] = say()
    return texts


def _usual(instrument: Instrument) -> list[Texts]:
    some_need_an_answer = any(item.required for item in instrument.items.values())
    first = _voluntary_with_required if some_need_an_answer else _voluntary
    return [_in_each(instrument.languages, say) for say in (first, _manager, _analysts, _no_inspection)]


def _voluntary_with_required() -> str:
    return _("Taking part is voluntary, and you may stop at any time.")


def _voluntary() -> str:
    return _("Taking part is voluntary. You may leave out any question, and you may stop at any time.")


def _manager() -> str:
    return _("Your training manager sees the site's result. Where you alone answered, that is your answer.")


def _analysts() -> str:
    return _(
        "The organiser's analysts can see single answers; other organisations never do. The organiser also runs courses."
    )


def _no_inspection() -> str:
    return _("This is not a GxP record and not an inspection.")


def _withdrawing() -> str:
    return _(
        "You can change your answers until the survey closes, and withdraw them at any time. Withdrawn answers are "
        "deleted; results already published stay."
    )


def _withdrawing_confidential() -> str:
    return _(
        "This survey is confidential. Until it closes, only your own link shows your answers: nobody else can read them, "
        "and you can change, download or withdraw them."
    )


def _unlinking() -> str:
    return _(
        "When the survey closes, your answers are separated from your name, your link and the time you sent them, for "
        "good. After that nobody can find, change, download or withdraw them, not even you."
    )


def _keeping(months: int) -> str:
    return ngettext(
        "Your own answers are deleted %(n)s month after the survey closes. Combined results, without names, are kept.",
        "Your own answers are deleted %(n)s months after the survey closes. Combined results, without names, are kept.",
        months,
    ) % {"n": months}


ASK: dict[Purpose, Callable[[], str]] = {
    Purpose.BENCHMARK: lambda: _("May your answers count in the sector's results, not only in your site's?"),
    Purpose.TRAINING_CONTACT: lambda: _("May the organiser contact you about training?"),
    Purpose.RESEARCH: lambda: _("May your answers be used in research, without your name or your site's?"),
    Purpose.COORDINATOR_SEES: lambda: _("May your coordinator see your answers, to discuss them with you?"),
}
