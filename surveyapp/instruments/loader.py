"""Read an instrument from YAML, with every problem at once and where it stands."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from surveyapp.instruments.checks import problems
from surveyapp.instruments.language_files import add_language
from surveyapp.instruments.parts import Part
from surveyapp.instruments.places import in_line
from surveyapp.instruments.problems import InstrumentError, sentences
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.sentences import Sentence, at

DEFINITIONS = Path(__file__).parent / "definitions"


class DefinitionLoader(yaml.SafeLoader):
    """Safe YAML in which a repeated key is an error: otherwise the first of two items would vanish."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key in seen and key != "<<":
                line = key_node.start_mark.line + 1
                raise InstrumentError([at(in_line(line), "key {key} stands twice. Rename or remove one.", key=key)])
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def load(path: Path) -> Instrument:
    """Read and check a definition file, with the languages that stand beside it in files of their own.

    Raises InstrumentError with all its problems.
    """
    definition = _plain(path)
    for texts in sorted(path.with_suffix("").glob("*.yaml")):
        add_language(definition, texts.stem, _plain(texts))
    return read(definition)


def _plain(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), DefinitionLoader)  # noqa: S506 - a safe loader
    except OSError as error:
        raise InstrumentError(
            [at(str(path), "cannot be read ({strerror}). Check the path.", strerror=error.strerror)]
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that is none, or not UTF-8
        raise InstrumentError([at(path.name, "not valid YAML: {error}. Mend this place.", error=str(error))]) from error


def read(definition: Any, *, languages_complete: bool = True) -> Instrument:
    """Check a definition given as plain data; a draft may still lack texts in some languages.

    Raises InstrumentError with all its problems.
    """
    try:
        instrument = Instrument.model_validate(definition)
    except ValidationError as error:
        raise InstrumentError(sentences(error, definition)) from error
    found = problems(instrument, languages_complete=languages_complete)
    if found:
        raise InstrumentError(found)
    return instrument


def find(slug: str, version: str) -> Path:
    """Path of a definition that comes with the product. Raises InstrumentError when there is none."""
    path = DEFINITIONS / slug / f"{version}.yaml"
    # Slug and version may come from a command line: only plain names may lead to a file.
    if not re.fullmatch(r"[a-z0-9-]+/[0-9.]+", f"{slug}/{version}") or not path.is_file():
        known = ", ".join(sorted(f"{p.parent.name} {p.stem}" for p in DEFINITIONS.glob("*/*.yaml")))
        raise InstrumentError(
            [
                Sentence(
                    "There is no instrument {slug} {version}. Choose one of: {known}.",
                    slug=slug,
                    version=version,
                    known=known,
                )
            ]
        )
    return path


def canonical(part: Part) -> str:
    """The part as JSON with sorted keys, leaving out what is at its default.

    Leaving defaults out keeps the hash of a published version when the schema gains an optional field.
    """
    data = part.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def definition_hash(instrument: Instrument) -> str:
    """SHA-256, in hex, of the canonical JSON: the same whatever the order of keys in the file."""
    return hashlib.sha256(canonical(instrument).encode()).hexdigest()


def json_schema() -> dict[str, Any]:
    """JSON Schema of a definition, for editors that check YAML while it is written."""
    schema = Instrument.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Waymark instrument",
    }
