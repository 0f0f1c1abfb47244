"""What a page says when something is not there yet, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.names import survey_title
from benchmarking.dashboards.words import apart, said

LOOK_AGAIN_AFTER, LATER = 5, 30  # seconds: for the first minute, and then
FIRST_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Nothing:
    """What stands where an own result would: why, and what to do. `again`: the page loads itself anew after so many seconds,
    0 for never. `is_failed`: work failed, and nothing but a person can mend it."""

    title: str
    text: str
    url: str = ""
    link: str = ""
    again: int = 0
    is_failed: bool = False


def nothing(comparison: Comparison) -> Nothing | None:
    """None where there is an own result."""
    if comparison.own:
        return None
    if comparison.survey.work and comparison.survey.work.is_under_way:
        return _under_way(comparison)
    if comparison.survey.work and comparison.survey.work.has_failed:
        return _failed(comparison)
    return _not_yet(comparison) if comparison.survey.is_open and comparison.survey.takes_part else _never(comparison)


def _never(comparison: Comparison) -> Nothing:
    said = {"name": comparison.organisation.name, "survey": survey_title(comparison.survey)}
    if comparison.survey.takes_part:
        title = _("%(name)s has no result of its own in the %(survey)s.") % said
        return Nothing(title, _("Nothing was confirmed before it closed, or too little was answered to work with."))
    return Nothing(_("%(name)s does not take part in the %(survey)s.") % said, _("The page shows the others alone."))


def _not_yet(comparison: Comparison) -> Nothing:
    title = _("There is no result of %(name)s yet") % {"name": comparison.organisation.name}
    if comparison.survey.confirmed_at:
        text = _("Your answers are confirmed, but hold too little to work with: no question with levels was answered.")
        return Nothing(title, text, reverse("surveyapp:colleagues"), _("See who has answered"))
    text = _("It appears here once your answers to the %(survey)s are confirmed.")
    text %= {"survey": survey_title(comparison.survey)}
    return Nothing(title, text, reverse("surveyapp:colleagues"), _("See who has answered, and confirm"))


def _under_way(comparison: Comparison) -> Nothing:
    """Loads itself anew, which needs no script: more slowly after a minute. Not below a comparison somebody may be reading."""
    asked = comparison.survey.work.asked_at if comparison.survey.work else timezone.now()
    again = LOOK_AGAIN_AFTER if timezone.now() - asked < FIRST_MINUTE else LATER
    text = _("This takes a few seconds.") if again == LOOK_AGAIN_AFTER else _("This takes longer than usual.")
    waits = 0 if comparison.publication else again
    if waits:
        text += " " + _("The page loads itself anew until the result is here; you can also come back later.")
    return Nothing(_("Your own result is being worked out"), text, "", _("Look again"), waits)


def _failed(comparison: Comparison) -> Nothing:
    contact = comparison.organisation.programme.contact_email
    text = _("Your answers are kept. What went wrong has been noted, and trying again did not help.")
    ask = _("Please write to the organiser of the survey.")
    link = _("Write to %(address)s") % {"address": contact} if contact else ""
    url = f"mailto:{contact}" if contact else ""
    return Nothing(_("Your own result could not be worked out"), f"{text} {ask}", url, link, is_failed=True)


def notices(comparison: Comparison) -> list[str]:
    """In the order a reader would ask: is this all, why is mine missing, is there something newer?"""
    found = [
        _interim(comparison),
        _own_is_older(comparison),
        _own_is_newer(comparison),
        _outside(comparison),
        _mostly_noise(comparison),
        _stands_corrected(comparison),
        _newer_open(comparison),
    ]
    return [text for text in found if text]


def _interim(comparison: Comparison) -> str:
    if comparison.publication is None or not comparison.publication.is_interim:
        return ""
    return _(
        "These numbers are interim: the whole sector alone, from the answers that were there when they were made. Groups "
        "follow when the survey has closed."
    )


def _own_is_older(comparison: Comparison) -> str:
    """Answers were confirmed anew, and the result of them is not here yet."""
    if comparison.own is None or comparison.survey.work is None:
        return ""
    if comparison.survey.work.is_under_way:
        return _(
            "Your own result is being worked out anew. Load the page again in a few seconds; until then it is the one before."
        )
    if comparison.survey.work.has_failed:
        return _(
            "Your own result could not be worked out anew: what you see is the one before. Please write to the organiser."
        )
    return ""


def _own_is_newer(comparison: Comparison) -> str:
    """Own answers changed after the numbers of the others were made."""
    published, survey = comparison.publication, comparison.survey
    if comparison.own is None or published is None:
        return ""
    if survey.stands_alone:
        return _(
            "Some of your own answers were withdrawn after the survey had closed. Your result is without them; the numbers of the others stand."
        )
    if published.is_interim and survey.confirmed_at and survey.confirmed_at > published.published_at:
        return _(
            "You confirmed your answers after the interim numbers were made: they do not hold your latest answers."
        )
    return ""


def _outside(comparison: Comparison) -> str:
    own, population = comparison.own, comparison.instrument.population
    if own is None or own.in_population:
        return ""
    return said(population.otherwise if population else None) or _("Your organisation is not part of this comparison.")


def _mostly_noise(comparison: Comparison) -> str:
    metrics = profile_metrics(comparison.instrument)
    names = [metric.name for metric in metrics if comparison.is_mostly_noise(metric.code)]
    if not names or comparison.own is None:
        return ""
    return _(
        "Differences between organisations are mostly rater noise here: %(names)s. Colleagues of one organisation differ as "
        "much as organisations do, so no position is shown."
    ) % {"names": apart(names)}


def _stands_corrected(comparison: Comparison) -> str:
    if comparison.publication is None or not comparison.publication.stands_corrected:
        return ""
    return _(
        "Answers behind these numbers were withdrawn after they were made, and are deleted. The numbers stand until the next "
        "survey: new ones beside the old would show what the withdrawn answers were."
    )


def _newer_open(comparison: Comparison) -> str:
    """Only where another survey than the one on the page is open."""
    newer = next((survey for survey in comparison.surveys if survey.is_open and survey != comparison.survey), None)
    if newer is None:
        return ""
    return _("The %(survey)s is open. Its results will stand here too.") % {"survey": survey_title(newer)}
