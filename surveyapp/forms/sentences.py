"""Sentences of the plain data in the language of the page."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from surveyapp.instruments.sentences import Sentence


class _Formatter(string.Formatter):
    """As str.format, but thousands are grouped as the language of the page groups them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == ",":
            return str(number_format(value, force_grouping=True))
        return str(super().format_field(value, format_spec))


def spoken(said: str) -> str:
    """A sentence, with the sentences in it, in the language of the page; a plain string as it is."""
    if not isinstance(said, Sentence):
        return said
    return _Formatter().vformat(gettext(said.template), (), _spoken_values(said.values))


def _spoken_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: spoken(value) if isinstance(value, str) else value for name, value in values.items()}
