"""The findings and tables of a page as a reader gets them, and what is not said beside their numbers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import StringIO

from tests.attack.crawler import Found

DASHES = ("", "-", "–", "—", "−")
N = re.compile(r"\bn = \d+")
OWN = re.compile(r"You\b|Your|Now$|Needed$|People$")  # columns of one's own numbers: nobody is withheld from oneself
INTERVAL = re.compile(r"95 % interval|has no interval")


@dataclass
class Table:
    caption: str = ""
    heads: list[str] = field(default_factory=list)
    numeric: list[str] = field(default_factory=list)  # those of the heads that stand over numbers
    rows: list[list[tuple[str, str]]] = field(default_factory=list)  # head, text: without the cell that names the row


@dataclass
class Shown:
    """A finding: all of its words, its tables, and the figure that the browser draws. `id` is "" for a table outside any."""

    id: str
    words: str = ""
    tables: list[Table] = field(default_factory=list)
    figure: dict | None = None


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.shown, self.table, self.into, self.script = [], None, None, None, None
        self.is_numeric = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "figure":
            self.shown = Shown(given.get("id") or "")
            self.found.append(self.shown)
        elif tag == "table":
            self.table = Table()
            if self.shown is None:
                self.found.append(Shown(""))
            self.found[-1].tables.append(self.table)
        elif tag == "script":
            self.script = "" if given.get("type") == "application/json" else None
        elif self.table is not None:
            self._within(tag, given)

    def _within(self, tag, given):
        if tag == "tr":
            self.table.rows.append([])
        elif tag == "td":
            self.table.rows[-1].append((given.get("data-label") or "", ""))
        self.into = tag if tag in ("caption", "th", "td") else self.into
        if tag == "th" and given.get("scope") == "col":
            self.into = "head"
            self.table.heads.append("")
            self.is_numeric = given.get("class") == "num"

    def handle_endtag(self, tag):
        if tag == "script" and self.script and self.shown is not None:
            self.shown.figure = json.loads(self.script)
        self.script = None if tag == "script" else self.script
        self.shown = None if tag == "figure" else self.shown
        self.table = None if tag == "table" else self.table
        if tag == "th" and self.into == "head" and self.is_numeric:
            self.table.numeric.append(self.table.heads[-1])
        self.into = None if tag in ("caption", "th", "td", "table") else self.into

    def handle_data(self, data):
        if self.script is not None:
            self.script += data
            return
        data = re.sub(r"\s+", " ", data.replace("\u00a0", " "))
        if self.shown is not None:
            self.shown.words += data
        if self.into == "caption":
            self.table.caption += data
        elif self.into == "head":
            self.table.heads[-1] += data
        elif self.into == "td":
            head, text = self.table.rows[-1][-1]
            self.table.rows[-1][-1] = (head, text + data)


def shown_on(html: str) -> list[Shown]:
    reader = _Reader()
    reader.feed(html)
    return reader.found


def empty_cells(shown: Shown) -> list[str]:
    """Head of each cell of others' numbers that has neither a number nor words. A cell without a head is a picture's."""
    return [
        head
        for table in shown.tables
        for row in table.rows
        for head, text in row
        if head and not OWN.match(head) and text.strip() in DASHES and head != "In words"
    ]


def unsaid_of_a_finding(shown: Shown, survey: str) -> list[str]:
    """What a finding of others' numbers does not say: n, survey and publication at its table, and an interval or why none."""
    if not shown.tables:
        return []
    (table,) = shown.tables
    if all(OWN.match(head) for head in table.numeric) and survey in table.caption:
        return []
    named = {
        "n": N.search(table.caption),
        "survey": survey in table.caption,
        "publication": "publication 1" in table.caption,
        "interval": INTERVAL.search(" ".join([table.caption, *table.heads, shown.words])),
        "n of each row": "n" in table.heads,
    }
    return [what for what, is_said in named.items() if not is_said]


def unsaid_of_a_figure(shown: Shown, survey: str) -> list[str]:
    """The same of what the browser draws: it leaves the page as a picture."""
    if shown.figure is None:
        return []
    meta = shown.figure["layout"]["meta"]
    if all(OWN.match(column["head"]) for column in meta["columns"]) and survey in meta["survey"]:
        return []
    named = {
        "compared_with": meta["compared_with"],
        "n": N.search(meta["n"].replace("\u00a0", " ")),
        "survey": survey in meta["survey"],
        "publication": "publication 1" in meta["publication"],
        "words for what is not shown": not any(
            value in DASHES[1:] for row in meta["rows"] for value in row["values"][1:]
        ),
    }
    return [what for what, is_said in named.items() if not is_said]


def lines_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def unsaid_of_a_file(text: str, survey: str) -> list[str]:
    """Of a CSV: the source on every line, both ends of intervals as numbers, and a reason wherever a number is missing."""
    found, lines = [], lines_of(text)
    if "n" not in lines[0]:
        return [line for line in lines if not line["Compared with"] or survey not in line["Survey"]]
    for line in lines:
        if not (line["Compared with"] and survey in line["Survey"] and "publication 1" in line["Publication"]):
            found.append(f"source of {line}")
        if not N.search(line["Number of organisations"].replace("\u00a0", " ")):
            found.append(f"n of {line}")
        for head, cell in line.items():
            is_number = head in ("n", "Mean", "Median", "Share, per cent", "Change") or head.endswith(
                (", from", ", to")
            )
            is_bare = not cell.strip() and not line["Why a number is missing"]
            if is_number and (is_bare or cell.strip() in DASHES[1:]):
                found.append(f"{head} of {line}")
    return found


def unsaid(found: Mapping[str, Found], survey_at: Callable[[str], str]) -> dict[str, list[str]]:
    """By address, what is not said there; `survey_at` tells whose title belongs to an address."""
    faults = {}
    for address, page in found.items():
        text, survey = page.body.decode(errors="replace"), survey_at(address)
        if page.kind == "text/csv":
            faults[address] = unsaid_of_a_file(text, survey)
        elif page.kind == "text/html":
            faults[address] = [fault for shown in shown_on(text) for fault in unsaid_of_one(shown, survey)]
    return {address: each for address, each in faults.items() if each}


def unsaid_of_one(shown: Shown, survey: str) -> list[str]:
    empty = [f"{shown.id}: empty cell under {head}" for head in empty_cells(shown)]
    if not shown.id:
        return empty
    beside = unsaid_of_a_finding(shown, survey) + unsaid_of_a_figure(shown, survey)
    return [*empty, *(f"{shown.id}: {what}" for what in beside)]
