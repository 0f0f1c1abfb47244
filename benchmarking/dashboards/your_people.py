"""How an organisation's own people agree, and which questions to talk about: never what a single person said."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, Reason, Source, Withheld
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.own_results import OwnAgreement, OwnPeople

NAMES_AT_MOST = 3  # in a title
LEVEL = 25.0  # points
Told = tuple[str, OwnAgreement]
"""A dimension's name, and how its raters agree."""


def your_people(comparison: Comparison) -> Finding | None:
    """None where nobody answered questions with levels; a card that says why where nothing may be told."""
    people = _people(comparison)
    if people is None:
        return None
    if people.why_not:
        return Finding(id="your-people", title=_("How your people agree"), withheld=_withheld(comparison, people))
    told = _told(comparison, people)
    if not told:
        return None
    roles = _roles(comparison, told)
    return Finding(
        id="your-people",
        title=_title(told, len(comparison.instrument.dimensions)),
        subtitle=_("How far the answers of your people lie from each other. %(people)s, %(survey)s")
        % {"people": words.sentence(words.people((people.n, people.n))), "survey": survey_title(comparison.survey)},
        words=_words(comparison, people, told),
        columns=(
            Column(_("Dimension")),
            Column(_("Your people")),
            Column(_("People"), numeric=True),
            *(Column(name) for name in roles.values()),
        ),
        rows=tuple(_cells(comparison, people, each, list(roles)) for each in told),
        source=_source(comparison, people),
        is_open=True,
        footnote=_footnote(people),
    )


def to_discuss(comparison: Comparison) -> Finding | None:
    """The questions on which answers lie two levels apart or more; None without any."""
    people, instrument, own = _people(comparison), comparison.instrument, comparison.own
    if people is None or own is None or not people.apart:
        return None
    dimension = {code: words.said(each.name) for each in instrument.dimensions for code in each.items}
    asked = [code for code in people.apart if code in instrument.items]
    return Finding(
        id="to-discuss",
        title=_("One question to talk about")
        if len(asked) == 1
        else _("Questions to talk about: %(n)s") % {"n": len(asked)},
        subtitle=_("The lowest and the highest answer lie two levels apart or more. %(people)s, %(survey)s")
        % {"people": words.sentence(words.people((people.n, people.n))), "survey": survey_title(comparison.survey)},
        words=_discuss(comparison, asked),
        columns=(Column(_("Question")), Column(_("Dimension")), Column(_("Your level"), numeric=True)),
        rows=tuple(
            (words.said(instrument.items[code].text), dimension.get(code, ""), words.level(own.items.get(code)))
            for code in asked
        ),
        source=_source(comparison, people),
        is_open=True,
    )


def _people(comparison: Comparison) -> OwnPeople | None:
    own = comparison.own
    return own.people if own and not own.is_imported and comparison.instrument.dimensions else None


def _withheld(comparison: Comparison, people: OwnPeople) -> Withheld:
    remedy = _("More colleagues can answer while the survey is open.") if comparison.survey.is_open else ""
    if people.why_not == "confidential":
        text = _("This survey is confidential, so nothing is told of persons, not even whether they agree.")
        return Withheld(text, title=_("Not shown in a confidential survey"))
    if people.why_not == "alone":
        return Withheld(
            _("Not more than one person answered by themselves, so there is nobody to compare."),
            remedy,
            title=_("Nobody to compare"),
        )
    text = _("Shown from five people on who answered, or where each of them lets their coordinator see the answers.")
    return Withheld(text, remedy, title=_("Not enough people to show"))


def _told(comparison: Comparison, people: OwnPeople) -> list[Told]:
    """Least agreement first, then in the questionnaire's order."""
    order = ("split", "mixed", "agree")
    found = [
        (words.said(each.name), people.dimensions[each.code])
        for each in comparison.instrument.dimensions
        if each.code in people.dimensions
    ]
    return sorted(found, key=lambda each: order.index(each[1].verdict))


def _verdict(verdict: str) -> str:
    return {"agree": _("Agree"), "mixed": _("Mixed"), "split": _("Split")}[verdict]


