"""What the next level looks like, in the questionnaire's own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, Reason, reasoned
from benchmarking.dashboards.headline import lowest_item
from benchmarking.dashboards.level_spread import Spread, level_figure, level_key, shares_cell, shares_column, spreads
from benchmarking.dashboards.names import group_in_words, source, source_line, survey_title, the_whole_sector
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.records import Figure
from surveyapp.instruments.levels import next_level
from surveyapp.instruments.schema import Choice, Instrument

PAIRS_AT_MOST = 3


@dataclass(frozen=True)
class NextStep:
    """One question: where you are, what comes next, what to do first, and how many of the group are there already."""

    dimension: str
    question: str
    here_at: str
    here: str
    next_at: str
    next: str
    first_step: str
    group: str = ""


def next_steps(comparison: Comparison, dimensions: list[str]) -> list[NextStep]:
    """One question of each dimension given, the lowest; dimensions without a next level are passed over."""
    own = comparison.own
    if own is None:
        return []
    codes = [(name, lowest_item(own, comparison.instrument, name)) for name in dimensions]
    steps = (_step(comparison, own, dimension, code) for dimension, code in codes if code)
    return [step for step in steps if step]


def lowest_first(own: OwnProfile) -> list[str]:
    """Dimension codes by own score, lowest first."""
    scored = [(entry.score, code) for code, entry in own.dimensions.items() if entry.score is not None]
    return [code for _score, code in sorted(scored)]


def _step(comparison: Comparison, own: OwnProfile, dimension: str, code: str) -> NextStep | None:
    instrument, level = comparison.instrument, own.items.get(code)
    above = next_level(instrument, code, level) if level is not None else None
    if level is None or above is None:
        return None
    here = _here(instrument, code, level)
    return NextStep(
        dimension=next(words.said(each.name) for each in instrument.dimensions if each.code == dimension),
        question=words.said(instrument.items[code].text),
        here_at=_("You are here: %(level)s") % {"level": level_name(instrument, here.code)},
        here=words.said(here.text),
        next_at=_("Next: %(level)s") % {"level": level_name(instrument, above.code)},
        next=words.said(above.text),
        first_step=words.said(above.first_step),
        group=_share_there(comparison, code, above.code),
    )


def _here(instrument: Instrument, code: str, level: float) -> Choice:
    """The level reached: between two, the lower."""
    values = instrument.choice_values(code)
    reached = [choice for choice in instrument.choices(code) if values.get(choice.code, 0.0) <= level]
    return reached[-1] if reached else instrument.choices(code)[0]


def level_name(instrument: Instrument, code: str) -> str:
    name = words.said(instrument.level_names.get(int(code))) if code.isdigit() else ""
    return (
        _("level %(number)s, %(name)s") % {"number": code, "name": name}
        if name
        else _("level %(number)s") % {"number": code}
    )


def _share_there(comparison: Comparison, code: str, level: str) -> str:
    """Where it cannot be shown for the group the sector's stands there, labelled so."""
    metric, statistic = f"item:{code}", f"at_least_{level}"
    figure, of_sector = comparison.figures.one(metric, statistic), comparison.sector.one(metric, statistic)
    if (shown := figure or of_sector) is None:
        return ""
    names = {"level": level, "share": words.share_in_full(shown), "group": group_in_words(comparison)}
    names |= {"sector": the_whole_sector(), "survey": survey_title(comparison.survey)}
    if figure is None:
        text = _("At level %(level)s or higher in %(sector)s: %(share)s, %(survey)s. Not shown for %(group)s.")
        return text % names
    return _("At level %(level)s or higher in %(group)s: %(share)s, %(survey)s.") % names


