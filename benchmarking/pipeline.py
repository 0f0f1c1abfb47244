"""From answers to a release, on one screen: load, merge, score, group, estimate, control, write.

The only file that knows every stage. A worker holds the release's row while it runs, computes outside any
transaction, and commits how far it is between stages. Figures, groups and inputs are written in one last transaction:
a worker that dies leaves nothing but a row that still says what is to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from benchmarking.actions import own_results, releases
from benchmarking.models.own_result import OwnResultRequest
from benchmarking.models.release import Release
from benchmarking.selectors import (
    belonging,
    earlier_releases,
    headlines,
    interim,
    merged_answers,
    methods,
    own_document,
    own_people,
    rater_noise,
    release_groups,
    release_inputs,
    wave_before,
)
from benchmarking.selectors.derived_figures import derived
from benchmarking.selectors.earlier_releases import Beside, opened
from benchmarking.selectors.margins import Margins, units_of
from benchmarking.selectors.metrics import measures
from benchmarking.selectors.release_inputs import Inputs
from benchmarking.selectors.rules import item_rules
from benchmarking.selectors.scored import Measure, Scored, Sector, skill_gaps
from benchmarking.selectors.sector_totals import beside_earlier, totals
from benchmarking.stats.aggregate import merge_respondents, n_raters
from benchmarking.stats.attack_check import Attacked, attack_check
from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.estimate import estimate_metric, pooled_sd
from benchmarking.stats.headline import Headline, sector_headline
from benchmarking.stats.peer_groups import SECTOR, build_tree
from benchmarking.stats.records import Figure, PeerTree
from benchmarking.stats.releases_over_time import may_publish_interim
from benchmarking.stats.reliability import RaterNoise
from benchmarking.stats.thresholds import STANDARD
from benchmarking.stats.weighted_totals import TOTAL
from surveyapp.actions.attempts import advance, attempt
from surveyapp.instruments import loader
from surveyapp.instruments.schema import Instrument
from surveyapp.selectors import instruments, records, work
from surveyapp.selectors.consents import coordinator_may_see_all

Say = Callable[[str, int], None]
Group = dict[str, Any]


@dataclass(frozen=True)
class Computed:
    """What frozen inputs give: the peer groups, every figure, and how the sector's headlines stand."""

    tree: PeerTree
    figures: list[Figure]
    headlines: list[Headline]
    margins: Margins


def _in_silence(stage: str, percent: int) -> None:
    """Nobody is watching."""


def build_release(release_id: UUID | str) -> None:
    """Build one release, if it is undone and nobody else is at it; safe to call at any time, any number of times."""
    with work.held(Release.objects.select_related("wave__programme"), release_id) as release:
        if release is not None:
            attempt(release, lambda: _build(release))


@dataclass(frozen=True)
class _Read:
    """What a release is built from: the questionnaire, the inputs to freeze, and how far raters are off."""

    definition: dict[str, Any]
    instrument: Instrument
    inputs: Inputs
    noise: RaterNoise
    mostly_noise: Sequence[str]


def _build(release: Release) -> None:
    def say(stage: str, percent: int) -> None:
        advance(release, stage, percent)

    say("reading", 0)
    taken = _of_corrected(release, release.corrects) if release.corrects else _of_wave(release, say)
    instrument, frozen = taken.instrument, release_inputs.document(taken.inputs)
    inputs, refused = release_inputs.read(frozen), dict[str, int]()
    beside = earlier_releases.beside(earlier_releases.before(release), _sector, refused)
    computed = compute_whole(inputs, instrument, say, beside)
    say("writing", 95)
    figures, groups, withheld = _shown(release, inputs, instrument, computed)
    releases.complete_release(
        release=release,
        outcome=releases.Outcome(
            figures=figures,
            groups=groups,
            withheld=withheld,
            instrument=taken.definition,
            method_version=methods.METHOD_VERSION,
            parameters={
                **methods.parameters(inputs, STANDARD, taken.noise, taken.mostly_noise),
                "belong_together": belonging.of_release(release, inputs, instrument),
            },
            software=methods.software(),
            inputs={**frozen, "refused": refused},
        ),
    )


