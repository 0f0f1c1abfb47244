"""What a reader of a page sees or hears, without what the browser is told."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

SPOKEN = ("alt", "title", "aria-label", "placeholder", "data-failed", "label")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        self.words += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def text_of(response):
    """Visible and spoken text, one space between words."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return re.sub(r"\s+", " ", unescape(" ".join(reader.words))).strip()
