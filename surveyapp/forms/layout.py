"""How the questions of a page stand on it."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField

from surveyapp.forms.questions import PageForm
from surveyapp.instruments.schema import FeedsSkill, Instrument, Item, Page, Section, Text
from surveyapp.instruments.texts import localised


def content(form: PageForm, instrument: Instrument, section: Section, page: Page, language: str) -> dict[str, Any]:
    """What a page of questions shows, whether it is being answered or looked at before anybody may."""
    items, say = tuple(form.fields), form.wording.say
    return {
        "form": form,
        "groups": groups(form, instrument, language),
        "how_to_choose": how_to_choose(instrument, items, language),
        "scale": scale(instrument, items, language),
        "title": say(page.title),
        "intro": say(page.intro),
        "section": say(section.title),
    }


def groups(form: PageForm, instrument: Instrument, language: str) -> list[dict[str, Any]]:
    """Questions in their order: the two levels of one skill under its name, everything else alone; panels among them."""
    names = {skill.code: skill.text for group in instrument.skill_groups for skill in group.skills}
    found: list[dict[str, Any]] = []
    for item in (instrument.items[code] for code in form.items):
        if not item.takes_answer:
            found.append({"panel": _panel(form, item)})
            continue
        field, feeds = form[item.code], item.feeds
        if not isinstance(feeds, FeedsSkill):
            found.append({"field": field})
            continue
        if not found or found[-1].get("code") != feeds.skill:
            name = localised(names[feeds.skill], language, instrument.default_language)
            found.append({"code": feeds.skill, "skill": name, "ratings": []})
        found[-1]["ratings"].append(_rating(field, found[-1]["skill"], feeds))
    return found


def _panel(form: PageForm, item: Item) -> dict[str, str]:
    return {"code": item.code, "title": form.wording.say(item.text), "words": form.wording.say(item.help)}


def scale(instrument: Instrument, items: tuple[str, ...], language: str) -> list[dict[str, str]]:
    """What the numbers of a page's ratings mean; empty on a page without ratings of skills."""
    rated = (code for code in items if isinstance(instrument.items[code].feeds, FeedsSkill))
    choices = next((instrument.choices(code) for code in rated), ())
    return [
        {"code": choice.code, "text": localised(choice.text, language, instrument.default_language)}
        for choice in choices
    ]


def how_to_choose(instrument: Instrument, items: tuple[str, ...], language: str) -> list[str]:
    """The rule for choosing among descriptions, on pages that have them."""
    if not any(instrument.items[code].kind == "anchored" for code in items):
        return []
    texts: list[Text | None] = [instrument.item_rule, instrument.scope_text]
    return [localised(text, language, instrument.default_language) for text in texts if text]


def _rating(field: BoundField, skill: str, feeds: FeedsSkill) -> dict[str, Any]:
    """The skill's name stands above both its levels, so a legend need not show it again, only say it."""
    label = str(field.label)
    rest = label.removeprefix(skill).lstrip(": ")
    return {"field": field, "measure": feeds.measure, "legend": rest[:1].upper() + rest[1:]}