def all_questions(comparison: Comparison) -> Finding | None:
    """The table of every question with levels: your level, and the share of the group at the next one or higher."""
    instrument = comparison.instrument
    asked = [
        (each, code)
        for each in instrument.dimensions
        for code in each.items
        if instrument.items[code].kind == "anchored"
    ]
    if not asked:
        return None
    found = spreads(comparison, [code for _each, code in asked])
    rows = [_question(comparison, found.get(code), words.said(each.name), code) for each, code in asked]
    return Finding(
        id="questions",
        title=_("All %(n)s questions") % {"n": len(asked)},
        subtitle=_subtitle(comparison),
        columns=(
            Column(_("Question")),
            Column(_("Dimension")),
            Column(_("Your level"), numeric=True),
            *([shares_column(comparison.instrument)] if found else []),
            *_cut_columns(comparison),
        ),
        words=_higher_than_you(comparison, [code for _each, code in asked]),
        rows=tuple(row if found else (*row[:3], *row[4:]) for row in rows),
        source=source(comparison),
        figure=level_figure(comparison, found),
        key=level_key(comparison, found),
    )


def _subtitle(comparison: Comparison) -> str:
    if comparison.group:
        text = _(
            "Your level from 1 to 5, and the share that has reached each level, with its 95 %% interval. %(source)s"
        )
    else:
        text = _("Your level from 1 to 5. %(source)s")
    return text % {"source": source_line(comparison)}


def _cut_columns(comparison: Comparison) -> tuple[Column, ...]:
    if comparison.group is None:
        return ()
    heads = [_("Level %(level)s or higher") % {"level": level} for level in (2, 3, 4, 5)]
    return (*(words.share_column(head) for head in heads), Column("n", numeric=True))


def _question(comparison: Comparison, found: Spread | None, dimension: str, code: str) -> tuple[str, ...]:
    level = words.level(comparison.own.items.get(code)) if comparison.own else ""
    cells = [words.said(comparison.instrument.items[code].text), dimension, level]
    shares = shares_cell(found) if found else Reason(hidden.reason())
    if comparison.group is None:
        return (*cells, shares)
    cuts = [comparison.figures.one(f"item:{code}", f"at_least_{level}") for level in (2, 3, 4, 5)]
    n = next((str(figure.n_owners) for figure in cuts if figure), "")
    published = [*(words.share_cell(figure) for figure in cuts), n]
    return (*cells, shares, *reasoned(published, hidden.reason()))


def _higher_than_you(comparison: Comparison, codes: list[str]) -> str:
    """On which questions more than half of the group stand higher, as far as the interval of that share is clear."""
    own, half = comparison.own, 50.0
    if own is None or comparison.group is None:
        return ""
    above = {code: _share_above(comparison, code, own.items.get(code)) for code in codes}
    known = {code: figure for code, figure in above.items() if figure and figure.low is not None}
    names = [
        _("“%(name)s”") % {"name": words.said(comparison.instrument.items[code].text)}
        for code, figure in known.items()
        if figure.low is not None and figure.low > half
    ]
    group = {"group": group_in_words(comparison), "n": len(names), "all": len(known)}
    if not known:
        return ""
    if not names:
        return _("On no question is it clear that more than half of %(group)s stand higher than you.") % group
    if len(names) > PAIRS_AT_MOST:
        return _("On %(n)s of %(all)s questions more than half of %(group)s stand higher than you.") % group
    return _("More than half of %(group)s stand higher than you on: %(names)s.") % (
        group | {"names": words.listing(names)}
    )


def _share_above(comparison: Comparison, code: str, level: float | None) -> Figure | None:
    """The published share of the level after yours or higher, in per cent."""
    above = next_level(comparison.instrument, code, level) if level is not None else None
    figure = comparison.figures.one(f"item:{code}", f"at_least_{above.code}") if above else None
    return figure if figure and figure.value is not None and not figure.bound else None


def all_steps(comparison: Comparison) -> list[NextStep]:
    """Of every question below its highest level, in the questionnaire's order: where you are, and what comes next."""
    own = comparison.own
    if own is None:
        return []
    asked = [(each.code, code) for each in comparison.instrument.dimensions for code in each.items]
    anchored = [pair for pair in asked if comparison.instrument.items[pair[1]].kind == "anchored"]
    return [step for pair in anchored if (step := _step(comparison, own, *pair))]
