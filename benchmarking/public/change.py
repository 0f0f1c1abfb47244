"""What changed since the survey before: published mean now less published mean then, of the whole sector alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.public.figure_row import Row, figure_id
from benchmarking.public.wording import Asked, asked
from benchmarking.selectors.comparable import comparable
from benchmarking.selectors.figures import SECTOR
from benchmarking.selectors.sector_reports import Earlier, Source
from benchmarking.stats.overlap import Overlap, apart
from benchmarking.stats.records import Figure
from benchmarking.stats.waves import published_change

METRIC = "change"


def overlap(source: Source, earlier: Earlier) -> Overlap:
    """What the release tells of itself and the one before, if that is the one at hand; else two separate samples."""
    n_now = source.sector.n_owners if source.sector else 0
    known = source.since
    return known.overlap if known and known.release == earlier.release else apart(earlier.n_owners, n_now)


def changes(source: Source) -> Iterator[Row]:
    """In the questionnaire's order, of measures that mean the same in both surveys; none without a survey before."""
    earlier = source.earlier
    if earlier is None or source.sector is None:
        return
    codes = [each.code for each in profile_metrics(source.instrument)]
    alike = comparable(codes, source.instrument, earlier.instrument)
    for code in codes:
        now, then = source.figures[SECTOR].one(code, "mean"), earlier.figures.one(code, "mean")
        if code in alike and now and then:
            yield _row(source, earlier, now, then)


def _row(source: Source, earlier: Earlier, now: Figure, then: Figure) -> Row:
    pair = overlap(source, earlier).pair
    change = published_change(then, now, pair, (_step(then), _step(now)))
    moved, half = (None, None) if change is None else (_points(now, then), change.half_width)
    ends = ("", "") if moved is None or half is None else (str(moved - int(half)), str(moved + int(half)))
    shown = "" if moved is None else words.signed(moved)
    about = asked(source.instrument, now.metric)
    name = {"name": about.name, "then": words.said(earlier.title) or earlier.slug}
    base = _("%(base)s; n now %(now)s, then %(then)s") % {
        "base": about.base,
        "now": now.n_owners,
        "then": then.n_owners,
    }
    return Row(
        id=figure_id(SECTOR, f"{METRIC}:{now.metric}", "mean"),
        group=SECTOR,
        group_name=words.said(source.sector.label) if source.sector else "",
        metric=f"{METRIC}:{now.metric}",
        statistic="mean",
        asked=Asked(_("%(name)s: change since the %(then)s") % name, about.wording, base, about.silent),
        unit="change",
        n=now.n_owners,
        value="" if moved is None else str(moved),
        low=ends[0],
        high=ends[1],
        printed=shown or _("none: one of both is a bound"),
        interval=_("%(low)s to %(high)s") % {"low": words.signed(int(ends[0])), "high": words.signed(int(ends[1]))}
        if ends[0]
        else "",
        silent=about.silent,
        short=about.name,
        note=_("%(before)s then, %(after)s now; %(verdict)s")
        % {"before": words.printed(then), "after": words.printed(now), "verdict": _verdict(moved, half)},
    )


def _points(now: Figure, then: Figure) -> int:
    """Of the numbers as printed, so that the three agree."""
    return words.whole(now.value or 0.0) - words.whole(then.value or 0.0)


def _verdict(moved: int | None, half: float | None) -> str:
    if moved is None or half is None or abs(moved) <= half:
        return _("too close to call")
    return _("up") if moved > 0 else _("down")


def _step(figure: Figure) -> float:
    return 0.0 if figure.least is None or figure.most is None else figure.most - figure.least
