"""Everything one page compares, read once: the organisation's own results, what is published, the group in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from benchmarking.dashboards.branch import OwnGroup, own_branch, own_group_unpublished, own_withheld
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.selectors.catalogue import Course, courses
from benchmarking.selectors.comparable import comparable
from benchmarking.selectors.figures import (
    SECTOR,
    Figures,
    Group,
    Publication,
    WithheldGroup,
    figures_and_means,
    publications,
)
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.selectors.plans import Target, results_and_plan
from benchmarking.selectors.surveys import Survey, instruments, surveys
from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation


class NothingThereError(LookupError):
    """An address that names a survey, group or finding which does not exist; its message is shown."""


@dataclass(frozen=True)
class Before:
    """The last survey in which something can be compared with now."""

    survey: Survey
    instrument: Instrument
    own: OwnProfile | None
    sector: Figures | None
    group: Group | None
    release: UUID | None = None
    publication: Publication | None = None


SURVEYS_AT_MOST = 6  # of a history: more would be too close to be told apart


@dataclass(frozen=True)
class Past:
    """An earlier survey the organisation has a result in. `means`: the sector's, empty where nothing is published."""

    survey: Survey
    instrument: Instrument
    own: OwnProfile
    publication: Publication | None
    means: Figures


@dataclass(frozen=True)
class Comparison:
    """`asked` is a group of one's own that was chosen but cannot be shown: its parent is in force instead. `branch` are the
    published groups that hold the organisation, `closed` those that are too small to show, `own_group` the deepest one, None where that is published.
    `targets`: the organisation's own, by kind and code. `past`: earlier surveys with a result of its own, oldest first.
    `is_latest`: no newer survey has a result of its own."""

    organisation: Organisation
    surveys: tuple[Survey, ...]
    survey: Survey
    instrument: Instrument
    own: OwnProfile | None
    before: Before | None
    publication: Publication | None
    group: Group | None
    asked: WithheldGroup | None
    by_group: Mapping[str, Figures]
    branch: tuple[Group, ...]
    closed: tuple[WithheldGroup, ...]
    own_group: OwnGroup | None
    courses: tuple[Course, ...]
    targets: Mapping[tuple[str, str], Target] = field(default_factory=dict)
    past: tuple[Past, ...] = ()
    is_latest: bool = True

    @cached_property
    def comparable(self) -> frozenset[str]:
        """The profile's metrics that mean the same as in the survey before: else a line would join two things."""
        if self.before is None:
            return frozenset()
        codes = (metric.code for metric in profile_metrics(self.instrument))
        return comparable(codes, self.instrument, self.before.instrument)

    @property
    def figures(self) -> Figures:
        return self.by_group[self.group.code] if self.group else Figures("")

    def is_mostly_noise(self, metric: str) -> bool:
        """Whether organisations differ on it by little more than their own raters do: then nobody gets a position."""
        return self.publication is not None and metric in self.publication.mostly_noise

    @property
    def sector(self) -> Figures:
        return self.by_group.get(SECTOR, Figures(""))

    @property
    def whole_sector(self) -> Group | None:
        """None before anything is published, and where the sector itself is too small to show."""
        return self.publication.group(SECTOR) if self.publication else None

    def beside(self, group: Group) -> Comparison:
        """The same with another group in force, of which the figures have been read: one's own, or the sector."""
        return replace(self, group=group, asked=None)


