"""How the report is cited: in words, and as reference managers read it. The tags of page heads come from here too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from benchmarking.dashboards import words

ENDS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True)
class Cited:
    """What a reference needs. `key`: a name for it that is the same in every language."""

    key: str
    author: str
    title: str
    version: int
    issued: date
    url: str
    language: str
    licence: str


def in_words(cited: Cited) -> str:
    return _("%(author)s (%(year)s). %(title)s. Publication %(version)s. %(url)s") % {
        "author": words.sentence(cited.author),
        "year": cited.issued.year,
        "title": cited.title,
        "version": cited.version,
        "url": cited.url,
    }


def as_bibtex(cited: Cited) -> str:
    fields = {
        "author": "{" + _latex(cited.author) + "}",
        "title": "{" + _latex(cited.title) + "}",
        "year": str(cited.issued.year),
        "month": str(cited.issued.month),
        "type": "Sector report",
        "version": str(cited.version),
        "url": cited.url,
        "langid": cited.language,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@techreport{{{cited.key},\n{lines}\n}}\n"


def _latex(text: str) -> str:
    """Signs that mean something to TeX, as themselves; braces would end the field."""
    for sign in "&%$#_":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("{", "(").replace("}", ")")


def as_ris(cited: Cited) -> str:
    lines = [
        ("TY", "RPRT"),
        ("AU", cited.author),
        ("TI", cited.title),
        ("PY", str(cited.issued.year)),
        ("DA", cited.issued.strftime("%Y/%m/%d")),
        ("ET", str(cited.version)),
        ("UR", cited.url),
        ("LA", cited.language),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in lines)


def as_csl(cited: Cited) -> str:
    day = cited.issued
    entry = {
        "id": cited.key,
        "type": "report",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "publisher": cited.author,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": str(cited.version),
        "URL": cited.url,
        "language": cited.language,
        "license": cited.licence,
    }
    return json.dumps([entry], ensure_ascii=False, indent=1)


def tags(cited: Cited) -> Iterator[tuple[str, str]]:
    """Of the page's head, as search engines for scholars read them."""
    yield "citation_title", cited.title
    yield "citation_author", cited.author
    yield "citation_publication_date", cited.issued.strftime("%Y/%m/%d")
    yield "citation_technical_report_institution", cited.author
    yield "citation_technical_report_number", str(cited.version)
    yield "citation_public_url", cited.url
    yield "citation_language", cited.language
