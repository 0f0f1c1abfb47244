"""The form of one module. What a spreadsheet would be told about a cell, a field is told in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.selectors.catalogue_entries import Entry, Supply, digest
from benchmarking.training import catalogue_fields
from benchmarking.training.catalogue_checks import Problem
from benchmarking.training.catalogue_fields import OF_A_YEAR
from benchmarking.training.catalogue_words import skill_names
from surveyapp.instruments.schema import Instrument

BLANK_YEARS = 2


class ModuleForm(forms.Form):
    """All of one entry. Fields of texts are one a language, of skills one a skill, of supply one a year."""

    use_required_attribute = False

    def __init__(
        self, typed: QueryDict | None, *, entry: Entry, instrument: Instrument, languages: tuple[str, ...]
    ) -> None:
        self.entry, self.instrument, self.languages = entry, instrument, languages
        self.n_years = len(entry.supply) + BLANK_YEARS
        super().__init__(typed, label_suffix="", initial=catalogue_fields.initial(entry, languages))
        if not entry.code:
            self.fields["code"] = catalogue_fields.line(
                _("Code"), _("Letters, digits and hyphens. It stays as it is, whatever the name becomes.")
            )
        self.fields |= dict(
            (
                *catalogue_fields.texts("name", _("Name"), languages),
                *catalogue_fields.texts("description", _("Description"), languages),
                *catalogue_fields.kind(instrument),
                *catalogue_fields.texts("note", _("Note"), languages),
                *catalogue_fields.course(),
                *catalogue_fields.skills(instrument),
                *catalogue_fields.years(self.n_years),
            )
        )
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput())
        self.initial["seen"] = digest(entry)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields of skills, by the questionnaire's groups."""
        return [
            {"name": words.said(group.name), "fields": [self[f"raises_{skill.code}"] for skill in group.skills]}
            for group in self.instrument.skill_groups
        ]

    @property
    def links(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("links_")]

    @property
    def has_link_errors(self) -> bool:
        return any(field.errors for field in self.links)

    @property
    def years(self) -> list[list[Any]]:
        return [[self[f"{name}_{at}"] for name in OF_A_YEAR] for at in range(self.n_years)]

    def of(self, *names: str) -> list[Any]:
        return [self[field] for field in self.fields if field.split("_")[0] in names or field in names]

    @property
    def about(self) -> list[Any]:
        return self.of("code", "name", "description", "provider", "level", "audience", "is_offered", "note")

    @property
    def course(self) -> list[Any]:
        return self.of("days", "hours", "price", "currency", "dates", "prerequisites")

    def read(self) -> Entry:
        """The entry as it was filled in; call it after is_valid()."""
        given = self.cleaned_data
        values = {name: given[name] for name in ("provider", "level", "audience")}
        values |= {name: given[name] == "yes" for name in ("is_offered", "raises_is_judgement")}
        values |= {name: given[name] for name in ("days", "hours", "dates", "prerequisites")}
        values |= {field: self._text(field) for field in ("name", "description", "note")}
        raises = {code: int(level) for code in skill_names(self.instrument) if (level := given[f"raises_{code}"])}
        # What this questionnaire does not ask stays: another one of the programme may.
        unknown = {code: level for code, level in self.entry.raises.items() if code not in skill_names(self.instrument)}
        return replace(
            self.entry,
            code=self.entry.code or given["code"].strip(),
            price=None if given["price"] is None else Decimal(given["price"]),
            currency=given["currency"].strip().upper(),
            raises=raises | unknown,
            skill_links=self._links(raises)
            | {c: self.entry.skill_links[c] for c in unknown if c in self.entry.skill_links},
            supply=tuple(self._supply()),
            **values,
        )

    def _text(self, field: str) -> dict[str, str]:
        texts = {language: self.cleaned_data[f"{field}_{language}"].strip() for language in self.languages}
        return {language: text for language, text in texts.items() if text}

    def _links(self, raises: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
        found = {code: tuple(self.cleaned_data[f"links_{code}"].split()) for code in skill_names(self.instrument)}
        was = self.entry.skill_links
        # A skill that is raised no more takes its links with it, unless they were typed just now.
        return {code: links for code, links in found.items() if links and (code in raises or links != was.get(code))}

    def _supply(self) -> Iterator[Supply]:
        for at in range(self.n_years):
            year, places, completers, source = (self.cleaned_data.get(f"{name}_{at}") for name in OF_A_YEAR)
            if year is not None:
                yield Supply(year, places, completers, source or "")

    def clean(self) -> dict[str, Any]:
        if self.entry.code and self.cleaned_data.get("seen") != digest(self.entry):
            self.add_error(
                None, _("Somebody changed this module since you opened it. Open it anew and change it there.")
            )
        for at in range(self.n_years):
            stated = any(self.cleaned_data.get(f"{name}_{at}") not in (None, "") for name in OF_A_YEAR[1:])
            if stated and self.cleaned_data.get(f"year_{at}") is None and f"year_{at}" not in self.errors:
                self.add_error(f"year_{at}", _("Numbers of people belong to a year. Write it."))
        return self.cleaned_data

    def tell(self, problem: Problem) -> None:
        """Put a problem of the catalogue beside the field it is about."""
        self.add_error(self._field_of(problem), problem.message)

    def keeps(self, problem: Problem) -> bool:
        """Of a skill that was there before and that this questionnaire does not ask, so that no field is left to mend it."""
        return problem.column in ("raises", "skill_links") and f"raises_{problem.part}" not in self.fields

    def _field_of(self, problem: Problem) -> str | None:
        column = {"raises": f"raises_{problem.part}", "skill_links": f"links_{problem.part}"}.get(
            problem.column, problem.column
        )
        if problem.column == "supply":
            column = next(
                (
                    name
                    for name in self.fields
                    if name.startswith("year_") and self.data.get(name, "").strip() == problem.part
                ),
                "",
            )
        return next((name for name in (column, f"{column}_{self.languages[0]}") if name in self.fields), None)
