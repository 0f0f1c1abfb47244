"""What a provider is told of its modules, as the page and its file show it. Nothing here is of one organisation or person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Column, Finding, Parts, Reason
from benchmarking.dashboards.hidden import reason
from benchmarking.dashboards.names import in_one_line
from benchmarking.selectors.people_needed import printed, why_not
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.training import learners_words
from benchmarking.training.catalogue_page import name
from benchmarking.training.catalogue_words import audience_name, level_name
from benchmarking.training.providers import Standing, Wanted
from benchmarking.training.sector_findings import source


def provider_finding(release: SectorRelease | None, provider: str, found: Sequence[Standing]) -> Finding:
    """One line a module, the one to run next first."""
    names = _skill_names(release)
    return Finding(
        id="provider",
        title=_title(release, found),
        subtitle=_subtitle(release),
        words=_words(found, names),
        columns=_columns(),
        rows=tuple(_cells(release, each, names) for each in found),
        source=source(release) if release else (provider, "", "", ""),
        footnote=_footnote(release),
        is_open=True,
    )


def _skill_names(release: SectorRelease | None) -> dict[str, str]:
    groups = release.publication.instrument.skill_groups if release else ()
    return {skill.code: words.said(skill.text) for group in groups for skill in group.skills}


def _title(release: SectorRelease | None, found: Sequence[Standing]) -> str:
    """Which to run next and for how many, where published figures say so."""
    if release is None:
        return _("Nothing is published yet, so nobody can say which module to run next")
    first = next((each for each in found if each.entry.is_offered and each.wanted.people), None)
    if first is None:
        return _("Published results do not say how many people need these modules")
    told = {"name": name(first.entry), "people": people_in_words(first.wanted)}
    return _("Run next: “%(name)s”. In the sector %(people)s people should move up in what it raises") % told


def people_in_words(wanted: Wanted) -> str:
    """About 120, or about 120 to 300; "" where no total may be shown."""
    if wanted.people is None:
        return ""
    least, most = (printed(each) for each in wanted.people)
    if least == most:
        return _("about %(people)s") % {"people": least}
    return _("about %(least)s to %(most)s") % {"least": least, "most": most}


def _subtitle(release: SectorRelease | None) -> str:
    about = _("People who should move up within 24 months, added up over the companies that answered.")
    return f"{about} {in_one_line(source(release))}" if release else about


def _words(found: Sequence[Standing], names: Mapping[str, str]) -> str:
    """Why the first stands first, and how it compares with what is trained."""
    if not found or not found[0].wanted.people:
        return ""
    first, told = found[0], []
    if first.wanted.largest:
        text = _("It raises skills that are clearly among those most companies are short of: %(skills)s.")
        told.append(text % {"skills": words.apart(names[code] for code in first.wanted.largest)})
    if first.trained is None:
        told.append(_("How many it trains a year is not stated."))
    else:
        trained = number_format(first.trained, force_grouping=True)
        told.append(_("It trains %(n)s people a year.") % {"n": trained})
    return " ".join(told)


def _columns() -> tuple[Column, ...]:
    people, change = _("People who should move up"), _("Change with the last run")
    return (
        Column(_("Module")),
        Column(_("For whom"), is_note=True),
        Column(
            people, numeric=True, parts=(_("%(what)s, from") % {"what": people}, _("%(what)s, to") % {"what": people})
        ),
        Column(_("Most short of its skills")),
        Column(_("Share short"), numeric=True),
        Column(_("Trained a year"), numeric=True),
        Column(_("Last run")),
        Column(change, numeric=True, parts=(change, *words.interval_parts(change))),
        Column(_("Companies in it"), numeric=True),
    )


def _cells(release: SectorRelease | None, each: Standing, names: Mapping[str, str]) -> tuple[str, ...]:
    entry = each.entry
    meant = audience_name(entry.audience) if entry.audience else level_name(entry.level)
    trained = Reason(_("not stated")) if each.trained is None else str(number_format(each.trained, force_grouping=True))
    shortest = _shortest(each, names) if release else (_("nothing published yet"), "")
    return (name(entry), meant, _people(release, each.wanted), *shortest, trained, *_last_run(each))


def _people(release: SectorRelease | None, wanted: Wanted) -> str:
    if release is None:
        return Reason(_("nothing published yet"))
    if wanted.people is None:
        why = why_not(release.publication.totals_from) if release and release.publication.totals_from else ""
        return Reason(_("cannot be shown"), why) if wanted.groups else Reason(_("not asked about"))
    return Parts(people_in_words(wanted), *(printed(each) for each in wanted.people))


def _shortest(each: Standing, names: Mapping[str, str]) -> tuple[str, str]:
    """The skill it raises of which the largest published share of companies is short; ties by code. What stands in its place is no
    `Reason`: that would reach over the next cell, in the middle of a row."""
    known = {code: figure for code, figure in each.wanted.short.items() if figure.value is not None}
    if not known:
        return reason() if each.entry.raises else _("raises no skill of this survey"), ""
    code = min(known, key=lambda skill: (-(known[skill].value or 0.0), skill))
    return names[code], words.share_cell(known[code], with_n=True)


def _last_run(each: Standing) -> tuple[str, str, str]:
    if each.result is None:
        return _("none with a result yet"), "", ""
    if each.change is None:
        return each.result.run.label, Reason(_("too few companies")), ""
    return each.result.run.label, learners_words.change(each.change), str(each.change["n_owners"])


def _footnote(release: SectorRelease | None) -> str:
    told = [
        _(
            "A range of people counts from the largest group of skills alone to all of them: one person may be in several."
        ),
        _(
            "A change is in points of 100 of people’s own ratings, with its 95 %% interval; it is associated with the course and does not prove that the course brought it about."
        )
        % {},
        _(
            "Modules come first that raise a skill clearly among those most short, then by the people wanted beyond those trained."
        ),
    ]
    return " ".join(told)
