"""What stands in the rows of a report's tables, and in its data, as a reader with a browser and a spreadsheet has it."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser


class _Rows(HTMLParser):
    """Every table row with an id, and every figure inside one: id → {"text", "value", "cells"}."""

    def __init__(self):
        super().__init__()
        self.found, self.row, self.part, self.cell, self.open = {}, None, None, None, []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "tr" and "id" in known:
            self.row = self.found[known["id"]] = {"cells": {}, "value": "", "text": ""}
        elif tag == "small" and "id" in known:
            self.part = self.found[known["id"]] = {"cells": {}, "value": "", "text": ""}
        elif tag == "td" and self.row is not None:
            self.cell = known.get("data-label")
        elif tag == "data":
            (self.part if self.part is not None else self.row)["value"] = known["value"]

    def handle_endtag(self, tag):
        if tag == "tr":
            self.row = None
        elif tag == "small":
            self.part = None
        elif tag == "td":
            self.cell = None

    def handle_data(self, data):
        if self.part is not None:
            self.part["text"] += data.strip()
        elif self.row is not None and self.cell:
            self.row["cells"][self.cell] = self.row["cells"].get(self.cell, "") + data.strip()


def rows_of(response):
    """Id → what its row prints, by the head of the column."""
    reader = _Rows()
    reader.feed(response.content.decode())
    return reader.found


def figures_of(response):
    """Id → row of the CSV."""
    text = response.content.decode("utf-8-sig")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def plain(text):
    """A number as printed, without unit, isolates and no-break spaces."""
    for sign in "\u2066\u2069%":
        text = text.replace(sign, "")
    return text.replace("\u2212", "-").replace("\u00a0", "").strip()