def _title(told: Sequence[Told], of_all: int) -> str:
    split = [words.mid_sentence(name) for name, each in told if each.verdict == "split"]
    agree = sum(each.verdict == "agree" for _name, each in told)
    if split and len(split) <= NAMES_AT_MOST:
        return _("Your people are split on %(names)s") % {"names": words.listing(split)}
    if split:
        return _("Your people are split on %(n)s of %(all)s dimensions") % {"n": len(split), "all": of_all}
    counts = {"n": agree, "all": of_all, "rest": of_all - len(told)}
    if counts["rest"]:
        return _("Your people agree on %(n)s of %(all)s dimensions; of %(rest)s it cannot be told") % counts
    return _("Your people agree on %(n)s of %(all)s dimensions") % counts


def _words(comparison: Comparison, people: OwnPeople, told: Sequence[Told]) -> str:
    said = [_areas_apart(comparison, name, each) for name, each in told]
    if not people.apart:
        said.append(_("No question has answers two levels apart or more."))
    said.append(_left_out(comparison, people))
    return " ".join(text for text in said if text)


def _left_out(comparison: Comparison, people: OwnPeople) -> str:
    """Which dimensions no row tells of, and why."""
    dimensions = comparison.instrument.dimensions
    names = [words.said(each.name) for each in dimensions if each.code not in people.dimensions]
    if not names:
        return ""
    text = _("Left out, as fewer than five people have a score there: %(names)s.")
    if people.each_allows:
        text = _("Left out, as fewer than two people have a score there: %(names)s.")
    return text % {"names": words.apart(names)}


def _areas_apart(comparison: Comparison, name: str, each: OwnAgreement) -> str:
    """Where two areas are a level apart or more."""
    if not each.areas or max(each.areas.values()) - min(each.areas.values()) < LEVEL:
        return ""
    low, high = (pick(each.areas, key=lambda role: each.areas[role]) for pick in (min, max))
    text = _("%(name)s: lowest in %(low)s (%(low_level)s), highest in %(high)s (%(high_level)s).")
    return text % {
        "name": name,
        "low": _area(comparison, low),
        "low_level": _level(comparison, each.areas[low]),
        "high": _area(comparison, high),
        "high_level": _level(comparison, each.areas[high]),
    }


def _roles(comparison: Comparison, told: Sequence[Told]) -> dict[str, str]:
    """Those that a dimension shows, in the questionnaire's order, everybody else last."""
    shown = {role for _name, each in told for role in each.areas}
    order = [*comparison.instrument.roles, *sorted(shown - set(comparison.instrument.roles) - {""}), ""]
    return {role: _area(comparison, role) for role in order if role in shown}


def _area(comparison: Comparison, role: str) -> str:
    if not role:
        return _("all others")
    return words.said(comparison.instrument.roles.get(role)) or role


def _level(comparison: Comparison, score: float) -> str:
    if len(comparison.instrument.level_names) < 2:
        return words.points(score)
    return words.level_in_words(comparison.instrument, score)


def _cells(comparison: Comparison, people: OwnPeople, told: Told, roles: Sequence[str]) -> tuple[str, ...]:
    name, each = told
    levels = (_level(comparison, each.areas[role]) if role in each.areas else "" for role in roles)
    areas = (level or Reason(_("not shown"), _without_area(people)) for level in levels)
    return (name, _verdict(each.verdict), str(each.n), *areas)


def _without_area(people: OwnPeople) -> str:
    """In a file, where no note stands below the table."""
    if people.each_allows:
        return _("nobody in this area, or nobody outside it, has a score there")
    return _("an area is shown only where it and all others have five people each")


def _source(comparison: Comparison, people: OwnPeople) -> Source:
    return comparison.organisation.name, words.n_equals(people.n), survey_title(comparison.survey), ""


def _discuss(comparison: Comparison, asked: Sequence[str]) -> str:
    """The question itself where it is one: a list stands in the table."""
    why = _("People may see different things, or read the question differently: talk it over before you plan.")
    if len(asked) == 1:
        return _("“%(name)s”") % {"name": words.said(comparison.instrument.items[asked[0]].text)} + " " + why
    return why


def _footnote(people: OwnPeople) -> str:
    if people.each_allows:
        return _("Shown as each of your people lets the coordinator see the answers. Areas are told to half a level.")
    text = _("Shown from five people on; an area only where it and all others have five each, to half a level.")
    return text + " " + _("Agree: on average at most 12 of 100 points from the mean; mixed: at most 20; split: more.")
