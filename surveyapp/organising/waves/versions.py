"""Which questionnaires a new survey may use, and what each would change against the survey before."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveyapp.instruments import changes
from surveyapp.instruments.changes import Change, ItemChange
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.layout import wave_title
from surveyapp.organising.questionnaires import change_words
from surveyapp.selectors import instrument_drafts, instruments

COMPARED = 6
"""Newest versions that are compared in the list of a form; reading a questionnaire takes a while."""


def offered(programme: Programme, before: Wave | None) -> list[tuple[str, str]]:
    """(id, words) of each version, the default first: the newest of the questionnaire that the programme uses."""
    found = instrument_drafts.ordered(instrument_drafts.versions_for(programme))
    used = _used(programme, before)
    found.sort(key=lambda each: each.instrument_id != used)  # stable: each questionnaire's newest stays first
    old = instruments.instrument(before.instrument_version_id) if before else None
    return [(str(each.pk), _words(each, old if n < COMPARED else None, before)) for n, each in enumerate(found)]


def _used(programme: Programme, before: Wave | None) -> int | None:
    return before.instrument_version.instrument_id if before else programme.instrument_id


def _words(version: InstrumentVersion, old: Instrument | None, before: Wave | None) -> str:
    definition = version.definition
    name = localised(definition["name"], get_language() or "", definition["default_language"])
    words = _("%(name)s, version %(version)s") % {"name": name, "version": version.version}
    if old is None or before is None or old.slug != version.instrument.slug:
        return words
    counted = tally(changes.item_changes(old, instruments.of_row(version)))
    return _("%(questionnaire)s. Against the %(survey)s: %(counts)s") % {
        "questionnaire": words,
        "survey": wave_title(before),
        "counts": counted,
    }


def tally(found: list[ItemChange]) -> str:
    """How many questions are the same, reworded, and so on; those of which there are none are left out."""
    counted = Counter(each.change for each in found)
    said = (
        _("%(change)s %(n)s") % {"change": change_words.name(change).lower(), "n": counted[change]} for change in Change
    )
    return _(", ").join(text for text, change in zip(said, Change, strict=True) if counted[change])


def against(wave: Wave, before: Wave | None) -> dict[str, Any] | None:
    """What differs question by question from the survey before; None for a first one or another questionnaire."""
    if before is None:
        return None
    old, new = (instruments.instrument(each.instrument_version_id) for each in (before, wave))
    if old.slug != new.slug:
        return {"before": wave_title(before), "is_another": True}
    found = changes.item_changes(old, new)
    differing = [each for each in found if each.change is not Change.SAME]
    return {
        "before": wave_title(before),
        "counts": tally(found),
        "n_same": len(found) - len(differing),
        "rows": [_row(each, old, new) for each in differing],
    }


def _row(each: ItemChange, old: Instrument, new: Instrument) -> dict[str, Any]:
    item = (new if each.code in new.items else old).items[each.code]
    return {
        "code": each.code,
        "question": localised(item.text, get_language() or "", new.default_language),
        "change": change_words.name(each.change),
        "effect": change_words.effect(each),
    }