def _of_wave(release: Release, say: Say) -> _Read:
    """From the answers of the wave as they are now."""
    wave = release.wave
    instrument = instruments.instrument(wave.instrument_version_id)
    said = merged_answers.of_wave(wave, instrument)
    say("merging", 10)
    noise, mostly_noise = rater_noise.of_scores(said.scores), rater_noise.mostly_noise_in(said.scores)
    now = release_inputs.freeze(wave, instrument, said.records, said.merged)
    counted = beside_earlier(release, now if release.is_interim else _after_interim(wave.pk, now, instrument))
    inputs = wave_before.with_before(release, counted, instrument)
    return _Read(wave.instrument_version.definition, instrument, inputs, noise, mostly_noise)


def _of_corrected(release: Release, corrected: Release) -> _Read:
    """From the same answers as the release that it corrects: answers that changed or were withdrawn since would stand out
    between both (rule 11)."""
    inputs = replace(release_inputs.read(corrected.inputs.document), refused={})
    kept = corrected.parameters
    noise = RaterNoise(float(kept["rater_sd"]), is_default=kept["rater_sd_is_default"], n_organisations=0)
    instrument, counted = loader.read(corrected.instrument), beside_earlier(release, inputs)
    return _Read(corrected.instrument, instrument, counted, noise, kept["mostly_rater_noise"])


def compute(inputs: Inputs, instrument: Instrument) -> tuple[PeerTree, list[Figure]]:
    """The peer groups and every figure, from frozen inputs alone: the same inputs give the same figures, to the bit."""
    computed = compute_whole(inputs, instrument)
    return computed.tree, computed.figures


def compute_whole(
    inputs: Inputs, instrument: Instrument, say: Say = _in_silence, beside: Beside | None = None
) -> Computed:
    """The same, and how the sector's headlines stand. `beside`: asks what stands already; else by what was frozen of it."""
    beside = beside or earlier_releases.again(inputs.refused)
    say("scoring", 30)
    sector = _sector(inputs, instrument)
    say("grouping", 40)
    contributors = inputs.contributors()
    tree = build_tree(contributors, inputs.order, inputs.least_owners)
    owners = release_groups.populations(tree, inputs.population)
    sites = None if inputs.sites is None else release_groups.populations(tree, inputs.sites)
    say("checking", 50)
    margins = Margins(inputs, tree)
    found = [_figures(margins, measure, (owners, sites), beside) for measure in measures(sector)]
    say("deriving", 90)
    weighed = [headline for _, headline in found if headline]
    published = [figure for figures, _ in found for figure in figures]
    published += [headline.figure for headline in weighed if headline.figure]
    published += totals(sector, margins, published) if inputs.totals_may_stand else []
    return Computed(tree, [*published, *derived(instrument, published)], weighed, margins)


def _sector(inputs: Inputs, instrument: Instrument) -> Sector:
    scored = [
        Scored(each, own_document.dimension_scores(instrument, each.values), skill_gaps(instrument, each.values))
        for each in inputs.counted()
    ]
    return Sector(instrument, scored, inputs.least_owners, inputs.least_owners_sensitive)


def _figures(
    margins: Margins,
    measure: Measure,
    registers: tuple[dict[str, int], dict[str, int] | None],
    beside: Beside,
) -> tuple[list[Figure], Headline | None]:
    """One metric: its tree, what the answers say exactly, what of that may be shown, and what the latter gives as headline;
    `registers`: owners and sites in the register by cohort code."""
    contributors, metric = margins.contributors, measure.metric
    groups = opened(margins.tree, contributors, measure)
    across, its_units = margins.of(measure, groups), units_of(margins.inputs, groups, metric.values.keys())
    estimates = estimate_metric(groups, contributors, metric, *registers) + margins.estimates(across, metric)
    sd, df = pooled_sd(groups, contributors, metric)
    alone = attack_check(groups, contributors, metric, its_units)
    together = beside(Attacked(groups, contributors, metric, its_units))
    figures = publish(
        groups, estimates, sd, df, metric, withstands=lambda its: alone(its) and together(its), margins=across
    )
    if not headlines.is_headline(metric.code):
        return figures, None
    return figures, sector_headline(figures, groups, contributors, metric, registers[0])


