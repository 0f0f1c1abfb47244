"""The sector in one number: weighted to the register where it can be, else as answered, and in any case labelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, reasoned
from benchmarking.dashboards.groups import Fact
from benchmarking.dashboards.metrics import noun, profile_metrics
from benchmarking.dashboards.names import publication_words, sector_source
from benchmarking.selectors.figures import SECTOR, Group
from benchmarking.selectors.headlines import OVERALL, HeadlineNote, dont_know_metric, in_words
from benchmarking.stats.records import WEIGHTED, Figure


@dataclass(frozen=True)
class Line:
    """One headline: `shown` is the weighted mean, or the one as answered where that is the headline; `unknown` the share of
    companies that did not know something in the dimension."""

    metric: str
    name: str
    plain: Figure
    shown: Figure
    note: HeadlineNote
    unknown: Figure | None = None

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
        subtitle=_("Means from 0 to 100. %(counts)s. All organisations in the sector, %(n)s, %(survey)s")
        % {
            "counts": _("%(name)s: %(facts)s") % {"name": found[0].name, "facts": _facts_of(found[0])},
            "n": words.n_equals(sector.n_owners),
            "survey": words.beside(sector_source(comparison)[2:]),
        },
        words=_words(sector, found),
        columns=_columns(comparison, found),
        rows=tuple(_cells(line, found) for line in found),
        source=sector_source(comparison),
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
    more = words.beside((line.how, _n_of(line), publication_words(comparison.publication)))
    return [Fact(_("Mean of the sector"), number, more)]


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
            unknown = comparison.sector.one(dont_know_metric(metric.partition(":")[2]), "share")
            yield Line(metric, name, plain, comparison.sector.one(metric, WEIGHTED) or plain, note, unknown)


def _n_of(line: Line) -> str:
    """The headline's own n, which may be less than the sector's, with what it is worth: n = 63, effective n = 59"""
    n = words.n_equals(line.shown.n_owners)
    worth = line.note.n_effective
    return n if worth is None else words.beside([n, _("effective %(n)s") % {"n": words.n_equals(worth)}])


def _facts_of(line: Line) -> str:
    interval = words.interval(line.shown)
    between = [_("95 %% interval %(interval)s") % {"interval": interval}] if interval else []
    return words.beside([_n_of(line), *between])


def _is_titled(line: Line) -> bool:
    return line.metric == OVERALL and bool(words.printed(line.shown))


def _title(line: Line) -> str:
    number = {"number": words.printed(line.shown)}
    if not _is_titled(line):
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
    if _is_any_weighted(found):
        sentences.append(_("Groups of which fewer answered count for more, so that each has its part of the register."))
    if found[0].note.reason or not _is_titled(found[0]):
        sentences.append(f"{words.sentence(found[0].how)}.")
    return " ".join([*sentences, *_least_known(found)])


def _least_known(found: list[Line]) -> Iterator[str]:
    """The dimension with the largest published share; of equal ones the first of the questionnaire."""
    known = [(line.name, line.unknown) for line in found if line.unknown]
    if known:
        name, share = max(known, key=lambda pair: ((pair[1].least or 0.0) + (pair[1].most or 0.0)) / pair[1].n_units)
        text = _("Companies that answered “I do not know” to something are most in %(name)s: %(share)s.")
        yield text % {"name": name, "share": words.share_in_full(share)}


def _columns(comparison: Comparison, found: list[Line]) -> tuple[Column, ...]:
    n = Column("n", numeric=True)
    answered = (
        Column(_("Mean as answered"), numeric=True),
        words.interval_column(_("95 %% interval as answered") % {}),
    )
    numbers = (*answered, n, Column(_("Effective n"), numeric=True)) if _is_any_weighted(found) else (n,)
    unknown = [words.share_column(_("Did not know something"), with_n=True)] if _is_any_unknown(found) else []
    how = [Column(_("How"))] if _is_mixed(found) else []
    return (
        Column(words.sentence(noun(comparison.instrument, 1))),
        Column(_("Mean of the sector"), numeric=True),
        words.interval_column(),
        *numbers,
        *unknown,
        *how,
    )


def _cells(line: Line, found: list[Line]) -> tuple[str, ...]:
    n = str(line.plain.n_owners)
    worth = str(line.note.n_effective or _("not weighted"))
    answered = (words.printed(line.plain), *_interval(line.plain), n, worth)
    weighted = answered if _is_any_weighted(found) else (n,)
    unknown = _unknown(line) if _is_any_unknown(found) else ()
    how = [line.how] if _is_mixed(found) else []
    return (line.name, words.printed(line.shown), *_interval(line.shown), *weighted, *unknown, *how)


def _unknown(line: Line) -> tuple[str, ...]:
    why = _("by dimension only") if line.metric == OVERALL else hidden.reason()
    return reasoned([words.share_cell(line.unknown, with_n=True)], why)


def _is_any_unknown(found: list[Line]) -> bool:
    """False for a release that was made before there were any."""
    return any(line.unknown for line in found)


def _interval(figure: Figure) -> tuple[str, ...]:
    return reasoned([words.interval(figure)], _("none"))


def _is_any_weighted(found: list[Line]) -> bool:
    return any(not line.note.reason for line in found)


def _is_mixed(found: list[Line]) -> bool:
    """Whether every line has to say how it stands: where all stand alike the title or a sentence says it once."""
    return len({line.note.reason for line in found}) > 1


def _footnote(found: list[Line]) -> str:
    sentences = []
    if _is_any_weighted(found):
        sentences.append(
            _(
                "Effective n: so many companies that all count the same would be as sure. Where you stand, and changes, are taken "
                "from means as answered."
            )
        )
    if _is_any_unknown(found):
        sentences.append(
            _(
                "Did not know something: companies that answered “I do not know” to one question of the dimension or more. "
                "Such answers count in no mean. This share is always as answered."
            )
        )
    return " ".join(sentences)
