"""The sector's headlines on the organiser's report: weighted to the register or as answered, and the response."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.selectors.figures import SECTOR, figures
from benchmarking.selectors.headlines import OVERALL, HeadlineNote, dont_know_metric, in_words, read
from benchmarking.stats.records import WEIGHTED, Figure
from benchmarking.stats.rounding import decimals_of_ends, round_end
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised


def headline(release: Release) -> dict[str, Any] | None:
    """Overall first, then the dimensions; None for a release that has none, or was made before there were any."""
    sector: Mapping[str, Any] = next(iter(release.groups), {})
    notes = read(sector.get("headlines", {}))
    if not notes:
        return None
    published = figures(release.pk, [SECTOR])[SECTOR]
    means = {metric: published.one(metric, "mean") for metric in notes}
    unknown = {metric: published.one(dont_know_metric(metric.partition(":")[2]), "share") for metric in notes}
    names = _names(release)
    return {
        "lines": [
            _line(names.get(metric, metric), mean, published.one(metric, WEIGHTED) or mean, notes[metric])
            | {"unknown": _unknown(metric, unknown[metric])}
            for metric in sorted(notes, key=[*names].index)
            if (mean := means[metric])
        ],
        "response": response(sector),
        "how": _words_of_all(notes),
        "shows_unknown": any(unknown.values()),
        "interval": _("95 %% interval") % {},
        "plain_interval": _("95 %% interval as answered") % {},
    }


def _words_of_all(notes: Mapping[str, HeadlineNote]) -> str:
    """Said once where all headlines stand alike; else empty, and each says it itself."""
    labels = {in_words(note) for note in notes.values()}
    said = labels.pop() if len(labels) == 1 else ""
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _names(release: Release) -> dict[str, str]:
    dimensions = Instrument.model_validate(release.instrument).dimensions
    names = {f"dimension:{each.code}": localised(each.name, get_language() or "", "en") for each in dimensions}
    return {OVERALL: _("Overall"), **names}


def _line(name: str, plain: Figure, shown: Figure, note: HeadlineNote) -> dict[str, Any]:
    return {
        "name": name,
        "shown": _printed(shown),
        "interval": _interval(shown),
        "plain": _printed(plain),
        "plain_interval": _interval(plain),
        "n": plain.n_owners,
        "n_effective": note.n_effective,
        "how": in_words(note),
    }


def _unknown(metric: str, share: Figure | None) -> str:
    """Who did not know something in a dimension, with n and interval."""
    if share is None:
        return _("by dimension only") if metric == OVERALL else _("not shown")
    return _("%(share)s, n = %(n)s, %(interval)s") % {
        "share": _share(share),
        "n": share.n_owners,
        "interval": f"{_interval(share)}\u00a0%",
    }


def _share(figure: Figure) -> str:
    """In threes where there are too few for a per cent, as on the coordinators' pages."""
    if figure.value is None:
        band = {"least": _whole(figure.least), "most": _whole(figure.most), "n": figure.n_units}
        return _("%(least)s–%(most)s of %(n)s") % band
    bounds = {"at_most": _("at most %(share)s"), "at_least": _("at least %(share)s")}
    return bounds.get(figure.bound, "%(share)s") % {"share": f"{_whole(figure.value)}\u00a0%"}


def _interval(figure: Figure) -> str:
    """With a decimal where half-widths can be narrower than a point, as on the coordinators' pages."""
    if figure.low is None or figure.high is None:
        return _("none")
    decimals = decimals_of_ends(figure)
    low, high = (number_format(round_end(end, decimals), decimals) for end in (figure.low, figure.high))
    return f"{low}–{high}"


def _printed(figure: Figure) -> str:
    if figure.value is not None:
        return _whole(figure.value)
    if figure.bound == "at_most":
        return _("at most %(number)s") % {"number": _whole(figure.most)}
    if figure.bound == "at_least":
        return _("at least %(number)s") % {"number": _whole(figure.least)}
    return f"{_whole(figure.least)}–{_whole(figure.most)}"


def _whole(number: float | None) -> str:
    """As on the coordinators' pages: halves upwards."""
    return "" if number is None else str(floor(round(number, 6) + 0.5))


def response(sector: Mapping[str, Any]) -> str:
    """Empty where there is no complete register, or fewer in it than answered."""
    n, population = sector.get("n_owners", 0), sector.get("population")
    if not population or n > population:
        return ""
    rate = floor(100 * n / population + 0.5)
    return _("Response rate: %(rate)s %%, %(n)s of %(population)s companies in the register.") % {
        "rate": rate,
        "n": n,
        "population": population,
    }
