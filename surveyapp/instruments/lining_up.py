"""Call the questions of an earlier questionnaire as later ones call them, where they are the same, so that lines join.

A question is the same where its words are, in a language both have; its choices are where theirs are. What differs in
anything else keeps differing: `changes` says so, and a line breaks there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from surveyapp.instruments import loader
from surveyapp.instruments.conditions import references
from surveyapp.instruments.interchange.building import code_from
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.schema import Choice, Instrument

ALIKE_FROM = 0.6
"""Share of characters that two wordings have in common from which a question of the same code is one that was reworded;
below it another question has the code by chance, as "Q1" of two Qualtrics surveys."""

ANSWER = re.compile(r"\{answer:([A-Za-z][A-Za-z0-9_]*)\}")


@dataclass(frozen=True)
class Renamed:
    """Former code → present code, of questions and, by the question's former code, of choices; only what differs."""

    items: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def target(self, target: str) -> str:
        """What a column was taken for ("option:Q1:2"), by the present codes."""
        kind, _, rest = target.partition(":")
        item, _, part = rest.partition(":")
        if kind == "about" or not kind:
            return target
        choice = self.choices.get(item, {}).get(part, part)
        return ":".join([kind, self.items.get(item, item), *([choice] if part else [])])


def lined_up(
    definition: Mapping[str, Any], others: Sequence[Instrument], *, is_made: bool = False, apart: str = "earlier"
) -> tuple[dict[str, Any], Renamed]:
    """The definition under the codes of `others`, the first of them that has a question counting, and what was renamed.

    `is_made`: it was made from answers alone and knows only the choices that somebody chose; where all of those are
    offered by the other question, it takes over what that one offers. `apart`: what is put behind a code that another
    question has elsewhere. Whatever would not pass the checks stays as it was.
    """
    own = loader.read(definition, languages_complete=False)
    found = dict(_pairs(own, others))
    called = {code: pair[1] for code, pair in found.items() if pair[1] != code}
    renamed = Renamed(
        called | _told_apart(own, others, {*called.values(), *own.items}, set(found), apart),
        {code: kept for code, (other, theirs) in found.items() if (kept := _choices(own, code, other, theirs))},
    )
    plain: dict[str, Any] = own.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    now = _rewritten(plain, renamed)
    if is_made:
        for code, (other, theirs) in found.items():
            _take_over(now, own, renamed.items.get(code, code), (other, theirs), code)
    try:
        loader.read(now, languages_complete=False)
    except InstrumentError:
        return dict(definition), Renamed()
    return now, renamed


def _told_apart(
    own: Instrument, others: Sequence[Instrument], taken: set[str], found: set[str], apart: str
) -> dict[str, str]:
    """New codes for questions whose code another question has elsewhere."""
    renamed: dict[str, str] = {}
    for code in own.items:
        other = next((each for each in others if code in each.items), None)
        if code not in found and other is not None and not _is_alike(own, code, other):
            renamed[code] = code_from(f"{code}_{apart}", taken)
            taken.add(renamed[code])
    return renamed


def _is_alike(own: Instrument, code: str, other: Instrument) -> bool:
    here, there = own.items[code].text, other.items[code].text
    ratios = [SequenceMatcher(None, here[lang], there[lang]).ratio() for lang in here.keys() & there.keys()]
    return max(ratios, default=0) >= ALIKE_FROM


def _pairs(own: Instrument, others: Sequence[Instrument]) -> Iterator[tuple[str, tuple[Instrument, str]]]:
    """Each question that has exactly one of the same words elsewhere; of two that would become one, neither."""
    texts = Counter(key for code in own.items for key in _texts(own, code))
    wanted: dict[str, tuple[Instrument, str]] = {}
    for code, item in own.items.items():
        if not item.takes_answer:
            continue
        for other in others:
            same = _same(own, code, other, texts)
            if same:
                wanted[code] = (other, same)
                break
    n = Counter(theirs for _, theirs in wanted.values())
    for code, (other, theirs) in wanted.items():
        is_free = theirs == code or theirs not in own.items or wanted.get(theirs, (None, theirs))[1] != theirs
        if n[theirs] == 1 and is_free:
            yield code, (other, theirs)


def _same(own: Instrument, code: str, other: Instrument, texts: Counter[tuple[str, str]]) -> str:
    keys = set(_texts(own, code))
    if code in other.items and keys & set(_texts(other, code)):
        return code
    if any(texts[key] > 1 for key in keys):
        return ""
    found = [each for each in other.items if other.items[each].takes_answer and keys & set(_texts(other, each))]
    return found[0] if len(found) == 1 else ""


