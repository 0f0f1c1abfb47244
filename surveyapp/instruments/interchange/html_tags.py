"""What is a tag of HTML in a text, and what only looks like one: “a<b and c>d” has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BREAKS = {"br", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "caption", "h1", "h2", "h3", "h4", "h5",
          "h6", "hr", "section", "article", "header", "footer", "blockquote", "pre", "option", "figure", "figcaption"}  # fmt: skip
CELLS = {"td", "th"}
SILENT = {"script", "style", "template", "iframe", "object", "applet", "head", "title"}
LOST = {"img", "image", "video", "audio", "embed", "canvas", "svg", "map", "input", "select", "textarea", "button"}
NAMES = BREAKS | CELLS | SILENT | LOST | {
    "a", "abbr", "acronym", "address", "area", "aside", "b", "base", "basefont", "bdi", "bdo", "big", "body", "center",
    "cite", "code", "col", "colgroup", "data", "datalist", "del", "details", "dfn", "dialog", "em", "fieldset", "font",
    "form", "frame", "frameset", "html", "i", "ins", "kbd", "label", "legend", "link", "main", "mark", "marquee", "math",
    "menu", "meta", "meter", "nav", "nobr", "noscript", "optgroup", "output", "param", "path", "picture", "progress", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "tbody",
    "tfoot", "thead", "time", "track", "tt", "u", "var", "wbr",
}  # fmt: skip
# Attributes that stand without a value.
ALONE = {"allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "controls", "defer", "disabled",
         "hidden", "ismap", "loop", "multiple", "muted", "noshade", "novalidate", "nowrap", "open", "readonly",
         "required", "reversed", "selected", "playsinline"}  # fmt: skip
# Every part ends at the next “<” at the latest, so that a text of nothing but these is read once.
TAG = re.compile(
    r"""<!--(?P<comment>)|<[!?]\[?(?:doctype|endif|if|cdata|xml)[^<>]*>|"""
    r"""<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?)"""
    r"""(?P<more>(?:[\s/](?:[^<>"']|"[^"<]*"|'[^'<]*')*+)?|[\s/][^<>]*)>""",
    re.IGNORECASE,
)
GIVEN = re.compile(r"""[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]*)""")
ADDRESS = re.compile(r"""(?<![\w-])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
WITHIN = re.compile(r"[A-Za-z]\w*")


@dataclass(frozen=True)
class Tag:
    """A tag, where it begins and ends in its text; a comment has no name."""

    name: str
    attributes: str
    start: int
    end: int
    is_closing: bool = False

    def address(self) -> str:
        """Where a link leads, "" for any other tag."""
        found = ADDRESS.search(self.attributes) if self.name in ("a", "area") else None
        return next((given.strip() for given in found.groups() if given), "") if found else ""


def tags(text: str) -> Iterator[Tag]:
    """The tags and comments of a text in their order. An unclosed comment is none."""
    position, has_comments = 0, "-->" in text
    while found := TAG.search(text, position):
        position = found.end()
        if found["comment"] is not None:
            end = text.find("-->", found.end()) if has_comments else -1
            has_comments = end >= 0
            if has_comments:
                position = end + 3
                yield Tag("", "", found.start(), position)
        elif found["name"] is None or _is_tag(found):
            more = (found["more"] or "").strip(" /\t\n\r")
            yield Tag((found["name"] or "").lower(), more, found.start(), found.end(), found["close"] == "/")
        else:
            position = found.start() + 1


def _is_tag(found: re.Match[str]) -> bool:
    """A name of HTML, or of a word processor such as o:p, and nothing beside it but attributes."""
    if found["name"].lower() not in NAMES and ":" not in found["name"]:
        return False
    return all(word.lower() in ALONE for word in WITHIN.findall(GIVEN.sub(" ", found["more"])))
