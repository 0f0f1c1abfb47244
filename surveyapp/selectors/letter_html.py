"""A plain letter once more as a page, for mail programs that show pages: the same words, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from surveyapp.instruments.languages import is_right_to_left

PAGE = '<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"></head><body>{body}</body></html>'


def as_html(paragraphs: str, language: str) -> str:
    """The whole page around paragraphs."""
    direction = "rtl" if is_right_to_left(language) else "ltr"
    return PAGE.format(language=escape(language), direction=direction, body=paragraphs)


def as_paragraphs(text: str, addresses: Collection[str] = ()) -> SafeString:
    """Paragraphs of escaped words; only the given addresses become links."""
    known = "|".join(re.escape(str(escape(each))) for each in addresses) or "(?!)"
    found = (str(escape(each.strip())) for each in text.split("\n\n") if each.strip())
    # Letters of one direction in a line of the other: an address stays in one piece.
    linked = (re.sub(known, r'<a href="\g<0>" dir="ltr">\g<0></a>', each) for each in found)
    lines = (each.replace("\n", "<br>") for each in linked)
    return mark_safe("".join(f"<p>{each}</p>" for each in lines))  # noqa: S308 - every word of it was escaped above
