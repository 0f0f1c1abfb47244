"""Texts of other products, reduced to plain words: no markup survives, and what looks like a script is dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST_TEXT = 20_000
BREAKS = {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section"}
SILENT = {"script", "style", "template", "iframe", "object", "head", "title"}
TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(([^()\s]{0,2000})\)")
EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|[*_])(?=\S)([^*_\n]{1,500})(?<=\S)\1(?!\w)")
HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(text: object, *, markdown: bool = False) -> str:
    """The words of a text with HTML (and, if asked, Markdown) markup; "" for anything that is no text.

    Paragraphs stay lines of their own, links keep their words. Control characters go, blank space is drawn together.
    """
    if not isinstance(text, str | int | float) or isinstance(text, bool):
        return ""
    words = str(text)[:LONGEST_TEXT]
    if TAG.search(words) or "&" in words:
        words = _without_tags(words)
    if markdown:
        words = HEADING.sub("", LINK.sub(r"\1", words))
        words = EMPHASIS.sub(r"\2", words)
    words = "".join(c for c in words if c in "\n\t" or c.isprintable() or c.isspace())
    # A space that does not break stays: French puts it before question marks.
    lines = (re.sub(r"[ \t\f\v\r]+", " ", line).strip() for line in words.splitlines())
    return "\n".join(line for line in lines if line)


def verbatim(text: object) -> str:
    """A text that has no markup because it is one of ours: as it is, without control characters."""
    words = str(text) if isinstance(text, str | int | float) and not isinstance(text, bool) else ""
    return "".join(c for c in words[:LONGEST_TEXT] if c in "\n\t" or c.isprintable() or c.isspace()).strip()


def _without_tags(text: str) -> str:
    parser = _Words()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)
