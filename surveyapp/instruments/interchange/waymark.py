"""Our own definitions, as YAML or JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import yaml

from surveyapp.instruments import loader
from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.places import in_line
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.sentences import Sentence, at

SUFFIXES = (".yaml", ".yml")
LARGEST_YAML = 1_000_000  # bytes, some ten seconds of reading; the largest of ours has 123,000
DEEPEST_YAML = 100  # what stands within what; each further step makes reading slower, and ours take a dozen


def is_ours(content: bytes, suffix: str) -> bool:
    """Whether these bytes look like a definition: JSON with both keys at its top, or YAML that begins lines with them."""
    if suffix in SUFFIXES:
        return True
    text = content.decode("utf-8-sig", errors="replace")
    if text.lstrip()[:1] == "{":
        return all(re.search(rf'"{key}"\s*:', text) for key in ("slug", "items", "unit_of_analysis"))
    return all(re.search(rf"^{key}:", text, re.MULTILINE) for key in ("slug", "items", "unit_of_analysis"))


def read(content: bytes, filename: str) -> Imported:
    """A definition, which may still lack texts in some languages.

    Raises FileRefused with every problem, each with its place. An anchor that YAML repeats is refused: a few of them
    unfold into more than fits in memory.
    """
    try:
        definition = _plain(content)
        instrument = loader.read(definition, languages_complete=False)
    except InstrumentError as error:
        raise FileRefused(error.problems) from error
    except UnicodeDecodeError as error:
        raise FileRefused(
            at(filename, "byte {start} is not UTF-8. Save the file as UTF-8.", start=error.start)
        ) from error
    except RecursionError as error:
        raise FileRefused(at(filename, "it is nested too deeply. Make it flatter.")) from error
    except (yaml.YAMLError, ValueError) as error:
        raise FileRefused(
            at(filename, "not valid YAML or JSON: {fault}. Mend this place.", fault=_first_line(error))
        ) from error
    return Imported("waymark", json.loads(loader.canonical(instrument)))


def _plain(content: bytes) -> Any:
    text = content.decode("utf-8-sig")
    if text.lstrip()[:1] == "{":
        return json.loads(text, object_pairs_hook=_once)
    if len(content) > LARGEST_YAML:
        raise InstrumentError(
            [Sentence("{n:,} bytes of YAML; at most {most:,} are read. Use JSON.", n=len(content), most=LARGEST_YAML)]
        )
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_YAML:
            raise RecursionError
        if isinstance(event, yaml.AliasEvent):
            place = in_line(event.start_mark.line + 1 if event.start_mark else 1)
            raise InstrumentError([at(place, "*{anchor} repeats another place. Write it out.", anchor=event.anchor)])
    return yaml.load(text, loader.DefinitionLoader)  # noqa: S506 - a safe loader


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping without a key that stands twice: otherwise the first of two questions would vanish."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise InstrumentError([Sentence("key {twice} stands twice in one place. Rename or remove one.", twice=twice)])
    return found


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return Sentence("{place}: {fault}", place=in_line(mark.line + 1), fault=problem) if mark else problem
