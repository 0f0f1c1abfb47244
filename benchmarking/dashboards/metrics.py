"""What a profile is made of: the dimensions of a questionnaire, or the theme scores of imported results."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import ngettext

from benchmarking.dashboards.words import said
from benchmarking.selectors.own_results import OwnProfile
from surveyapp.instruments.schema import Instrument

THEMES_AT_MOST = 12  # a profile of more rows is a table


@dataclass(frozen=True)
class Metric:
    """`code` as figures have it (dimension:AUT, score:EES); `key` as own results have it; `wording`: what was asked, if the
    name is a short label of it."""

    code: str
    key: str
    name: str
    wording: str = ""

    def of(self, own: OwnProfile) -> float | None:
        if self.code.startswith("dimension:"):
            return own.dimensions[self.key].score if self.key in own.dimensions else None
        return own.scores.get(self.key)


def profile_metrics(instrument: Instrument) -> tuple[Metric, ...]:
    """The dimensions; without any, the scores of the first section, else the first dozen scores."""
    if instrument.dimensions:
        return tuple(Metric(f"dimension:{each.code}", each.code, said(each.name)) for each in instrument.dimensions)
    first = {code for section in instrument.sections[:1] for page in section.pages for code in page.items}
    scores = score_metrics(instrument)
    return tuple(each for each in scores if each.key in first)[:THEMES_AT_MOST] or scores[:THEMES_AT_MOST]


def score_metrics(instrument: Instrument) -> tuple[Metric, ...]:
    """Every imported score, in the questionnaire's order."""
    items = (instrument.items[code] for code in instrument.ordered)
    return tuple(
        Metric(f"score:{item.code}", item.code, said(item.text), said(item.help))
        for item in items
        if item.kind == "score"
    )


def noun(instrument: Instrument, number: int) -> str:
    if instrument.dimensions:
        return ngettext("dimension", "dimensions", number)
    return ngettext("theme", "themes", number)


def worded(instrument: Instrument, of_dimensions: str, of_themes: str) -> str:
    """A sentence about the profile's rows: each is translated whole, as languages bend other words to suit the noun."""
    return of_dimensions if instrument.dimensions else of_themes
