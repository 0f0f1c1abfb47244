"""How surveys, organisations and groups are called on a page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.words import mid_sentence, n_equals, said
from benchmarking.selectors.figures import SECTOR, Group, Publication
from benchmarking.selectors.surveys import Survey


def survey_title(survey: Survey) -> str:
    return said(survey.title) or survey.slug


def group_name(publication: Publication | None, group: Group) -> str:
    """The group's own name; with its parent's before it where another group has the same."""
    if group.code == SECTOR:
        return _("All organisations in the sector")
    name = said(group.label)
    same = [each for each in publication.groups if said(each.label) == name] if publication else []
    parent = publication.group(group.parent or "") if publication else None
    if len(same) < 2 or parent is None or parent.code == SECTOR:
        return name
    return _("%(parent)s: %(name)s") % {"parent": group_name(publication, parent), "name": mid_sentence(name)}


def group_in_words(comparison: Comparison) -> str:
    """The group in force, inside a sentence."""
    group = comparison.group
    if group is None or group.code == SECTOR:
        return _("the whole sector")
    return mid_sentence(group_name(comparison.publication, group))


def source(comparison: Comparison) -> tuple[str, str, str]:
    """Who is compared with, n and survey: said beside every number."""
    group = comparison.group
    survey = survey_title(comparison.survey)
    if group is None:
        return comparison.organisation.name, "", survey
    return group_name(comparison.publication, group), n_equals(group.n_owners), survey


def source_line(comparison: Comparison) -> str:
    """All organisations in the sector, n = 64, 2026 survey"""
    return ", ".join(part for part in source(comparison) if part)
