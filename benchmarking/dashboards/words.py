"""Numbers and names as they read in a sentence or a table. Every page, chart and CSV takes them from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import floor

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import formats, timezone
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from benchmarking.dashboards.finding import Column, Parts
from benchmarking.stats.records import Figure
from benchmarking.stats.rounding import decimals_of_ends, round_end
from surveyapp.instruments.direction import left_to_right
from surveyapp.instruments.levels import level_words
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised

NO_BREAK = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
LINKING_WORD = 3  # letters at most
FIGURES_ONLY = ("ar",)  # where the word for a number bends with what is counted, and a figure does not


def said(text: Mapping[str, str] | None) -> str:
    """A language → text map in the reader's language."""
    return localised(text, get_language() or "en", "en")


def mid_sentence(name: str) -> str:
    """A name inside a sentence: English lowers its first letter, unless it is an abbreviation or a proper name."""
    english = (get_language() or "en").startswith("en")
    return name[0].lower() + name[1:] if english and name[1:2].islower() and not _is_proper(name) else name


def _is_proper(name: str) -> bool:
    """Several words, all with a capital but "of", "for" and their like: Scottish Government, Department for Transport."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() for word in words if len(word) > LINKING_WORD)


def figures(text: str) -> str:
    """A range, or figures with their sign or unit: on a page from right to left they still read from left to right."""
    return left_to_right(text) if get_language_bidi() else text


def level_in_words(instrument: Instrument, score: float) -> str:
    """Established, or between Partial and Established: in the page's language also where the questionnaire is not."""
    language = get_language() or "en"
    found = level_words(instrument, score, language)
    if found.upper is None or {language, language.partition("-")[0]} & set(instrument.between_levels or ()):
        return found.text
    lower, upper = (said(instrument.level_names[level]) for level in (found.lower, found.upper))
    # Translators: the names of two levels, which the questionnaire may have in another language.
    return _("between %(lower)s and %(upper)s") % {"lower": lower, "upper": upper}


def whole(value: float) -> int:
    """Halves upwards, so that 62.5 reads 63 everywhere."""
    return floor(round(value, 6) + 0.5)


def points(value: float | None) -> str:
    return "" if value is None else str(whole(value))


def signed(value: float) -> str:
    rounded = whole(value)
    return figures(f"+{rounded}") if rounded > 0 else figures(f"{MINUS}{-rounded}") if rounded < 0 else "0"


def level(value: float | None) -> str:
    """A level of 0-5 that several people's ratings may have put between two."""
    return "" if value is None else formats.number_format(f"{round(value, 1):g}")


def level_end(value: float) -> str:
    """An end of an interval of levels, always with its tenth: 1.0–1.9."""
    return formats.number_format(round(value, 1), 1)


def printed(figure: Figure | None) -> str:
    """The number of a mean or a quantile, or the bound where only a bound may be shown."""
    if figure is None:
        return ""
    if figure.value is not None:
        return points(figure.value)
    if figure.bound == "at_most" and figure.most is not None:
        return _("at most %(number)s") % {"number": points(figure.most)}
    if figure.bound == "at_least" and figure.least is not None:
        return _("at least %(number)s") % {"number": points(figure.least)}
    if figure.least is None or figure.most is None:
        return ""
    return _("from %(least)s to %(most)s") % {"least": points(figure.least), "most": points(figure.most)}


def interval(figure: Figure | None) -> str:
    """In one cell; a CSV has its two ends."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    low, high = ends(figure)
    return Parts(figures(f"{low}{DASH}{high}"), low, high)


def ends(figure: Figure) -> tuple[str, str]:
    """Of an interval: whole points, or a decimal where half-widths can be narrower than that; empty without one."""
    decimals = decimals_of_ends(figure)
    low, high = (
        "" if end is None else formats.number_format(round_end(end, decimals), decimals)
        for end in (figure.low, figure.high)
    )
    return low, high


def interval_of_share(figure: Figure | None) -> str:
    low_to_high = interval(figure)
    return Parts(per_cent(low_to_high), *low_to_high.parts) if isinstance(low_to_high, Parts) else ""


def interval_column(head: str = "") -> Column:
    """The column of intervals, of a number with that head where there are several."""
    said_head = head or interval_head()
    return Column(said_head, numeric=True, parts=interval_parts(said_head))


def interval_parts(head: str) -> tuple[str, str]:
    return _("%(what)s, from") % {"what": head}, _("%(what)s, to") % {"what": head}


def interval_head() -> str:
    """Here and elsewhere the sign is doubled, or the tools of translators take "% i" for a placeholder."""
    return _("95 %% interval") % {}


def reads_as_inside(score: float, figure: Figure) -> bool:
    """Within the interval beside it, ends included, both as printed: nobody would read 83 against 79–83 as clear."""
    if figure.low is None or figure.high is None:
        return False
    decimals = decimals_of_ends(figure)
    return round_end(figure.low, decimals) <= whole(score) <= round_end(figure.high, decimals)


def per_cent(number: str) -> str:
    return figures(f"{number}{NO_BREAK}%") if number else ""


def share(figure: Figure | None) -> str:
    """25 %, at most 1 %, or a band of counts where there are too few for a per cent: 3–5 of 14."""
    if figure is None:
        return ""
    if figure.value is None:
        return count_band(figure)
    bounds = {"at_most": _("at most %(share)s"), "at_least": _("at least %(share)s")}
    return bounds.get(figure.bound, "%(share)s") % {"share": per_cent(points(figure.value))}


def share_part(figure: Figure | None) -> str:
    """In a cell of its own: 25 %, which is the plain number 25 to a CSV. A bound and a band stay words."""
    return Parts(share(figure), share_number(figure)) if figure else ""


def share_number(figure: Figure) -> str:
    return share(figure) if figure.value is None or figure.bound else points(figure.value)


def share_head(head: str) -> str:
    """Of a CSV's column of plain numbers."""
    return _("%(what)s, per cent") % {"what": head}


