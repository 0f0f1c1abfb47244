"""What stands behind a measure: its name, the question as it was asked, who was asked, and who did not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.selectors import rules
from benchmarking.selectors.barrier_items import naming_item, severity_items
from surveyapp.instruments.schema import Instrument, SkillGroup


@dataclass(frozen=True)
class Asked:
    """`wording`: the questions, and after them the answers that count. `base`: whose answers n counts. `silent`: what is
    published of those that did not say; "" where a figure of its own says it."""

    name: str
    wording: str
    base: str
    silent: str = ""


def asked(instrument: Instrument, metric: str) -> Asked:
    """Of one measure, in the language in force; the texts are those that the release froze."""
    kind, _colon, code = metric.partition(":")
    return KINDS.get(kind, _unknown)(instrument, code)


def _unknown(instrument: Instrument, code: str) -> Asked:
    return Asked(code, "", _("companies"))


def _overall(instrument: Instrument, code: str) -> Asked:
    wording = _("The mean of the means of all dimensions that are published.")
    return Asked(_("Overall"), wording, _("companies with a score, as in the dimensions"), _of_dimensions())


def _dimension(instrument: Instrument, code: str) -> Asked:
    found = next((each for each in instrument.dimensions if each.code == code), None)
    if found is None:
        return _unknown(instrument, code)
    texts = " ".join(_quoted(words.said(instrument.items[item].text)) for item in found.items)
    wording = _("The mean of the answers, 0 to 100, to: %(questions)s") % {"questions": texts}
    base = _("companies that answered at least %(least)s of these %(all)s questions")
    base %= {"least": found.minimum_items, "all": len(found.items)}
    return Asked(words.said(found.name), wording, base, _of_dimensions())


def _of_dimensions() -> str:
    return _("a figure of its own, by dimension")


def _dont_know(instrument: Instrument, code: str) -> Asked:
    dimension = _dimension(instrument, code)
    name = _("Did not know something in “%(name)s”") % {"name": dimension.name}
    wording = _("The answer “I do not know” to one of these questions or more. %(wording)s")
    base = _("companies that answered any of these questions, or did not know")
    return Asked(name, wording % {"wording": dimension.wording}, base, _("this is the figure itself"))


def _item(instrument: Instrument, code: str) -> Asked:
    item = instrument.items[code]
    levels = " ".join(f"{choice.code}: {words.said(choice.text)}" for choice in instrument.choices(code))
    wording = f"{_quoted(words.said(item.text))} {levels}"
    return Asked(words.said(item.text), wording, _("companies with a score in the dimension of the question"))


def _score(instrument: Instrument, code: str) -> Asked:
    item = instrument.items[code]
    wording = " ".join(filter(None, (words.said(item.text), words.said(item.help))))
    base = _("organisations of which the file has this number")
    return Asked(words.said(item.text), wording, base, _("not in the file that the numbers came from"))


def _statistic(instrument: Instrument, code: str) -> Asked:
    found = next((each for each in instrument.statistics if each.code == code), None)
    if found is None:
        return _unknown(instrument, code)
    wording = _answers(instrument, found.item, found.codes)
    base = _all_who_were_asked(instrument, found.base)
    if found.base != found.item:
        base = _("%(base)s, by the question %(question)s") % {"base": base, "question": _text(instrument, found.base)}
    is_derived = instrument.items[found.item].publish == "cuts"
    return Asked(words.said(found.text), wording, base, _("as in the question it is made of") if is_derived else "")


def _barrier(instrument: Instrument, code: str) -> Asked:
    naming = naming_item(instrument)
    if naming is None:
        return _unknown(instrument, code)
    base = _all_who_were_asked(instrument, naming)
    return Asked(_choice(instrument, naming, code), _answers(instrument, naming, [code]), base)


def _barrier_strong(instrument: Instrument, code: str) -> Asked:
    naming = naming_item(instrument)
    severity = severity_items(instrument, naming).get(code) if naming else None
    if naming is None or severity is None:
        return _unknown(instrument, code)
    values = instrument.choice_values(severity)
    top = max(values.values())
    strong = [choice for choice, value in values.items() if 3 * value >= 2 * top]
    name = _("%(barrier)s: slowed a lot or stopped") % {"barrier": _choice(instrument, naming, code)}
    base = _("%(base)s; whoever did not name it counts as not slowed") % {
        "base": _all_who_were_asked(instrument, naming)
    }
    return Asked(name, _answers(instrument, severity, strong), base)


def _group_short(instrument: Instrument, code: str) -> Asked:
    group = next((each for each in instrument.skill_groups if each.code == code), None)
    screen = rules.group_items(instrument, "screen").get(code)
    if group is None or screen is None:
        return _unknown(instrument, code)
    return Asked(
        words.said(group.name),
        _answers(instrument, screen, ["partly", "hardly"]),
        _all_who_were_asked(instrument, screen),
    )


def _people(instrument: Instrument, code: str) -> Asked:
    group = next((each for each in instrument.skill_groups if each.code == code), None)
    item = rules.group_items(instrument, "people").get(code)
    if group is None or item is None:
        return _unknown(instrument, code)
    base = _("companies that were asked, as they are short of the group; a stated range counts as its middle")
    return Asked(
        words.said(group.name), _text(instrument, item), base, _("adds nothing to the total; how many is not published")
    )


def _skill_short(instrument: Instrument, code: str) -> Asked:
    found = _skill(instrument, code)
    if found is None:
        return _unknown(instrument, code)
    group, name = found
    levels = " ".join(_text(instrument, item) for item in _levels(instrument, code))
    wording = _("The level needed in 24 months is above today's by one or more: %(questions)s") % {"questions": levels}
    screen = rules.group_items(instrument, "screen").get(group.code, "")
    base = _(
        "all that were asked about the group “%(group)s”; whoever is not short of the group is not short of the skill"
    )
    return Asked(name, f"{_text(instrument, screen)} {wording}", base % {"group": words.said(group.name)})


def _skill_level(instrument: Instrument, code: str) -> Asked:
    code, _colon, measure = code.partition(":")
    found = _skill(instrument, code)
    if found is None:
        return _unknown(instrument, code)
    name = {
        "current": _("%(skill)s: level today"),
        "needed": _("%(skill)s: level needed in 24 months"),
        "gap": _("%(skill)s: level needed less level today"),
    }.get(measure, "%(skill)s") % {"skill": found[1]}
    items = _levels(instrument, code, *([measure] if measure != "gap" else ["current", "needed"]))
    base = _("companies that are short of the group and rated both levels; levels of 0 to 5 as points of 0 to 100")
    return Asked(
        name, " ".join(_text(instrument, item) for item in items), base, _("not counted; how many is not published")
    )


def _tier(instrument: Instrument, code: str) -> Asked:
    short = _skill_short(instrument, code)
    wording = _("Follows from the published shares of companies that are short of each skill.")
    return Asked(short.name, wording, short.base, _("as in the share it is made of"))


KINDS: dict[str, Callable[[Instrument, str], Asked]] = {
    "overall": _overall,
    "dimension": _dimension,
    "dont_know": _dont_know,
    "item": _item,
    "score": _score,
    "statistic": _statistic,
    "barrier": _barrier,
    "barrier_strong": _barrier_strong,
    "group_short": _group_short,
    "people_needed": _people,
    "skill_short": _skill_short,
    "skill": _skill_level,
    "skill_tier": _tier,
}


def _skill(instrument: Instrument, code: str) -> tuple[SkillGroup, str] | None:
    pairs = ((group, skill) for group in instrument.skill_groups for skill in group.skills)
    return next(((group, words.said(skill.text)) for group, skill in pairs if skill.code == code), None)


def _levels(instrument: Instrument, skill: str, *measures: str) -> list[str]:
    wanted = measures or ("current", "needed")
    return [item for measure in wanted for item, its in instrument.skill_items(measure).items() if its == skill]


def _all_who_were_asked(instrument: Instrument, item: str) -> str:
    if instrument.items[item].visible_when is None:
        return _("all companies that took part; whoever did not say stays in it")
    return _("companies that were asked because of an earlier answer, and said")


def _answers(instrument: Instrument, item: str, codes: Iterable[str]) -> str:
    """The question, and the answers that count."""
    counted = " ".join(_quoted(_choice(instrument, item, code)) for code in codes)
    return _("%(question)s Counted: %(answers)s") % {"question": _text(instrument, item), "answers": counted}


def _choice(instrument: Instrument, item: str, code: str) -> str:
    return next((words.said(choice.text) for choice in instrument.choices(item) if choice.code == code), code)


def _text(instrument: Instrument, item: str) -> str:
    return _quoted(words.said(instrument.items[item].text)) if item in instrument.items else ""


def _quoted(text: str) -> str:
    return _("“%(name)s”") % {"name": text} if text else ""
