"""The sections of a programme's settings, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from surveyapp.organising.programmes.groups_form import GroupsForm
from surveyapp.organising.programmes.rules_forms import LanguagesForm, LimitsForm, PlaceForm, RetentionForm
from surveyapp.organising.programmes.section_form import SectionForm
from surveyapp.organising.programmes.texts_forms import ConsentForm, NamesForm, TextsForm


@dataclass(frozen=True)
class Section:
    """`is_shown`: respondents see it, so the page shows how. `goes_back`: what it said before can be put back."""

    name: str
    title: Any
    help: Any
    form: type[SectionForm]
    is_shown: bool = False
    goes_back: bool = True


LISTED = (
    Section(
        "names",
        gettext_lazy("Names and contact"),
        gettext_lazy("What respondents read at the head of each page and e-mail, and where they can ask."),
        NamesForm,
        is_shown=True,
    ),
    Section(
        "texts",
        gettext_lazy("Information and responsibility"),
        gettext_lazy("What people can read before they agree: your information sheet, and who answers for the survey."),
        TextsForm,
        is_shown=True,
    ),
    Section(
        "consent",
        gettext_lazy("What people agree to"),
        gettext_lazy(
            "The sentences above the first question. Where they change, everybody in an open survey is asked again."
        ),
        ConsentForm,
        is_shown=True,
    ),
    Section(
        "languages",
        gettext_lazy("Questionnaire and languages"),
        gettext_lazy("What your surveys usually ask, and in which languages you write your own words."),
        LanguagesForm,
    ),
    Section(
        "groups",
        gettext_lazy("Groups to compare"),
        gettext_lazy(
            "Which facts divide the sector. They are fixed when the first survey opens, so that nobody chooses groups by results."
        ),
        GroupsForm,
        goes_back=False,
    ),
    Section(
        "limits",
        gettext_lazy("Limits of publishing"),
        gettext_lazy("How many companies a shown group needs at least, and whether a second person signs results off."),
        LimitsForm,
        goes_back=False,
    ),
    Section(
        "retention",
        gettext_lazy("How long answers are kept"),
        gettext_lazy("After this time single answers, names and addresses are deleted by themselves."),
        RetentionForm,
        goes_back=False,
    ),
    Section(
        "place", gettext_lazy("Time zone and currency"), gettext_lazy("How times and prices are meant."), PlaceForm
    ),
)
BY_NAME: Mapping[str, Section] = {each.name: each for each in LISTED}
