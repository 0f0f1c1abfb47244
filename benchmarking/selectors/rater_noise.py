"""How far one rater is off in a sector: from organisations in which two or more people have a score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import fsum, sqrt

from benchmarking.selectors import rules
from benchmarking.stats.records import RespondentRecord
from benchmarking.stats.reliability import RaterNoise, rater_correlation, rater_noise
from benchmarking.stats.score import dimension_score
from surveyapp.instruments.schema import Instrument

Scores = Mapping[str, list[float]]
"""Organisation → one score a rater, 0-100."""


ByDimension = Mapping[str, Scores]
"""Dimension → the scores of its raters."""


def of_sector(instrument: Instrument, people: Iterable[RespondentRecord]) -> RaterNoise:
    """`of_scores` of everybody's own scores. Imported results are nobody's rating, nor are the agreed answers of a
    meeting."""
    return of_scores(by_dimension(instrument, people))


def of_scores(scores: ByDimension) -> RaterNoise:
    """√ of the mean of the dimensions' squared SDs, over the dimensions with enough double answers to judge.

    Where there is none, the default of `stats.reliability`.
    """
    judged = [rater_noise(found) for found in scores.values()]
    known = [noise for noise in judged if not noise.is_default]
    if not known:
        return rater_noise({})
    sd = sqrt(fsum(noise.sd**2 for noise in known) / len(known))
    return RaterNoise(sd, is_default=False, n_organisations=min(noise.n_organisations for noise in known))


def mostly_noise(instrument: Instrument, people: Iterable[RespondentRecord]) -> list[str]:
    """`mostly_noise_in` everybody's own scores."""
    return mostly_noise_in(by_dimension(instrument, people))


def mostly_noise_in(scores: ByDimension) -> list[str]:
    """The metrics (dimension:AUT) whose differences between organisations are mostly rater noise: no positions on them.

    Fewer double answers than `stats.reliability` judges by are no verdict.
    """
    verdicts = {code: rater_correlation(found).verdict for code, found in scores.items()}
    return [f"dimension:{code}" for code, verdict in verdicts.items() if verdict == "rater_noise"]


def by_dimension(instrument: Instrument, people: Iterable[RespondentRecord]) -> ByDimension:
    """Every rater's own scores, in the order of the people given."""
    by_item = rules.item_rules(instrument)
    raters = [person for person in people if person.order and not person.is_agreed]
    found: dict[str, Scores] = {}
    for dimension in rules.dimension_rules(instrument):
        scores: dict[str, list[float]] = defaultdict(list)
        for person in raters:
            score = dimension_score(person.answers, dimension, by_item).score
            if score is not None:
                scores[person.organisation].append(score)
        found[dimension.code] = scores
    return found
