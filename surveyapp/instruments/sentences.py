"""English sentences that remember how they were made, so that whoever shows them can say them in another language.

This package is plain data and knows no translations: it only marks what is to be translated.
"""

from __future__ import annotations

from typing import Any, Self


def gettext_noop(text: str) -> str:
    """The text itself, marked for translators; whoever shows it translates it."""
    return text


class Sentence(str):
    """What `template` says with its `values`: a plain English string to everyone who does not ask further.

    A value that is a sentence again is translated too. Raises KeyError for a field of the template without a value.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        said = super().__new__(cls, template.format(**values))
        said.template, said.values = template, values
        return said


def at(place: str, fault: str, /, **values: Any) -> Sentence:
    """A fault with its place before it, e.g. "items.DT1.kind: is missing. Add it."."""
    return Sentence(gettext_noop("{place}: {fault}"), place=place, fault=Sentence(fault, **values))


def to_plain(said: str) -> Any:
    """The sentence as JSON can hold it: a string, or {"template", "values"}."""
    if not isinstance(said, Sentence):
        return said
    return {"template": said.template, "values": {name: _plain(value) for name, value in said.values.items()}}


def from_plain(plain: Any) -> str:
    """The sentence that `to_plain` made, which English alone says exactly as before."""
    if not isinstance(plain, dict):
        return str(plain)
    values = {name: from_plain(v) if isinstance(v, dict) else v for name, v in plain["values"].items()}
    return Sentence(plain["template"], **values)


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        return to_plain(value)
    return value if isinstance(value, int | float) else str(value)
