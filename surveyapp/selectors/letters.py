"""Which words a letter has in a language, whose they are, and what stands in their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp.instruments.direction import isolated, on_one_line
from surveyapp.instruments.languages import is_right_to_left
from surveyapp.instruments.texts import localised
from surveyapp.models.letters import LetterText
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import letter_format, standard_letters
from surveyapp.selectors.instruments import instrument
from surveyapp.selectors.letter_html import as_html, as_paragraphs

OWN_OF_WAVE, OWN_OF_PROGRAMME, STANDARD = "wave", "programme", "standard"


@dataclass(frozen=True)
class Words:
    """A letter with its places. `language` is what it is written in, which is not always what was asked for; `source` says
    whose words they are: this survey's, the programme's, or the standard ones."""

    kind: str
    subject: str
    body: str
    language: str
    source: str


@dataclass(frozen=True)
class Letter:
    """A letter as its recipient sees it."""

    subject: str
    body: str
    paragraphs: SafeString
    language: str

    @property
    def html(self) -> str:
        return as_html(self.paragraphs, self.language)


class Letters:
    """All letters of a wave, read in one query."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        rows = history(wave.programme, wave).order_by("pk")
        newest = {(row.wave_id, row.kind, row.language): row for row in rows}
        self._own = {at: row for at, row in newest.items() if not row.is_standard}

    def words(self, kind: str, language: str) -> Words:
        """This survey's own words, else the programme's, else the standard ones; where the language has none of these, the
        same of the programme's language, and in the end the standard letter in English."""
        for tried in dict.fromkeys((language, language.partition("-")[0], self.wave.programme.default_language, "en")):
            found = self.own(kind, tried)
            if found:
                source = OWN_OF_WAVE if found.wave_id else OWN_OF_PROGRAMME
                return Words(kind, found.subject, found.body, tried, source)
            if tried in dict(settings.LANGUAGES):
                return standard(kind, tried)
        return standard(kind, "en")

    def own(self, kind: str, language: str) -> LetterText | None:
        """The organiser's own words in exactly this language."""
        return self._own.get((self.wave.pk, kind, language)) or self._own.get((None, kind, language))


def history(programme: Programme, wave: Wave | None) -> QuerySet[LetterText]:
    """Every text that the programme's letters had, and those of one wave, the newest first."""
    of = Q(wave__isnull=True) | Q(wave=wave) if wave else Q(wave__isnull=True)
    return LetterText.objects.filter(of, programme=programme).select_related("by").order_by("-pk")


@cache
def standard(kind: str, language: str) -> Words:
    with override(language):
        return Words(kind, standard_letters.subject(kind), standard_letters.body(kind), language, STANDARD)


def languages(wave: Wave) -> list[str]:
    """Languages that somebody invited may read: those of the questionnaire, the programme's own first."""
    default = wave.programme.default_language
    return list(dict.fromkeys([default, *instrument(wave.instrument_version_id).languages]))


def compose(words: Words, values: Mapping[str, str]) -> Letter:
    """Put the values in. A letter that does not say how to get no more of them says so at its end."""
    body = words.body
    if values.get("unsubscribe") and "{unsubscribe}" not in body:
        with override(words.language):
            body = f"{body.rstrip()}\n\n{_('No more letters about this survey: {unsubscribe}')}\n"
    text = letter_format.fill_body(body, values)
    addresses = dict.fromkeys(values[name] for name in letter_format.ADDRESSES if values.get(name))
    paragraphs = as_paragraphs(text, list(addresses))
    return Letter(letter_format.fill_subject(words.subject, values), text, paragraphs, words.language)


class Values:
    """What stands in the places of one wave's letters; what all share is made once a language."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self._shared: dict[str, dict[str, str]] = {}

    def of(  # noqa: PLR0913 - each stands in a place of its own
        self, language: str, *, name: str, organisation: str, link: str, minutes: int, unsubscribe: str = ""
    ) -> dict[str, str]:
        in_rtl = is_right_to_left(language)
        called = isolated(on_one_line(name), in_rtl=in_rtl)
        return {
            **self._of_wave(language),
            "greeting": _greeting(language, called),
            "name": called,
            "organisation": isolated(on_one_line(organisation), in_rtl=in_rtl),
            "link": link,
            "minutes": str(minutes),
            "unsubscribe": unsubscribe,
        }

    def _of_wave(self, language: str) -> dict[str, str]:
        if language not in self._shared:
            self._shared[language] = _of_wave(self.wave, language)
        return self._shared[language]


def sample(wave: Wave, words: Words, *, name: str = "") -> Letter:
    """The letter as somebody of a made-up organisation would get it; its link opens nothing of anybody."""
    with override(words.language):
        organisation, name = _("Example Organisation"), name or _("Maria Example")
    address = settings.SITE_URL + reverse("surveyapp:wave-preview", args=[wave.programme.slug, wave.slug])
    values = Values(wave).of(
        words.language, name=name, organisation=organisation, link=address, minutes=30, unsubscribe=address
    )
    return compose(words, values)


def _of_wave(wave: Wave, language: str) -> dict[str, str]:
    programme = wave.programme
    in_rtl = is_right_to_left(language)

    def say(text: dict[str, str]) -> str:
        return isolated(localised(text, language, programme.default_language), in_rtl=in_rtl)

    with override(language):
        here = localtime(wave.closes_at, ZoneInfo(programme.timezone)) if wave.closes_at else None
        return {
            "survey": say(wave.title) or wave.slug,
            "programme": say(programme.name) or programme.slug,
            "organiser": say(programme.organiser_name),
            "contact": programme.contact_email,
            "closes": date_format(here, _("j F Y")) if here else "",
        }


def _greeting(language: str, called: str) -> str:
    with override(language):
        return _("Dear %(name)s,") % {"name": called} if called else _("Hello,")
