"""Whether a newer version may replace the one that people are answering: when it mends words alone."""

from __future__ import annotations

import json
from typing import Any

from surveyapp.instruments import loader
from surveyapp.instruments.changes import Change, below, item_changes
from surveyapp.instruments.checks.texts import texts
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.sentences import Sentence


def correction_problems(own: Instrument, other: Instrument) -> list[str]:
    """Why an open wave of version `own` cannot go on with `other`: nothing but mended texts may differ.

    Empty when it can: `other` follows `own`, its author calls every item whose words differ the same, no language is
    lost, and with the texts left out the two are one.
    """
    if own.slug != other.slug:
        return [
            Sentence(
                "{other} is another questionnaire than {own}. Choose a version of {own}.",
                other=other.slug,
                own=own.slug,
            )
        ]
    found: list[str] = [
        Sentence(
            "{code} is {change} since version {version}. Only a mended typing error, declared as same, may differ.",
            code=each.code,
            change=Sentence(each.change),
            version=own.version,
        )
        for each in item_changes(own, other)
        if each.change is not Change.SAME
    ]
    found += [
        Sentence("The language {language} is missing. Add it.", language=language)
        for language in own.languages
        if language not in other.languages
    ]
    if not found and _without_texts(own) != _without_texts(other):
        found.append(
            Sentence(
                "Version {other} differs from {own} in more than its words: in its pages, rules or figures. "
                "Use it for the next survey.",
                other=other.version,
                own=own.version,
            )
        )
    return found


def _without_texts(instrument: Instrument) -> Any:
    """All that is not words: a definition in which every text is the same, without version, languages and since."""
    plain = json.loads(loader.canonical(instrument))
    for path, _ in texts(instrument):
        _blank(plain, path.split("."))
    return {key: value for key, value in plain.items() if key not in ("version", "languages", "since")}


def _blank(node: Any, steps: list[str]) -> None:
    *above, last = steps
    for step in above:
        node = below(node, step)
    if isinstance(node, list):
        node[int(last)] = {}
    else:
        node[last] = {}
