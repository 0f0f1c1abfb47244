"""The findings on what the sector lacks and no course raises, as pages show them. Nothing here is of one organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Column, Finding, Parts, Reason, Source, Withheld
from benchmarking.dashboards.hidden import reason
from benchmarking.dashboards.names import in_one_line, publication_words
from benchmarking.dashboards.skill_tiers import tier_name
from benchmarking.selectors.catalogue import Course
from benchmarking.selectors.people_needed import counted_groups, people_metric, printed, why_not
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.stats.records import Figure
from benchmarking.stats.weighted_totals import TOTAL
from benchmarking.training.sector_demand import POINTS_OF_A_LEVEL, Met, SkillDemand, best_course, skill_demands

NAMES_AT_MOST = 3  # in a title


def unmet_demand(release: SectorRelease, courses: Sequence[Course]) -> Finding | None:
    """Skill by skill; None where the questionnaire asks of no skill."""
    found = skill_demands(release, courses)
    if not found:
        return None
    head = Finding("unmet-demand", _("Skills and courses"), _subtitle(release))
    if not any(each.short or each.needed for each in found):
        return replace(head, withheld=Withheld(reason()))
    is_placed = any(each.quadrant for each in found)
    columns, rows = _columns(), [_cells(each) for each in found]
    if is_placed:
        columns = (*columns, Column(_("Needed, and there today")))
        rows = [(*cells, quadrant_name(each)) for cells, each in zip(rows, found, strict=True)]
    return replace(
        head,
        title=_title([each for each in found if each.met == Met.BY_NOTHING], len(found)),
        words=_words(found),
        columns=columns,
        rows=tuple(rows),
        source=source(release),
        footnote=" ".join([_footnote(), *([_about_quadrants()] if is_placed else [])]),
    )


def quadrant_name(each: SkillDemand) -> str:
    """Importance against performance in words."""
    return {
        "concentrate_here": _("needed more than most, and lower today: begin here"),
        "keep_up": _("needed more than most, and higher today: keep it up"),
        "low_priority": _("needed less than most, and lower today"),
        "possible_overkill": _("needed less than most, and higher today"),
    }.get(each.quadrant or "", _("not clear"))


def _about_quadrants() -> str:
    return _(
        "Needed and there today: against the mean of all skills; not clear where an interval reaches over it (importance–performance, Martilla and James 1977)."
    )


def source(release: SectorRelease) -> Source:
    n = words.n_equals(release.n_owners) if release.n_owners else ""
    survey = words.said(release.survey) or release.slug
    return _("All organisations in the sector"), n, survey, publication_words(release.publication)


def _subtitle(release: SectorRelease) -> str:
    told = _(
        "Skills, the level needed in 24 months on a scale of 0 to 5, and the course that leads furthest. %(source)s"
    )
    return told % {"source": in_one_line(source(release))}


def _title(by_nothing: Sequence[SkillDemand], n: int) -> str:
    if not by_nothing:
        return _("Every skill is raised by some course")
    if len(by_nothing) > NAMES_AT_MOST:
        said = ngettext("No course raises %(n)s of %(all)s skill", "No course raises %(n)s of %(all)s skills", n)
        return said % {"n": words.number_word(len(by_nothing)), "all": n}
    return _("No course raises: %(names)s") % {"names": words.apart(each.name for each in by_nothing)}


def _words(found: Sequence[SkillDemand]) -> str:
    """How many are reached, about reached, and clearly not."""
    counted = {met: sum(each.met == met for each in found) for met in Met}
    said = {
        Met.REACHED: _("Some course leads to the level needed"),
        Met.ABOUT: _("Some course leads to about that level, too close to call"),
        Met.BELOW: _("The course that leads furthest stays clearly below it"),
    }
    return " ".join(
        _("%(what)s: %(n)s of %(all)s skills.") % {"what": what, "n": counted[met], "all": len(found)}
        for met, what in said.items()
        if counted[met]
    )


def _columns() -> tuple[Column, ...]:
    level = _("Level needed")
    numbers = (_("Level needed"), _("%(what)s, from") % {"what": level}, _("%(what)s, to") % {"what": level})
    return (
        Column(_("Skill")),
        Column(_("Group of skills"), is_note=True),
        Column(_("What courses do")),
        Column(_("Beside the other skills")),
        Column(level, numeric=True, parts=(numbers[0], words.beside([level, "n"]), *numbers[1:])),
        words.share_column(_("Share short"), with_n=True),
    )


def _cells(each: SkillDemand) -> tuple[str, ...]:
    tier = tier_name(each.tier) if each.tier else Reason(reason())
    level = level_cell(each.needed) or Reason(reason())
    return (
        each.name,
        each.group,
        _offer(each),
        tier,
        level,
        words.share_cell(each.short, with_n=True) or Reason(reason()),
    )


def _offer(each: SkillDemand) -> str:
    if each.course is None:
        return _("No course raises it")
    about = {"name": words.said(each.course.name) or each.course.module.code, "level": words.level(each.raised_to)}
    return {
        Met.BELOW: _("“%(name)s”, to level %(level)s: clearly below what is needed"),
        Met.ABOUT: _("“%(name)s”, to level %(level)s: about what is needed"),
        Met.REACHED: _("“%(name)s”, to level %(level)s: as much as is needed"),
    }.get(each.met, _("“%(name)s”, to level %(level)s")) % about


def level_cell(figure: Figure | None) -> str:
    """A level of 0-5 with its n and interval, from points of 0-100: 3.2, n = 31, 2.9–3.5"""
    if figure is None or figure.value is None:
        return ""
    level = words.level(figure.value / POINTS_OF_A_LEVEL)
    if figure.low is None or figure.high is None:
        return Parts(words.beside([level, words.n_equals(figure.n_owners)]), level, str(figure.n_owners), "", "")
    ends = [words.level_end(end / POINTS_OF_A_LEVEL) for end in (figure.low, figure.high)]
    in_full = words.beside([level, words.n_equals(figure.n_owners), words.figures(words.DASH.join(ends))])
    return Parts(in_full, level, str(figure.n_owners), *ends)


def _footnote() -> str:
    return (
        _(
            "The level needed is the mean of those that are short of the group and rated the skill, with its 95 %% interval."
        )
        % {}
        + " "
        + _("To which level a course leads is a judgement until it has been measured.")
        + " "
        + _("Within each tier, skills stand in the questionnaire's order, which says nothing.")
    )


def groups_demand(release: SectorRelease, courses: Sequence[Course]) -> Finding | None:
    """People who should move up in each group of skills, and how many of its skills no course raises."""
    publication = release.publication
    groups = list(counted_groups(publication.instrument))
    if publication.totals_from is None or not groups:
        return None
    why = why_not(publication.totals_from)
    rows = []
    for group in groups:
        total = release.sector.one(people_metric(group.code), TOTAL)
        without = [skill for skill in group.skills if best_course(skill.code, group.audience, courses) is None]
        counted = _("%(n)s of %(all)s") % {"n": len(without), "all": len(group.skills)}
        names = words.apart(words.said(skill.text) for skill in without)
        rows.append((words.said(group.name), *people_cells(total, why), counted, names))
    subtitle = _("Within 24 months, added up. %(source)s") % {"source": in_one_line(source(release))}
    columns = (
        Column(_("Group of skills")),
        people_column(),
        Column("n", numeric=True),
        Column(_("Skills no course raises")),
        Column(_("Which")),
    )
    return Finding(
        "people-and-courses",
        _("People who should move up, and skills of theirs that no course raises"),
        subtitle,
        columns=columns,
        rows=tuple(rows),
        source=source(release),
        footnote=_("Where a total cannot be shown: %(why)s") % {"why": why},
    )


def people_column() -> Column:
    head = _("People who should move up")
    return Column(head, numeric=True, parts=(head,))


def people_cells(total: Figure | None, why: str) -> tuple[str, str]:
    """About 120, and n; the reason where it may not be told."""
    if total is None or total.value is None:
        return Reason(_("cannot be shown"), why), ""
    about = _("about %(people)s") % {"people": printed(total.value)}
    return Parts(about, printed(total.value)), str(total.n_owners)
