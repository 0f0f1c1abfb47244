"""The invented programme: its organiser and coordinator, its register, and its surveys with their dates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from benchmarking.actions.training import replace_catalogue
from benchmarking.management.synthetic_sector.register import COORDINATED, PLASMA_COMPANIES, Site
from benchmarking.management.synthetic_sector.supply import with_supply
from benchmarking.training import catalogue
from surveyapp.actions.instruments import publish_instrument
from surveyapp.actions.participations import add_participation
from surveyapp.actions.register_entries import declare
from surveyapp.actions.waves import open_wave
from surveyapp.instruments import loader
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account, Membership, Staff
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave

SLUG = "synthetic-bioprocessing"
STAYS_OPEN = timedelta(days=28)
PASSWORD = "waymark-demo"  # noqa: S105  (printed on screen: the demo holds nothing real)
ORGANISER, COORDINATOR = "organiser@demo.example", "coordinator@demo.example"
PLASMA_COORDINATOR = "plasma@demo.example"
INFORMATION_SHEET = """\
Everything on this sheet is invented, like the whole programme: it shows what such a sheet may say.

Why you are asked. Each autumn the network asks sites in bioprocessing how work is done today and which skills are short, so \
that every site can see where it stands and courses can be offered where they are missing.

What happens with your answers. They are joined with those of your colleagues to a result of your site, which your \
training manager sees. Results about the sector are published for groups of at least six companies only.

Who reads them. The network's analysts can see single answers, to check them. Other organisations never do.

What you may do. Leave out any question, stop at any time, read what is kept about you, and withdraw. Your link leads to all \
of it. Write to the address below if you have a question or a complaint.
"""


@dataclass(frozen=True)
class Survey:
    """One yearly survey: when it opened, when it closes, and when its results came out (None: it is open)."""

    slug: str
    opened: datetime
    closes: datetime
    published: datetime | None


def _noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def _survey(slug: str, *, opened: str, closes: str, published: str) -> Survey:
    return Survey(slug, _noon(opened), _noon(closes), _noon(published) if published else None)


SURVEYS = (
    _survey("2024", opened="2024-11-04", closes="2024-12-13", published="2025-01-15"),
    _survey("2025", opened="2025-11-03", closes="2025-12-12", published="2026-01-14"),
    _survey("2026", opened="2026-11-02", closes="2026-12-18", published=""),
)


def make_programme(version: InstrumentVersion) -> Programme:
    """The programme with its organiser's account and its training catalogue."""
    programme = Programme.objects.create(
        slug=SLUG,
        name=version.definition["name"],
        organiser_name={
            "en": "the Bioprocess Skills Network",
            "de": "Bioprocess Skills Network",
            "fr": "le Bioprocess Skills Network",
        },
        contact_email="survey@demo.example",
        information_sheet={"en": INFORMATION_SHEET},
        ethics_reference="Invented ethics committee, 2024-0117 (synthetic)",
        data_controller={"en": "The Bioprocess Skills Network (invented), 1 Example Quay, Dublin"},
        funder={"en": "Invented Fund for Skills in Manufacturing"},
        languages=["en", "de", "fr"],
        timezone="Europe/Dublin",
        currency="EUR",
        peer_tree=["business_model_family", "sub_sector_family", "sub_sector"],
        is_synthetic=True,
    )
    organiser = _account(ORGANISER, "Olga Organiser")
    Staff.objects.create(account=organiser, programme=programme)
    declare(programme=programme, frame=Wave.Frame.COMPLETE_LIST, takes_requests=False, by=organiser)
    instrument = loader.read(version.definition)
    modules = catalogue.read(catalogue.FOLDER / "bioprocess-digital.yaml", instrument)
    replace_catalogue(programme=programme, entries=with_supply(modules), by=None, by_kind="operator")
    return programme


def publish() -> InstrumentVersion:
    """The bioprocess questionnaire, as its file stands."""
    instrument = loader.load(loader.find("bioprocess-digital", "1"))
    return publish_instrument(definition=json.loads(loader.canonical(instrument)), by=None, by_kind="operator")


def make_register(programme: Programme, sites: list[Site]) -> None:
    """Owners and organisations, and the coordinators of two of them."""
    names = dict.fromkeys(site.owner for site in sites)
    owners = {o.name: o for o in Owner.objects.bulk_create(Owner(programme=programme, name=n) for n in names)}
    made = Organisation.objects.bulk_create(
        Organisation(
            programme=programme, owner=owners[s.owner], name=s.name, reference=f"R{s.order:04}", facets=s.facets
        )
        for s in sites
    )
    by_name = {organisation.name: organisation for organisation in made}
    _coordinates(COORDINATOR, "Cora Coordinator", by_name[COORDINATED.name])
    _coordinates(PLASMA_COORDINATOR, "Paul Plasma", by_name[sites[PLASMA_COMPANIES].name])


def open_survey(programme: Programme, survey: Survey, version: InstrumentVersion) -> Wave:
    """An open wave with the whole register in it: the register is the sector's complete list."""
    wave = Wave.objects.create(
        programme=programme,
        instrument_version=version,
        slug=survey.slug,
        title={"en": f"{survey.slug} survey", "de": f"Befragung {survey.slug}", "fr": f"Enquête {survey.slug}"},
        frame=Wave.Frame.COMPLETE_LIST,
        opens_at=survey.opened,
        closes_at=_closes(survey),
    )
    for organisation in programme.organisations.all():
        add_participation(wave=wave, organisation=organisation, by=None, by_kind="operator")
    return open_wave(wave=wave, by=None, by_kind="operator", opened_at=survey.opened)


def _closes(survey: Survey) -> datetime:
    """A worker closes a survey whose day has come; that of a demonstration goes on."""
    is_over = survey.published is None and survey.closes <= timezone.now()
    return timezone.now() + STAYS_OPEN if is_over else survey.closes


def _coordinates(email: str, name: str, organisation: Organisation) -> None:
    Membership.objects.create(account=_account(email, name), organisation=organisation)


def _account(email: str, name: str) -> Account:
    return Account.objects.create_user(email, PASSWORD, name=name)
