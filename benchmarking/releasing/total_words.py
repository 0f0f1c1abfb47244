"""How totals of people were made, in plain words, for the methods page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.selectors.people_needed import counted_groups
from surveyapp.instruments.schema import Instrument


def total_paragraphs(release: Release) -> Iterator[str]:
    """Nothing of an interim release, of a questionnaire that does not ask, or made before there were totals."""
    limits = release.parameters
    asked = any(counted_groups(Instrument.model_validate(release.instrument)))
    if "totals_from" not in limits or release.is_interim or not asked:
        return
    yield _(
        "How many people should move up in a group of skills is added up over the whole sector, never over a smaller group. A "
        "stated range counts as its middle. n is the number of companies that were asked; whoever did not say adds nothing."
    )
    yield _(
        "A total is shown from %(totals_from)s companies, to two digits, if no company is more than %(largest)s %% of it, and if "
        "what remains without the two largest is at least %(rest)s %% of the largest."
    ) % {
        "totals_from": limits["totals_from"],
        "largest": round(100 * limits["total_largest"]),
        "rest": round(100 * limits["total_rest"]),
    }
    yield _(
        "Beside the share of companies that are short it has to leave open, for every company, whether it is one of them. "
        "Compared with each earlier survey that shows totals, either nobody joined and nobody left, or so many companies did "
        "that they are enough for a group. Where a total is not shown, nothing says which of these it was."
    )
