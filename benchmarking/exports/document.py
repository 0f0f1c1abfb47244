"""What a file of results says, in reading order, before anybody decides how it looks: made of the page's own parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Finding, Reason
from benchmarking.dashboards.headline import Statement
from benchmarking.dashboards.names import cannot_be_shown, group_name, publication_words, survey_title
from benchmarking.dashboards.page import Page, page
from benchmarking.models.release import Release
from benchmarking.releasing.methods_page import Section, sections
from benchmarking.training.roadmap_reading import read
from benchmarking.training.roadmap_rows import roadmap_finding
from surveyapp.instruments.direction import isolated, plain
from surveyapp.instruments.languages import own_name


@dataclass(frozen=True)
class Missing:
    """A number that is not there: in which table and row, and why. Every kind of file lists all of them."""

    table: str
    what: str
    why: str


@dataclass(frozen=True)
class Document:
    """`facts`: what the numbers are of, name and value. `findings`: every finding of the page, then those of the plan."""

    organisation: str
    survey: str
    language: str
    made_at: datetime
    facts: tuple[tuple[str, str], ...]
    page: Page
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    methods: tuple[Section, ...]
    release_id: UUID | None

    @property
    def source(self) -> str:
        """One line for the foot of every page and slide."""
        return words.beside(
            isolated(value, in_rtl=get_language_bidi()) for _name, value in self.facts[1 : 5 if self.release_id else 2]
        )

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the page says in short: first what needs no peers, then where one stands in the sector, and closer."""
        short = self.page.in_short
        return (*short.statements, *(each for each in (short.standing, short.finer) if each))


def document(comparison: Comparison, release: Release | None, made_at: datetime) -> Document:
    """In the language in force. `release`: the publication that is compared with, None before there is one."""
    shown = page(comparison)
    findings = (*shown.findings, *_plan(comparison))
    return Document(
        organisation=plain(comparison.organisation.name),
        survey=survey_title(comparison.survey),
        language=get_language() or "en",
        made_at=made_at,
        facts=tuple(_facts(comparison, release, made_at)),
        page=shown,
        findings=findings,
        missing=tuple(dict.fromkeys(chain(_missing_groups(shown), *map(_missing, findings)))),
        methods=tuple(sections(release)) if release else (_nothing_published(),),
        release_id=release.pk if release else None,
    )


def _plan(comparison: Comparison) -> list[Finding]:
    """The organisation's own targets, once it has any."""
    plan = roadmap_finding(read(comparison.organisation))
    return [plan] if plan.rows else []


def _facts(comparison: Comparison, release: Release | None, made_at: datetime) -> Iterator[tuple[str, str]]:
    group, publication = comparison.group, comparison.publication
    yield _("Organisation"), plain(comparison.organisation.name)
    yield _("Survey"), survey_title(comparison.survey)
    if publication and release and group:
        yield _("Compared with"), group_name(group)
        yield _("Number of organisations"), words.n_equals(group.n_owners)
        day = words.date(publication.published_at)
        yield _("Publication"), words.beside((publication_words(publication), day))
        yield _("Method"), _("version %(version)s") % {"version": release.method_version}
        if comparison.asked:
            yield _("Group asked for"), cannot_be_shown(comparison.asked)
    else:
        yield _("Compared with"), _("nobody: nothing has been published of this survey yet")
    yield _("File made on"), words.date(made_at)
    yield _("Language"), own_name(get_language() or "en")


def _missing_groups(shown: Page) -> Iterator[Missing]:
    closed = [shown.standing.withheld] if shown.standing.withheld else []
    for each in (*closed, *shown.standing.closed):
        yield Missing(_("Groups"), "", " ".join(filter(None, (each.reason, each.remedy))))


def _missing(finding: Finding) -> Iterator[Missing]:
    """Of a whole finding, of its columns that are left out, and of single numbers: a line a reason."""
    if finding.withheld:
        yield Missing(finding.title, "", " ".join(filter(None, (finding.withheld.reason, finding.withheld.remedy))))
    if finding.left_out:
        heads = words.apart(column.head for column in finding.left_out)
        yield Missing(finding.title, heads, _in_full(finding.why_left_out))
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in finding.rows:
        for column, cell in zip(finding.columns, row, strict=True):
            if isinstance(cell, Reason):
                reasons.setdefault((column.head, cell.in_full), []).append(row[0])
    for (head, why), names in reasons.items():
        rows = _("every row") if len(names) == len(finding.rows) > 1 else words.apart(names)
        yield Missing(finding.title, _("%(what)s: %(why)s") % {"what": head, "why": rows}, _in_full(why))


def _in_full(why: str) -> str:
    """That something is not shown is no reason: on the page the reason stands in a sentence beside it."""
    return hidden.in_full() if why == hidden.reason() else why


def _nothing_published() -> Section:
    said = _("Nothing has been published of this survey yet, so this file holds your own results alone.")
    return Section("methods", _("How these numbers were made"), [said])
