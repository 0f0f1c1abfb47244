"""How a release was made, in plain words with its own numbers: generated from the parameters that it stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benchmarking.models.release import Release
from benchmarking.releasing import change_words, headline_words, interval_words
from benchmarking.releasing.report import made
from benchmarking.releasing.side_words import side_paragraphs
from benchmarking.releasing.total_words import total_paragraphs
from benchmarking.stats.follow_up import LEAST_OTHERS
from benchmarking.stats.reliability import DEFAULT_SEM
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised

MANY = 50  # a second example beside the smallest group


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    paragraphs: list[str]
    counts: list[tuple[str, int, int]] = field(default_factory=list)
    """A table of groups, their n and their N."""


def sections(release: Release) -> list[Section]:
    """What a release did with answers, in the order in which it did it. Nothing in it comes from an answer but the two
    verdicts on raters, which every page shows."""
    limits, instrument = release.parameters, Instrument.model_validate(release.instrument)
    return [
        Section("scores", _("From answers to scores"), [*_scores(limits, instrument)]),
        Section("groups", _("Which groups are shown"), [*_groups(limits, instrument)]),
        Section("blur", _("How numbers are blurred"), [*_blur(limits)]),
        *_headline_section(release),
        *_total_section(release),
        Section("sure", _("How sure the numbers are"), [*interval_words.paragraphs(limits)], _counts(release)),
        Section("hold", _("How often intervals hold"), [*interval_words.how_often(limits)]),
        *_change_section(release, instrument),
        Section("remains", _("What no rule protects from"), [*_remains()]),
        Section("check", _("How it can be checked"), [*_check()]),
    ]


def facts(release: Release) -> list[tuple[str, str]]:
    """Version, limits, seal and software, as the organiser's page has them."""
    return made(release)


def _scores(limits: dict[str, Any], instrument: Instrument) -> Iterator[str]:
    yield _(
        "A graded answer counts from 0 to 100: 100 × (answer − lowest) / (highest − lowest). A score is the mean of the "
        "answers it is made of. What somebody did not know is missing, never 0."
    )
    if "belong_together" in limits:  # kept since there is a figure of it
        yield _(
            "How many companies did not know something in a dimension is a figure of its own, of the whole sector alone: of those "
            "that answered any of its questions, the companies where nobody knew the answer to one or more. It is a yes or no of "
            "each company, and blurred as other shares are."
        )
    yield _(
        "Where several people of an organisation answered, their answers are averaged within each role, then over the roles. "
        "Sites of one owner are averaged, so that a company counts once in each of the smallest groups."
    )
    if limits.get("rater_sd_is_default", True):
        yield _(
            "Too few organisations have answers of two people to judge how far one person is off, so a score is taken to be "
            "off by %(sem)s points."
        ) % {"sem": _number(DEFAULT_SEM)}
    else:
        yield _(
            "Answers of two people about one organisation show that one person is off by about %(rater_sd)s points, and an "
            "organisation's score by that divided by the square root of its number of people."
        ) % {"rater_sd": limits["rater_sd"]}
    if limits.get("mostly_rater_noise"):
        yield _("Nobody gets a position where differences are mostly rater noise: %(names)s.") % {
            "names": _names(limits["mostly_rater_noise"], instrument)
        }
    if limits.get("suppressed_by_source"):
        yield _(
            "Whoever published the imported scores suppressed those of some organisations. The others are no chance sample, "
            "so nothing is shown of: %(names)s."
        ) % {"names": _names(limits["suppressed_by_source"], instrument)}


def _groups(limits: dict[str, Any], instrument: Instrument) -> Iterator[str]:
    yield (
        _(
            "A group is shown from %(owners)s companies, for sensitive questions from %(owners_sensitive)s. Companies that have "
            "one coordinator in common count as one here."
        )
        % limits
    )
    yield _("Groups within the sector open when %(sub_groups)s of its companies have answered.") % limits
    if limits["order"]:
        yield _("They follow, in this order: %(order)s.") % {"order": _(", ").join(_order(limits["order"], instrument))}
    yield _(
        "A group is shown only if what remains of the group around it is nobody, or large enough too. “All other "
        "organisations” are taken as the whole less the other groups, never from their own answers."
    )
    if limits.get("sides"):
        yield from side_paragraphs(limits, {each.code: _said(each.name) for each in instrument.facets})
    yield from _follow_ups(limits, instrument)
    yield _("Which groups are shown depends on numbers of companies alone, never on answers.")