def share_only_column(head: str) -> Column:
    """The column of `share_part`."""
    return Column(head, numeric=True, parts=(share_head(head),))


def count_band(figure: Figure) -> str:
    if figure.least is None or figure.most is None:
        return ""
    band = {"least": points(figure.least), "most": points(figure.most), "n": figure.n_units}
    return _("%(least)s–%(most)s of %(n)s") % band


def n_equals(number: int) -> str:
    return figures(f"n{NO_BREAK}={NO_BREAK}{number}")


def n_between(least: int, most: int) -> str:
    """Of several numbers that each have their own n: n = 20–32."""
    return n_equals(least) if least == most else figures(f"{n_equals(least)}{DASH}{most}")


def share_cell(figure: Figure | None, *, with_n: bool = False) -> str:
    """A share and its interval in one cell, where a table has several shares a row: 66 %, n = 64, 55–76 %. n as there is no
    column of it."""
    if figure is None:
        return ""
    between = interval_of_share(figure)
    ends = between.parts if isinstance(between, Parts) else ("", "")
    if with_n:
        return Parts(share_in_full(figure), share_number(figure), str(figure.n_owners), *ends)
    return Parts(beside(filter(None, (share(figure), between))), share_number(figure), *ends)


def share_column(head: str, *, with_n: bool = False) -> Column:
    """The column of such cells."""
    n = [beside([head, "n"])] if with_n else []
    return Column(head, numeric=True, parts=(share_head(head), *n, *interval_parts(beside([head, interval_head()]))))


def share_in_full(figure: Figure, what: str = "") -> str:
    """The share, n and the interval; with what they do, that stands after the share."""
    # Translators: 25 % have started with digital twins. What they do is a whole line of the questionnaire.
    told = _("%(share)s %(what)s") % {"share": share(figure), "what": mid_sentence(what)} if what else share(figure)
    parts = [told, n_equals(figure.n_owners)]
    return beside([*parts, per_cent(interval(figure))] if interval(figure) else parts)


def number_word(number: int) -> str:
    """Six rather than 6, up to nine, in a language that has one word for it."""
    return str(number) if (get_language() or "en").startswith(FIGURES_ONLY) else str(apnumber(number))


def beside(facts: Iterable[str]) -> str:
    """Facts in one line: a name, a survey, a day."""
    return _(", ").join(facts)


def apart(parts: Iterable[str]) -> str:
    """Parts that may hold commas themselves."""
    return _("; ").join(parts)


def listing(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": beside(names[:-1]), "last": names[-1]}


def each_in(names: Sequence[str]) -> str:
    """In A, and in B: for names that hold commas and "and" themselves."""
    places = [_("in %(name)s") % {"name": mid_sentence(name)} for name in names]
    if len(places) < 2:
        return "".join(places)
    return _("%(places)s, and %(last)s") % {"places": beside(places[:-1]), "last": places[-1]}


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def people(number: tuple[int, int | None]) -> str:
    least, most = number
    if most is None:
        return ngettext("%(least)s person or more", "%(least)s people or more", least) % {"least": least}
    if least == most:
        return ngettext("one person", "%(least)s people", least) % {"least": number_word(least)}
    return _("%(least)s to %(most)s people") % {"least": least, "most": most}


def date(moment: datetime) -> str:
    """18 December 2026. Translators put the parts in their order."""
    return formats.date_format(timezone.localtime(moment), _("j F Y"))
