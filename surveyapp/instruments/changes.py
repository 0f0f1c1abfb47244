"""What happened to each item between two versions, and which versions a wave may mix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from surveyapp.instruments.schema import DeclaredChange, Instrument, Text
from surveyapp.instruments.sentences import Sentence, gettext_noop


class Change(StrEnum):
    """Trend lines go on for `same` and `mapped`, are marked for `reworded`, and break for the others."""

    SAME = gettext_noop("same")
    REWORDED = gettext_noop("reworded")
    MAPPED = gettext_noop("recoded with map")
    RECODED = gettext_noop("recoded")
    NEW = gettext_noop("new")
    DROPPED = gettext_noop("dropped")


class Trend(StrEnum):
    """What a trend line does at the step from one version to the next."""

    GOES_ON = "goes on"
    MARKED = "marked"
    BREAKS = "breaks"
    NONE = "none"


TRENDS = {
    Change.SAME: Trend.GOES_ON,
    Change.MAPPED: Trend.GOES_ON,
    Change.REWORDED: Trend.MARKED,
    Change.RECODED: Trend.BREAKS,
    Change.NEW: Trend.NONE,
    Change.DROPPED: Trend.BREAKS,
}
# What an author may say of an item that was found so: never less than what was found, but for a mended typing error.
MAY_BE_CALLED: Mapping[Change, tuple[str, ...]] = {
    Change.SAME: ("same", "reworded", "new"),
    Change.REWORDED: ("same", "reworded", "new"),
    Change.RECODED: ("recoded", "new"),
    Change.NEW: ("new",),
}


@dataclass(frozen=True)
class ItemChange:
    """One item between two versions: what was found, what it counts as, and the map where there is one."""

    code: str
    found: Change
    change: Change
    map: Mapping[str, str] = field(default_factory=dict)

    @property
    def trend(self) -> Trend:
        # An item that its author calls new had a line before, and that line ends.
        return Trend.BREAKS if self.change is Change.NEW and self.found is not Change.NEW else TRENDS[self.change]


def compare(old: Instrument, new: Instrument) -> dict[str, Change]:
    """Item code → change, for every item of either version, by code, with what the author declared.

    Recoded: the possible answers, who is asked, or how answers merge differ; with a map where every former choice
    leads to one that means the same now. Reworded: what a respondent reads differs in a language both versions have.
    First steps, shares and routing to people do not count, and neither does a language added to all texts. What
    `new.since` says counts where it names the version of `old`, and where it is no less than what was found.
    """
    return {each.code: each.change for each in item_changes(old, new)}


def item_changes(old: Instrument, new: Instrument) -> list[ItemChange]:
    """As `compare`, with what was found before the author's word counted."""
    declared = _declared(old, new)
    codes = sorted(old.items.keys() | new.items.keys())
    return [_item_change(old, new, code, declared.get(code)) for code in codes]


def problems(old: Instrument, new: Instrument) -> list[str]:
    """Everything the author declares of `new` that cannot be so: sentences "since.items.CODE: fault. Remedy."."""
    return [
        Sentence("{place}: {fault}", place=f"since.items.{code}", fault=fault)
        for code, said in _declared(old, new).items()
        for fault in _faults(old, new, code, said)
    ]


def accepts(own: Instrument, other: Instrument) -> bool:
    """Whether a wave of version `own` takes answers of `other`: all items they share are the same."""
    if own.slug != other.slug:
        return False
    return not {Change.REWORDED, Change.RECODED, Change.MAPPED} & set(compare(own, other).values())


def mapped(answer: Mapping[str, Any], choice_map: Mapping[str, str]) -> dict[str, Any] | None:
    """A stored answer to the older version as an answer to the newer one.

    A missing reason stays what it is, and so does a value that is no choice (a number). Codes that meet in one become
    one. None where a chosen code leads nowhere: the answer as a whole then has no equivalent.
    """
    value = answer.get("value")
    if isinstance(value, str):
        return {"value": choice_map[value]} if value in choice_map else None
    if not isinstance(value, list):
        return dict(answer)
    if not choice_map.keys() >= set(value):
        return None
    return {"value": list(dict.fromkeys(choice_map[code] for code in value))}


def _declared(old: Instrument, new: Instrument) -> Mapping[str, DeclaredChange]:
    return new.since.items if new.since and new.since.version == old.version and new.slug == old.slug else {}


def _item_change(old: Instrument, new: Instrument, code: str, said: DeclaredChange | None) -> ItemChange:
    found = _found(old, new, code)
    if said is None or any(_faults(old, new, code, said)):
        return ItemChange(code, found, found)
    change = Change(said.change)
    if change is Change.RECODED and _leads_on(old, code, said.map):
        change = Change.MAPPED
    return ItemChange(code, found, change, said.map)


