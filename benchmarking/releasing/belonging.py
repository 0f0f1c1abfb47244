"""How well the questions of a dimension belong together: for organisers, who look after the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.stats.consistency import LEAST_ORGANISATIONS, alpha_interval
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised

TENS = 10  # the number of companies is kept in whole tens


def has_page(release: Release) -> bool:
    """Whether a release keeps any: not one made before there were any, nor an interim one, nor one without dimensions."""
    return bool(release.parameters.get("belong_together"))


def belonging(release: Release) -> dict[str, Any]:
    """The page's table and the head of its intervals, in the questionnaire's order."""
    kept = release.parameters.get("belong_together", [])
    least = max(LEAST_ORGANISATIONS, release.parameters["owners"])
    return {"lines": [*_lines(release, kept)], "least": least, "interval": _("95 %% interval of alpha") % {}}


def _lines(release: Release, kept: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    names = {each.code: each.name for each in Instrument.model_validate(release.instrument).dimensions}
    for each in kept:
        line = {"name": localised(names[each["dimension"]], get_language() or "", "en"), "items": each["items"]}
        if each["alpha"] is not None:
            line |= {"alpha": _number(each["alpha"]), "interval": _interval(each), "companies": _companies(each)}
            line["omega"] = _("needs three questions") if each["omega"] is None else _number(each["omega"])
        yield line


def _interval(kept: Mapping[str, Any]) -> str:
    """From what is kept alone: with the least number of companies, and half of the last decimal on both sides."""
    low, high = alpha_interval(kept["alpha"], kept["companies"], kept["items"])
    ends = floor(100 * (low - 0.005)) / 100, min(1.0, ceil(100 * (high + 0.005)) / 100)
    return _("%(low)s to %(high)s") % {"low": _number(ends[0]), "high": _number(ends[1])}


def _companies(kept: Mapping[str, Any]) -> str:
    return f"{kept['companies']}–{kept['companies'] + TENS - 1}"


def _number(number: float) -> str:
    """Two decimals as the reader's language writes them, with a sign that reads as one."""
    return str(number_format(f"{number:.2f}")).replace("-", "\u2212")
