"""The texts of a questionnaire from another product: every language, plain words, earlier answers put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.instruments import piping
from surveyapp.instruments.interchange.building import Builder
from surveyapp.instruments.interchange.plain_text import verbatim, words_of
from surveyapp.instruments.interchange.showing import Find
from surveyapp.instruments.sentences import Sentence

GAP = "…"
# Words that we add ourselves where another product brings its own, in the languages they are known in.
OWN_WORDS: dict[str, dict[str, str]] = {
    "other": {"en": "Other", "de": "Anderes", "fr": "Autre", "es": "Otro", "it": "Altro", "ar": "غير ذلك"},
    "none": {"en": "None of these", "de": "Nichts davon", "fr": "Aucune de ces réponses", "es": "Ninguna", "ar": "لا شيء مما سبق"},
    "yes": {"en": "Yes", "de": "Ja", "fr": "Oui", "es": "Sí", "it": "Sì", "ar": "نعم"},
    "no": {"en": "No", "de": "Nein", "fr": "Non", "es": "No", "it": "No", "ar": "لا"},
}  # fmt: skip


def own_words(which: str, languages: tuple[str, ...]) -> dict[str, str]:
    """One of our words in all these languages, in English where we have no other."""
    words = OWN_WORDS[which]
    return {language: words.get(language.partition("-")[0], words["en"]) for language in languages}


@dataclass(frozen=True)
class Wording:
    """How a product marks an earlier answer in a text (`reference`, its group 1 the name), and its
    markup: Markdown beside HTML, or none in what our own export wrote (`is_ours`)."""

    builder: Builder
    reference: re.Pattern[str]
    find: Find
    markdown: bool = False
    is_ours: bool = False

    def text(self, raw: Mapping[str, object], place: str, *, fills: bool = True) -> dict[str, str]:
        """Language → words, the default language always among them; {} when there are none at all.

        `fills`: whether pages put earlier answers into this text. Notes what could not be put in, and a default
        language without words of its own.
        """
        words = {
            lang: said
            for lang, text in self.without_markup(raw, place).items()
            if (said := self._said(text, place, fills))
        }
        default = self.builder.default_language
        if not words:
            return {}
        if default not in words:
            first = next(iter(words))
            self.builder.note(
                place,
                Sentence(
                    "There is no text in “{default}”: the one in “{first}” stands in for it.",
                    default=default,
                    first=first,
                ),
            )
            words = {default: words[first], **words}
        return self._same_answers(words, place)

    def without_markup(self, raw: Mapping[str, object], place: str) -> dict[str, str]:
        """Language → plain words of a text, "" where there are none. Notes what was left out."""
        found = {
            lang: verbatim(raw.get(lang)) if self.is_ours else words_of(raw.get(lang), markdown=self.markdown)
            for lang in self.builder.languages
        }
        for sentence in dict.fromkeys(said for words in found.values() for said in words.lost):
            self.builder.note(place, sentence)
        return {lang: words.text for lang, words in found.items()}

    def _said(self, text: str, place: str, fills: bool) -> str:
        said = text.replace("{answer:", "{ answer:")
        return self.reference.sub(lambda match: self._answer(match, place, fills), said)

    def _answer(self, match: re.Match[str], place: str, fills: bool) -> str:
        target = self.find(match[1].strip()) if fills else None
        if target:
            return f"{{answer:{target.code}}}"
        self.builder.note(
            place, Sentence("“{match}” cannot be put into this text: “{gap}” stands there.", match=match[0], gap=GAP)
        )
        return GAP

    def _same_answers(self, words: dict[str, str], place: str) -> dict[str, str]:
        named = {tuple(sorted(piping.sources(said))) for said in words.values()}
        if len(named) == 1:
            return words
        self.builder.note(
            place, Sentence("Its languages name different earlier answers: “{gap}” stands for each.", gap=GAP)
        )
        return {language: piping.PIPE.sub(GAP, said) for language, said in words.items()}
