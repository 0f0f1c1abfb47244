"""Figures of a run in words: always with their interval, never as a cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Parts
from benchmarking.models.learners import OwnRunResult
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.stats.intervals import proportion_interval
from benchmarking.stats.learning import Reliability, selected_gain

Shown = Mapping[str, Any]
RELIABILITIES = (Reliability(0.8, is_estimated=False), Reliability(0.6, is_estimated=False))
"""Of a score of self-ratings, as assumed: from neither is anything subtracted."""


def level(figure: Shown | None) -> str:
    """29, 20–38; only the interval where no number may be printed."""
    if figure is None:
        return ""
    low, high = words.points(figure["low"]), words.points(figure["high"])
    between = words.figures(f"{low}{words.DASH}{high}")
    if figure["value"] is None:
        return Parts(between, "", low, high)
    value = words.points(figure["value"])
    return Parts(words.beside([value, between]), value, low, high)


def change(figure: Shown | None) -> str:
    """+42, +29 to +55; only the interval where no number may be printed."""
    if figure is None:
        return ""
    low, high = words.signed(figure["low"]), words.signed(figure["high"])
    between = _("%(low)s to %(high)s") % {"low": low, "high": high}
    if figure["value"] is None:
        return Parts(between, "", low, high)
    value = words.signed(figure["value"])
    return Parts(words.beside([value, between]), value, low, high)


def between(figure: Shown) -> str:
    """+29 to +55: the interval alone."""
    return _("%(low)s to %(high)s") % {"low": words.signed(figure["low"]), "high": words.signed(figure["high"])}


def by_skill(skills: Shown, n: int) -> str:
    """The message over the skills: how many of the n rose clearly, and how many fell."""
    ways = [direction(its["change"]) for its in skills.values()]
    up, down = ways.count("up"), ways.count("down")
    told = {"up": up, "down": down, "n": n}
    if up and down:
        return _("Self-ratings rose clearly in %(up)s of %(n)s skills and fell clearly in %(down)s") % told
    if up:
        return (
            ngettext(
                "Self-ratings rose clearly in the one skill that was rated",
                "Self-ratings rose clearly in %(up)s of %(n)s skills",
                n,
            )
            % told
        )
    if down:
        return (
            ngettext(
                "Self-ratings fell clearly in the one skill that was rated",
                "Self-ratings fell clearly in %(down)s of %(n)s skills",
                n,
            )
            % told
        )
    return _("In no skill did self-ratings change clearly")


def furthest(skills: Shown, names: Mapping[str, str]) -> str:
    """The skill whose printed change is largest, with its interval; "" where only bounds are printed, or several are level."""
    known = {code: its["change"] for code, its in skills.items() if its["change"]["value"] is not None}
    if len(known) < 2:
        return ""
    first, second = sorted(known, key=lambda code: -abs(known[code]["value"]))[:2]
    if words.points(abs(known[first]["value"])) == words.points(abs(known[second]["value"])):
        return ""
    said = _("The largest change is in “%(skill)s”: %(change)s points.")
    return said % {"skill": names[first], "change": change(known[first])}


def direction(figure: Shown) -> str:
    """up, down or unclear, from the printed interval."""
    if words.whole(figure["low"]) > 0:
        return "up"
    return "down" if words.whole(figure["high"]) < 0 else "unclear"


def headline(figure: Shown | None) -> str:
    """The title of the page."""
    if figure is None:
        return _("Too few companies took part to show how ratings changed")
    way = direction(figure)
    ends = (figure["low"], figure["high"]) if way != "down" else (-figure["high"], -figure["low"])
    low, high = map(words.signed if way == "unclear" else words.points, ends)
    return {
        "up": _("The course is associated with higher self-ratings: by %(low)s to %(high)s points of 100"),
        "down": _("The course is associated with lower self-ratings: by %(low)s to %(high)s points of 100"),
        "unclear": _("Whether self-ratings changed is too close to call: %(low)s to %(high)s points of 100"),
    }[way] % {"low": low, "high": high}


def size(figure: Shown | None, baseline: Shown | None) -> str:
    if figure is None or baseline is None:
        return _(
            "The size of the change in standard deviations (Hedges’ g) is not given: it needs 20 companies here or in earlier runs."
        )
    numbers = {name: _decimal(figure[name]) for name in ("g", "low", "high")}
    said = _(
        "In standard deviations of people before the course (%(sd)s points) the change is %(g)s, 95 %% interval %(low)s to %(high)s (Hedges’ g)."
    )
    return said % {**numbers, "sd": words.points(baseline["sd"])}


def _decimal(value: float) -> str:
    return formats.number_format(f"{value:.1f}").replace("-", words.MINUS)


def regression(document: Shown, release: SectorRelease | None) -> str:
    """What chance alone would bring a group that was sent because it rated itself low, beside its gain."""
    gain = document["overall"]["change"]
    pairs = _pairs(document["skills"], release)
    if gain is None or gain["value"] is None or not pairs:
        return _(
            "If people were sent because they rated themselves low, some of the gain comes by chance alone (regression to the mean). How much cannot be said here, as no published level of the sector or no level before can be shown."
        )
    mean, selected = (sum(part) / len(pairs) for part in zip(*pairs, strict=True))
    expected = [selected_gain(gain["value"], mean, selected, each).expected for each in RELIABILITIES]
    return _(
        "Beside the gain of %(gain)s points: if people were sent because of what they had rated, chance alone would move them by %(first)s to %(second)s points towards the sector’s mean of %(mean)s (regression to the mean, at a reliability of 0.8 and 0.6). Nothing is subtracted, as the reliability was not estimated from these people."
    ) % {
        "gain": words.signed(gain["value"]),
        "first": words.signed(expected[0]),
        "second": words.signed(expected[1]),
        "mean": words.points(mean),
    }


def _pairs(skills: Shown, release: SectorRelease | None) -> Sequence[tuple[float, float]]:
    """(the sector's published level, the published level before) of every skill with both."""
    pairs = []
    for code, its in skills.items():
        sector = release.sector.one(f"skill:{code}:current", "mean") if release else None
        if sector is not None and sector.value is not None and its["before"]["value"] is not None:
            pairs.append((sector.value, its["before"]["value"]))
    return pairs


def looking_back(skills: Shown) -> str:
    """Whether people now see their old level in another light."""
    found = {direction(its["shift"]) for its in skills.values() if its.get("shift")}
    if not found:
        return ""
    if found == {"down"}:
        return _(
            "Looking back, people see their level before as lower than they rated it then: the gain may be larger than it looks."
        )
    if found == {"up"}:
        return _(
            "Looking back, people see their level before as higher than they rated it then: the gain may be smaller than it looks."
        )
    return _("Looking back, people do not clearly see their level before in another light.")


def own_mean(value: float | None) -> str:
    """Of one's own people; at the ends only a bound, as there everybody's rating would be plain."""
    if value is None:
        return ""
    if value <= OwnRunResult.ENDS[0]:
        return _("at most %(number)s") % {"number": words.points(OwnRunResult.ENDS[0])}
    if value >= OwnRunResult.ENDS[1]:
        return _("at least %(number)s") % {"number": words.points(OwnRunResult.ENDS[1])}
    return words.points(value)


def completion(people: Shown) -> str:
    said = _("%(completers)s of %(starters)s who rated themselves before the course did so after it, too.")
    return said % people


def used(figure: Shown | None) -> str:
    """How many companies have people who use it, as a band; "" where that may not be told."""
    if figure is None:
        return ""
    band = words.figures(f"{figure['least']}{words.DASH}{figure['most']}")
    n = figure["n_owners"]
    low, high = proportion_interval(figure["least"], n)[0], proportion_interval(figure["most"], n)[1]
    ends = words.per_cent(f"{floor(round(100 * low, 6))}{words.DASH}{ceil(round(100 * high, 6))}")
    said = _("At %(band)s of %(n)s companies somebody has used at work what they learned (95 %% interval %(ends)s).")
    return said % {"band": band, "n": n, "ends": ends}
