"""How surveys, organisations and groups are called on a page."""

from __future__ import annotations

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Source
from benchmarking.dashboards.words import beside, mid_sentence, n_equals, said
from benchmarking.selectors.figures import SECTOR, Group, Publication, WithheldGroup
from benchmarking.selectors.surveys import Survey
from benchmarking.stats.peer_groups import OTHER
from surveyapp.instruments.direction import isolated
from surveyapp.instruments.schema import Instrument


def survey_title(survey: Survey) -> str:
    return said(survey.title) or survey.slug


def language_of_texts(comparison: Comparison) -> str:
    """The language of the questionnaire's own texts, where it is not the page's; else ""."""
    return language_of(comparison.instrument)


def language_of(instrument: Instrument) -> str:
    """The same of a questionnaire."""
    languages, wanted = instrument.languages, get_language() or "en"
    if {wanted, wanted.partition("-")[0]} & set(languages):
        return ""
    return "en" if "en" in languages else languages[0]


def group_name(group: Group) -> str:
    """As the release says it, from the sector down: "Contract manufacturers: Biologics"."""
    return said(group.label)


def cannot_be_shown(group: WithheldGroup) -> str:
    """“Blood plasma”, which cannot be shown"""
    return _("“%(name)s”, which cannot be shown") % {"name": said(group.label)}


def in_sentence(group: Group) -> str:
    """The sector and "all other" are words of ours; the name of a group may be anything, so it is quoted.

    "All other" is quoted too in a language that would have to bend it.
    """
    name = group_name(group)
    if group.code == SECTOR:
        return the_whole_sector()
    lowered = mid_sentence(name)
    ours = group.path[-1] == OTHER and ":" not in name and lowered != name
    return lowered if ours else _("“%(name)s”") % {"name": name}


def the_whole_sector() -> str:
    # Translators: inside a sentence, after "of", "in", "with" or "ahead of"; give it the case that fits all of these.
    return _("the whole sector")


def this_group() -> str:
    """Where its name stands right above the sentence."""
    # Translators: inside a sentence, after "of", "with" or "ahead of"; give it the case that fits all of these.
    return _("this group")


def group_in_words(comparison: Comparison) -> str:
    """The group in force, inside a sentence."""
    return in_sentence(comparison.group) if comparison.group else the_whole_sector()


def source(comparison: Comparison) -> Source:
    """Who is compared with, n, survey and publication: said beside every number."""
    group = comparison.group
    survey = survey_title(comparison.survey)
    if group is None:
        return comparison.organisation.name, "", survey, ""
    return group_name(group), n_equals(group.n_owners), survey, publication_words(comparison.publication)


def sector_source(comparison: Comparison) -> Source:
    """The same of what is the whole sector's, whichever group is in force."""
    sector = comparison.publication.group(SECTOR) if comparison.publication else None
    n = n_equals(sector.n_owners) if sector else ""
    survey, published = survey_title(comparison.survey), publication_words(comparison.publication)
    return _("All organisations in the sector"), n, survey, published


def publication_words(publication: Publication | None) -> str:
    """Publication 2, inside a line: which of a survey's published results a number is from."""
    return _("publication %(number)s") % {"number": publication.number} if publication else ""


def source_line(comparison: Comparison) -> str:
    """All organisations in the sector, n = 64, 2026 survey, publication 1"""
    return in_one_line(source(comparison))


def in_one_line(found: Source) -> str:
    """Each part keeps its own direction, so that a page from right to left has them in their order."""
    return beside(isolated(part, in_rtl=get_language_bidi()) for part in found if part)
