"""What the plan's page says of each target: from where to where, how far, and how others stand, as context."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from django.utils import formats
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.names import publication_words, survey_title
from benchmarking.selectors.plans import Target
from benchmarking.stats.records import Figure
from benchmarking.training.roadmap_aims import DIMENSION, ITEM, SKILL, reads
from benchmarking.training.roadmap_progress import Progress
from benchmarking.training.roadmap_reading import Situation
from surveyapp.instruments.direction import isolated

POINTS_PER_LEVEL = 20
GOOD, PLAIN, BAD = "tag-good", "tag-ink", "tag-bad"


def from_to(target: Target) -> str:
    """From level 1 to level 3; from 50 to 70 of 100."""
    then, aim = (reads(target.kind, each) for each in (target.start_level, target.target_level))
    if target.kind == DIMENSION:
        text = _("From %(then)s to %(aim)s of 100 points") if then else _("To %(aim)s of 100 points")
    else:
        text = _("From level %(then)s to level %(aim)s") if then else _("To level %(aim)s")
    return text % {"then": then, "aim": aim}


def tag(progress: Progress) -> tuple[str, str]:
    """The state in a word or two, and its class."""
    names = {
        "met": (_("Met"), GOOD),
        "no_longer_short": (_("No longer short"), PLAIN),
        "moved": (_("Moved"), PLAIN),
        "not_moved": (_("Not moved"), ""),
        "fell": (_("Went down"), BAD),
        "apart": (_("Cannot be compared"), ""),
    }
    return names.get(progress.state, (_("No later survey yet"), ""))


def progress_sentence(target: Target, progress: Progress) -> str:
    """How far the target is, with both numbers and the names of both surveys."""
    if progress.survey is None:
        return _("Compared with your next survey once its answers are confirmed.")
    named = {
        "then": reads(target.kind, target.start_level),
        "now": reads(target.kind, progress.now),
        "aim": reads(target.kind, target.target_level),
        "before": survey_title(progress.then) if progress.then else "",
        "survey": survey_title(progress.survey),
    }
    if progress.state == "apart":
        return _why_apart(progress) % named
    if progress.state == "no_longer_short":
        return _("In the %(survey)s your answers say that your people can do this; no level was asked.") % named
    return _compared(target, progress) % named


def _compared(target: Target, progress: Progress) -> str:
    if not progress.then or target.start_level is None:
        return _("%(now)s in the %(survey)s; the target is %(aim)s.")
    if progress.state == "met":
        return _("From %(then)s in the %(before)s to %(now)s in the %(survey)s; the target was %(aim)s.")
    if progress.within_chance:
        return _(
            "From %(then)s in the %(before)s to %(now)s in the %(survey)s: no more than two sets of answers can differ by "
            "chance. The target is %(aim)s."
        )
    if progress.state == "not_moved":
        return _("At %(now)s in the %(survey)s as in the %(before)s; the target is %(aim)s.")
    return _("From %(then)s in the %(before)s to %(now)s in the %(survey)s; the target is %(aim)s.")


def _why_apart(progress: Progress) -> str:
    reasons = {
        "changed": _("What was asked changed between the %(before)s and the %(survey)s."),
        "not_answered": _("Not answered in the %(survey)s."),
        "not_needed": _("In the %(survey)s your answers say that this is not needed here."),
        "withdrawn": _("Answers were withdrawn, so the two surveys are not compared."),
        "start_unknown": _("%(now)s in the %(survey)s; where it stood when the target was set is not known."),
    }
    return reasons[progress.why]


def summary(found: Sequence[Progress], n_done: int = 0) -> str:
    """2 of 5 targets met; moved: 1; not moved: 1; no later survey yet: 1; "" before any later survey. Every target that is
    listed is counted, those marked as done too, and in one state each."""
    if not any(each.survey for each in found):
        return ""
    all_of_them, met = len(found), sum(each.state == "met" for each in found)
    said = [
        ngettext("%(met)s of %(n)s target met", "%(met)s of %(n)s targets met", all_of_them)
        % {"met": met, "n": all_of_them}
    ]
    counts = (
        (_("no longer short, no level asked: %(n)s"), ("no_longer_short",)),
        (_("moved: %(n)s"), ("moved",)),
        (_("not moved: %(n)s"), ("not_moved", "fell")),
        (_("cannot be compared: %(n)s"), ("apart",)),
        (_("no later survey yet: %(n)s"), ("waiting",)),
    )
    for text, states in counts:
        if number := sum(each.state in states for each in found):
            said.append(text % {"n": number})
    if n_done:
        said.append(_("marked as done, of all %(n)s: %(done)s") % {"n": all_of_them, "done": n_done})
    return words.apart(said)


def context(situation: Situation, target: Target) -> str:
    """How the sector stands, labelled as context, with n, interval, survey and publication; "" where nothing is published."""
    figure, text = _beside(situation, target)
    survey = situation.of_wave(situation.publication.wave_id) if situation.publication else None
    if figure is None or figure.value is None or survey is None:
        return ""
    value = figure.value / POINTS_PER_LEVEL if target.kind == SKILL else figure.value
    between = _interval(figure, target.kind)
    return text % {
        "value": _value(target.kind, value),
        "level": reads(target.kind, target.target_level),
        "n": words.beside(filter(None, (words.n_equals(figure.n_owners), between))),
        "survey": words.beside([survey_title(survey), publication_words(situation.publication)]),
    }


def _value(kind: str, value: float) -> str:
    """A mean level has its tenth, as the ends of its interval have: 1.0."""
    if kind == SKILL:
        return words.level_end(value)
    return words.per_cent(words.points(value)) if kind == ITEM else reads(kind, value)


def _interval(figure: Figure, kind: str) -> str:
    """Of a skill in levels, each end outwards to the tenth that is shown."""
    if kind == DIMENSION:
        return words.interval(figure)
    if kind == ITEM:
        return words.interval_of_share(figure)
    if figure.low is None or figure.high is None:
        return ""
    low, high = floor(figure.low / POINTS_PER_LEVEL * 10) / 10, ceil(figure.high / POINTS_PER_LEVEL * 10) / 10
    return words.figures(f"{words.level_end(low)}{words.DASH}{words.level_end(high)}")


def _beside(situation: Situation, target: Target) -> tuple[Figure | None, str]:
    sector = situation.sector
    if target.kind == DIMENSION:
        metric = f"dimension:{target.code}"
        median = sector.one(metric, "median")
        if median is not None:
            return median, _("Context, not a target: the sector's median is %(value)s (%(n)s, %(survey)s).")
        return sector.one(metric, "mean"), _(
            "Context, not a target: the sector's mean is %(value)s (%(n)s, %(survey)s)."
        )
    if target.kind == ITEM:
        text = _("Context, not a target: %(value)s of the sector are at level %(level)s or higher (%(n)s, %(survey)s).")
        return sector.one(f"item:{target.code}", f"at_least_{words.whole(target.target_level)}"), text
    text = _(
        "Context, not a target: the mean level of the companies that rated this skill is %(value)s (%(n)s, %(survey)s)."
    )
    return sector.one(f"skill:{target.code}:current", "mean"), text


def by_whom_and_when(target: Target, course: str) -> str:
    """Ana, by 31 March 2027, with the course “B”. What is not settled is said to be open."""
    named = isolated(target.responsible, in_rtl=get_language_bidi()) if target.responsible else ""
    parts = [named or _("nobody responsible yet")]
    parts.append(_("by %(date)s") % {"date": day(target)} if target.due else _("no date yet"))
    if course:
        parts.append(_("with the course “%(name)s”") % {"name": isolated(course, in_rtl=get_language_bidi())})
    return words.sentence(words.beside(parts))


def day(target: Target) -> str:
    return formats.date_format(target.due, _("j F Y")) if target.due else ""