def compare(organisation: Organisation, survey_slug: str, group_code: str) -> Comparison | None:
    """What the organisation may see; None where there is no survey at all yet.

    Empty choices mean the newest survey with anything to show, and the whole sector. Raises NothingThereError for a
    survey or group that does not exist.
    """
    known = surveys(organisation)
    if not known:
        return None
    own, plan = results_and_plan(organisation.id)
    survey = _survey(known, survey_slug, own)
    earlier, past = _earlier(known, survey, own), _taken_part(known, survey, own)
    wave_ids = list({each.wave_id: None for each in (survey, earlier, *past) if each})
    published = publications(wave_ids)
    texts = instruments([wave_id for wave_id in wave_ids if wave_id not in published])
    publication = published.get(survey.wave_id)
    order = organisation.programme.peer_tree or (publication.instrument.peer_tree if publication else ())
    branch, closed = _own_groups(publication, survey, order)
    own_group = own_group_unpublished(publication, survey, order) if publication else None
    if (mine := own.get(survey.wave_id)) and not mine.in_population:
        branch, closed, own_group = branch[:1], (), None
    group, asked = _group(publication, group_code, closed)
    codes = {each.code for each in (group, *branch) if each} | {SECTOR}
    last = published.get(earlier.wave_id) if earlier else None
    shown, means = figures_and_means(
        {each.id: groups for each, groups in ((last, {SECTOR}), (publication, codes)) if each},
        [published[each.wave_id].id for each in past if each.wave_id in published],
    )
    return Comparison(
        organisation=organisation,
        surveys=known,
        survey=survey,
        instrument=publication.instrument if publication else texts[survey.wave_id],
        own=mine,
        before=_before(earlier, own, last, texts, shown),
        publication=publication,
        group=group,
        asked=asked,
        by_group=shown[publication.id] if publication else {},
        branch=branch,
        closed=closed,
        own_group=own_group,
        courses=courses(organisation.programme_id),
        targets={(each.kind, each.code): each for each in plan.targets},
        past=_past(past, own, published, texts, means),
        is_latest=not any(each.wave_id in own for each in known[: known.index(survey)]),
    )


def _taken_part(known: tuple[Survey, ...], survey: Survey, own: Mapping[UUID, OwnProfile]) -> list[Survey]:
    """The last surveys before this one with a result that is compared with others, newest first."""
    older = known[known.index(survey) + 1 :]
    mine = [each for each in older if each.wave_id in own and not each.stands_alone]
    return [each for each in mine if own[each.wave_id].in_population][: SURVEYS_AT_MOST - 1]


def _past(
    found: Sequence[Survey],
    own: Mapping[UUID, OwnProfile],
    published: Mapping[UUID, Publication],
    texts: Mapping[UUID, Instrument],
    means: Mapping[UUID, Figures],
) -> tuple[Past, ...]:
    return tuple(
        Past(
            each,
            release.instrument if release else texts[each.wave_id],
            own[each.wave_id],
            release,
            means[release.id] if release else Figures(SECTOR),
        )
        for each in reversed(found)
        for release in [published.get(each.wave_id)]
    )


def _survey(known: tuple[Survey, ...], slug: str, own: Mapping[UUID, OwnProfile]) -> Survey:
    if not slug:
        telling = (each for each in known if each.wave_id in own or each.is_published)
        return next(telling, known[0])
    found = next((each for each in known if each.slug == slug), None)
    if found is None:
        raise NothingThereError(
            _("There is no survey called “%(name)s” here. Choose one from your results.") % {"name": slug}
        )
    return found


def _earlier(known: tuple[Survey, ...], survey: Survey, own: Mapping[UUID, OwnProfile]) -> Survey | None:
    older = known[known.index(survey) + 1 :]
    mine = next((each for each in older if each.wave_id in own and not each.stands_alone), None)
    return mine or next((each for each in older if each.is_published), None)


def _group(
    publication: Publication | None, code: str, closed: Sequence[WithheldGroup]
) -> tuple[Group | None, WithheldGroup | None]:
    """A group of others that is withheld is answered like one that does not exist: that it is withheld tells that somebody
    is in it."""
    withheld = publication.withheld_group(code or SECTOR) if publication else None
    if publication and withheld and (withheld in closed or not withheld.path):
        return publication.group(withheld.parent) or publication.group(SECTOR), withheld
    found = publication.group(code or SECTOR) if publication else None
    if code and found is None:
        raise NothingThereError(
            _("There is no group called “%(name)s” in this survey. Choose one from your results.") % {"name": code}
        )
    return found, None


def _own_groups(
    publication: Publication | None, survey: Survey, order: Sequence[str]
) -> tuple[tuple[Group, ...], tuple[WithheldGroup, ...]]:
    if publication is None:
        return (), ()
    return own_branch(publication, survey, order), own_withheld(publication, survey, order)


def _before(
    survey: Survey | None,
    own: Mapping[UUID, OwnProfile],
    publication: Publication | None,
    texts: Mapping[UUID, Instrument],
    shown: Mapping[UUID, Mapping[str, Figures]],
) -> Before | None:
    if survey is None:
        return None
    return Before(
        survey=survey,
        instrument=publication.instrument if publication else texts[survey.wave_id],
        own=None if survey.stands_alone else own.get(survey.wave_id),
        sector=shown[publication.id][SECTOR] if publication else None,
        group=publication.group(SECTOR) if publication else None,
        release=publication.id if publication else None,
        publication=publication,
    )
