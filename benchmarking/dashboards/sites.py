"""Several sites of one owner side by side: each one's own results, and what is published of the sector once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from benchmarking.dashboards.comparison import Before, Comparison, NothingThereError
from benchmarking.selectors.figures import SECTOR, Figures, Publication, of_releases, publications
from benchmarking.selectors.own_results import OwnProfile, own_results
from benchmarking.selectors.sites import surveys_of_sites, withdrawn_from
from benchmarking.selectors.surveys import Survey, instruments
from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation

Results = dict[UUID, dict[UUID, OwnProfile]]  # organisation → wave → its own result


@dataclass(frozen=True)
class SitesOfOwner:
    """The sites of one owner that the reader coordinates, by name, each as a comparison with the whole sector."""

    owner: str
    sites: tuple[Comparison, ...]

    @property
    def with_result(self) -> list[Comparison]:
        return [site for site in self.sites if site.own]


@dataclass(frozen=True)
class Sites:
    """One survey of one programme. `alone`: names of sites whose owner has no other one here."""

    surveys: tuple[Survey, ...]
    survey: Survey
    owners: tuple[SitesOfOwner, ...]
    alone: tuple[str, ...]


def sites_side_by_side(organisations: Sequence[Organisation], survey_slug: str) -> Sites | None:
    """Of sites of one programme, all of which the reader coordinates; None where none has ever taken part in a survey.

    Sites of different owners are never put beside each other. Each site's numbers are read in its own row scope, one after
    the other. Raises NothingThereError for a survey that does not exist.
    """
    ids = [each.id for each in organisations]
    known = surveys_of_sites(ids)
    if not known:
        return None
    own = {each: own_results(each) for each in ids}
    survey = _survey(known, survey_slug, own)
    comparisons = _comparisons(organisations, known, survey, own)
    families = [
        SitesOfOwner(owner, tuple(each))
        for owner, each in groupby(
            sorted(comparisons, key=lambda each: (each.organisation.owner.name, each.organisation.name)),
            key=lambda each: each.organisation.owner.name,
        )
    ]
    several = tuple(family for family in families if len(family.sites) > 1)
    alone = tuple(family.sites[0].organisation.name for family in families if len(family.sites) == 1)
    return Sites(known, survey, several, alone)


def _survey(known: tuple[Survey, ...], slug: str, own: Results) -> Survey:
    """The newest any site has a result of, unless another is asked for."""
    if not slug:
        told = {wave for results in own.values() for wave in results}
        return next((each for each in known if each.wave_id in told), known[0])
    found = next((each for each in known if each.slug == slug), None)
    if found is None:
        raise NothingThereError(
            _("There is no survey called “%(name)s” here. Choose one from your results.") % {"name": slug}
        )
    return found


@dataclass(frozen=True)
class Shared:
    """What is read once for all sites: the survey, its questionnaire and those before, what is published of it."""

    survey: Survey
    texts: Mapping[UUID, Instrument]
    publication: Publication | None
    figures: Mapping[str, Figures]


def _comparisons(
    organisations: Sequence[Organisation], known: tuple[Survey, ...], survey: Survey, own: Results
) -> list[Comparison]:
    older = known[known.index(survey) + 1 :]
    withdrawn = withdrawn_from([each.id for each in organisations])
    before = {
        each.id: next((s for s in older if s.wave_id in own[each.id] and (each.id, s.wave_id) not in withdrawn), None)
        for each in organisations
        if (each.id, survey.wave_id) not in withdrawn
    }
    shared = _shared(survey, [each for each in before.values() if each])
    return [_comparison(each, shared, own[each.id], before.get(each.id)) for each in organisations]


def _shared(survey: Survey, before: Sequence[Survey]) -> Shared:
    waves = {each.wave_id for each in (survey, *before)}
    published = publications(waves)
    texts = instruments([wave for wave in waves if wave not in published])
    texts |= {wave: each.instrument for wave, each in published.items()}
    publication = published.get(survey.wave_id)
    figures = of_releases({publication.id: {SECTOR}})[publication.id] if publication else {SECTOR: Figures("")}
    return Shared(survey, texts, publication, figures)


def _comparison(
    organisation: Organisation, shared: Shared, own: Mapping[UUID, OwnProfile], before: Survey | None
) -> Comparison:
    then = None
    if before:
        then = Before(before, shared.texts[before.wave_id], own.get(before.wave_id), sector=None, group=None)
    return Comparison(
        organisation=organisation,
        surveys=(shared.survey,),
        survey=shared.survey,
        instrument=shared.texts[shared.survey.wave_id],
        own=own.get(shared.survey.wave_id),
        before=then,
        publication=shared.publication,
        group=shared.publication.group(SECTOR) if shared.publication else None,
        asked=None,
        by_group=shared.figures,
        branch=(),
        closed=(),
        own_group=None,
        courses=(),
    )
