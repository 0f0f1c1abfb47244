"""Texts of other products, reduced to plain words: no markup survives, and what else was there is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from surveyapp.instruments.interchange.html_tags import BREAKS, CELLS, LOST, SILENT, Tag, tags
from surveyapp.instruments.sentences import Sentence

LONGEST_TEXT = 20_000
LONGEST_SHOWN = 80  # characters of what is left out
EMBEDDED = re.compile(r"(data:[\w/+.;=-]{0,100},)[^\"'<>()\s]+")  # a picture within the text
LINK = re.compile(r"(!?)\[([^\[\]]{0,500})\]\(([^()\s]{0,2000})\)")
EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|[*_])(?=\S)([^*_\n]{1,500})(?<=\S)\1(?!\w)")
HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
CELL = "\x1f"  # between the cells of a table, until its lines are put together


@dataclass(frozen=True)
class Words:
    """The words of a text, and sentences on what of it was left out."""

    text: str
    lost: tuple[str, ...] = ()


def plain(text: object, *, markdown: bool = False) -> str:
    """As `words_of`, the words alone."""
    return words_of(text, markdown=markdown).text


def words_of(text: object, *, markdown: bool = False) -> Words:
    """The words of a text with HTML (and, if asked, Markdown) markup; "" for anything that is no text.

    Paragraphs stay lines of their own, cells stay apart, links keep their words. Control characters go, blank space is
    drawn together. Scripts, pictures, addresses and what is beyond 20,000 characters are lost, and named.
    """
    whole = shortened(text)
    lost: list[str] = []
    words = "".join(_without_tags(whole.text.replace(CELL, " "), lost))
    if markdown:
        words = HEADING.sub("", LINK.sub(lambda link: _of_link(link, lost), words))
        words = EMPHASIS.sub(r"\2", words)
    lines = (_line(line) for line in _printable(words, CELL).splitlines())
    return Words("\n".join(line for line in lines if line), (*whole.lost, *_left_out(lost)))


def verbatim(text: object) -> Words:
    """A text that has no markup because it is one of ours: as it is, without control characters."""
    whole = shortened(text)
    return Words(_printable(whole.text).strip(), whole.lost)


def shortened(text: object) -> Words:
    """A text as it stands in the file, without what is embedded in it, cut where nobody would read on."""
    if not isinstance(text, str | int | float) or isinstance(text, bool):
        return Words("")
    words = EMBEDDED.sub(r"\1", str(text))
    if len(words) <= LONGEST_TEXT:
        return Words(words)
    cut = Sentence(
        "The text has {n:,} characters. It ends after {most:,} now; shorten it.", n=len(words), most=LONGEST_TEXT
    )
    return Words(words[:LONGEST_TEXT], (cut,))


def listed(lost: Iterable[str]) -> str:
    """What was left out, quoted: the first ones, and how many others."""
    shown = [f"“{what[:LONGEST_SHOWN]}”" for what in dict.fromkeys(lost)]
    return (
        ", ".join(shown)
        if len(shown) < 4
        else Sentence("{shown} and {n} others", shown=", ".join(shown[:2]), n=len(shown) - 2)
    )


def _left_out(lost: list[str]) -> tuple[str, ...]:
    return (Sentence("Only words carry over. Left out here: {listed}.", listed=listed(lost)),) if lost else ()


def _without_tags(text: str, lost: list[str]) -> Iterator[str]:
    """The words between tags. Text in a silent element is lost; one that is never closed is silent no further."""
    since = 0
    for tag in tags(text):
        if tag.start < since:
            continue
        yield unescape(text[since : tag.start])
        since = tag.end
        if tag.name in SILENT and not tag.is_closing:
            closed = re.compile(rf"</{re.escape(tag.name)}\s*>", re.IGNORECASE).search(text, tag.end)
            if closed is None and not tag.attributes:
                yield text[tag.start : tag.end]  # the word for the tag, in a sentence about tags
                continue
            since = closed.end() if closed else tag.end
            lost.append(" ".join(text[tag.start : since].split()))
        else:
            yield _instead(tag, text, lost)
    yield unescape(text[since:])


def _instead(tag: Tag, text: str, lost: list[str]) -> str:
    if tag.name in LOST and not tag.is_closing:
        lost.append(text[tag.start : tag.end])
    if address := tag.address():
        lost.append(address)
    return CELL if tag.name in CELLS else "\n" if tag.name in BREAKS else ""


def _of_link(link: re.Match[str], lost: list[str]) -> str:
    is_picture, words, address = link.groups()
    if address and (is_picture or address != words):
        lost.append(link[0] if is_picture else address)
    return words


def _printable(text: str, kept: str = "") -> str:
    return "".join(c for c in text if c in "\n\t" or c in kept or c.isprintable() or (c.isspace() and c != CELL))


def _line(line: str) -> str:
    # A space that does not break stays: French puts it before question marks.
    cells = (re.sub(r"[ \t\f\v\r]+", " ", cell).strip() for cell in line.split(CELL))
    return " | ".join(cell for cell in cells if cell)
