"""Where you stand: the sentence at the head of the comparison, up to three strengths and gaps, and the finer groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.distances import Distance, distance, distances_sentence
from benchmarking.dashboards.metrics import Metric, profile_metrics
from benchmarking.dashboards.names import group_in_words, group_name, in_sentence, this_group
from benchmarking.selectors.figures import Figures, Group
from benchmarking.stats.position import QUARTILES_FROM, Flags, OwnScore, flags


def clear_differences(comparison: Comparison, figures: Figures) -> Flags:
    """Strengths and gaps that survive both uncertainties and a correction for looking at all dimensions at once."""
    own = comparison.own
    if own is None or not own.in_population:
        return Flags((), ())
    metrics = [m for m in profile_metrics(comparison.instrument) if not comparison.is_mostly_noise(m.code)]
    scores = [OwnScore(metric.code, score, own.sem) for metric in metrics if (score := metric.of(own)) is not None]
    means = {metric.code: mean for metric in metrics if (mean := figures.one(metric.code, "mean"))}
    found = flags(scores, means)
    inside = {
        own.metric for own in scores if own.metric in means and words.reads_as_inside(own.score, means[own.metric])
    }
    inside |= {each.metric.code for each in _distances(comparison, figures) if each.is_small and not each.is_clear}
    return Flags(*(tuple(code for code in codes if code not in inside) for codes in (found.strengths, found.gaps)))


def standing_sentence(comparison: Comparison, group: Group, named: str = "") -> str:
    """One sentence: clearly ahead in what, clearly behind in what; or no clear difference. In points in a small group.
    `named`: what the group is called in it, "" for its name."""
    name, figures = named or in_sentence(group), comparison.by_group[group.code]
    found = clear_differences(comparison, figures)
    if group.n_owners < QUARTILES_FROM:
        clear = (*found.strengths, *found.gaps)
        return distances_sentence(comparison.instrument, _distances(comparison, figures), clear, name)
    return _in_words(comparison, found, name)


def _distances(comparison: Comparison, figures: Figures) -> list[Distance]:
    own = comparison.own
    if own is None or not own.in_population:
        return []
    metrics = [m for m in profile_metrics(comparison.instrument) if not comparison.is_mostly_noise(m.code)]
    known = ((m, m.of(own), figures.one(m.code, "mean")) for m in metrics)
    found = (distance(m, you, own.sem, mean) for m, you, mean in known if you is not None and mean)
    return [each for each in found if each]


def _in_words(comparison: Comparison, found: Flags, group: str) -> str:
    names = {metric.code: metric.name for metric in profile_metrics(comparison.instrument)}
    ahead, behind = (words.each_in([names[code] for code in codes]) for codes in (found.strengths, found.gaps))
    said = {"group": group, "ahead": ahead, "behind": behind}
    if ahead and behind:
        return _("You are clearly ahead of %(group)s %(ahead)s; clearly behind %(behind)s") % said
    if ahead:
        return _("You are clearly ahead of %(group)s %(ahead)s") % said
    if behind:
        return _("You are clearly behind %(group)s %(behind)s") % said
    return _("There is no clear difference between you and %(group)s") % said


def headline(comparison: Comparison) -> str:
    own = comparison.own
    if own is None or not own.in_population or comparison.group is None:
        return words.sentence(_("%(group)s, for comparison") % {"group": group_in_words(comparison)})
    return standing_sentence(comparison, comparison.group)


def less_clear(comparison: Comparison) -> str:
    """The other six that are compared are less clear. "" in a small group, where the sentence itself says so."""
    own = comparison.own
    if own is None or not own.in_population or (comparison.group and comparison.group.n_owners < QUARTILES_FROM):
        return ""
    found = clear_differences(comparison, comparison.figures)
    known = [metric for metric in profile_metrics(comparison.instrument) if metric.of(own) is not None]
    metrics = [metric for metric in known if comparison.figures.one(metric.code, "mean")]
    number = len(metrics) - len(found.strengths) - len(found.gaps)
    if number <= 0 or not (found.strengths or found.gaps):
        return ""
    text = ngettext("The other one is less clear.", "The other %(n)s are less clear.", number)
    return text % {"n": words.number_word(number)}


@dataclass(frozen=True)
class Difference:
    """A strength or a gap: its two numbers, and where to draw them on a line from 8 (score 0) to 112 (score 100)."""

    name: str
    text: str
    you_at: str
    mean_at: str


def differences(comparison: Comparison, codes: Sequence[str]) -> list[Difference]:
    metrics = {metric.code: metric for metric in profile_metrics(comparison.instrument)}
    found = (_difference(comparison, metrics[code]) for code in codes)
    return [each for each in found if each]


def _difference(comparison: Comparison, metric: Metric) -> Difference | None:
    mean = comparison.figures.one(metric.code, "mean")
    you = metric.of(comparison.own) if comparison.own else None
    if mean is None or mean.value is None or you is None:
        return None
    numbers = {
        "you": words.points(you),
        "mean": words.printed(mean),
        "n": words.n_equals(mean.n_owners),
        "interval": words.interval(mean),
    }
    text = _("You %(you)s, mean of the group %(mean)s (%(n)s, %(interval)s)") % numbers
    return Difference(metric.name, text, _at(you), _at(mean.value))


def _at(score: float) -> str:
    return f"{8 + 1.04 * score:.1f}"


@dataclass(frozen=True)
class FinerGroup:
    code: str
    name: str
    n: str
    sentence: str


def finer_groups(comparison: Comparison) -> list[FinerGroup]:
    """Your own groups below the sector and across it, each with its sentence; the one in force is left out."""
    return [_finer(comparison, group) for group in comparison.branch[1:] if group != comparison.group]


def _finer(comparison: Comparison, group: Group) -> FinerGroup:
    name = group_name(group)
    text = standing_sentence(comparison, group, this_group())
    return FinerGroup(group.code, name, words.n_equals(group.n_owners), f"{text}.")
