"""A list of persons to invite, from a spreadsheet: read whole, every problem of every row found before anything is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.actions.mailings import Person
from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Wave
from surveyapp.organising.invitations.person_form import NOTHING_TO_ASK
from surveyapp.organising.register import columns, reading
from surveyapp.organising.register.checking import Problem, is_address, undefused
from surveyapp.organising.register.limits import FileRefused
from surveyapp.selectors import invitations, letters
from surveyapp.selectors.instruments import instrument

LARGEST_FILE, MOST_PEOPLE = 5_000_000, 5_000
LONGEST = {"organisation": 200, "name": 200, "email": 254, "language": 60, "role": 100}
USUAL = {
    "organisation": "organisation organization company site institution reference orgcode code firma unternehmen standort "
    "einrichtung organisme entreprise établissement المنشأة المؤسسة",
    "name": "name person contact contactname fullname ansprechpartner kontakt nom interlocuteur الاسم",
    "email": columns.USUAL["email"],
    "language": "language lang sprache langue اللغة",
    "role": "role area function rolle bereich funktion rôle fonction domaine الدور",
}
NAMES = {
    "organisation": gettext_lazy("Organisation"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail address"),
    "language": gettext_lazy("Language"),
    "role": gettext_lazy("Area"),
}
WORDS = {
    "no_organisation": gettext_lazy("No organisation is named. Write its name or its reference in the register."),
    "unknown_organisation": gettext_lazy(
        "“%(value)s” is not in the register. Write it as it stands there, or add it first."
    ),
    "no_email": gettext_lazy("There is no e-mail address. Write one, or remove the row."),
    "no_address": gettext_lazy("“%(value)s” is not an e-mail address. Write one address like name@example.org."),
    "twice": gettext_lazy("“%(value)s” stands in row %(detail)s too, for the same organisation. Keep one of the rows."),
    "unknown_language": gettext_lazy("“%(value)s” is no language of this survey. These are: %(detail)s."),
    "unknown_role": gettext_lazy("“%(value)s” is no area of the questionnaire. These are: %(detail)s."),
    "nothing_to_ask": NOTHING_TO_ASK,
    "formula": gettext_lazy("“%(value)s” is a formula or an error, and nothing is calculated here. Paste its value."),
    "too_long": gettext_lazy("“%(value)s…” is longer than %(detail)s characters. Shorten it."),
}


@dataclass(frozen=True)
class Read:
    """What a file says: the persons, or all that is wrong with it. `elsewhere` counts addresses of several organisations."""

    people: tuple[Person, ...]
    problems: tuple[tuple[int, Problem], ...]
    elsewhere: int = 0


def read(file: BinaryIO, wave: Wave, asked: Mapping[str, Any]) -> Read:
    """`asked` is the same for all: path, sections, is_coordinator. Raises FileRefused for what is no list at all."""
    layout = reading.layout_of(file)
    rows = reading.rows(file, layout)
    heads = next(rows, (0, []))[1]
    places = _places(heads)
    reader = _Reader(wave, asked)
    for number, cells in rows:
        if len(reader.people) + len(reader.problems) > MOST_PEOPLE:
            raise FileRefused(_("There are more than %(most)s rows. Divide the file.") % {"most": MOST_PEOPLE})
        reader.take(number, {name: cells[at] if at < len(cells) else "" for at, name in places.items()})
    if not reader.people and not reader.problems:
        raise FileRefused(_("The file needs a row of headings and at least one person below it."))
    return reader.done()


def _places(heads: Sequence[str]) -> dict[int, str]:
    known = {word: target for target, words in USUAL.items() for word in words.split()}
    known |= {columns.key(str(name)): target for target, name in NAMES.items()}
    found = columns.matched(heads, [known], NAMES)
    missing = [str(NAMES[name]) for name in ("organisation", "email") if name not in found.values()]
    if missing:
        said = _("No column is called “%(missing)s”. The first row needs the headings %(all)s.")
        raise FileRefused(said % {"missing": missing[0], "all": ", ".join(map(str, NAMES.values()))})
    return {int(at): name for at, name in found.items()}


class _Reader:
    def __init__(self, wave: Wave, asked: Mapping[str, Any]) -> None:
        self.people: list[Person] = []
        self.problems: list[tuple[int, Problem]] = []
        self._options = dict(asked)
        self._organisations = _organisations(wave)
        self._questionnaire = instrument(wave.instrument_version_id)
        self._languages, self._roles = _languages(wave), _roles(self._questionnaire)
        self._asks: dict[str, bool] = {}
        self._rows: dict[tuple[UUID, str], int] = {}
        self._sites: dict[str, set[UUID]] = defaultdict(set)

    def take(self, number: int, raw: Mapping[str, str]) -> None:
        said = {name: undefused(value) for name, value in raw.items()}
        found = list(_of_cells(raw))
        organisation = self._organisations.get(said["organisation"].casefold())
        if said["organisation"] and organisation is None:
            found.append(Problem("organisation", "unknown_organisation", said["organisation"][:60]))
        language, wrong = _known("language", said.get("language", ""), self._languages)
        role, wrong_role = _known("role", said.get("role", ""), self._roles)
        found += [each for each in (wrong, wrong_role) if each]
        if role and not self._asks_something(role):
            found.append(Problem("role", "nothing_to_ask", said["role"][:60]))
        email = said["email"].strip()
        if organisation and email:
            first = self._rows.setdefault((organisation, email.casefold()), number)
            found += [Problem("email", "twice", email[:60], str(first))] if first != number else []
            self._sites[email.casefold()].add(organisation)
        self.problems += [(number, each) for each in found]
        if organisation and not found:
            more = {"language": language, "role": role, **self._options}
            self.people.append(Person(organisation, email, said.get("name", "")[:200], **more))

    def _asks_something(self, role: str) -> bool:
        """Coordinators are asked the facts of their organisation besides."""
        sections = self._options["sections"]
        if not sections or self._options["is_coordinator"]:
            return True
        if role not in self._asks:
            self._asks[role] = invitations.asks_something(self._questionnaire, sections, role)
        return self._asks[role]

    def done(self) -> Read:
        elsewhere = sum(len(sites) > 1 for sites in self._sites.values())
        return Read(tuple(self.people), tuple(self.problems), elsewhere)


def _of_cells(raw: Mapping[str, str]) -> Iterator[Problem]:
    for name, value in raw.items():
        if value.startswith("="):
            yield Problem(name, "formula", value[:60])
        elif len(value) > LONGEST[name]:
            yield Problem(name, "too_long", value[:60], str(LONGEST[name]))
    if not raw["organisation"]:
        yield Problem("organisation", "no_organisation")
    if not raw["email"]:
        yield Problem("email", "no_email")
    elif not raw["email"].startswith("=") and not is_address(undefused(raw["email"])):
        yield Problem("email", "no_address", raw["email"][:60])


def _known(name: str, value: str, spellings: Mapping[str, tuple[str, str]]) -> tuple[str, Problem | None]:
    """The code behind a spelling; nothing where nothing is said."""
    if not value:
        return "", None
    code, _label = spellings.get(value.casefold(), ("", ""))
    labels = ", ".join(dict.fromkeys(label for _, label in spellings.values()))[:200]
    return code, None if code else Problem(name, f"unknown_{name}", value[:60], labels)


def _organisations(wave: Wave) -> dict[str, UUID]:
    """Names and references of the register, a reference before a name."""
    rows = Organisation.objects.in_register().filter(programme=wave.programme_id)
    found = list(rows.values_list("pk", "name", "reference"))
    named = {name.casefold(): pk for pk, name, _ in found}
    return named | {reference.casefold(): pk for pk, _, reference in found if reference}


def _languages(wave: Wave) -> dict[str, tuple[str, str]]:
    codes = letters.languages(wave)
    return {spelt.casefold(): (code, own_name(code)) for code in codes for spelt in (code, own_name(code))}


def _roles(questionnaire: Instrument) -> dict[str, tuple[str, str]]:
    return {
        str(spelt).casefold(): (code, str(text.get(questionnaire.default_language, code)))
        for code, text in questionnaire.roles.items()
        for spelt in (code, *text.values())
    }


def problem_words(each: Problem) -> str:
    """The sentence, with its remedy."""
    return str(WORDS[each.code]) % {"value": each.value, "detail": each.detail}
