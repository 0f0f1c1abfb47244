"""Files that a browser took, opened by other libraries and held against the tables that the page showed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from pptx import Presentation

from tests.benchmarking.exports.reading import charts, packed, pdf_text

# What a reader sees of each finding: its title, and its table's rows with the name first.
READ = """[...document.querySelectorAll("figure.finding")].map((finding) => ({
  id: finding.id,
  title: finding.querySelector("h2, h3").textContent,
  is_drawn: Boolean(finding.querySelector(".plot")),
  rows: [...finding.querySelectorAll("table.data tbody tr")].map((row) => ({
    name: row.querySelector("th bdi").textContent,
    note: row.querySelector("th small")?.textContent ?? "",
    cells: [...row.querySelectorAll("td")].map((cell) => cell.textContent),
  })),
}))"""
NUMBER = re.compile(r"[−+]?\d+(?:\.\d+)?")
LONG = 20  # characters: beside a figure, the PDF prints columns of sentences below the name of the row


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it."""

    id: str
    title: str
    is_drawn: bool
    rows: list[dict]


def findings(page):
    return [Shown(**each) for each in page.evaluate(READ)]


def missing_in_pdf(content, shown):
    """Rows of the page's tables, their numbers side by side, that a PDF does not print so."""
    text = pdf_text(content)
    return [(each.title, row) for each in shown for row in each.rows if not any(line in text for line in _lines(row))]


def _lines(row):
    name, note, cells = row["name"], row["note"], row["cells"]
    long = [cell for cell in cells if len(cell) > LONG]
    short = [cell for cell in cells if cell not in long]
    orders = ([note, *cells], [note, *long, *short], [note, *cells[-1:], *cells[:-1]])
    return [packed("".join([name, *order])) for order in orders]


def wrong_on_slides(content, shown):
    """Numbers of the slides' own charts that stand in no row of the page's table of that title; and how many were compared."""
    wrong, n_compared = [], 0
    for title, parts in charts(content).items():
        finding = _alike(title, shown, lambda each: each.title)
        for categories, series, _reach in parts:
            for name, values in series.items():
                for category, value in zip(categories, values, strict=True):
                    if value is not None:
                        n_compared += 1
                        row = _alike(category, finding.rows, lambda each: each["name"])
                        if value not in _numbers(row):
                            wrong.append((title, category, name, value))
    return wrong, n_compared


def _alike(text, found, name):
    """Whose name begins as the text does, which a slide may shorten or say more of."""
    return max(found, key=lambda each: _shared(packed(text), packed(name(each))))


def _shared(one, other):
    """How many letters from the start are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _numbers(row):
    """As printed, and both ends of a count in a band as shares of its base: 3–5 of 14 is drawn from 21.4 to 35.7."""
    texts = " ".join(row["cells"])
    found = {float(number.replace("−", "-")) for number in NUMBER.findall(texts)}
    for counts, base in re.findall(r"([\d–]+) of (\d+)", texts):
        found |= {round(100 * int(count) / int(base), 1) for count in counts.split("–")}
    return found


def words_of_slides(content):
    deck = Presentation(BytesIO(content))
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return packed(" ".join([*texts, *(cell.text for table in tables for row in table.rows for cell in row.cells)]))
