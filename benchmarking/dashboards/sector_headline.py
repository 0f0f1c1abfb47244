"""The sector in one number: weighted to the register where it can be, else as answered, and in any case labelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding
from benchmarking.dashboards.groups import Fact
from benchmarking.dashboards.metrics import noun, profile_metrics
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.figures import SECTOR, Group
from benchmarking.selectors.headlines import OVERALL, HeadlineNote, in_words
from benchmarking.stats.records import WEIGHTED, Figure


@dataclass(frozen=True)
class Line:
    """One headline: `shown` is the weighted mean, or the one as answered where that is the headline."""

    metric: str
    name: str
    plain: Figure
    shown: Figure
    note: HeadlineNote

    @property
    def how(self) -> str:
        return in_words(self.note)


def sector_headline(comparison: Comparison) -> Finding | None:
    """None where nothing is published of the sector, or was published before there were headlines."""
    sector, found = _sector(comparison), list(_lines(comparison))
    if sector is None or not found:
        return None
    return Finding(
        id="sector",
        title=_title(found[0]),
        subtitle=_("Means from 0 to 100. All organisations in the sector, %(n)s, %(survey)s")
        % {"n": words.n_equals(sector.n_owners), "survey": survey_title(comparison.survey)},
        words=_words(sector, found),
        columns=_columns(comparison),
        rows=tuple(_cells(line) for line in found),
        source=(_("All organisations in the sector"), words.n_equals(sector.n_owners), survey_title(comparison.survey)),
        footnote=_footnote(found),
    )


def facts(comparison: Comparison) -> list[Fact]:
    """The same beside n and coverage, where the whole sector is compared with."""
    line = next((line for line in _lines(comparison) if line.metric == OVERALL), None)
    if line is None or line.shown.value is None or comparison.group is None or comparison.group.code != SECTOR:
        return []
    number = _("%(number)s (%(interval)s)") % {
        "number": words.printed(line.shown),
        "interval": words.interval(line.shown),
    }
    return [Fact(_("Mean of the sector"), number, line.how)]


def _sector(comparison: Comparison) -> Group | None:
    return comparison.publication.group(SECTOR) if comparison.publication else None


def _lines(comparison: Comparison) -> Iterator[Line]:
    """Overall first, then the dimensions in the questionnaire's order."""
    sector = _sector(comparison)
    notes = sector.headlines if sector else {}
    names = {OVERALL: _("Overall"), **{each.code: each.name for each in profile_metrics(comparison.instrument)}}
    for metric, name in names.items():
        plain, note = comparison.sector.one(metric, "mean"), notes.get(metric)
        if plain and note:
            yield Line(metric, name, plain, comparison.sector.one(metric, WEIGHTED) or plain, note)


def _title(line: Line) -> str:
    number = {"number": words.printed(line.shown)}
    if line.metric != OVERALL or not number["number"]:
        return _("The sector as a whole")
    if line.note.reason:
        return _("The sector as a whole stands at %(number)s of 100, as answered") % number
    return _("The sector as a whole stands at %(number)s of 100, weighted to the register") % number


def _words(sector: Group, found: list[Line]) -> str:
    sentences = []
    if sector.population:
        rate = words.per_cent(words.points(100 * sector.n_owners / sector.population))
        sentences.append(
            _("%(rate)s of %(population)s registered companies answered.")
            % {"rate": rate, "population": sector.population}
        )
    if any(not line.note.reason for line in found):
        sentences.append(_("Groups of which fewer answered count for more, so that each has its part of the register."))
    if found[0].note.reason:
        sentences.append(f"{words.sentence(found[0].how)}.")
    return " ".join(sentences)


def _columns(comparison: Comparison) -> tuple[Column, ...]:
    heads = (_("Mean of the sector"), words.interval_head(), _("Mean as answered"), "n", _("Effective n"))
    return (
        Column(words.sentence(noun(comparison.instrument, 1))),
        *(Column(head, numeric=True) for head in heads),
        Column(_("How")),
    )


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.name,
        words.printed(line.shown),
        words.interval(line.shown),
        words.printed(line.plain),
        str(line.plain.n_owners),
        str(line.note.n_effective or ""),
        line.how,
    )


def _footnote(found: list[Line]) -> str:
    if all(line.note.reason for line in found):
        return ""
    return _(
        "Effective n: so many companies that all count the same would be as sure. Where you stand, and changes, are taken "
        "from means as answered."
    )
