"""What things of a catalogue are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.training.catalogue_checks import audiences
from surveyapp.instruments.schema import Instrument


def audience_name(code: str) -> str:
    return {"decision_maker": _("People who decide"), "practitioner": _("People who work with data and equipment")}.get(
        code, code
    )


def audience_names(instrument: Instrument) -> dict[str, str]:
    return {code: audience_name(code) for code in audiences(instrument)}


def level_name(code: str) -> str:
    return str(dict(TrainingModule.Level.choices).get(code, code))


def skill_names(instrument: Instrument | None) -> dict[str, str]:
    groups = instrument.skill_groups if instrument else ()
    return {skill.code: words.said(skill.text) for group in groups for skill in group.skills}


def length(entry: Entry) -> str:
    """2 days; or 12 hours."""
    if entry.days is not None:
        return ngettext("%(n)s day", "%(n)s days", _of(entry.days)) % {"n": _plain(entry.days)}
    if entry.hours is not None:
        return ngettext("%(n)s hour", "%(n)s hours", _of(entry.hours)) % {"n": _plain(entry.hours)}
    return ""


def _of(number: float) -> int:
    """Which form of the plural it takes; a fraction that of many."""
    return int(number) if number == int(number) else 11


def _plain(number: float) -> str:
    return str(number_format(f"{number:.15g}"))


def price(entry: Entry) -> str:
    if entry.price is None:
        return ""
    amount = number_format(entry.price, 2 if entry.price % 1 else 0, force_grouping=True)
    return f"{amount}{words.NO_BREAK}{entry.currency}"


def dates(days: Iterable[str]) -> str:
    """Days as the reader writes them."""
    return words.apart(date_format(date.fromisoformat(day), _("j F Y")) for day in days)


def raised(levels: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Code, name and level of each skill, in the questionnaire's order; a skill it asks no more comes last by its code."""
    ordered = [code for code in names if code in levels] + sorted(code for code in levels if code not in names)
    return [(code, names.get(code, code), levels[code]) for code in ordered]
