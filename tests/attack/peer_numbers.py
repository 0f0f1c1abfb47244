"""Which numbers a page may show: released figures, one's own result, and what is no answer at all (levels, ticks, dates)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from math import ceil, floor

from tests.attack.crawler import Found

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")
LEVELS_AND_TICKS = {0, 1, 2, 3, 4, 5, 25, 50, 75, 95, 100}
MONTHS_AHEAD = 24
OWN_ERROR = 10  # points, the assumption that is printed beside one's own score
DRAWN = ("x", "base", "customdata", "text", "values", "values_narrow", "array", "arrayminus")
"""What of a figure is data; the rest is sizes and colours."""


NO_COUNTS = ("mean", "median", "lower_quartile", "upper_quartile", "p10", "p90")
LEVEL = 20  # points of 0-100 are one level of 0-5: gaps of skills are printed in levels


def unknown_in_payloads(page: Found, released: Iterable[Mapping], own: object) -> list[float]:
    """Numbers that a script is given, which must be released ones, or differences of two of a figure, to the last digit."""
    known = {round(n, 9) for figure in released for n in _numbers_of(figure)} | {round(n, 9) for n in _all(own)}
    known |= LEVELS_AND_TICKS | {round(n, 9) for figure in released for n in _lengths(figure, released)}
    known |= {round(n / LEVEL, 9) for figure in released if _is_of_skill(figure) for n in _numbers_of(figure)}
    known |= {round(n / LEVEL, 9) for figure in released if _is_of_skill(figure) for n in _lengths(figure, released)}
    drawn = (n for payload in page.payloads for n in _drawn(_without_places_of_names(payload)))
    return [n for n in drawn if round(n, 9) not in known]


def _without_places_of_names(payload: object) -> object:
    """A name written on a bar stands in its middle, which tells no more than the bar's ends."""
    if isinstance(payload, list):
        return [_without_places_of_names(each) for each in payload]
    if not (isinstance(payload, dict) and isinstance(payload.get("data"), list)):
        return payload
    middles = {round(base + x / 2, 9) for trace in payload["data"] for base, x in _bars(trace)}
    kept = [
        {name: part for name, part in trace.items() if name != "x"}
        if trace.get("mode") == "text" and all(round(x, 9) in middles for x in trace["x"])
        else trace
        for trace in payload["data"]
    ]
    return payload | {"data": kept}


def _bars(trace: Mapping) -> Iterator[tuple[float, float]]:
    if trace.get("type") == "bar" and isinstance(trace.get("base"), list):
        yield from zip(trace["base"], trace["x"], strict=True)


def unknown_in_text(page: Found, released: Iterable[Mapping], own: object, said: Iterable[int]) -> list[str]:
    """Numbers that are read or heard, as they are printed: whole, or with one decimal. `said`: dates, years, addresses."""
    exact = {n for figure in released for n in _numbers_of(figure)} | set(_all(own))
    exact |= {n / LEVEL for f in released if _is_of_skill(f) for n in _numbers_of(f)}
    exact |= {abs(a - b) for a in _all(own) for figure in released for b in _numbers_of(figure)}
    printed = {form for n in exact for form in _printed(n)} | {str(n) for n in (*LEVELS_AND_TICKS, *said)}
    words = " ".join([page.text, *_spoken(page.payloads)])
    return [number for number in NUMBER.findall(words) if number not in printed]


def _is_of_skill(figure: Mapping) -> bool:
    return str(figure["metric"]).startswith("skill:")


def _numbers_of(figure: Mapping) -> list[float]:
    return [
        figure[key]
        for key in ("value", "low", "high", "least", "most", "n_owners", "n_units")
        if figure[key] is not None
    ]


def _lengths(figure: Mapping, released: Iterable[Mapping]) -> Iterator[float]:
    """Of an interval; of the middle half; and, of one question, the parts of a bar that its shares or ends of bands cut off."""
    ends = [figure[key] for key in ("value", "low", "high") if figure[key] is not None]
    yield from (abs(a - b) for a in ends for b in ends)
    beside = [f for f in released if (f["cohort"], f["metric"]) == (figure["cohort"], figure["metric"])]
    if figure["statistic"] == "upper_quartile":
        yield from (figure["value"] - f["value"] for f in beside if f["statistic"] == "lower_quartile")
    if figure["statistic"] not in NO_COUNTS:
        cuts = {f[end] for f in beside for end in ("least", "most")} | {0, figure["n_units"]}
        yield from (100 * abs(a - b) / figure["n_units"] for a in cuts for b in cuts)
        shares = {f["value"] for f in beside if f["value"] is not None} | {0, 100}
        yield from (abs(a - b) for a in shares for b in shares)


def made_of_counts(groups: Iterable[Mapping], released: Iterable[Mapping]) -> Iterator[int]:
    """What groups say of themselves: the register, the part of it that answered, what a headline is worth, and of a share
    in per cent where that of the register can lie: the ends of its band, without and with all that did not answer."""
    for group in groups:
        size = group["population"]
        yield from (size, floor(100 * group["n_owners"] / size + 0.5))
        yield from (note["n_effective"] for note in group.get("headlines", {}).values() if note["n_effective"])
        for figure in released:
            if (figure["cohort"], figure["statistic"]) == (group["code"], "share") and figure["value"] is not None:
                rate = figure["n_owners"] / size
                yield floor(round(100 * rate * figure["least"] / figure["n_units"], 9))
                yield ceil(round(100 * (rate * figure["most"] / figure["n_units"] + 1 - rate), 9))


def _printed(number: float) -> set[str]:
    """Whole or with one decimal, halves upwards; ends of intervals may be rounded outwards."""
    exact = abs(number)
    tenths = {floor(10 * exact + 0.5), floor(10 * exact), ceil(round(10 * exact, 6))}
    return {f"{floor(exact + 0.5)}", f"{exact:.0f}", f"{exact:.1f}", *(f"{tenth / 10:.1f}" for tenth in tenths)}


def _all(document: object) -> Iterator[float]:
    if isinstance(document, bool):
        return
    if isinstance(document, int | float):
        yield float(document)
    parts = document.values() if isinstance(document, dict) else document if isinstance(document, list | tuple) else ()
    for part in parts:
        yield from _all(part)


def _spoken(payload: object, key: str = "") -> Iterator[str]:
    """What a chart writes: labels, values and what is shown on hovering."""
    if isinstance(payload, dict):
        yield from (word for name, part in payload.items() for word in _spoken(part, name))
    elif isinstance(payload, list | tuple):
        yield from (word for part in payload for word in _spoken(part, key))
    elif isinstance(payload, str) and key in (*DRAWN, "label", "ticktext"):
        yield payload


def _drawn(payload: object, key: str = "") -> Iterator[float]:
    if isinstance(payload, dict):
        for name, part in payload.items():
            yield from _drawn(part, name if name in DRAWN or not isinstance(part, list) else "")
    elif isinstance(payload, list):
        for part in payload:
            yield from _drawn(part, key)
    elif key in DRAWN and isinstance(payload, int | float) and not isinstance(payload, bool):
        yield float(payload)
