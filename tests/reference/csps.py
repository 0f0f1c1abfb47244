"""The Civil Service People Survey's own files: organisation scores and the medians it published."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarking.stats.quantiles import sector_median

SCORES_2023 = "csps/csps2023_Table_3.csv"
MEDIANS_2023 = "csps/csps2023_Table_1.csv"
WORKBOOK_2021 = "csps/raw/2021/Civil_Service_People_Survey_2009_2021_Benchmarks_v2.ods"

PUBLISHED_MEDIAN = "CS_MEDIAN"
MEAN_OF_EVERYBODY = "CS_MEAN"

# "Aggregate figures ... for certain groups" (note 8 of 2023, note 4 of 2021): their parts stand in
# the table as organisations of their own, so counting the groups as well would count people twice.
# The joint surveys of the other notes (DFE, SWNIO; HO in 2021) are one row each, counted once.
GROUPS = ("MOJ_GROUP", "UKSA_GROUP")

NOT_SCORES = 3  # columns after the organisation's code: name, department group, notes


@dataclass(frozen=True)
class Survey:
    """Measure → organisation → score (None: suppressed), and measure → published median."""

    scores: Mapping[str, Mapping[str, float | None]]
    medians: Mapping[str, float]
    organisations: tuple[str, ...]


def survey_2023(folder: Path) -> Survey:
    rows = _csv_rows(folder / SCORES_2023)
    return _survey(rows)


def survey_2021(folder: Path) -> Survey:
    table = pd.read_excel(folder / WORKBOOK_2021, sheet_name="Table_3", header=None, engine="odf")
    return _survey([[str(cell) for cell in row] for row in table.itertuples(index=False)])


def medians_2023(folder: Path) -> dict[str, float]:
    """The published medians by the measure's code, from the table of medians itself."""
    header, *rows = _from_header(_csv_rows(folder / MEDIANS_2023), "Measure")
    year = header.index("2023.0")
    return {row[0]: float(row[year]) for row in rows if row[year] != "[z]"}


def code(measure: str) -> str:
    """The code before the first full stop: "EES. Employee engagement index ..." gives "EES"."""
    return measure.split(".", 1)[0]


def without_unasked(survey: Survey) -> Survey:
    """2021 prints 0 % for every option of a question that nobody in the organisation was asked.

    The options of a question share their code and cannot all be 0 % of those who answered.
    """
    questions = {code(measure) for measure in survey.scores}
    unasked = {
        (question, organisation)
        for question in questions
        for organisation in survey.organisations
        if len(options := _options(survey, question)) > 1 and not any(survey.scores[m][organisation] for m in options)
    }
    scores = {
        measure: {o: None if (code(measure), o) in unasked else score for o, score in scores.items()}
        for measure, scores in survey.scores.items()
    }
    return Survey(scores, survey.medians, survey.organisations)


def possible_medians(survey: Survey, measure: str) -> tuple[float, float]:
    """The least and the greatest median that the suppressed scores, of 0 to 100 each, can make of those that stand."""
    scores = [score for organisation, score in survey.scores[measure].items() if organisation not in GROUPS]
    low, high = ([extreme if score is None else score for score in scores] for extreme in (0.0, 100.0))
    return sector_median(low), sector_median(high)


def _options(survey: Survey, of: str) -> list[str]:
    return [measure for measure in survey.scores if code(measure) == of]


def _survey(table: list[list[str]]) -> Survey:
    header, *rows = _from_header(table, "Organisation")
    by_organisation = {row[0]: row[1 + NOT_SCORES :] for row in rows}
    measures = header[1 + NOT_SCORES :]
    published = by_organisation.pop(PUBLISHED_MEDIAN)
    del by_organisation[MEAN_OF_EVERYBODY]
    scores = {
        measure: {organisation: score(row[i]) for organisation, row in by_organisation.items()}
        for i, measure in enumerate(measures)
    }
    medians = {m: float(value) for m, value in zip(measures, published, strict=True)}
    return Survey(scores, medians, tuple(by_organisation))


def score(cell: str) -> float | None:
    """Raises ValueError for a cell that is neither a number nor marked as suppressed: nothing else may pass for it."""
    return None if cell == "[c]" else float(cell)


def _from_header(rows: Iterable[list[str]], first: str) -> list[list[str]]:
    rows = list(rows)
    start = next(i for i, row in enumerate(rows) if row[0] == first)
    return rows[start:]


def _csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
