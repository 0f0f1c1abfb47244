"""When a question appears, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from surveyapp.instruments.conditions import references
from surveyapp.instruments.item import Item
from surveyapp.instruments.parts import (
    AllOf,
    AnyOf,
    ChosenIn,
    Condition,
    ItemAnswered,
    ItemBetween,
    ItemIn,
    Not,
    SkillsShort,
)
from surveyapp.instruments.schema import FeedsSkill
from surveyapp.organising.questionnaires.gate import Looked


def when(looked: Looked, item: Item) -> list[str]:
    """What must hold for a question to appear, a sentence for its condition and one for where its choices come from."""
    said = [_condition(looked, item.visible_when)] if item.visible_when else []
    match item.choices_from:
        case ChosenIn(item=other):
            said.append(_("something was chosen in “%(question)s”") % {"question": _question(looked, other)})
        case SkillsShort():
            said.append(_("some skill is needed at a higher level than today"))
    return said


def rests_on(looked: Looked) -> list[str]:
    """Codes of the questions whose answers decide what appears, in page order."""
    named: set[str] = set()
    for item in looked.instrument.items.values():
        named |= {mention.item for mention in references(item.visible_when)}
        if isinstance(item.choices_from, ChosenIn):
            named.add(item.choices_from.item)
        if isinstance(item.choices_from, SkillsShort):
            every = looked.instrument.items.values()
            named |= {each.code for each in every if isinstance(each.feeds, FeedsSkill)}
    return [code for code in looked.instrument.placed if code in named]


def _condition(looked: Looked, condition: Condition) -> str:
    match condition:
        case ItemIn(item=code, codes=codes):
            words = [looked.say(each.text) for each in looked.instrument.choices(code) if each.code in codes]
            answers = _(" or ").join(_("“%(name)s”") % {"name": word} for word in words)
            return _("“%(question)s” is %(answers)s") % {"question": _question(looked, code), "answers": answers}
        case ItemAnswered(item=code):
            return _("“%(question)s” is answered") % {"question": _question(looked, code)}
        case ItemBetween():
            return _between(looked, condition)
        case AllOf(conditions=parts):
            return _("all of these hold: %(parts)s") % {
                "parts": _("; ").join(_condition(looked, part) for part in parts)
            }
        case AnyOf(conditions=parts):
            return _("one of these holds: %(parts)s") % {
                "parts": _("; ").join(_condition(looked, part) for part in parts)
            }
        case Not(condition=part):
            return _("this does not hold: %(part)s") % {"part": _condition(looked, part)}


def _between(looked: Looked, condition: ItemBetween) -> str:
    known = {
        "question": _question(looked, condition.item),
        "least": f"{condition.at_least or 0:.15g}",
        "most": f"{condition.at_most or 0:.15g}",
    }
    if condition.at_most is None:
        return _("“%(question)s” is %(least)s or more") % known
    if condition.at_least is None:
        return _("“%(question)s” is %(most)s or less") % known
    return _("“%(question)s” is between %(least)s and %(most)s") % known


def _question(looked: Looked, code: str) -> str:
    return looked.say(looked.instrument.items[code].text)
