"""Turn pydantic's errors into sentences that name the place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from surveyapp.instruments.sentences import Sentence, gettext_noop

# Names that pydantic puts into a place for the form of a condition; no key of the file.
FORMS = frozenset({"ItemIn", "ItemAnswered", "ItemBetween", "AllOf", "AnyOf", "Not", "ChosenIn", "SkillsShort"})
REMEDIES = {
    "extra_forbidden": Sentence("this key is unknown. Correct its spelling or remove it."),
    "missing": Sentence("is missing. Add it."),
    "string_type": Sentence("must be text. Write it in quotes."),
    "dict_type": Sentence('must be a mapping, a text one of languages such as {{en: "..."}}.'),
}
CODE = gettext_noop("{input} is not a code. Use letters, digits and underscores, a letter first.")
# What has a way of its own to be written, by the key of the definition.
WRITTEN: dict[int | str, str] = {
    "slug": gettext_noop(
        "{input} is no short name. Use lower-case letters, digits and hyphens, a letter first, at most 50 characters."
    ),
    "version": gettext_noop("{input} is no version. Write a number, such as 2 or 2.1, of at most 16 characters."),
    "languages": gettext_noop("{input} is no code of a language. Write one such as de, fr or pt-br."),
}


class InstrumentError(Exception):
    """A definition that cannot be used; `problems` lists everything to mend, a sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def sentences(error: ValidationError, definition: Any) -> list[str]:
    """One sentence for each error, e.g. "items.DT1.kind: is missing. Add it."."""
    return [
        Sentence("{place}: {fault}", place=_place(detail, definition), fault=_fault(detail))
        for detail in error.errors()
    ]


def _place(detail: ErrorDetails, definition: Any) -> str:
    names = list(_names(detail["loc"], definition))
    return ".".join(names) or "definition"


def _names(location: tuple[int | str, ...], node: Any) -> Iterator[str]:
    for step in location:
        if step in FORMS:
            continue
        node = _below(node, step)
        code = node.get("code") if isinstance(step, int) and isinstance(node, dict) else None
        yield str(step if code is None else code)


def _below(node: Any, step: int | str) -> Any:
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return node if isinstance(step, str) else None


def _fault(detail: ErrorDetails) -> str:
    if detail["type"] in ("string_pattern_mismatch", "string_too_long"):
        said = WRITTEN.get(detail["loc"][0], CODE)
        return Sentence(said, input=_short(detail["input"]))
    message = detail["msg"][:1].lower() + detail["msg"][1:]
    now = Sentence("{message}. It is now {input}.", message=message, input=_short(detail["input"]))
    return REMEDIES.get(detail["type"], now)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