def _follow_ups(limits: dict[str, Any], instrument: Instrument) -> Iterator[str]:
    """Nothing where every question is put to everybody."""
    bases = (instrument.items[each.base] for each in instrument.statistics)
    if not instrument.skill_groups and all(item.visible_when is None for item in bases):
        return
    yield _(
        "Some questions are put only to companies that answered another one in a certain way, such as those that are short of a "
        "skill. Their numbers speak of these companies alone, a part of the group. n is how many of them answered: an exact "
        "count, shown from %(owners)s companies. In each smallest group at least %(others)s companies that answered the first "
        "question have to be outside it, so that nobody learns how a single other one answered; otherwise the numbers are shown "
        "for the sector alone, or not at all. In their intervals N stays that of the whole group, which makes them wider."
    ) % {"owners": limits["owners"], "others": LEAST_OTHERS}


def _order(codes: Iterable[str], instrument: Instrument) -> Iterator[str]:
    """The facets of the tree; those that are taken by their families say so."""
    names = {facet.code: _said(facet.name) for facet in instrument.facets}
    for code in codes:
        family = names.get(code.removesuffix("_family"), code)
        yield names.get(code) or _("%(facet)s by families") % {"facet": family}


def _blur(limits: dict[str, Any]) -> Iterator[str]:
    half = limits["step"] / 2
    yield _(
        "The scores of a group are added up, the sum is rounded down to steps of %(step)s, and the middle of the step is "
        "divided by the number of companies n. A mean is off by up to %(half)s / n: by %(few)s points at %(owners)s "
        "companies, by %(many)s at %(n_many)s."
    ) % {
        **limits,
        "half": _number(half),
        "few": _number(half / limits["owners"]),
        "many": _number(half / MANY),
        "n_many": MANY,
    }
    yield _("A sum within %(clamp)s of its least or its most is shown as a bound: at least, or at most.") % limits
    yield (
        _(
            "Shares are shown from %(shares)s companies, as counts in bands of %(band)s; from %(percentages)s companies the "
            "middle of the band, in per cent."
        )
        % limits
    )
    yield (
        _(
            "Median and quartiles are shown from %(quantiles)s companies; the values that 10 and 90 in 100 companies are below, from "
            "%(fine_quantiles)s. They are blends of all answers (Harrell-Davis), so that nobody's own is printed."
        )
        % limits
    )
    yield _("Gaps, changes and the overall score are computed from published numbers only.")
    if "rival_points" in limits:
        yield (
            _(
                "Before anything is shown, a program that knows one company's own score tries to work out every other one from "
                "all figures together. It has to be left with %(rival_points)s points of doubt at least; otherwise figures are "
                "rounded more coarsely or left out, and nothing says which."
            )
            % limits
        )


def _headline_section(release: Release) -> Iterator[Section]:
    """Nothing for a release that was made before headlines were weighted."""
    if "weights_worth" in release.parameters:
        title = _("How the sector's headlines stand for the register")
        yield Section("headlines", title, [*headline_words.paragraphs(release)])


def _total_section(release: Release) -> Iterator[Section]:
    if paragraphs := [*total_paragraphs(release)]:
        yield Section("totals", _("How many people are needed"), paragraphs)


def _change_section(release: Release, instrument: Instrument) -> Iterator[Section]:
    """Nothing for a release that was made before it froze what it has in common with the one before."""
    if "since" in release.parameters:
        title = _("What counts as a change, or as clearly larger")
        yield Section("change", title, [*change_words.paragraphs(release, instrument)])


def _counts(release: Release) -> list[tuple[str, int, int]]:
    return interval_words.register_counts(release.groups) if release.parameters["register_is_complete"] else []


def _remains() -> Iterator[str]:
    yield _(
        "Companies that put their own answers together are each one less that a group hides. What somebody knows from "
        "elsewhere is not protected. A single newcomer among companies that are known not to have changed can be guessed "
        "roughly."
    )


def _check() -> Iterator[str]:
    yield _(
        "A published figure is never changed. Answers that are withdrawn later are deleted; the figures stand, marked, until "
        "the next survey."
    )
    yield _(
        "What the figures were computed from is kept under a seal: organisations, no persons, no texts. From it the whole "
        "release can be built again and compared to the last digit."
    )
    yield _(
        "Whoever runs this installation does so with the command %(command)s and the number of the publication. It compares every "
        "figure, both ends of its interval and the groups, also those that nobody can compute from printed numbers. Ask them for "
        "its result."
    ) % {"command": "manage.py verify_release"}


def _names(metrics: list[str], instrument: Instrument) -> str:
    names = {f"dimension:{each.code}": _said(each.name) for each in instrument.dimensions}
    names |= {code: _said(item.text) for code, item in instrument.items.items()}
    return _(", ").join(names.get(metric, metric) for metric in metrics)


def _said(text: Any) -> str:
    return localised(text, get_language() or "", "en")


def _number(value: float) -> str:
    """Whole where it is, else one digit after the point."""
    rounded = round(value, 1)  # number_format alone cuts off
    return str(number_format(rounded, 0 if rounded == int(rounded) else 1))
