"""The owner's tables of the Research Software Engineers' surveys, counted again in what the import stored."""

from __future__ import annotations

from collections import Counter

from surveyapp.instruments.interchange.responses_labels import labels_of
from surveyapp.models.answers import ResponseAnswers
from surveyapp.selectors.instruments import instrument
from tests.reference import rse

NOBODY = "nobody's"


class Stored:
    """One imported survey: its answers, and which question each column of its file became."""

    def __init__(self, about, headings, as_worker):
        self.instrument = instrument(about.wave.instrument_version_id)
        self.columns = {heading: about.columns.get(str(at), "") for at, heading in enumerate(headings)}
        with as_worker():
            rows = ResponseAnswers.objects.filter(participation__wave=about.wave)
            self.documents = list(rows.values_list("document", flat=True))

    def counts(self, heading, options):
        """How many stored answers to the question of this heading say each option."""
        kind, _, rest = self.columns[heading].partition(":")
        item, _, part = rest.partition(":")
        answers = [document[item].get("value") for document in self.documents]
        if kind == "rank":
            answers = [chosen[int(part) - 1] if chosen and len(chosen) >= int(part) else None for chosen in answers]
        if self.instrument.items[item].kind == "number":
            return [sum(_is_number(answer, option) for answer in answers) for option in options]
        found = Counter(answers if kind != "option" else [None if a is None else part in a for a in answers])
        return [found[self._as_stored(item, kind, option)] for option in options]

    def _as_stored(self, item, kind, option):
        if kind == "option":
            return {"Yes": True, "No": False}.get(option, option)
        question = self.instrument.items[item]
        if question.kind == "text":
            return option
        # An answer that nobody gave may be none of the choices; an answer without words is none.
        return (labels_of(self.instrument, item).find(option, codes_first=False) or NOBODY) if option else None


def _is_number(answer, option):
    """Whether an answer is the number of an option; "5+" is five or more."""
    if answer is None or not option:
        return answer is None and not option
    return answer >= float(option[:-1]) if option.endswith("+") else answer == float(option)


def different(table, stored, asked):
    """Cells, as answer and question, whose printed count is not ours. The owner leaves a cell blank for nobody."""
    found = {}
    for place, heading in enumerate(table.headings):
        question = _question(heading, asked)
        ours = stored.counts(question.heading, table.options)
        for option, row, count in zip(table.options, table.counts, ours, strict=True):
            if (row[place] or 0) != count:
                found[option, question.heading] = (row[place], count)
    return found


def _question(heading, asked):
    """The column of the public file; of a ranking a column a rank."""
    if heading.startswith("Rank "):
        return next(question for question in asked if question.heading.startswith(f"prevEmp2[{heading[5:]}]"))
    return rse._find(heading, asked)