def _texts(instrument: Instrument, code: str) -> Iterator[tuple[str, str]]:
    for language, text in instrument.items[code].text.items():
        yield language, _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _choices(own: Instrument, code: str, other: Instrument, theirs: str) -> dict[str, str]:
    """Own choice → theirs with the same words, where that gives each a code of its own."""
    if own.items[code].scale:  # its choices are other questions' too
        return {}
    by_words = {(lang, _plain(text)): c.code for c in other.choices(theirs) for lang, text in c.text.items()}
    now = {c.code: _named(c, by_words) or c.code for c in own.choices(code)}
    if len(set(now.values())) < len(now):
        return {}
    return {before: after for before, after in now.items() if before != after}


def _named(choice: Choice, known: Mapping[tuple[str, str], str]) -> str:
    return next((known[lang, _plain(text)] for lang, text in choice.text.items() if (lang, _plain(text)) in known), "")


def _rewritten(node: Any, renamed: Renamed) -> Any:
    """The definition with every mention of a question or a choice renamed."""
    plain = _walk(node, renamed)
    items = {}
    for code, item in plain["items"].items():
        choices = renamed.choices.get(code, {})
        for choice in item.get("choices", ()):
            choice["code"] = choices.get(choice["code"], choice["code"])
        items[renamed.items.get(code, code)] = {key: value for key, value in item.items() if key != "code"}
    for section in plain.get("sections", ()):
        for page in section["pages"]:
            page["items"] = [renamed.items.get(code, code) for code in page["items"]]
    return {**plain, "items": items}


def _walk(node: Any, renamed: Renamed) -> Any:
    if isinstance(node, str):
        return ANSWER.sub(lambda found: f"{{answer:{renamed.items.get(found[1], found[1])}}}", node)
    if isinstance(node, list):
        return [_walk(each, renamed) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: _walk(value, renamed) for key, value in node.items()}
    if isinstance(node.get("item"), str):
        choices = renamed.choices.get(node["item"], {})
        found["item"] = renamed.items.get(node["item"], node["item"])
        if isinstance(node.get("in"), list):
            found["in"] = [choices.get(code, code) for code in node["in"]]
    return found


def _take_over(now: dict[str, Any], own: Instrument, code: str, theirs: tuple[Instrument, str], former: str) -> None:
    """What the other question is and offers, where all that was chosen here is offered there."""
    other, their_code = theirs
    item = other.items[their_code]
    offered = {choice.code for choice in other.choices(their_code)}
    mine = now["items"][code]
    shown = {choice["code"] for choice in mine.get("choices", ())} - _made_up(own, former)
    is_alike = mine["kind"] == item.kind or {mine["kind"], item.kind} <= {"single", "rating", "anchored", "country"}
    if not is_alike or not shown <= offered:
        return
    plain = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    kept = (
        "kind",
        "choices",
        "dont_know",
        "does_not_apply",
        "maximum_choices",
        "merge",
        "lowest",
        "highest",
        "publish",
    )
    limits = ("minimum", "maximum", "whole", "unit", "longest", "earliest", "latest", "one_line")
    taken = {key: plain[key] for key in (*kept, *limits) if key in plain}
    if item.scale:
        taken["choices"] = [
            c.model_dump(mode="json", by_alias=True, exclude_defaults=True) for c in other.choices(their_code)
        ]
    now["items"][code] = _in_languages({**taken, "text": mine["text"]}, own.languages)
    asked = [mention.item for mention in references(item.visible_when)]
    if item.visible_when is not None and all(each in now["items"] for each in asked):
        now["items"][code]["visible_when"] = plain["visible_when"]


def _made_up(own: Instrument, code: str) -> set[str]:
    """“None of these” stands beside a single choice because a question needs two; nobody chose it."""
    choices = own.choices(code)
    return {choices[1].code} if len(choices) == 2 and choices[1].code.startswith("none") else set()


def _in_languages(node: Any, languages: Sequence[str]) -> Any:
    if isinstance(node, list):
        return [_in_languages(each, languages) for each in node]
    if isinstance(node, dict) and node.get("text") and isinstance(node["text"], dict):
        node = {**node, "text": {lang: text for lang, text in node["text"].items() if lang in languages}}
    return (
        {k: _in_languages(v, languages) if k == "choices" else v for k, v in node.items()}
        if isinstance(node, dict)
        else node
    )