def rebuild_own_result(request_id: UUID | str) -> None:
    """Build one organisation's own result from its own answers, if it is undone and nobody else is at it."""
    rows = OwnResultRequest.objects.select_related("participation__wave__programme")
    with work.held(rows, request_id) as request:
        if request is not None:
            attempt(request, lambda: _build_own(request))


def _build_own(request: OwnResultRequest) -> None:
    participation = request.participation
    instrument = instruments.instrument(participation.wave.instrument_version_id)
    record = records.of_participation(participation, instrument)
    people = release_inputs.respondents(record)
    document = None
    if people:
        merged = merge_respondents(people, list(item_rules(instrument).values()))[str(record.organisation)]
        inputs = release_inputs.organisation_inputs(instrument, record, merged)
        n_respondents = n_raters(response.is_agreed for response in record.responses)
        document = own_document.own_document(instrument, inputs, merged, n_respondents)
        document["people"] = own_people.own_people(
            instrument,
            people,
            may_see_each=coordinator_may_see_all(participation),
            is_confidential=participation.wave.is_confidential,
        )
    own_results.store_own_result(request=request, participation=participation, document=document)


def _after_interim(wave_id: UUID, now: Inputs, instrument: Instrument) -> Inputs:
    """The inputs at the close: with an interim release out, its own, and the latecomers only if nothing shows them."""
    before = interim.inputs_of_interim(wave_id)
    if before is None:
        return now
    everybody = interim.with_latecomers(before, now)
    asked = ((inputs, list(measures(_sector(inputs, instrument)))) for inputs in (before, everybody))
    return everybody if interim.latecomers_count(*asked) else before


def _shown(
    release: Release, inputs: Inputs, instrument: Instrument, computed: Computed
) -> tuple[list[Figure], list[Group], list[Group]]:
    """Figures and groups; of an interim release the sector's alone, and from 20 owners (rule 11)."""
    if not release.is_interim:
        return computed.figures, *_groups(inputs, instrument, computed)
    known_by = {each.owner: each.known_by for each in inputs.contributors()}
    if not may_publish_interim(known_by.keys(), known_by, 0, inputs.least_owners):
        return [], [], []
    plain, figures = headlines.of_sector_alone(computed.headlines, computed.figures)
    groups, _ = _groups(inputs, instrument, replace(computed, figures=figures, headlines=plain))
    of_sector = [figure for figure in figures if figure.cohort == SECTOR and figure.statistic != TOTAL]
    return of_sector, groups[:1], []


def _groups(inputs: Inputs, instrument: Instrument, computed: Computed) -> tuple[list[Group], list[Group]]:
    tree, population = computed.tree, release_groups.populations(computed.tree, inputs.population)
    shown = release_groups.shown(tree, inputs.contributors(), instrument, inputs.order, population)
    shown = release_groups.with_invited(shown, release_groups.populations(tree, inputs.invited))
    shown += release_groups.shown_across(computed.margins.shown, instrument)
    if shown:
        shown[0]["headlines"] = headlines.stored(computed.headlines, computed.figures)
    across = release_groups.withheld_across(computed.margins.withheld, instrument)
    return shown, [*release_groups.withheld(tree, instrument, inputs.order), *across]


def rebuild(release: Release) -> list[Figure]:
    """The figures of a release computed anew from its frozen inputs and its frozen instrument, for verification.

    Raises ReleaseInputs.DoesNotExist where retention has removed the inputs.
    """
    return rebuild_whole(release)[0]


def rebuild_whole(release: Release) -> tuple[list[Figure], list[Group], list[Group]]:
    """The same with the groups that are shown and those that are withheld."""
    inputs = release_inputs.read(release.inputs.document)
    instrument = loader.read(release.instrument)
    return _shown(release, inputs, instrument, compute_whole(inputs, instrument))
