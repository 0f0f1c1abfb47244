"""The whole report in one language: what page, print and PDF show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.public import about, citing
from benchmarking.public.citing import Cited
from benchmarking.public.data import Beside
from benchmarking.public.figure_row import Row
from benchmarking.public.rows import Table, table
from benchmarking.public.sections import Section, sections
from benchmarking.public.sentences import Sentence, chosen
from benchmarking.selectors.sector_reports import Source, languages_of
from surveyapp.instruments.direction import isolated

ADDRESS = "benchmarking:sector-report"
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class Quoted:
    """A sentence of page one, its own address, and the line that quotes it."""

    sentence: Sentence
    url: str
    quote: str


@dataclass(frozen=True)
class Report:
    """`language`: of this rendering. Addresses are whole, with the installation's own host, as readers carry them away."""

    source: Source
    language: str

    @cached_property
    def table(self) -> Table:
        return table(self.source)

    @cached_property
    def sections(self) -> list[Section]:
        return [replace(each, embed_code=self._embed_code(each)) for each in sections(self.source, self.table)]

    def _embed_code(self, section: Section) -> str:
        """What somebody copies into a page of their own."""
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="480" loading="lazy"></iframe>',
            self.url("embed", section.id),
            f"{self.title}: {section.title}",
        )

    @cached_property
    def on_page(self) -> frozenset[str]:
        rows = [row for section in self.sections for row in section.rows]
        return frozenset(each.id for row in rows for each in (row, row.also) if each)

    @property
    def title(self) -> str:
        return _("%(programme)s: %(survey)s") % {
            "programme": about.programme_name(self.source),
            "survey": about.survey_title(self.source),
        }

    @property
    def lede(self) -> str:
        sector = self.source.sector
        if sector is None:
            return _("Too few companies answered for any figure to be shown.")
        told = {
            "n": sector.n_owners,
            "organiser": isolated(about.organiser_in_sentence(self.source), in_rtl=get_language_bidi()),
            "day": about.day(self.source, self.source.release.published_at),
        }
        if not told["day"]:
            return _("What %(n)s companies said.") % told
        return _("What %(n)s companies said. Published by %(organiser)s on %(day)s.") % told

    @cached_property
    def quotes(self) -> list[Quoted]:
        return [self._quoted(each) for each in chosen(self.table, self.source.report.sentences)]

    def _quoted(self, sentence: Sentence) -> Quoted:
        url = self.row_url(self.table.by_id[sentence.figure])
        quote = _("“%(sentence)s” %(organiser)s, %(survey)s, publication %(number)s, %(day)s. %(address)s") % {
            "sentence": sentence.whole,
            "organiser": isolated(about.organiser(self.source), in_rtl=get_language_bidi()),
            "survey": isolated(self.title, in_rtl=get_language_bidi()),
            "number": self.source.release.number,
            "day": about.day(self.source, self.source.release.published_at) or _("not yet published"),
            "address": url,
        }
        return Quoted(sentence, url, quote)

    @property
    def path_arguments(self) -> tuple[str, str, int]:
        return self.source.programme.slug, self.source.wave.slug, self.source.release.number

    def path(self, name: str = "", *more: str) -> str:
        return reverse(ADDRESS + (f"-{name}" if name else ""), args=[*self.path_arguments, *more])

    def url(self, name: str = "", *more: str, language: str = "", anchor: str = "") -> str:
        """Without a language an address means the programme's own, as it is to stand in references for years."""
        asked = language or self.language
        query = "" if asked == self.own_language else "?" + urlencode({"lang": asked})
        return f"{settings.SITE_URL}{self.path(name, *more)}{query}" + (f"#{anchor}" if anchor else "")

    @property
    def own_language(self) -> str:
        return languages_of(self.source.programme)[0]

    def row_url(self, row: Row) -> str:
        """Where a row stands: on the report itself, or in its group's tables."""
        if row.id in self.on_page:
            return self.url(anchor=row.id)
        return self.url("figures", row.group, anchor=row.id)

    @cached_property
    def cited(self) -> Cited:
        release, programme, wave = self.source.release, self.source.programme, self.source.wave
        published = release.published_at or release.requested_at
        return Cited(
            key=f"{programme.slug}-{wave.slug}-{release.number}",
            author=about.organiser(self.source),
            title=self.title,
            version=release.number,
            issued=published.date(),
            url=self.url(),
            language=self.language,
            licence=self.licence_name,
        )

    @property
    def licence_name(self) -> str:
        return str(self.source.report.get_licence_display())

    @property
    def licence_url(self) -> str:
        return LICENCES.get(self.source.report.licence, "")

    @property
    def citation(self) -> str:
        return citing.in_words(self.cited)

    @property
    def beside(self) -> Beside:
        release = self.source.release
        return Beside(
            programme=self.source.programme.slug,
            survey=self.source.wave.slug,
            release=release.number,
            published=release.published_at.date().isoformat() if release.published_at else "",
            method_version=release.method_version,
            licence=self.source.report.licence,
            language=self.language,
            address=self.row_url,
        )

    @property
    def group_tables(self) -> list[tuple[str, str]]:
        """Name and address of every group's tables of all figures."""
        return [
            (words.said(group.label), self.path("figures", group.code) + self.query) for group in self.source.groups
        ]

    @property
    def query(self) -> str:
        return "" if self.language == self.own_language else "?" + urlencode({"lang": self.language})

    @property
    def description(self) -> str:
        return " ".join(each.sentence.whole for each in self.quotes[:2]) or self.lede


def report(source: Source) -> Report:
    """In the language in force."""
    return Report(source, get_language() or settings.LANGUAGE_CODE)


def downloads(found: Report) -> Mapping[str, str]:
    """Every file's address beside the page."""
    names = {"csv": "csv", "json": "json", "pdf": "pdf", "png": "picture"}
    return {kind: found.path(name) + found.query for kind, name in names.items()}
