"""The report as a tagged PDF and as the picture beside links, typeset by Typst. Texts travel as data, never as markup."""

from __future__ import annotations

import json
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.public import about
from benchmarking.public.figure_row import Row
from benchmarking.public.page import Report
from benchmarking.public.sections import NOT_SHOWN, Section
from benchmarking.releasing import methods_page
from surveyapp.config.typefaces import drawable, folder
from surveyapp.instruments.direction import isolated

FOLDER = settings.BASE_DIR / "templates" / "public"
PIXELS_PER_INCH = 72.0  # so that a point of the picture is a pixel: 1200 by 630


def as_pdf(found: Report) -> bytes:
    """The file's bytes. Raises typst.TypstError for a template that does not fit its data."""
    return _compiled("report.typ", as_data(found), pdf_standards=["ua-1"])


def as_png(found: Report) -> bytes:
    """1200 by 630 pixels, as pages of others show it beside a link."""
    return _compiled("card.typ", as_data(found), format="png", ppi=PIXELS_PER_INCH)


def _compiled(template: str, document: dict[str, Any], **options: Any) -> bytes:
    made = typst.compile(
        str(FOLDER / template),
        sys_inputs={"document": json.dumps(drawable(document), ensure_ascii=False)},
        font_paths=[str(folder())],
        ignore_system_fonts=True,
        **options,
    )
    assert isinstance(made, bytes)  # noqa: S101 - one file, not a list of pictures; says so to the type checker
    return made


def as_data(found: Report) -> dict[str, Any]:
    """All that both templates show, as plain values."""
    source = found.source
    number = {"number": source.release.number}
    name = isolated(about.organiser(source), in_rtl=get_language_bidi())
    foreword = [each.strip() for each in about.text(source, "foreword").split("\n\n") if each.strip()]
    return {
        "language": found.language.partition("-")[0],
        "rtl": get_language_bidi(),
        "words": _words(),
        "title": found.title,
        "organiser": about.organiser(source),
        "kicker": words.beside([name, _("sector report"), _("publication %(number)s") % number]),
        "foot": found.lede,
        "lede": found.lede,
        "url": found.url(),
        "synthetic": _("Every organisation, person and number here is invented.")
        if source.programme.is_synthetic
        else "",
        "quotes": [
            {"text": each.sentence.text, "facts": each.sentence.facts, "quote": each.quote} for each in found.quotes
        ],
        "foreword": foreword,
        "sections": [_section(each) for each in found.sections],
        "facts": [(fact.name, fact.text) for fact in about.facts(source)],
        "segments": [
            (
                each.name,
                str(each.population or _("not known")),
                each.invited_printed or _("not known"),
                str(each.n),
                each.rate or _("none"),
            )
            for each in about.segments(source)
        ],
        "cannot": about.cannot_say(source, found.table),
        "log": about.log(source),
        "methods": [
            {"title": each.title, "paragraphs": each.paragraphs} for each in methods_page.sections(source.release)
        ],
        "citation": found.citation,
        "licence": found.licence_name,
        "csv": found.url("csv"),
    }


def _words() -> dict[str, str]:
    """Words of the templates' own."""
    return {
        "page": _("Page"),
        "of": _("of"),
        "five": _("In five sentences"),
        "quote": _("How to quote:"),
        "foreword": _("Foreword"),
        "figure": _("Figure"),
        "interval": _("95 %% interval") % {},
        "silent": _("Did not say"),
        "silent_means": _("Did not say: “I do not know”, “does not apply” and no answer, counted together."),
        "about": _("About the survey"),
        "segments": _("Who was asked and who answered, by group"),
        "group": _("Group"),
        "population": _("In the register"),
        "invited": _("Invited"),
        "answered": _("Answered"),
        "rate": _("Rate"),
        "cannot": _("What this cannot say"),
        "corrections": _("Corrections"),
        "methods": _("Methods and limits"),
        "questions": _("The questions as they were asked"),
        "questions_about": _("Of each figure above: the question, the answers that count, and the base that n is of."),
        "base": _("Base:"),
        "cite": _("Data, licence and how to cite"),
        "licence": _("Licence:"),
        "data": _("Every released figure:"),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "words": section.words,
        "head": section.head,
        "axis": section.axis,
        "strips": section.has_strips,
        "rows": [] if section.id == NOT_SHOWN else [_row(row, section) for row in section.rows],
        "names": words.apart(row.short for row in section.rows) if section.id == NOT_SHOWN else "",
        "footnote": section.footnote,
    }


def _row(row: Row, section: Section) -> dict[str, Any]:
    strip = row.strip
    is_plain = row.statistic == "share" or section.id == "profile"
    return {
        "name": row.group_name if section.id == "groups" else row.short or row.name,
        "full_name": row.name,
        "note": row.also.printed if row.also else "" if is_plain else row.note,
        "strip": {"at": strip.at, "low": strip.low, "high": strip.high, "band": strip.is_band} if strip else None,
        "printed": row.printed,
        "interval": row.interval or _("none"),
        "n": str(row.n or ""),
        "silent": row.silent,
        "reason": row.reason,
        "wording": row.asked.wording,
        "base": row.asked.base,
    }
