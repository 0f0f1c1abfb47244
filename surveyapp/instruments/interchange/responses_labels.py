"""What the cells of a response file may say of a closed question: a choice's code, or its words in any language."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from surveyapp.instruments.schema import Instrument

TAG = re.compile(r"<[^<>]{1,500}>")
ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\ufeff": "", "\u00ad": ""})


def folded(words: str) -> str:
    """Words as they are compared: without markup, in one case, single spaces, one kind of quotation mark and dash."""
    plain = TAG.sub(" ", html.unescape(words)) if "<" in words or "&" in words else words
    return " ".join(unicodedata.normalize("NFKC", plain.translate(ALIKE)).casefold().split())


def loose(words: str) -> str:
    """Letters and digits alone: exports lose commas and signs on their way."""
    return re.sub(r"[\W_]+", "", folded(words))


def only_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Key → value; a key that would lead to two values leads nowhere."""
    found: dict[str, str | None] = {}
    for key, value in pairs:
        found[key] = value if found.get(key, value) == value else None
    return {key: value for key, value in found.items() if key and value is not None}


@dataclass(frozen=True)
class Labels:
    """The choices of one item, by everything a file may call them."""

    words: Mapping[str, str]
    loosely: Mapping[str, str]
    codes: Mapping[str, str]
    numbers: Mapping[str, str]

    def find(self, cell: str, *, codes_first: bool) -> str | None:
        """The code of the choice, None for none. A cell that may be both is read as `codes_first` says."""
        by_code = self.codes.get(_unfloated(cell).casefold())
        by_words = self.words.get(folded(cell)) or self.words.get(_unfloated(cell))
        found = (by_code or by_words) if codes_first else (by_words or by_code)
        return found or self.loosely.get(loose(cell)) or self.numbers.get(_unfloated(cell)) or self._other(cell)

    def _other(self, cell: str) -> str | None:
        return next((self.codes.get(code) for code in ("oth", "other") if cell == "-oth-" and code in self.codes), None)

    @cached_property
    def telling(self) -> tuple[frozenset[str], frozenset[str]]:
        """Codes that are nobody's words, and words that are nobody's code: they tell how a file was exported."""
        codes, words = frozenset(self.codes), frozenset(self.words)
        return codes - words, words - codes


def labels_of(instrument: Instrument, item: str) -> Labels:
    """The labels of a closed item; of another kind of item none."""
    choices = instrument.choices(item)
    texts = [(text, choice.code) for choice in choices for text in choice.text.values()]
    numbers = ((f"{choice.value:g}", choice.code) for choice in choices if choice.value is not None)
    return Labels(
        words=only_one((folded(text), code) for text, code in texts),
        loosely=only_one((loose(text), code) for text, code in texts),
        codes=only_one((choice.code.casefold(), choice.code) for choice in choices),
        numbers=only_one(numbers),
    )


def _unfloated(cell: str) -> str:
    """Programs that count write the code 1 as 1.0."""
    return cell.removesuffix(".0") if cell[:-2].lstrip("-").isdecimal() else cell
