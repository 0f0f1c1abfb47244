"""The Research Software Engineers' surveys of 2016 and 2017: what people answered, and the tables their owner made of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarking.stats.estimate import estimate_metric
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor, Metric

FOLDER = "rse_survey"
LIST = "reproducible_tables.csv"


@dataclass(frozen=True)
class Question:
    """A column of the public file: everybody's answer in its order, None where there is none."""

    heading: str
    answers: tuple[str | None, ...]

    def called(self) -> tuple[str, ...]:
        """What its owner's tables call it: the heading, the question without its code, or that up to its first full stop."""
        _, _, text = self.heading.partition(". ")
        text = text.removeprefix("[").removesuffix("]")
        return self.heading, text, text.partition(".")[0]


@dataclass(frozen=True)
class Table:
    """A published table: a row an answer, a column a question. `counts` holds None where nothing is printed.

    `percentages` are of the same cells, empty where the owner published none. `cells` as the list of tables counts them.
    """

    survey: str
    name: str
    kind: str
    cells: int
    is_listed: bool
    headings: tuple[str, ...]
    options: tuple[str, ...]
    counts: tuple[tuple[float | None, ...], ...]
    percentages: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class Counts:
    """How many gave each answer to one question, and how many gave any."""

    question: Question
    by_option: Mapping[str, int]
    stated: int

    @property
    def outside(self) -> int:
        """Answers that no row of the table stands for."""
        return self.stated - sum(self.by_option.values())


def tables(reference_data: Path) -> list[Table]:
    folder = reference_data / FOLDER
    header, *rows = _rows(folder / LIST)
    return [_table(folder, dict(zip(header, row, strict=True))) for row in rows]


def _table(folder: Path, listed: Mapping[str, str]) -> Table:
    published = folder / listed["survey"] / "published_output"
    header, *rows = _rows(published / listed["file"])
    shares = published / listed["file"].replace(".csv", "[PERC].csv")
    return Table(
        survey=listed["survey"],
        name=listed["file"],
        kind=listed["kind"],
        cells=int(listed["cells"]),
        is_listed=listed["reproducible"] == "1",
        headings=tuple(" ".join(heading.split()) for heading in header[1:]),
        options=tuple(row[0] for row in rows),
        counts=_numbers(rows),
        percentages=_numbers(_rows(shares)[1:]) if shares.exists() else (),
    )


def _numbers(rows: Sequence[list[str]]) -> tuple[tuple[float | None, ...], ...]:
    return tuple(tuple(float(cell) if cell else None for cell in row[1:]) for row in rows)


def questions(reference_data: Path, survey: str) -> list[Question]:
    """Blanks around an answer say nothing, and a blank answer is none."""
    as_they_stand = questions_as_they_stand(reference_data, survey)
    return [replace(q, answers=tuple((answer or "").strip() or None for answer in q.answers)) for q in as_they_stand]


def questions_as_they_stand(reference_data: Path, survey: str) -> list[Question]:
    """Blanks included: "Never " is another answer than "Never", and no answer is an answer."""
    header, *rows = _rows(reference_data / FOLDER / survey / "public_data.csv")
    columns = zip(*rows, strict=True)
    return [Question(" ".join(heading.split()), answers) for heading, answers in zip(header, columns, strict=True)]


def recounted(table: Table, asked: Sequence[Question]) -> list[Counts]:
    """The questions of a table, counted by `benchmarking.stats` as a sector whose organisations are the respondents."""
    return [_counts(_find(heading, asked), table.options) for heading in table.headings]


def _find(heading: str, asked: Sequence[Question]) -> Question:
    (found,) = [question for question in asked if heading in question.called()]
    return found


def _counts(question: Question, options: Sequence[str]) -> Counts:
    found = {option: _estimated(question.answers, option) for option in options}
    (stated,) = {n for _, n in found.values()}
    return Counts(question, {option: holding for option, (holding, _) in found.items()}, stated)


def _estimated(answers: Sequence[str | None], option: str) -> tuple[int, int]:
    """How many gave this answer, of how many who gave any."""
    people = [Contributor(str(number), str(number), {}) for number in range(len(answers))]
    holds = {str(n): None if answer is None else float(answer == option) for n, answer in enumerate(answers)}
    share, not_stated = estimate_metric(build_tree(people, ()), people, Metric(option, "share", holds))
    return int(share.total), share.n_units - int(not_stated.total)


# What a percentage is a share of. A table of several questions shares each answer out among them: of all who said
# "Agree" to any, how many said it to this one.
Base = Callable[[Sequence[Counts], Counts, str], int]
BASES: Mapping[str, Base] = {
    "single": lambda _, question, __: question.stated,
    "battery": lambda every, _, option: sum(each.by_option[option] for each in every),
}


def percentages(kind: str, found: Sequence[Counts], option: str) -> Iterator[float | None]:
    """None where nobody is in the base."""
    for question in found:
        base = BASES[kind](found, question, option)
        yield question.by_option[option] / base * 100 if base else None


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file) if row]
