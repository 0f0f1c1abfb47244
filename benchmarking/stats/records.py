"""The values that travel between the stages: answer, merged value, score, cohort, estimate, figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from benchmarking.stats.intervals import sampled_share

MergeRule = Literal["mean", "once", "union"]
MetricKind = Literal["mean", "cuts", "share"]


class Missing(StrEnum):
    """Why there is no answer. Reasons are never mixed and never scored.

    SUPPRESSED is no respondent's: a file that results were imported from withheld the number, which is there. Whoever is
    withheld is no chance sample, so a sector figure of the others would be off (`selectors.metrics`).
    """

    NOT_SHOWN = "not_shown"
    NOT_ANSWERED = "not_answered"
    DONT_KNOW = "dont_know"
    DOES_NOT_APPLY = "does_not_apply"
    SUPPRESSED = "suppressed"


AnswerValue = str | float | frozenset[str] | Missing
"""A code, a number, a set of codes, or the reason why there is none."""


@dataclass(frozen=True)
class RespondentRecord:
    """What one person said for one organisation; `order` is the submission order, oldest first.

    `is_agreed`: no rater but a meeting, whose answers stand for the organisation.
    """

    organisation: str
    role: str
    answers: Mapping[str, AnswerValue]
    is_coordinator: bool = False
    order: int = 0
    is_agreed: bool = False


@dataclass(frozen=True)
class ItemRule:
    """How one item merges, and for `mean` the number behind each code (level 1-5, skill 0-5).

    `exclusive` codes ("none of these") leave a union as soon as somebody named another code.
    """

    code: str
    merge: MergeRule
    values: Mapping[str, float] = field(default_factory=dict)
    minimum: float = 0.0
    maximum: float = 100.0
    exclusive: frozenset[str] = frozenset()

    def number(self, value: AnswerValue) -> float | None:
        """The number behind a code or a number, None for a missing reason.

        Raises ValueError for an unknown code, a set of codes, or a number outside the item's range.
        """
        if isinstance(value, Missing):
            return None
        number = self.values.get(value) if isinstance(value, str) else value
        if not isinstance(number, int | float) or not self.minimum <= number <= self.maximum:
            raise ValueError(
                f"Item {self.code}: {value!r} is not one of its codes nor a number from "
                f"{self.minimum:g} to {self.maximum:g}. Correct the answer or the item's values."
            )
        return float(number)

    def points(self, number: float) -> float:
        """0-100: 100 (number - minimum) / (maximum - minimum) (STATISTICS 1)."""
        return 100 * (number - self.minimum) / (self.maximum - self.minimum)


@dataclass(frozen=True)
class DimensionRule:
    """A dimension is scored from `minimum_items` of its applicable items, and from 2/3 of them."""

    code: str
    items: tuple[str, ...]
    minimum_items: int = 2


@dataclass(frozen=True)
class MergedRecord:
    """One organisation after its respondents were merged: one value an item.

    `values` holds a float for `mean` items (in the item's own unit), a code for `once`, a frozenset for
    `union`, or the Missing reason that `aggregate.missing_reason` picks where nobody stated a value.
    `n_respondents` counts raters; an organisation for which only a meeting spoke counts as one. `roles` are the raters'.
    """

    organisation: str
    values: Mapping[str, AnswerValue]
    n_respondents: int
    roles: tuple[str, ...]


@dataclass(frozen=True)
class DimensionScore:
    """0-100, or None where too little was answered; low and high are DK→0 and DK→100."""

    score: float | None
    low: float | None
    high: float | None
    n_answered: int
    n_dont_know: int

    @property
    def incomplete_evidence(self) -> bool:
        """Bounds more than ten points apart (STATISTICS 1)."""
        return self.low is not None and self.high is not None and self.high - self.low > 10


@dataclass(frozen=True)
class Contributor:
    """One organisation as a cohort sees it: who owns it, where its facets put it, who knows its answers.

    `knowledge_group` as made by `knowledge_groups`, the same for all organisations of an owner; "" for an owner
    that is a group of its own.
    """

    organisation: str
    owner: str
    facets: Mapping[str, str]
    knowledge_group: str = ""

    @property
    def known_by(self) -> str:
        return self.knowledge_group or self.owner


@dataclass(frozen=True)
class Cohort:
    """A block of the peer tree. `path` is the facet values from the root, () for the whole sector.

    A residual is "all other" of its parent: it is never computed from answers. `code` is
    "sector", "sector/contract", "sector/contract/biologics", "sector/contract/other" ... `n_owners` is printed;
    what k is compared with is `n_contributors`, the knowledge groups (None: as many as owners).
    """

    code: str
    path: tuple[str, ...]
    parent: str | None
    members: frozenset[str]
    n_owners: int
    is_residual: bool = False
    n_knowledge_groups: int | None = None

    @property
    def n_contributors(self) -> int:
        return self.n_owners if self.n_knowledge_groups is None else self.n_knowledge_groups


@dataclass(frozen=True)
class Withheld:
    """A group that exists in the register of facet values but is too small to show (no count)."""

    path: tuple[str, ...]
    parent: str
    reason: Literal["too_few", "would_reveal_others", "sector_below_20"]


@dataclass(frozen=True)
class PeerTree:
    """Laminar cohorts, root first, parents before children; what was withheld; the leaves."""

    cohorts: tuple[Cohort, ...]
    withheld: tuple[Withheld, ...]

    def children(self, code: str) -> tuple[Cohort, ...]:
        return tuple(c for c in self.cohorts if c.parent == code)

    def leaves(self) -> tuple[Cohort, ...]:
        parents = {c.parent for c in self.cohorts}
        return tuple(c for c in self.cohorts if c.code not in parents)


@dataclass(frozen=True)
class Metric:
    """One published quantity and the values behind it, an organisation each.

    mean: `values` are 0-100. cuts: `values` are levels, `cuts` the levels L of "at L or above".
    share: `values` are 1.0 (holds) or 0.0. An organisation outside the base is absent; one in the base that
    did not state this item has None. `k` is the least number of owners (6; 11 where sensitive).
    """

    code: str
    kind: MetricKind
    values: Mapping[str, float | None]
    cuts: tuple[int, ...] = ()
    k: int = 6
    quantiles: bool = False


@dataclass(frozen=True)
class Estimate:
    """What a cohort's answers say exactly, before disclosure control. Never leaves the pipeline.

    `total` is the sum over units (an owner once in each leaf) of 0-100 values, or the count for a share;
    `n_units` its divisor, `n_owners` the printed n. `sd` is the between-unit SD (None below 2), scaled so
    that the standard error of the mean is sd/√n_effective; `n_effective` is Kish's n over owners, None
    where it equals `n_units`. The total of a residual is NaN: it is never computed. `site_rate` is sites out of
    sites in the register, above leaves; None where it is not known, and in leaves. `median_ends` is the interval of the
    median before it is rounded; all of the scale where there are no quantiles.
    """

    cohort: str
    metric: str
    statistic: str
    n_owners: int
    n_units: int
    total: float
    sd: float | None = None
    not_stated: int = 0
    quantiles: Mapping[str, float] = field(default_factory=dict)
    quantile_errors: Mapping[str, float] = field(default_factory=dict)
    population: int | None = None
    n_effective: float | None = None
    n_knowledge_groups: int | None = None
    site_rate: float | None = None
    median_ends: tuple[float, float] = (0.0, 100.0)

    @property
    def sampled(self) -> float:
        """n/N for the population correction: of owners, or above leaves the lower of owners' and sites' (STATISTICS 2)."""
        owners = sampled_share(self.n_owners, self.population)
        return owners if self.site_rate is None else min(owners, self.site_rate)

    @property
    def n_contributors(self) -> int:
        """What k is compared with: knowledge groups, None for as many as owners."""
        return self.n_owners if self.n_knowledge_groups is None else self.n_knowledge_groups


WEIGHTED = "mean_weighted"
"""The statistic of a sector's mean weighted to the register (`headline`): made of published means, never of answers."""


@dataclass(frozen=True)
class Figure:
    """A number that disclosure control let through.

    `statistic`: mean, mean_weighted, median, lower_quartile, upper_quartile, p10, p90, share, at_least_2 ...
    at_least_5, not_stated, tier. `value` is the number to print (None where only bounds or a band may be shown); `low` and
    `high` the 95 % interval; `least` and `most` the rounding bounds (for shares: counts of the band).
    `bound` is "at_most"/"at_least" where a total was clamped. Means and quantiles run 0-100, shares 0-100 %; a tier is 1,
    2 or 3 (`derived.tier_figures`).
    """

    cohort: str
    metric: str
    statistic: str
    n_owners: int
    n_units: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    bound: Literal["", "at_most", "at_least"] = ""
