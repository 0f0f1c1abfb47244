"""What page one says: sentences made of one published figure each, which of them are suggested, and how each is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.shares import TECHNIQUES, TWINS
from benchmarking.public import change, response
from benchmarking.public.figure_row import Row
from benchmarking.public.rows import Table
from benchmarking.selectors.figures import SECTOR
from surveyapp.instruments.direction import isolated

FIVE = 5


@dataclass(frozen=True)
class Sentence:
    """`figure`: the id of the row that it says; `text`: with the number; `facts`: n and interval."""

    figure: str
    text: str
    facts: str

    @property
    def whole(self) -> str:
        return _("%(text)s (%(facts)s)") % {"text": self.text, "facts": self.facts} if self.facts else self.text


def candidates(table: Table) -> list[Sentence]:
    """Every figure of the sector that can be said in a sentence, in the order of the report."""
    return [said for row in table.rows if row.group == SECTOR and (said := sentence(row))]


def chosen(table: Table, wanted: Sequence[str]) -> list[Sentence]:
    """The organiser's choice as far as the release has these figures, filled up with what is suggested."""
    by_id = {each.figure: each for each in candidates(table)}
    ids = [each for each in dict.fromkeys(wanted) if each in by_id]
    return [by_id[each] for each in [*ids, *(more for more in suggested(table) if more not in ids)]][:FIVE]


def suggested(table: Table) -> list[str]:
    """First what a reader asks first: who answered, twins, skills, what holds back, where the sector stands; then more of it.

    Nothing on a question that more than half did not say: of those that did, a sentence would tell little of the sector.
    """
    sayable = {row.id for row in table.rows if sentence(row) and _most_said(row)}
    groups = [
        _ids(table, "overall"),
        _with_code(table, TWINS),
        _largest(table, "group_short"),
        _largest(table, "barrier"),
        _ids(table, response.METRIC),
        _ids(table, "score"),
        _clear_changes(table),
        _with_code(table, TECHNIQUES),
        _ids(table, "dimension"),
    ]
    kept = [[each for each in ids if each in sayable] for ids in groups]
    firsts = [ids[0] for ids in kept if ids]
    others = [each for ids in kept for each in ids[1:]]
    return list(dict.fromkeys([*firsts, *others]))[: 2 * FIVE]


def _most_said(row: Row) -> bool:
    """By the lower end of the published band: at most half of n did not say, or may not have."""
    return not row.silent_least or row.n is None or 2 * float(row.silent_least) <= row.n


def _ids(table: Table, kind: str) -> list[str]:
    return [row.id for row in table.of(SECTOR, kind) if not row.reason]


def _clear_changes(table: Table) -> list[str]:
    """Whose interval leaves 0 out: what is too close to call opens no report."""
    found = [row for row in table.of(SECTOR, change.METRIC) if row.low and float(row.low) * float(row.high) > 0]
    return [row.id for row in found]


def _with_code(table: Table, start: str) -> list[str]:
    return [row.id for row in table.of(SECTOR, "statistic") if row.metric.partition(":")[2].startswith(start)]


def _largest(table: Table, kind: str) -> list[str]:
    return [row.id for row in sorted(table.of(SECTOR, kind), key=lambda row: -row.middle)]


def sentence(row: Row) -> Sentence | None:
    """None where there is no number, or one that no sentence is kept for."""
    text = _text(row) if not row.reason else ""
    return Sentence(row.id, text, _facts(row)) if text else None


def _facts(row: Row) -> str:
    n = [words.n_equals(row.n)] if row.n is not None and row.metric != response.METRIC else []
    between = [_("95 %% interval %(interval)s") % {"interval": row.interval}] if row.interval else []
    return words.beside([*n, *between])


def _text(row: Row) -> str:
    kind, _colon, code = row.metric.partition(":")
    in_rtl = get_language_bidi()
    about = {
        "name": isolated(row.name, in_rtl=in_rtl),
        "what": isolated(words.mid_sentence(row.name), in_rtl=in_rtl),
        "number": row.printed,
        "companies": _companies(row),
    }
    if kind == "statistic" and not code.startswith(TWINS):
        kind = "in_use" if code.startswith(TECHNIQUES) else "other"
    if kind in ("overall", "dimension", "score") and row.statistic not in ("mean", "mean_weighted"):
        return ""
    if kind == response.METRIC:
        return _("%(n)s in the register answered, a response rate of %(number)s.") % {**about, "n": row.note}
    if kind == "people_needed":
        return _("In “%(name)s” %(number)s people should move up within 24 months.") % about
    if kind == change.METRIC:
        return _("%(name)s: %(number)s points.") % about if row.value else ""
    return _form(kind) % about if _form(kind) else ""


def _form(kind: str) -> str:
    return {
        "overall": _("The sector stands at %(number)s of 100 overall."),
        "dimension": _("In “%(name)s” the sector stands at %(number)s of 100."),
        "score": _("The sector’s mean for “%(name)s” is %(number)s of 100."),
        "statistic": _("%(companies)s %(what)s."),
        "in_use": _("%(companies)s use, in development or beyond: %(what)s."),
        "other": _("%(name)s: %(companies)s."),
        "barrier": _("%(companies)s name “%(name)s” among what holds digital work back most."),
        "barrier_strong": "",
        "group_short": _("In %(companies)s people have the skills of “%(name)s” only partly or hardly."),
    }.get(kind, "")


def _companies(row: Row) -> str:
    """25 % of companies, or 3–5 of 14 companies."""
    text = _("%(share)s of companies") if row.value else _("%(share)s companies")
    return text % {"share": row.printed}
