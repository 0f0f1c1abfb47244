"""What a person is asked to agree to, what they agreed to, and what they decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from surveyapp.instruments.texts import localised
from surveyapp.models.consent import Consent, ConsentChoice, ConsentText, Purpose
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import consent_wording
from surveyapp.selectors.instruments import instrument


@dataclass(frozen=True)
class Question:
    """One purpose, and how a person is asked about it."""

    purpose: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A consent text as one person sees it."""

    sentences: tuple[str, ...]
    questions: tuple[Question, ...]


def text_of(wave: Wave) -> ConsentText:
    """The newest text of a wave; the standard one, not stored yet, where it has none."""
    return ConsentText.objects.filter(wave=wave).order_by("-version").first() or standard_text(wave)


def standard_text(wave: Wave) -> ConsentText:
    """What is said and asked where the organiser wrote nothing, as a first version that is not stored yet."""
    questionnaire = instrument(wave.instrument_version_id)
    return ConsentText(
        wave=wave,
        version=1,
        sentences=consent_wording.sentences(wave, questionnaire),
        questions=consent_wording.questions(wave, questionnaire.languages),
    )


def shown_to(response: Response, text: ConsentText) -> Shown:
    """A text in the person's language, with the questions that make sense for them."""
    default = instrument(response.instrument_version_id).default_language
    asked = [each for each in text.questions if _concerns(each["purpose"], response)]
    sentences = [localised(sentence, response.language, default) for sentence in text.sentences]
    return Shown(
        tuple([consent_wording.in_a_meeting(response.language), *sentences] if response.is_agreed else sentences),
        tuple(Question(each["purpose"], localised(each["text"], response.language, default)) for each in asked),
    )


def _concerns(purpose: str, response: Response) -> bool:
    """The coordinator's own answers are the coordinator's, and a meeting's were given before everybody."""
    if purpose == Purpose.TRAINING_CONTACT:
        return not response.invitation.is_meeting  # nobody's address is known
    speaks_for_many = response.invitation.is_coordinator or response.invitation.is_meeting
    return purpose != Purpose.COORDINATOR_SEES or not speaks_for_many


def is_current(response: Response) -> bool:
    """Whether this person agreed to the newest text of the wave, or to one that said the same in fewer languages. A wave
    without a stored text has only its first."""
    known: bool | None = getattr(response, "has_agreed_to_newest", None)
    return _to_newest(response).exists() if known is None else known


def agreed() -> dict[str, Exists]:
    """What `is_current` and `has_consent` ask, as annotations of the query that finds a response."""
    any_text = Consent.objects.filter(response=OuterRef("pk"))
    return {"has_agreed": Exists(any_text), "has_agreed_to_newest": Exists(_to_newest(OuterRef("pk")))}


def _to_newest(response: Response | OuterRef) -> QuerySet[Consent]:
    texts = ConsentText.objects.filter(wave__participations=OuterRef("response__participation"), asks_again=True)
    newest = texts.order_by("-version")
    version = Coalesce("text__version", Value(1), output_field=IntegerField())
    wanted = Coalesce(Subquery(newest.values("version")[:1]), Value(1), output_field=IntegerField())
    return Consent.objects.filter(response=response).alias(version=version, wanted=wanted).filter(version__gte=wanted)


def latest(response: Response) -> Consent | None:
    """What this person agreed to last; None before."""
    return Consent.objects.filter(response=response).select_related("text").order_by("-given_at", "-pk").first()


def given(response: Response) -> list[Consent]:
    """Everything this person agreed to, oldest first."""
    return list(Consent.objects.filter(response=response).select_related("text").order_by("given_at", "pk"))


def decisions(response: Response) -> list[ConsentChoice]:
    """Every decision of this person, oldest first."""
    return list(ConsentChoice.objects.filter(response=response).order_by("pk"))


def choices(response: Response) -> dict[str, bool]:
    """Purpose → what was decided last. What was never asked is not there."""
    return {choice.purpose: choice.is_granted for choice in decisions(response)}


def allows(response: Response, purpose: Purpose) -> bool:
    """Whether this person allows it now. Counting in the sector's results is what a survey is for, so it is allowed where
    nobody was asked; everything else is not."""
    return choices(response).get(purpose, purpose == Purpose.BENCHMARK)


def who_allows(wave: Wave, purpose: Purpose) -> QuerySet[Response]:
    """The sent responses whose persons allow this now: the only ones that a list of contacts or a file for research may
    hold. None of a confidential wave, where nobody may be told apart (`UnlinkedAnswers.research_use` says it there)."""
    decided = ConsentChoice.objects.filter(response=OuterRef("pk"), purpose=purpose).order_by("-pk")
    last = Coalesce(Subquery(decided.values("is_granted")[:1]), Value(purpose == Purpose.BENCHMARK))
    sent = Response.objects.filter(participation__wave=wave, state=Response.State.SUBMITTED)
    return sent.filter(participation__wave__is_confidential=False).alias(last=last).filter(last=True)


def coordinator_may_see(response: Response) -> bool:
    """Whether what this person sent may be shown to their coordinator. Never before it was sent, never in a confidential
    wave, and not where the question does not concern them."""
    if not response.is_submitted or response.participation.wave.is_confidential:
        return False
    return _concerns(Purpose.COORDINATOR_SEES, response) and allows(response, Purpose.COORDINATOR_SEES)


def coordinator_may_see_all(participation: Participation) -> bool:
    """Whether everybody who sent answers for an organisation lets its coordinator see them: of those whom the question
    concerns, which is neither the coordinator nor a meeting. False where nobody is left, and in a confidential wave."""
    sent = Response.objects.filter(participation=participation, state=Response.State.SUBMITTED)
    asked = sent.filter(invitation__is_coordinator=False, invitation__is_meeting=False)
    allowed = who_allows(participation.wave, Purpose.COORDINATOR_SEES).filter(pk__in=asked.values("pk"))
    return 0 < asked.count() == allowed.count()


def with_news(shown: Shown, agreed: Consent | None, text: ConsentText) -> list[tuple[str, bool]]:
    """Each sentence, and whether it is new to somebody who agreed to another text; nothing is new to anybody else.

    What a meeting's consent says before the text is the same every time.
    """
    before = len(shown.sentences) - len(text.sentences)
    known = agreed.text.sentences if agreed and agreed.text else text.sentences
    new = [False] * before + [not any(says_the_same(sentence, other) for other in known) for sentence in text.sentences]
    return list(zip(shown.sentences, new, strict=True))


def says_the_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two texts are alike in every language that both have."""
    shared = one.keys() & other.keys()
    return bool(shared) and all(one[language] == other[language] for language in shared)
