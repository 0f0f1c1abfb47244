"""An earlier answer in a text is that of a question that is asked before, and stands only where pages fill it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from surveyapp.instruments import piping
from surveyapp.instruments.checks.texts import Placed
from surveyapp.instruments.schema import Instrument, Text
from surveyapp.instruments.sentences import at


def piping_problems(instrument: Instrument, every: Placed) -> Iterator[str]:
    """Faults of the pipes `{answer:CODE}` in `every` text."""
    filled = set()
    for place, text, earlier in _filled(instrument):
        filled.add(place)
        if piping.sources_in(text):
            yield from _source_problems(instrument, place, text, earlier)
            yield from _language_problems(instrument, place, text)
    for place, any_text in every:
        if place not in filled and piping.sources_in(any_text):
            yield at(place, "no earlier answer can stand here. Write the sentence without it.")
    yield from _published_problems(instrument)


def _filled(instrument: Instrument) -> Iterator[tuple[str, Text, set[str]]]:
    """Every text that pages fill in, with its place and the questions asked before it: one set, which grows on the way."""
    earlier: set[str] = set()
    for section in instrument.sections:
        for page in section.pages:
            yield from ((place, text, earlier) for place, text in piping.texts_of_page(section.code, page))
            for code in page.items:
                if code in instrument.items:
                    own = piping.texts_of(instrument, instrument.items[code])
                    yield from ((place, text, earlier) for place, text in own)
                earlier.add(code)


def _source_problems(instrument: Instrument, place: str, text: Text, earlier: Collection[str]) -> Iterator[str]:
    for code in sorted(piping.sources_in(text)):
        if code not in instrument.items:
            yield at(place, "there is no item {code} whose answer could stand here. Correct the code.", code=code)
        elif not instrument.items[code].takes_answer or code not in instrument.placed:
            yield at(place, "{code} takes no answer that could stand here. Name a question that is asked.", code=code)
        elif code not in earlier:
            yield at(
                place,
                "the answer to {code} is not known yet. Ask {code} before, or write the sentence without it.",
                code=code,
            )


def _language_problems(instrument: Instrument, place: str, text: Text) -> Iterator[str]:
    expected = Counter(piping.sources(text.get(instrument.default_language, "")))
    for language, words in text.items():
        if Counter(piping.sources(words)) != expected:
            yield at(
                place,
                'the text in "{language}" names other earlier answers than the one in "{default_language}". Name the same ones.',
                language=language,
                default_language=instrument.default_language,
            )


def _published_problems(instrument: Instrument) -> Iterator[str]:
    """Results name a question by its text, and no person's answer may stand there."""
    counted = {statistic.item for statistic in instrument.statistics}
    for code, item in instrument.items.items():
        if item.feeds is None and item.publish == "none" and code not in counted:
            continue
        for place, text in piping.texts_of(instrument, item):
            if piping.sources_in(text):
                yield at(place, "results will show this text without its earlier answer. Write it without one.")
