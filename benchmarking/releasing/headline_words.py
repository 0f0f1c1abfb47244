"""How a release's headlines were weighted, in plain words with its own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.releasing.headline_table import response
from benchmarking.selectors.headlines import OVERALL, HeadlineNote, in_words, read
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised


def paragraphs(release: Release) -> Iterator[str]:
    """The rule, what became of each headline, and the response."""
    limits = release.parameters
    sector: Mapping[str, Any] = next(iter(release.groups), {})
    yield _rule()
    yield _limits(limits)
    yield from _each(read(sector.get("headlines", {})), Instrument.model_validate(release.instrument))
    yield from _response(sector)


def _rule() -> str:
    return _(
        "The sector's headlines are its means. Where the register is a complete list and smaller groups are shown, each "
        "group counts by its part of the register, not by how many of it answered. A headline is made of the published means "
        "of these groups alone, and within a group every company counts the same. Kinds of companies of which nobody "
        "answered are not in it."
    )


def _limits(limits: Mapping[str, Any]) -> str:
    return _(
        "Weights are first kept within %(least)s and %(most)s times their median, then fitted to the register once more. "
        "Effective n is the number of companies that all count the same and would be as sure; where it is below %(worth)s %% "
        "of n, weighting costs too much, and the headline stays as answered."
    ) % {
        "least": number_format(limits["weights_least"]),
        "most": number_format(
            limits["weights_most"], 0 if limits["weights_most"] == int(limits["weights_most"]) else 1
        ),
        "worth": round(100 * limits["weights_worth"]),
    }


def _each(notes: Mapping[str, HeadlineNote], instrument: Instrument) -> Iterator[str]:
    """Every headline with its label, those of one label together."""
    names = {
        f"dimension:{each.code}": localised(each.name, get_language() or "", "en") for each in instrument.dimensions
    }
    names = {OVERALL: _("Overall"), **names}
    for reason in dict.fromkeys(note.reason for note in notes.values()):
        alike = {names[metric]: notes[metric] for metric in names if metric in notes and notes[metric].reason == reason}
        whose = _("All of them") if len(alike) == len(notes) else _("; ").join(alike)
        yield _("%(names)s: %(label)s.") % {"names": whose, "label": _label([*alike.values()])}


def _label(alike: Sequence[HeadlineNote]) -> str:
    worth = sorted({note.n_effective for note in alike if note.n_effective})
    if not worth:
        return in_words(alike[0])
    ends = str(worth[0]) if len(worth) == 1 else f"{worth[0]}–{worth[-1]}"
    # No line ends within "n = 59".
    return _("%(label)s, effective %(n)s") % {"label": in_words(alike[0]), "n": f"n\u00a0=\u00a0{ends}"}


def _response(sector: Mapping[str, Any]) -> Iterator[str]:
    if not (said := response(sector)):
        return
    yield said
    yield _(
        "Beside a share in per cent stands a possible range, without any assumption on those that did not answer: from r × p, "
        "if none of them would have said so, to r × p + 1 − r, if all of them would. r is the response rate to the question and p the share, "
        "taken at the lower and at the upper end of its published band."
    )
