"""How a release takes what changed since the one before, and how it puts skills in tiers, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.selectors import overlaps
from benchmarking.stats.overlap import Overlap
from benchmarking.stats.ranks import TIERS_FROM
from surveyapp.instruments.schema import Instrument


def paragraphs(release: Release, instrument: Instrument) -> Iterator[str]:
    """Change first; tiers where the questionnaire has skills."""
    yield _(
        "A change of the sector is the published mean now less the published mean then, for questions that are the same in "
        "both surveys. Its interval is √(a² + b² − 2 r a b) from the intervals a and b of both, made wider for the rounding; r "
        "grows with how many companies took part in both surveys and how alike they answered."
    )
    yield (
        _(
            "How many stayed, left and joined is told only where each is nobody, or %(owners)s companies or more. Where few left or "
            "joined, intervals count as if %(few)s had not come back, whoever did not."
        )
        % {"owners": release.parameters["owners"], "few": release.parameters["owners"] - 1}
    )
    since = overlaps.read(release.parameters["since"])
    yield (
        _in_common(since.overlap)
        if since
        else _("No survey was published before this one, or these results are interim.")
    )
    if instrument.skill_groups:
        yield _tiers()


def _in_common(both: Overlap) -> str:
    if both.told == "unknown":
        return _(
            "Of this survey and the one before it is not told who took part in both: r is 0, and intervals are wide."
        )
    names = {
        "n": both.pair.n_matched,
        "before": both.pair.n_before,
        "now": both.pair.n_after,
        "alike": number_format(both.pair.correlation, 1),
    }
    text = _("Of %(before)s companies then and %(now)s now, %(n)s took part in both.")
    if both.told == "nearly_all":
        text = _("Of %(before)s companies then and %(now)s now, at least %(n)s took part in both.")
    alike = _("How alike their answers were goes in as a correlation of %(alike)s, rounded down, and never above 0.8.")
    return f"{text} {alike}" % names


def _tiers() -> str:
    return _(
        "From %(owners)s companies skills are put in three tiers, by nothing but the published shares of companies that are "
        "short of each. One share is clearly larger than another if their bands lie further apart than both intervals explain, "
        "made so much wider that for all skills at once no such claim is wrong with 95 %% confidence. Clearly among the "
        "largest is a skill that is clearly larger than at least half of the others; clearly small is the opposite."
    ) % {"owners": TIERS_FROM}
