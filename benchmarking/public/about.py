"""What a reader has to know of the survey beside its figures: who, when, how, of whom, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.public.response import about_so_many
from benchmarking.public.rows import Table
from benchmarking.public.wording import asked
from benchmarking.selectors.figures import SECTOR
from benchmarking.selectors.sector_reports import Source
from surveyapp.models.wave import Wave


@dataclass(frozen=True)
class Fact:
    name: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Segment:
    """A group that is shown: companies in the register and companies invited, None where that is not known, and companies that
    took part."""

    name: str
    population: int | None
    n: int
    rate: str = ""
    invited: int | None = None

    @property
    def invited_printed(self) -> str:
        return about_so_many(self.invited)


def survey_title(source: Source) -> str:
    return words.said(source.wave.title) or source.wave.slug


def programme_name(source: Source) -> str:
    return words.said(source.programme.name) or source.programme.slug


def organiser(source: Source) -> str:
    return words.sentence(organiser_in_sentence(source))


def organiser_in_sentence(source: Source) -> str:
    return words.said(source.programme.organiser_name) or programme_name(source)


def text(source: Source, name: str) -> str:
    """The organiser's own words, "" where nothing is said."""
    return words.said(source.report.texts.get(name, {})).strip()


def day(source: Source, moment: datetime | None) -> str:
    """In the programme's own time zone."""
    if moment is None:
        return ""
    return formats.date_format(moment.astimezone(ZoneInfo(source.programme.timezone)), _("j F Y"))


def facts(source: Source) -> list[Fact]:
    """In the order in which a reader doubts."""
    return [each for each in _facts(source) if each.text]


def _facts(source: Source) -> Iterator[Fact]:
    wave, release = source.wave, source.release
    n = source.sector.n_owners if source.sector else 0
    yield Fact(_("Who was asked"), _frame(wave))
    yield Fact(_("Who answered"), _("%(n)s companies") % {"n": n})
    yield Fact(_("Fieldwork"), _fieldwork(source))
    yield Fact(_("How it was asked"), text(source, "mode") or _mode(source))
    yield Fact(_("A random sample?"), _not_random(wave))
    yield Fact(
        _("Who paid"),
        text(source, "paid_by") or words.said(source.programme.funder) or _("The organiser has not said who paid."),
    )
    yield Fact(_("Who runs it"), organiser(source))
    yield Fact(
        _("What they sell"),
        text(source, "run_by") or _("The organiser has not said whether it sells anything to those who take part."),
    )
    yield Fact(_("Published"), day(source, release.published_at) or _("not yet: this is a preview"))
    yield Fact(_("Announced for"), _announced(source))
    yield Fact(_("Method"), _("version %(version)s") % {"version": release.method_version})
    yield Fact(_("Ethics reference"), source.programme.ethics_reference)
    contact = source.programme.contact_email
    yield Fact(
        _("Contact"),
        text(source, "contact") or contact,
        f"mailto:{contact}" if contact and not text(source, "contact") else "",
    )


def _frame(wave: Wave) -> str:
    return {
        Wave.Frame.COMPLETE_LIST: _("Every company on a list that the organiser holds to be complete."),
        Wave.Frame.PARTIAL_LIST: _("Companies on a list that is not complete: there is no response rate."),
        Wave.Frame.OPEN_CALL: _("Whoever read the call and wanted to take part: there is no response rate."),
    }[Wave.Frame(wave.frame)]


def _fieldwork(source: Source) -> str:
    opened, closed = day(source, source.wave.opens_at), day(source, source.wave.closed_at)
    if opened and closed:
        return _("%(first)s to %(last)s") % {"first": opened, "last": closed}
    return closed and _("closed on %(last)s") % {"last": closed}


def _mode(source: Source) -> str:
    if any(item.kind == "score" for item in source.instrument.items.values()):
        return _("Results of another survey, brought in as a file of scores.")
    return _(
        "A questionnaire on the web, filled in by people of the companies themselves; nobody checked their answers on site."
    )


def _not_random(wave: Wave) -> str:
    if wave.frame == Wave.Frame.COMPLETE_LIST:
        return _(
            "Not a random sample: all were asked, and those that wanted to answered. Whoever did not answer may differ."
        )
    return _("Not a random sample: companies took part because they wanted to. The figures speak of them, not of all.")


def _announced(source: Source) -> str:
    announced = source.announced_for
    if announced is None:
        return ""
    shown = formats.date_format(announced, _("j F Y"))
    published = source.release.published_at
    kept = published is not None and published.astimezone(ZoneInfo(source.programme.timezone)).date() <= announced
    return shown if kept else _("%(day)s; it was published later") % {"day": shown} if published else shown


def segments(source: Source) -> list[Segment]:
    """Groups that are shown, the sector first; of the others no count at all."""
    is_complete = bool(source.release.parameters.get("register_is_complete"))
    return [
        Segment(
            words.said(group.label),
            population := group.population if is_complete else None,
            group.n_owners,
            words.per_cent(words.points(100 * group.n_owners / population))
            if population and group.n_owners <= population
            else "",
            group.invited,
        )
        for group in source.groups
    ]


def log(source: Source) -> list[tuple[str, str]]:
    """Publications of this survey and what became of them, newest first."""
    found = []
    for each in source.log:
        name = _("Publication %(number)s") % {"number": each.number}
        said = [_("published on %(day)s") % {"day": day(source, each.published_at)}]
        if each.corrected:
            said.append(_("in the place of publication %(number)s") % {"number": each.corrected})
        said += [each.reason] if each.reason else []
        if each.corrected_at:
            text = _("on %(day)s answers behind it were withdrawn and deleted; its figures stand until the next survey")
            said.append(text % {"day": day(source, each.corrected_at)})
        found.append((name, "; ".join(said).rstrip(". ") + "."))
    return found


def is_newest(source: Source) -> bool:
    return all(each.number <= source.release.number for each in source.log)


def cannot_say(source: Source, table: Table) -> list[str]:
    """What these figures are no evidence of, as far as it follows from how they were made."""
    return [each for each in _cannot_say(source, table) if each]


def _cannot_say(source: Source, table: Table) -> Iterator[str]:
    yield _("What companies really do: they described themselves, and nobody looked.")
    if source.wave.frame == Wave.Frame.COMPLETE_LIST:
        yield _("What companies that did not answer are like: no interval covers that.")
    else:
        yield _("What the whole sector is like: nobody knows how those that took part differ from the others.")
    yield _(
        "Why a number is as it is, or what would change it: the survey asks once and compares nobody with and without."
    )
    yield _(
        "Who is ahead: figures are of groups, blurred on purpose, and never of a company. Where intervals overlap there is no order."
    )
    yield _("Anything of a company: a group that is not shown is too small, or would tell of others beside it.")
    if table.one("statistic:twins_started", "share"):
        yield _(
            "How many “digital twins” there are in a stricter sense than the companies' own; the share with live data is the nearest to it."
        )
    if table.of(SECTOR, "people_needed"):
        yield _(
            "How many people the sector needs in all: totals add up what was said, and estimate nothing for who did not say."
        )
    if source.earlier is None:
        yield _("What changed: there is no survey before this one to compare with.")


def twin_meanings(source: Source) -> list[str]:
    """The questions behind the two meanings of digital twin, as they were asked."""
    codes = [each.code for each in source.instrument.statistics if each.code.startswith("twins_")]
    return list(dict.fromkeys(asked(source.instrument, f"statistic:{code}").wording for code in codes))
