"""Which release came before one that is made, and what both have in common: counted once, from what both were made of.

Of the earlier release's frozen inputs nothing is kept but what `stats.overlap` lets be told. Where retention has removed
them, nothing is known, and a change is that of two separate samples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Any

from django.db.models.functions import Coalesce

from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.selectors import overlaps, own_document, release_inputs
from benchmarking.selectors.comparable import comparable
from benchmarking.selectors.metrics import scores_of
from benchmarking.selectors.release_inputs import Inputs
from benchmarking.selectors.scored import Scored, Sector
from benchmarking.stats.overlap import Overlap, apart, overlap
from benchmarking.stats.records import Metric
from benchmarking.stats.waves import correlation_of_waves
from surveyapp.instruments import loader
from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Participation

Scores = dict[str, dict[str, float]]
"""Metric → owner → mean of its organisations' scores, 0-100."""


def with_before(release: Release, inputs: Inputs, instrument: Instrument) -> Inputs:
    """The inputs with what a new release freezes of the one before it: nothing where there is none, or in an interim one.

    An organisation some of whose earlier answers were withdrawn is compared with no other answers of its own: it counts
    where published figures still do, and how alike it answered is not asked. `left_out` names those organisations.
    """
    before = None if release.is_interim else _before(release)
    if before is None:
        return inputs
    withdrawn = Participation.objects.filter(wave=before.wave_id, answers_withdrawn_at__isnull=False)
    left_out = sorted(str(each) for each in withdrawn.values_list("organisation_id", flat=True))
    return replace(inputs, since=_since(before, inputs, instrument, left_out))


def again(inputs: Inputs, instrument: Instrument) -> dict[str, Any] | None:
    """The same once more, for verification; None where there was no release before, or its inputs are gone."""
    if not inputs.since:
        return None
    before = Release.objects.filter(pk=inputs.since["release"], inputs__isnull=False).first()
    if before is None:
        return None
    return _since(before, inputs, instrument, inputs.since["left_out"])


def _since(before: Release, inputs: Inputs, instrument: Instrument, left_out: Sequence[str]) -> dict[str, Any]:
    found = _overlap(before, inputs, instrument, left_out)
    return {**overlaps.stored(before.pk, found), "left_out": list(left_out)}


def _before(release: Release) -> Release | None:
    """The newest published release at the close of a wave that began earlier, if it shows anything; as pages go back."""
    began = Coalesce("wave__opens_at", "wave__closed_at")
    of_programme = Release.objects.filter(wave__programme=release.wave.programme_id, published_at__isnull=False)
    shown = of_programme.filter(is_interim=False).exclude(groups=[]).exclude(wave=release.wave_id)
    this = release.wave.opens_at or release.wave.closed_at
    return shown.annotate(began=began).filter(began__lt=this).order_by("-began", "-number").first()


def _overlap(before: Release, inputs: Inputs, instrument: Instrument, left_out: Collection[str]) -> Overlap:
    try:
        then = release_inputs.read(before.inputs.document)
    except ReleaseInputs.DoesNotExist:
        return apart(before.groups[0]["n_owners"], len(_known_by(inputs)))
    metrics = [_metrics(then, loader.read(before.instrument)), _metrics(inputs, instrument)]
    alike = comparable(metrics[0].keys() & metrics[1].keys(), instrument, loader.read(before.instrument))
    both = _known_by(then), _known_by(inputs)
    k = max([then.least_owners, inputs.least_owners, *(each[code].k for each in metrics for code in alike)])
    scores = [
        _scores(each, {c: m[c] for c in alike}, left_out) for each, m in zip((then, inputs), metrics, strict=True)
    ]
    told = {code for code in alike if _enough(scores[0][code].keys() & scores[1][code].keys(), both, k)}
    rho = correlation_of_waves(*({code: each[code] for code in told} for each in scores))
    return overlap(*both, k, rho, _population(then, inputs, max(map(len, both))))


def _known_by(inputs: Inputs) -> dict[str, str]:
    """Owner → knowledge group."""
    return {each.owner: each.known_by for each in inputs.contributors()}


def _metrics(inputs: Inputs, instrument: Instrument) -> dict[str, Metric]:
    scored = [Scored(o, own_document.dimension_scores(instrument, o.values), {}) for o in inputs.counted()]
    sector = Sector(instrument, scored, inputs.least_owners, inputs.least_owners_sensitive)
    return {measure.metric.code: measure.metric for measure in scores_of(sector)}


def _scores(inputs: Inputs, metrics: Mapping[str, Metric], left_out: Collection[str]) -> Scores:
    owner = {each.organisation: each.owner for each in inputs.counted()}
    found: Scores = {}
    for code, metric in metrics.items():
        sites: dict[str, list[float]] = defaultdict(list)
        for organisation in sorted(metric.values.keys() - set(left_out)):
            value = metric.values[organisation]
            sites[owner[organisation]] += [] if value is None else [value]
        found[code] = {each: fsum(scores) / len(scores) for each, scores in sites.items() if scores}
    return found


def _enough(owners: Collection[str], known_by: tuple[Mapping[str, str], Mapping[str, str]], k: int) -> bool:
    return min(len({groups[owner] for owner in owners}) for groups in known_by) >= k


def _population(then: Inputs, now: Inputs, most: int) -> int | None:
    """Owners in the smaller register that holds both waves; a smaller one makes intervals wider."""
    known = (each.population.get("") for each in (then, now))
    return min((number for number in known if number and number >= most), default=None)
