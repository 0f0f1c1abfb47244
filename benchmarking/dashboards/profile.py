"""The profile: where an organisation stands on each dimension, in a sentence, a chart and a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import charts, hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Finding, Key, ProfileRow
from benchmarking.dashboards.lines import Line, lines
from benchmarking.dashboards.metrics import Metric, worded
from benchmarking.dashboards.names import group_in_words, source, source_line, survey_title
from benchmarking.dashboards.profile_table import profile_cells, profile_columns, target_in_words
from benchmarking.dashboards.standing import NAMES_AT_MOST, Standings, is_clear, standing_sentences, standings
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.position import Z_95


def profile(comparison: Comparison, metrics: Sequence[Metric]) -> Finding:
    """The page's first chart."""
    found = lines(comparison, metrics)
    return Finding(
        id="profile",
        title=_title(comparison, standings((line.metric.name, line.position) for line in found)),
        subtitle=_("Score from 0 to 100. %(source)s") % {"source": source_line(comparison)},
        words=_words(comparison, found),
        columns=profile_columns(comparison, found),
        rows=tuple(profile_cells(comparison, found, line) for line in found),
        source=source(comparison),
        figure=_figure(comparison, found),
        key=_key(comparison, found),
        footnote=_footnote(comparison, found),
    )


def _title(comparison: Comparison, found: Standings) -> str:
    if comparison.group is None:
        return _("Your own profile")
    group = {"group": group_in_words(comparison)}
    if not found.all:
        return words.sentence(_("The profile of %(group)s") % group)
    all_of_them = {"all": words.number_word(found.all)}
    if not found.in_quarters:
        return _beside_means(comparison, found.all) % all_of_them
    high, low = (_named(names, found.all, comparison) for names in (found.high, found.low))
    if not high and not low:
        return _beside_middle_half(comparison, found.all) % (group | all_of_them)
    return _title_in_quarters(high, low) % (group | {"high": high, "low": low})


def _beside_means(comparison: Comparison, number: int) -> str:
    return worded(
        comparison.instrument,
        ngettext("Your dimension beside the group's mean", "Your %(all)s dimensions beside the group's means", number),
        ngettext("Your theme beside the group's mean", "Your %(all)s themes beside the group's means", number),
    )


def _beside_middle_half(comparison: Comparison, number: int) -> str:
    return worded(
        comparison.instrument,
        ngettext(
            "Your dimension beside the middle half of %(group)s",
            "Your %(all)s dimensions beside the middle half of %(group)s",
            number,
        ),
        ngettext(
            "Your theme beside the middle half of %(group)s",
            "Your %(all)s themes beside the middle half of %(group)s",
            number,
        ),
    )


def _title_in_quarters(high: str, low: str) -> str:
    if high and low:
        return _("In the highest quarter of %(group)s: %(high)s; in the lowest: %(low)s")
    if high:
        return _("In the highest quarter of %(group)s: %(high)s")
    return _("In the lowest quarter of %(group)s: %(low)s")


def _named(names: Sequence[str], number: int, comparison: Comparison) -> str:
    """Up to three names; of more, how many."""
    if len(names) <= NAMES_AT_MOST:
        return words.apart(words.mid_sentence(name) for name in names)
    counts = {"some": words.number_word(len(names)), "all": words.number_word(number)}
    return worded(comparison.instrument, _("%(some)s of %(all)s dimensions"), _("%(some)s of %(all)s themes")) % counts


def _by_itself(comparison: Comparison, number: int) -> str:
    """Why a row may stand in a quarter and yet be no strength or gap: those allow for looking at all at once."""
    if number < 2:
        return ""
    text = worded(
        comparison.instrument,
        _("This looks at each dimension by itself; strengths and gaps above allow for looking at %(all)s at once."),
        _("This looks at each theme by itself; strengths and gaps above allow for looking at %(all)s at once."),
    )
    return text % {"all": words.number_word(number)}


def _words(comparison: Comparison, found: Sequence[Line]) -> str:
    own = comparison.own
    if own is None:
        return _("There is no result of your own in this survey, so the page shows the group alone.")
    if not own.in_population:
        return _("Your own result is not part of this comparison, so the page shows the group alone.")
    sentences = standing_sentences([(line.metric.name, line.position) for line in found])
    sentences.append(_by_itself(comparison, sum(line.position is not None for line in found)))
    sentences.append(_of_targets(found))
    missing = [line.metric.name for line in found if line.you is None]
    if missing:
        sentences.append(_("Too few answers to score: %(names)s.") % {"names": words.apart(missing)})
    if comparison.group:
        without = [(line.metric.code, line.metric.name) for line in found if not line.published]
        sentences.append(hidden.sentence(comparison, without))
    return " ".join(sentence for sentence in sentences if sentence)


def _of_targets(found: Sequence[Line]) -> str:
    aimed = [
        _("%(name)s, %(target)s") % {"name": words.mid_sentence(line.metric.name), "target": target_in_words(line)}
        for line in found
        if line.target is not None
    ]
    return _("Your own targets: %(targets)s.") % {"targets": words.apart(aimed)} if aimed else ""


