"""From a report to HTML: without a request, so that nothing of a reader, a session or a cookie can get into it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.models.release import Release
from benchmarking.public import about, citing
from benchmarking.public.page import Report, downloads
from benchmarking.public.sections import Section
from benchmarking.releasing import methods_page
from benchmarking.selectors.sector_reports import languages_of
from surveyapp.instruments.languages import own_name


def page(found: Report, *, is_preview: bool = False) -> SafeString:
    source = found.source
    return render_to_string(
        "public/report.html",
        {
            **_around(found),
            "is_preview": is_preview,
            "quotes": found.quotes,
            "sections": found.sections,
            "foreword": about.text(source, "foreword"),
            "facts": about.facts(source),
            "segments": about.segments(source),
            "log": about.log(source),
            "cannot_say": about.cannot_say(source, found.table),
            "twin_meanings": about.twin_meanings(source),
            "methods": methods_page.sections(source.release),
            "made_with": methods_page.facts(source.release),
            "group_tables": found.group_tables,
            "tags": [*citing.tags(found.cited)],
            "citations": {ending: found.path("cite", ending) + found.query for ending in citing.ENDS},
        },
    )


def figures(found: Report, group: str) -> SafeString | None:
    """None for a group that there is not."""
    rows = [row for row in found.table.rows if row.group == group and row.id not in found.on_page]
    named = next((each for each in found.source.groups if each.code == group), None)
    if named is None:
        return None
    context = {**_around(found), "group_name": words.said(named.label), "rows": rows, "n": named.n_owners}
    return render_to_string("public/figures.html", context)


def embedded(found: Report, section: Section) -> SafeString:
    return render_to_string("public/embed.html", {**_around(found), "section": section})


def taken_back(release: Release) -> SafeString:
    """What stands at the address of a report that is public no more."""
    settings_of, programme = release.wave.sector_report, release.wave.programme
    context = {
        **_language(),
        "reason": settings_of.taken_back_reason,
        "taken_back_at": settings_of.taken_back_at,
        "title": words.said(release.wave.title) or release.wave.slug,
        "programme_name": words.said(programme.name) or programme.slug,
        "contact": programme.contact_email,
    }
    return render_to_string("public/taken_back.html", context)


def _around(found: Report) -> dict[str, Any]:
    """What heads and feet of every page of a report need."""
    source = found.source
    offered = languages_of(source.programme)
    return {
        **_language(),
        "found": found,
        "source": source,
        "title": found.title,
        "programme_name": about.programme_name(source),
        "survey": about.survey_title(source),
        "organiser": about.organiser(source),
        "number": source.release.number,
        "downloads": downloads(found),
        "is_newest": about.is_newest(source),
        "newest_path": found.path().rsplit("/", 2)[0] + "/",
        "languages": [
            {
                "code": code,
                "name": own_name(code),
                "url": found.url(language=code),
                "is_current": code == found.language,
            }
            for code in offered
        ],
        "site_url": settings.SITE_URL,
        "synthetic": source.programme.is_synthetic,
    }


def _language() -> dict[str, Any]:
    return {"language": get_language(), "direction": "rtl" if get_language_bidi() else "ltr", "site_name": _("Waymark")}
