"""What a site would answer: a graded-response model with one trait a site, one deviation a dimension, one difficulty an item.

P(level >= L) = logistic(SLOPE * (trait - threshold_L - difficulty)), as in Samejima's graded response model (1969).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from surveyapp.instruments.schema import Instrument

SLOPE = 2.2
THRESHOLDS = {2: -1.3, 3: -0.25, 4: 0.85, 5: 1.9}
DIMENSION_OFFSETS = {
    "AUT": 0.15,
    "DAT": 0.1,
    "SEC": 0.2,
    "REG": 0.1,
    "STR": -0.05,
    "INT": -0.2,
    "PPL": -0.15,
    "ANA": -0.45,
}
SIZE_EFFECT = {"e1_9": -0.5, "e10_49": -0.25, "e50_249": 0.0, "e250_999": 0.2, "e1000_4999": 0.4, "e5000_plus": 0.5}
YEARLY_PROGRESS = 0.12

# The founding article's margins: 24 % started, 29 % planning, half expecting a larger part.
TWIN_SHARES = (
    ("in_routine_use", 0.08),
    ("being_developed", 0.16),
    ("planned_within_24_months", 0.29),
    ("considered_and_decided_against", 0.07),
    ("no_plans", 0.40),
)
LARGER_PART = 0.5


@dataclass(frozen=True)
class Traits:
    """One site in one year: its trait per dimension, its skills trait, and its place (0-1) among all in the matter of twins."""

    dimensions: dict[str, float]
    skills: float
    twin_place: float
    twin_outlook: float


class Sector:
    """The fixed parts of the model: item difficulties and every site's lasting traits."""

    def __init__(self, instrument: Instrument, size_bands: list[str], seed: int) -> None:
        self.instrument = instrument
        rng = np.random.default_rng([seed, 1])
        self.site_traits = rng.normal(0, 0.7, len(size_bands)) + [SIZE_EFFECT[band] for band in size_bands]
        self.deviations = rng.normal(0, 0.45, (len(size_bands), len(instrument.dimensions)))
        self.skills = rng.normal(0, 0.8, len(size_bands)) + 0.4 * self.site_traits
        self.twins = self.site_traits + rng.normal(0, 0.8, len(size_bands))
        self.outlook = 0.5 * self.twins + rng.normal(0, 1, len(size_bands))
        self.item_rng = np.random.default_rng([seed, 2])

    @cached_property
    def difficulties(self) -> dict[str, float]:
        anchored = [code for code in self.instrument.ordered if self.instrument.items[code].kind == "anchored"]
        return dict(zip(anchored, self.item_rng.normal(0, 0.35, len(anchored)), strict=True))

    def traits(self, site: int, year: int, among: list[int]) -> Traits:
        """The site's traits in the `year`-th wave, placed among those who take part in it."""
        codes = [dimension.code for dimension in self.instrument.dimensions]
        level = self.site_traits[site] + YEARLY_PROGRESS * year
        dimensions = {
            code: level + self.deviations[site, i] + DIMENSION_OFFSETS.get(code, 0.0) for i, code in enumerate(codes)
        }
        return Traits(
            dimensions=dimensions,
            skills=float(self.skills[site]),
            twin_place=_place(self.twins, site, among),
            twin_outlook=_place(self.outlook, site, among),
        )

    def level(self, item: str, trait: float, rng: np.random.Generator) -> str:
        """One respondent's level, 1 to 5."""
        chances = [1 / (1 + np.exp(-SLOPE * (trait - t - self.difficulties[item]))) for t in THRESHOLDS.values()]
        return str(1 + int(np.sum(rng.uniform() < np.array(chances))))


def twin_stage(place: float) -> str:
    """The stage at which a site stands that is further than the share `place` of the others is not."""
    reached = 0.0
    for stage, share in TWIN_SHARES:
        reached += share
        if place < reached:
            return stage
    return TWIN_SHARES[-1][0]


def _place(values: np.ndarray, site: int, among: list[int]) -> float:
    """The share of the others that stand higher: 0 for the first, just under 1 for the last."""
    return float(np.mean(values[among] > values[site]))