def _figure(comparison: Comparison, found: Sequence[Line]) -> dict[str, Any]:
    levels = [words.said(name) for _level, name in sorted(comparison.instrument.level_names.items())]
    then = survey_title(comparison.before.survey) if comparison.before else ""
    you: dict[str, Any] = {"head": _("You"), "weight": 650, "colour": "you-text"}
    rows = [_row(comparison, line, is_mixed=_is_mixed(found)) for line in found]
    heads = [you, *_heads_of_group(found)]
    return charts.profile(rows, heads if comparison.group else heads[:1], levels, then)


def _heads_of_group(found: Sequence[Line]) -> list[dict[str, Any]]:
    """What stands beside you, and what you are subtracted from: the median where it is published, else the mean."""
    if _is_mixed(found):
        return [{"head": _("Median or mean")}, {"head": _("Difference"), "colour": "ink-2"}]
    medians = any(line.has_median for line in found)
    heads = (
        (_("Median of the group"), _("From the median")) if medians else (_("Mean of the group"), _("From the mean"))
    )
    return [{"head": heads[0]}, {"head": heads[1], "colour": "ink-2"}]


def _is_mixed(found: Sequence[Line]) -> bool:
    return len({line.has_median for line in found if line.centre}) > 1


def _of_group(comparison: Comparison, line: Line, *, is_mixed: bool) -> str:
    """52; mean 52 beside medians; and its n where that is not the group's: 52, n = 63"""
    centre = line.centre
    if centre is None or comparison.group is None or not words.printed(centre):
        return ""
    named = _("median %(number)s") if line.has_median else _("mean %(number)s")
    number = named % {"number": words.printed(centre)} if is_mixed else words.printed(centre)
    n = [words.n_equals(centre.n_owners)] if centre.n_owners != comparison.group.n_owners else []
    return words.beside([number, *n])


def _row(comparison: Comparison, line: Line, *, is_mixed: bool) -> ProfileRow:
    centre, is_compared = line.centre, comparison.group is not None and line.you is not None
    lower, upper = line.published.get("lower_quartile"), line.published.get("upper_quartile")
    you, group = words.points(line.you) or words.DASH, _of_group(comparison, line, is_mixed=is_mixed)
    against = _against(line, is_mixed=is_mixed) if group else _("%(you)s, group not shown")
    difference = "" if line.difference is None else words.signed(line.difference)
    narrow = against % {"you": you, "group": group} if is_compared else you
    return ProfileRow(
        label=line.metric.name,
        you=line.you,
        before=line.before,
        centre=centre.value if centre else None,
        low=centre.low if centre else None,
        high=centre.high if centre else None,
        lower_quartile=lower.value if lower else None,
        upper_quartile=upper.value if upper else None,
        **_tails(line),
        target=line.target,
        interval=words.ends(centre) if centre else ("", ""),
        n=words.n_equals(centre.n_owners) if centre else "",
        centre_name=_("Median of the group") if line.has_median else _("Mean of the group"),
        strong=is_clear(line.position),
        values=(you, group or _("not shown"), difference),
        values_narrow=narrow,
    )


def _tails(line: Line) -> dict[str, float | None]:
    """Both or none."""
    low, high = (line.published.get(name) for name in ("p10", "p90"))
    return {"p10": low.value, "p90": high.value} if low and high else {}


def _against(line: Line, *, is_mixed: bool) -> str:
    if is_mixed:
        return _("%(you)s against %(group)s")
    return _("%(you)s against median %(group)s") if line.has_median else _("%(you)s against mean %(group)s")


def _key(comparison: Comparison, found: Sequence[Line]) -> tuple[Key, ...]:
    now, then = survey_title(comparison.survey), survey_title(comparison.before.survey) if comparison.before else ""
    medians = any("median" in line.published for line in found)
    has_tails = any(_tails(line) for line in found)
    marks = (
        (any(line.you is not None for line in found), Key("you", _("You, %(survey)s") % {"survey": now})),
        (any(line.before is not None for line in found), Key("was", _("You, %(survey)s") % {"survey": then})),
        (medians, Key("band", _("Middle half of the group"))),
        (has_tails, Key("line", _("Middle eight tenths of the group, from P10 to P90"))),
        (medians, Key("median", _("Median of the group, with 95 %% interval") % {})),
        (not medians and comparison.group, Key("median", _("Mean of the group, with 95 %% interval") % {})),
        (any(line.target is not None for line in found), Key("flag", _("Your own target"))),
    )
    return tuple(key for is_drawn, key in marks if is_drawn)


def _footnote(comparison: Comparison, found: Sequence[Line]) -> str:
    own = comparison.own
    if own is None or not any(line.you is not None for line in found):
        return ""
    notes = [_sureness(own)]
    for line in found:
        dimension = own.dimensions.get(line.metric.key)
        if dimension and dimension.incomplete and dimension.low is not None and dimension.high is not None:
            names = {"name": line.metric.name, "low": words.points(dimension.low), "high": words.points(dimension.high)}
            notes.append(
                _(
                    "%(name)s, incomplete evidence: depending on what “I do not know” hides, anything from %(low)s to %(high)s."
                )
                % names
            )
    return " ".join(notes)


def _sureness(own: OwnProfile) -> str:
    if own.is_imported:
        return _("Your own scores are taken as they stand in the file: it does not say how sure each of them is.")
    text = _("How sure we are of your own score: about ±%(points)s points.") % {"points": words.points(Z_95 * own.sem)}
    if own.sem_is_default:
        text += " " + _(
            "This is an assumption, as too few organisations had several people answer the same question: it may be more or less."
        )
    return text
