"""Answers to the tiny questionnaire as another tool would have written them."""

from __future__ import annotations

import csv
import io

HEADS = [
    "id",
    "submitdate",
    "Organisation",
    "AREA",
    "REC1. How are records made?",
    "BATCHES",
    "FIRST[python]",
    "FIRST[stats]",
    "REMARK",
]
ROWS = [
    HEADS,
    ["1", "2022-03-01 10:00:00", "Alpha site", "Production", "Level 2 words", "12", "Yes", "No", "Fine"],
    ["2", "2022-03-02 11:30:00", "ALPHA SITE Ltd", "Elsewhere", "Level 3 words", "don't know", "No", "No", ""],
    ["3", "2022-03-03 09:15:00", "Newcomer", "Production", "Level 1 words", "", "", "", "=1+1"],
    ["4", "", "Beta site", "Production", "Level 1 words", "3", "No", "Yes", "not sent"],
]


def as_csv(rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()
