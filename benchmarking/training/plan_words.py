"""What the page of courses says: what to choose, what it costs and closes, what comes next, how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils import formats
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.stats.training_choice import uncovered
from benchmarking.stats.training_problem import CoursePlan
from benchmarking.training.plan_choice import Choice, Reached, Reason
from benchmarking.training.plan_problem import HOURS_A_DAY, Match, Offered
from surveyapp.instruments.direction import isolated

NAMED_AT_MOST = 3


def money(amount: float, currency: str) -> str:
    """21,000 EUR, with cents only where there are any."""
    return f"{_amount(amount)}{words.NO_BREAK}{currency}"


def _amount(amount: float) -> str:
    return str(formats.number_format(f"{amount:.2f}", 0 if amount == round(amount) else 2, force_grouping=True))


def range_of(least: float, most: float, currency: str, *, is_open: bool = False) -> str:
    """From the fewest people to the most; "at least" where a band is open."""
    if is_open:
        return _("at least %(amount)s") % {"amount": money(most, currency)}
    if least == most:
        return money(most, currency)
    return _("%(least)s to %(most)s") % {"least": _amount(least), "most": money(most, currency)}


def cost_of(courses: Sequence[Offered], currency: str) -> str:
    least, most = sum(each.least_cost for each in courses), sum(each.cost for each in courses)
    return range_of(least, most, currency, is_open=any(each.is_open and each.price for each in courses))


def days(hours: float) -> str:
    """2 days; 1.5 days."""
    number = round(hours / HOURS_A_DAY, 1)
    return ngettext("%(n)s day", "%(n)s days", 1 if number == 1 else 2) % {"n": formats.number_format(f"{number:g}")}


def share(part: float) -> str:
    return words.per_cent(words.points(100 * part))


def quoted(names: Iterable[str]) -> str:
    return words.listing([_("“%(name)s”") % {"name": name} for name in names])


def of_codes(match: Match, codes: Iterable[str]) -> str:
    return quoted(match.by_code[code].name for code in codes)


def skills(match: Match, codes: Sequence[str]) -> str:
    """Up to four by name, else three and how many more, which are two at least."""
    shown = codes if len(codes) <= NAMED_AT_MOST + 1 else codes[:NAMED_AT_MOST]
    named = [_inside(match.names[code]) for code in shown]
    if rest := len(codes) - len(shown):
        named.append(_("%(n)s more") % {"n": rest})
    return words.apart(named)


def headline(match: Match, found: Choice) -> str:
    """The title of the choice; where nothing is chosen, why."""
    if found.best.modules:
        names = {"names": of_codes(match, found.best.modules), "share": share(found.best.share)}
        number = len(found.best.modules)
        return ngettext("%(names)s closes %(share)s of the gap", "%(names)s close %(share)s of the gap", number) % names
    return nothing(match, found)


def nothing(match: Match, found: Choice) -> str:
    """Why no course is chosen."""
    short = [gap for gap in match.gaps_of(found.asked.audience) if gap.gap]
    if not short and match.short:
        return _("None of these people’s skills is short")
    if not short:
        return _("No skill is short of what you need")
    if not any(found.problem.closed_by([course]) for course in found.problem.courses):
        return _("No course on offer raises what is short")
    return _("No course fits into these days and this money")


def reason(match: Match, given: Reason, *, is_exact: bool) -> str:
    """Why one course is in: what it carries, for how many people, and whether anything else would do. That no other set closes
    more is only said of an exact search."""
    if not given.carries:
        return _("Closes nothing by itself; needed before %(names)s.") % {"names": of_codes(match, given.needed_by)}
    people = given.course.people
    named = {"share": share(given.share), "skills": skills(match, given.carries)}
    named["people"] = words.people(people) if people else ""
    text = (
        _("Brings %(share)s of what this choice closes, for %(people)s: %(skills)s.")
        if people
        else _(
            "Brings %(share)s of what this choice closes: %(skills)s. Nobody said for how many people, so one is counted."
        )
    )
    return " ".join([text % named, *_nothing_else(match, given, is_exact=is_exact)])


def _nothing_else(match: Match, given: Reason, *, is_exact: bool) -> Iterator[str]:
    """Skills that were just named are not named again."""
    is_all = {kind: len(kind) > 1 and kind == given.carries for kind in (given.alone, given.dearer, given.further)}
    if given.alone:
        text = (
            _("No other course raises any of these.")
            if is_all[given.alone]
            else _("No other course raises %(skills)s.")
        )
        yield text % {"skills": skills(match, given.alone)}
    if given.dearer:
        text = (
            _("Nothing cheaper raises any of these.")
            if is_all[given.dearer]
            else _("Nothing cheaper raises %(skills)s.")
        )
        yield text % {"skills": skills(match, given.dearer)}
    if given.further:
        text = (
            _("Nothing cheaper leads as far in any of these.")
            if is_all[given.further]
            else _("Nothing cheaper leads as far in %(skills)s.")
        )
        yield text % {"skills": skills(match, given.further)}
    if not (given.alone or given.dearer or given.further) and is_exact:
        yield _(
            "Others raise these skills for no more money; no set with them instead closes more within these limits."
        )
    if given.needed_by:
        yield _("Needed before %(names)s.") % {"names": of_codes(match, given.needed_by)}


def runner_up(match: Match, found: Choice, currency: str) -> str:
    """The best set that leaves out one of the chosen courses."""
    if found.found is None or found.found.runner_up is None:
        return ""
    other = found.found.runner_up
    if not other.modules:
        return _("No other set of courses closes anything within these limits.")
    named = {"names": of_codes(match, other.modules), "share": share(other.share), "days": days(other.hours)}
    named["cost"] = cost_of([match.by_code[code] for code in other.modules], currency)
    text = (
        _("%(names)s, which would close as much: %(share)s for %(cost)s and %(days)s.")
        if share(other.share) == share(found.best.share)
        else _("%(names)s: %(share)s of the gap for %(cost)s and %(days)s.")
    )
    return text % named


def more(match: Match, found: Choice, currency: str) -> list[str]:
    """What added money and added days would buy, each from the amount on where the choice gains."""
    if found.more is None:
        return [_("What more money or days would buy took too long to work out.")] if found.is_exact else []
    if found.more.whole.closes < found.best.closes + 0.005:
        return [_("Neither more money nor more days would close more: the courses on offer lead no further.")]
    said = [_for_money(match, found, step, currency) for step in found.more.money]
    said += [_for_days(match, found, step) for step in found.more.hours]
    if not found.more.money:
        said.append(_("More money alone would close no more."))
    if not found.more.hours:
        said.append(_("More days alone would close no more."))
    whole = found.more.whole
    named = {"share": share(whole.share), "cost": money(whole.cost, currency), "days": days(whole.hours)}
    said.append(_("Without any limits %(share)s could be closed, for %(cost)s and %(days)s.") % named)
    return said


def _for_money(match: Match, found: Choice, step: CoursePlan, currency: str) -> str:
    added = money(max(0.0, step.cost - found.problem.budget[0]), currency)
    return _gained(match, found, step, {"more": added, "all": money(step.cost, currency)})


def _for_days(match: Match, found: Choice, step: CoursePlan) -> str:
    added = days(max(0.0, step.hours - found.problem.budget[1]))
    return _gained(match, found, step, {"more": added, "all": days(step.hours)})


def _gained(match: Match, found: Choice, step: CoursePlan, named: dict[str, str]) -> str:
    points = words.whole(100 * (step.share - found.best.share))
    text = ngettext(
        "%(more)s more, %(all)s in all: %(share)s instead, which is %(points)s point more, with %(names)s.",
        "%(more)s more, %(all)s in all: %(share)s instead, which is %(points)s points more, with %(names)s.",
        points,
    )
    return text % (named | {"share": share(step.share), "points": points, "names": of_codes(match, step.modules)})


def left(match: Match, found: Choice, reached: Sequence[Reached]) -> list[str]:
    """What stays open: skills that no course raises, skills left out here, and skills closed in part."""
    gaps = match.gaps_of(found.asked.audience)
    never = set(uncovered([each.listed.module for each in match.offered], list(gaps)))
    nobody = [each.gap.skill for each in reached if each.gap.skill in never]
    out = [each.gap.skill for each in reached if not each.module and each.gap.skill not in never]
    partly = [each.gap.skill for each in reached if each.module and round(each.left, 1) > 0]
    said = []
    if nobody:
        said.append(_("No course on offer raises: %(names)s.") % {"names": every(match, nobody)})
    if out:
        said.append(
            _("Courses on offer would raise these, and were left out: %(names)s.") % {"names": every(match, out)}
        )
    if partly:
        said.append(_("Raised, and still short of what you need: %(names)s.") % {"names": every(match, partly)})
    if reached and not said:
        said.append(_("Nothing: every skill reaches the level you need."))
    return said


def every(match: Match, codes: Iterable[str]) -> str:
    return words.apart(_inside(match.names[code]) for code in codes)


def _inside(name: str) -> str:
    """A name in a sentence, which keeps its direction to itself."""
    return isolated(words.mid_sentence(name), in_rtl=get_language_bidi())


def steadiness(match: Match, found: Choice) -> str:
    """Whether the choice would change if every course led one level less or one level more far."""
    if found.found is None or not found.best.modules:
        return ""
    if found.found.is_steady:
        return _("The choice would be the same if every course led one level less far, or one further.")
    best = found.best.modules
    lower = "" if found.found.if_lower == best else _instead(match, found.found.if_lower, is_lower=True)
    higher = "" if found.found.if_higher == best else _instead(match, found.found.if_higher, is_lower=False)
    return " ".join(each for each in (lower, higher, _same(lower, higher)) if each)


def _instead(match: Match, modules: Sequence[str], *, is_lower: bool) -> str:
    if not modules:
        return (
            _("If every course led one level less far, none would be worth choosing.")
            if is_lower
            else _("If every course led one level further, none would be worth choosing.")
        )
    text = (
        _("If every course led one level less far, the choice would be %(names)s.")
        if is_lower
        else _("If every course led one level further, the choice would be %(names)s.")
    )
    return text % {"names": of_codes(match, modules)}


def _same(lower: str, higher: str) -> str:
    if lower and higher:
        return ""
    return _("One level further would change nothing.") if lower else _("One level less would change nothing.")


def notes(match: Match, found: Choice) -> list[str]:
    """What was assumed, of the courses chosen and those on offer."""
    chosen = [match.by_code[code] for code in found.best.modules]
    said = []
    if not found.is_exact:
        said.append(
            _(
                "The exact search took too long. These courses were chosen one after another, each time the one that adds "
                "most for its money and days; another set may close more."
            )
        )
    if free := [each.name for each in chosen if each.price is None]:
        said.append(_("Price not known, counted as 0: %(names)s. Ask the provider.") % {"names": quoted(free)})
    if long := [each.name for each in chosen if each.hours is None]:
        said.append(_("Length not known, counted as 0: %(names)s.") % {"names": quoted(long)})
    basis = {code for each in chosen for code in each.listed.prerequisites} & set(match.unknown_basis)
    if basis:
        said.append(_("Taken for known, as it is not on offer here: %(names)s.") % {"names": quoted(sorted(basis))})
    if any(each.listed.raises_is_judgement for each in chosen):
        said.append(_("How far a course leads is the organiser’s judgement until results of past groups replace it."))
    return said


def dates(days_of_course: Iterable[str]) -> tuple[str, ...]:
    """31 March 2027; what is no ISO day is shown as it stands."""
    return tuple(_day(each) for each in days_of_course)


def _day(text: str) -> str:
    try:
        return str(formats.date_format(date.fromisoformat(text), _("j F Y")))
    except ValueError:
        return text
