"""The fields of the form of one module, and what they show of an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.training import catalogue_cells as cells
from benchmarking.training.catalogue_cells import CellRefused
from benchmarking.training.catalogue_checks import HIGHEST_LEVEL
from benchmarking.training.catalogue_words import audience_names, skill_names
from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument

OF_A_YEAR = ("year", "places", "completers", "source")


class CellField(forms.CharField):
    """A text that is read as the cell of a spreadsheet is."""

    def __init__(self, how: Callable[[str], Any], **given: Any) -> None:
        self.how = how
        super().__init__(required=False, **given)

    def clean(self, value: Any) -> Any:
        try:
            return self.how(super().clean(value))
        except CellRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


def texts(field: str, label: str, languages: tuple[str, ...]) -> Iterator[tuple[str, forms.Field]]:
    """One field for each language."""
    for language in languages:
        said = label if len(languages) == 1 else f"{label} ({own_name(language)})"
        widget = forms.TextInput() if field == "name" else lines()
        yield f"{field}_{language}", forms.CharField(label=said, required=False, widget=widget)


def kind(instrument: Instrument) -> Iterator[tuple[str, forms.Field]]:
    nobody = [("", _("Students of a degree, or anybody"))]
    yield "provider", line(_("Provider"))
    yield "level", forms.ChoiceField(label=_("Level"), choices=TrainingModule.Level.choices)
    yield (
        "audience",
        forms.ChoiceField(
            label=_("Who it is for"),
            required=False,
            choices=[*nobody, *audience_names(instrument).items()],
            help_text=_("A module raises a skill only for the people it is for."),
        ),
    )
    yield (
        "is_offered",
        yes_or_no(_("May plans propose it?"), _("Not an element of a degree.")),
    )


def course() -> Iterator[tuple[str, forms.Field]]:
    decimal = forms.TextInput(attrs={"inputmode": "decimal"})
    yield "days", CellField(cells.real, label=_("Days"), widget=decimal)
    yield "hours", CellField(cells.real, label=_("Hours"), widget=decimal)
    yield "price", CellField(cells.number, label=_("Price for one person"), widget=decimal)
    yield "currency", line(_("Currency"), _("Three letters, such as EUR. All modules in plans use the same."))
    yield (
        "dates",
        CellField(
            cells.days,
            label=_("Dates"),
            widget=lines(),
            help_text=_("The first day of each run, one a line, such as 2027-03-31."),
        ),
    )
    yield (
        "prerequisites",
        CellField(
            cells.listed, label=_("Prerequisites"), help_text=_("Codes of modules to take first, apart by commas.")
        ),
    )


def skills(instrument: Instrument) -> Iterator[tuple[str, forms.Field]]:
    levels = [
        ("", _("Not raised")),
        *((str(n), _("To level %(n)s") % {"n": n}) for n in range(1, HIGHEST_LEVEL + 1)),
    ]
    for code, name in skill_names(instrument).items():
        yield f"raises_{code}", forms.ChoiceField(label=name, required=False, choices=levels)
    for code, name in skill_names(instrument).items():
        yield (
            f"links_{code}",
            forms.CharField(label=name, required=False, widget=forms.TextInput(attrs={"inputmode": "url"})),
        )
    yield (
        "raises_is_judgement",
        yes_or_no(
            _("Are these levels a judgement?"), _("Until they were measured with people who took the module, they are.")
        ),
    )


def years(n: int) -> Iterator[tuple[str, forms.Field]]:
    number = forms.TextInput(attrs={"inputmode": "numeric"})
    for at in range(n):
        yield f"year_{at}", CellField(cells.whole, label=_("Year"), widget=number)
        yield f"places_{at}", CellField(cells.whole, label=_("Places"), widget=number)
        yield f"completers_{at}", CellField(cells.whole, label=_("Completers"), widget=number)
        yield f"source_{at}", line(_("Source"))


def line(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False)


def yes_or_no(label: str, hint: str) -> forms.ChoiceField:
    choices = [("yes", _("Yes")), ("no", _("No"))]
    return forms.ChoiceField(label=label, help_text=hint, choices=choices)


def lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def initial(entry: Entry, languages: tuple[str, ...]) -> dict[str, Any]:
    """What the fields show of an entry: numbers without a point too many, lists as one types them."""
    found = {name: getattr(entry, name) for name in ("provider", "level", "audience", "currency")}
    found |= {name: "yes" if getattr(entry, name) else "no" for name in ("is_offered", "raises_is_judgement")}
    for name in ("days", "hours"):
        value = getattr(entry, name)
        found[name] = "" if value is None else f"{value:.15g}"
    found["price"] = "" if entry.price is None else f"{entry.price:.2f}".removesuffix(".00")
    found |= {"dates": "\n".join(entry.dates), "prerequisites": ", ".join(entry.prerequisites)}
    for field in ("name", "description", "note"):
        found |= {f"{field}_{language}": getattr(entry, field).get(language, "") for language in languages}
    found |= {f"raises_{skill}": str(level) for skill, level in entry.raises.items()}
    found |= {f"links_{skill}": " ".join(links) for skill, links in entry.skill_links.items()}
    for at, supply in enumerate(entry.supply):
        found |= {f"{name}_{at}": getattr(supply, name) for name in OF_A_YEAR}
    return found
