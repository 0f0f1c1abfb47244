"""How the whole sector changed since the survey before: never a finer group, whose members change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Before, Comparison
from benchmarking.dashboards.finding import Column, Finding, Parts, reasoned
from benchmarking.dashboards.metrics import Metric, noun, profile_metrics
from benchmarking.dashboards.names import publication_words, survey_title
from benchmarking.selectors.figures import SECTOR, Publication
from benchmarking.stats.overlap import Overlap, apart
from benchmarking.stats.records import Figure
from benchmarking.stats.waves import WavePair, published_change


@dataclass(frozen=True)
class Moved:
    """One metric as printed then and now; `half` is half the interval of the change, None where a mean is a bound."""

    metric: Metric
    then: Figure
    now: Figure
    half: float | None

    @property
    def points(self) -> int | None:
        """Of the numbers as printed, so that the three columns agree."""
        if self.half is None or self.now.value is None or self.then.value is None:
            return None
        return words.whole(self.now.value) - words.whole(self.then.value)

    @property
    def is_clear(self) -> bool:
        return self.points is not None and self.half is not None and abs(self.points) > self.half


def sector_change(comparison: Comparison) -> Finding | None:
    """Published mean now minus published mean then, metric by metric; None without both."""
    then, publication = comparison.before, comparison.publication
    sector = publication.group(SECTOR) if publication else None
    if then is None or then.sector is None or then.group is None or publication is None or sector is None:
        return None
    both = overlap_of(publication, then, sector.n_owners, then.group.n_owners)
    found = _moved(comparison, then, both.pair)
    if not found:
        return None
    surveys = {"now": survey_title(comparison.survey), "then": survey_title(then.survey)}
    published = {"now": publication_words(publication), "then": publication_words(then.publication)}
    counts = {"n": words.n_equals(sector.n_owners), "n_then": words.n_equals(then.group.n_owners)}
    return Finding(
        id="sector-change",
        title=_title([each.metric for each in found if each.is_clear]) % surveys,
        subtitle=_("Means from 0 to 100 of all organisations in the sector: %(now)s, %(n)s; %(then)s, %(n_then)s")
        % ({when: words.beside((surveys[when], published[when])) for when in surveys} | counts),
        columns=_columns(comparison, surveys),
        rows=tuple(_cells(each) for each in found),
        source=(
            _("All organisations in the sector"),
            words.apart((counts["n_then"], counts["n"])),
            words.apart((surveys["then"], surveys["now"])),
            words.apart((published["then"], published["now"])),
        ),
        footnote=" ".join(filter(None, (who_came_back(both), _of_companies(found, both)))),
    )


def _columns(comparison: Comparison, surveys: Mapping[str, str]) -> tuple[Column, ...]:
    then, now = surveys["then"], surveys["now"]
    return (
        Column(words.sentence(noun(comparison.instrument, 1))),
        *(Column(head, numeric=True) for head in (then, now, pgettext("a difference", "Change"))),
        words.interval_column(),
        Column("n", numeric=True, parts=tuple(words.beside(("n", survey)) for survey in (then, now))),
        Column(_("In words")),
    )


def overlap_of(publication: Publication, then: Before, n_now: int, n_then: int) -> Overlap:
    """What the release tells of itself and the one before, if that is the one on the page; else two separate samples."""
    known = publication.since
    return known.overlap if known and known.release == then.release else apart(n_then, n_now)


def _moved(comparison: Comparison, then: Before, pair: WavePair) -> list[Moved]:
    """The metrics that mean the same in both."""
    alike = [metric for metric in profile_metrics(comparison.instrument) if metric.code in comparison.comparable]
    found = ((m, comparison.sector.one(m.code, "mean"), then.sector and then.sector.one(m.code, "mean")) for m in alike)
    return [Moved(metric, before, now, _half(before, now, pair)) for metric, now, before in found if now and before]


def _half(before: Figure, now: Figure, pair: WavePair) -> float | None:
    """The rounding step of a mean is as wide as the bounds that are published beside it."""
    change = published_change(before, now, pair, (_step(before), _step(now)))
    return change.half_width if change else None


def _step(figure: Figure) -> float:
    return 0.0 if figure.least is None or figure.most is None else figure.most - figure.least


def who_came_back(both: Overlap) -> str:
    """How many took part both times, where that tells nothing of the few who left or joined, and what it does to intervals."""
    apart_words = _("Intervals are those of two separate samples, so they are wide rather than narrow.")
    if both.told == "unknown":
        return " ".join([_("How many companies took part both times is not known, or not said."), apart_words])
    some = _(
        "At least %(n)s companies took part both times. How many more is not said where only a few left or joined."
    )
    counted = [some % {"n": both.pair.n_matched}] if both.told == "nearly_all" else _counted(both.pair)
    if not both.pair.n_matched or not both.pair.correlation:
        return " ".join([*counted, apart_words])
    return " ".join([*counted, _("Intervals allow for that: who takes part twice mostly stays near where it was.")])


def _of_companies(found: Sequence[Moved], both: Overlap) -> str:
    """How many have a score of each measure both times is not published: only said where a row has an n of its own."""
    counts = (both.pair.n_before, both.pair.n_after)
    if both.told == "unknown" or all((each.then.n_owners, each.now.n_owners) == counts for each in found):
        return ""
    return _(
        "That counts companies that took part; not each has a score in every row, and how many of a row took part both times "
        "is not published."
    )


def _counted(pair: WavePair) -> list[str]:
    left, new = pair.n_before - pair.n_matched, pair.n_after - pair.n_matched
    names = {"n": pair.n_matched, "before": pair.n_before, "left": left, "now": pair.n_after, "new": new}
    if not left and not new:
        return [_("The same %(n)s companies took part both times.") % names]
    stayed = ngettext("%(n)s company took part both times.", "%(n)s companies took part both times.", pair.n_matched)
    gone = _("Of %(before)s then, %(left)s (%(share)s) did not come back; of %(now)s now, %(new)s are new.")
    return [stayed % names, gone % {**names, "share": words.per_cent(words.points(100 * pair.attrition))}]


def _title(moved: list[Metric]) -> str:
    if not moved:
        return _("The sector as a whole: no clear change since the %(then)s")
    names = words.each_in([metric.name for metric in moved]).replace("%", "%%")
    return _("The sector as a whole changed %(names)s since the %%(then)s") % {"names": names}


def _cells(moved: Moved) -> tuple[str, ...]:
    change, half = moved.points, moved.half
    numbers = (moved.metric.name, words.printed(moved.then), words.printed(moved.now))
    counts = [str(figure.n_owners) for figure in (moved.then, moved.now)]
    n = Parts(words.apart(counts), *counts)
    if change is None or half is None:
        return (*numbers, *reasoned(("", ""), _("none: one of both is a bound")), n, _("Too close to call"))
    ends = words.signed(change - half), words.signed(change + half)
    interval = Parts(_("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}, *ends)
    verdict = _("Too close to call") if not moved.is_clear else _("Up") if change > 0 else _("Down")
    return (*numbers, words.signed(change), interval, n, verdict)
