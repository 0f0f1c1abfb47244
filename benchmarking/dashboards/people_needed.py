"""How many people the whole sector wants to bring further in each group of skills: unmet demand, never of a smaller group."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, Reason, Withheld
from benchmarking.dashboards.names import in_one_line, sector_source
from benchmarking.selectors.people_needed import counted_groups, people_metric, printed, why_not
from benchmarking.stats.records import Figure
from benchmarking.stats.weighted_totals import TOTAL


@dataclass(frozen=True)
class Line:
    """One group of skills: the total where it may be shown, and what your own site said."""

    name: str
    total: Figure | None
    you: str


def people_needed(comparison: Comparison) -> Finding | None:
    """None where nobody was asked, of interim numbers, and of those made before there were totals."""
    lines, publication = _lines(comparison), comparison.publication
    if publication is None or publication.totals_from is None or publication.is_interim or not lines:
        return None
    shown, why = [line for line in lines if line.total], why_not(publication.totals_from)
    head = Finding(id="people-needed", title=_("People who should move up"), subtitle=_subtitle(comparison))
    if not shown:
        return replace(head, withheld=Withheld(why))
    return replace(
        head,
        title=_title(shown[0]),
        words=_(
            "A stated range counts as its middle; whoever did not say adds nothing. Totals are rounded to two digits."
        )
        + " "
        + _("A total estimates nothing for anybody else, so it has no interval."),
        columns=(
            Column(_("Group of skills")),
            Column(_("People"), numeric=True),
            Column("n", numeric=True),
            Column(_("You")),
        ),
        rows=tuple(_cells(line, why) for line in lines),
        source=sector_source(comparison),
        footnote=_("Where a total cannot be shown: %(why)s") % {"why": why} if len(shown) < len(lines) else "",
    )


def _lines(comparison: Comparison) -> list[Line]:
    """The largest total first, what is not shown last, in the questionnaire's order."""
    own = comparison.own.groups if comparison.own else {}
    found = [
        Line(
            words.said(group.name),
            comparison.sector.one(people_metric(group.code), TOTAL),
            words.people(people) if (people := own[group.code].people if group.code in own else None) else "",
        )
        for group in counted_groups(comparison.instrument)
    ]
    return sorted(found, key=lambda line: -(line.total.value or 0.0) if line.total else 1.0)


def _subtitle(comparison: Comparison) -> str:
    return _("Within 24 months, added up. %(source)s") % {"source": in_one_line(sector_source(comparison))}


def _title(line: Line) -> str:
    return _("About %(people)s people should move up in %(name)s") % {
        "people": _people(line.total),
        "name": words.mid_sentence(line.name),
    }


def _people(total: Figure | None) -> str:
    return printed(total.value) if total and total.value is not None else ""


def _cells(line: Line, why: str) -> tuple[str, ...]:
    if line.total is None:
        return (line.name, Reason(_("cannot be shown"), why), "", line.you)
    return (line.name, _("about %(people)s") % {"people": _people(line.total)}, str(line.total.n_owners), line.you)