def _leads_on(old: Instrument, code: str, choice_map: Mapping[str, str]) -> bool:
    """Every former choice has its successor."""
    return bool(choice_map) and choice_map.keys() >= {choice.code for choice in old.choices(code)}


def _faults(old: Instrument, new: Instrument, code: str, said: DeclaredChange) -> Iterator[str]:
    if code not in new.items:
        yield Sentence(
            "there is no question {code} in version {version}. Remove what is said of it.",
            code=code,
            version=new.version,
        )
        return
    found = _found(old, new, code)
    if said.change not in MAY_BE_CALLED[found]:
        yield _contradiction(old, found, said)
    if said.map:
        yield from _map_faults(old, new, code, said)


def _contradiction(old: Instrument, found: Change, said: DeclaredChange) -> str:
    if found is Change.RECODED:
        return Sentence(
            "it cannot be called {change}: its answers, or who is asked, are others than in version {version}. Call it recoded, or new.",
            change=Sentence(said.change),
            version=old.version,
        )
    if found is Change.NEW:
        return Sentence(
            "it cannot be called {change}: version {version} does not have it. Call it new.",
            change=Sentence(said.change),
            version=old.version,
        )
    return Sentence(
        "it cannot be called {change}: its answers are those of version {version}. Call it same or reworded.",
        change=Sentence(said.change),
        version=old.version,
    )


def _map_faults(old: Instrument, new: Instrument, code: str, said: DeclaredChange) -> Iterator[str]:
    if said.change != "recoded" or code not in old.items:
        yield Sentence("only a recoded question has a map. Remove the map.")
        return
    if not may_be_mapped(old, new, code):
        yield Sentence(
            "a map cannot help: more than its choices differs (its kind, its limits, or who is asked). Remove the map."
        )
    former, present = ({choice.code for choice in version.choices(code)} for version in (old, new))
    for before, now in said.map.items():
        if before not in former:
            yield Sentence(
                "the map names {before}, which version {version} does not offer. Remove it from the map.",
                before=before,
                version=old.version,
            )
        if now not in present:
            yield Sentence(
                "the map leads to {now}, which version {version} does not offer. Choose one that it offers.",
                now=now,
                version=new.version,
            )


def _found(old: Instrument, new: Instrument, code: str) -> Change:
    if code not in old.items:
        return Change.NEW
    if code not in new.items:
        return Change.DROPPED
    if coding(old, code) != coding(new, code):
        return Change.RECODED
    languages = set(old.languages) & set(new.languages)
    same_words = _wording(old, code, languages) == _wording(new, code, languages)
    return Change.SAME if same_words else Change.REWORDED


CODING_FIELDS = {
    "kind": True,
    "choices_from": True,
    "dont_know": True,
    "maximum_choices": True,
    "minimum": True,
    "maximum": True,
    "whole": True,
    "unit": True,
    "earliest": True,
    "latest": True,
    "longest": True,
    "visible_when": True,
    "merge": True,
}


def coding(instrument: Instrument, code: str) -> dict[str, Any]:
    """Everything but words that makes an answer to an item what it is, by the name of the rule."""
    item = instrument.items[code]
    coding = item.model_dump(mode="json", include=CODING_FIELDS)
    coding["choices"] = {c.code: (c.value, c.exclusive) for c in instrument.choices(code)}
    coding["can_not_apply"] = item.does_not_apply is not None
    return coding


def may_be_mapped(old: Instrument, new: Instrument, code: str) -> bool:
    """Whether a map from former to present choices can make up for all that differs: only the choices do."""
    return {**coding(old, code), "choices": None} == {**coding(new, code), "choices": None}


def _wording(instrument: Instrument, code: str, languages: set[str]) -> list[dict[str, str]]:
    return [{k: v for k, v in (text or {}).items() if k in languages} for text in read_texts(instrument, code)]


def read_texts(instrument: Instrument, code: str) -> list[Text | None]:
    """What a respondent reads of an item, None where it has none: its own texts, then its choices."""
    item = instrument.items[code]
    # Choices in their order: moving one changes which is ticked almost as much as its wording does.
    # Nobody answers a score: its help only says where it came from.
    explained = None if item.kind == "score" else item.help
    ends = [item.lowest, item.highest]
    return [item.text, explained, item.does_not_apply, *ends, *(c.text for c in instrument.choices(code))]


def below(node: Any, step: str) -> Any:
    """One step down a definition of plain data: a key, or in a list the code or the position of a part."""
    if not isinstance(node, list):
        return node[step]
    coded = (part for part in node if isinstance(part, dict) and str(part.get("code")) == step)
    return next(coded, None) or node[int(step)]
