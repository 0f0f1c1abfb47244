"""The outline as a tagged PDF, typeset by Typst. Texts travel as data and are never read as markup."""

from __future__ import annotations

import json
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from surveyapp.answering.blank.outline import Outline
from surveyapp.config.typefaces import drawable, folder
from surveyapp.instruments.languages import is_right_to_left

TEMPLATE = Path(__file__).with_name("questionnaire.typ")


def write(outline: Outline) -> bytes:
    """The PDF file's bytes."""
    data = outline.as_data() | {"rtl": is_right_to_left(outline.language), "page": _("Page"), "of": _("of")}
    inputs = {"outline": json.dumps(drawable(data), ensure_ascii=False)}
    made = typst.compile(str(TEMPLATE), sys_inputs=inputs, font_paths=[str(folder())], pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # noqa: S101 - one PDF, not a list of pictures; says so to the type checker
    return made
