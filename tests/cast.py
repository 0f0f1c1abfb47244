"""The cast. Alpha reports, Beta is a peer, Gamma is a stranger in another programme; each has a coordinator.

Olga runs Alpha's programme. Access tests read like stories about them.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone


@pytest.fixture
def programme(db):
    from surveyapp.models.programme import Programme

    return Programme.objects.create(
        slug="sector",
        name={"en": "Sector survey"},
        organiser_name={"en": "Sector body"},
        languages=["en"],
        peer_tree=["business_model_family", "sub_sector_family"],
        contact_email="survey@sector.example",
    )


@pytest.fixture
def people(programme):
    """Account, organisation and owner of each of the cast: people.alpha, people.beta, people.gamma, people.olga."""
    from surveyapp.models.programme import Programme

    elsewhere = Programme.objects.create(slug="elsewhere", name={"en": "Another sector"}, languages=["en"])
    return SimpleNamespace(
        alpha=_coordinator("alpha", programme),
        beta=_coordinator("beta", programme),
        gamma=_coordinator("gamma", elsewhere),
        olga=_organiser("olga", programme),
    )


def _account(name):
    from surveyapp.models.people import Account

    return Account.objects.create_user(f"{name}@example.org", "correct horse battery", name=name.title())


def _coordinator(name, programme):
    from surveyapp.models.organisation import Organisation, Owner
    from surveyapp.models.people import Membership

    owner = Owner.objects.create(programme=programme, name=f"{name.title()} Group")
    organisation = Organisation.objects.create(programme=programme, owner=owner, name=f"{name.title()} site")
    account = _account(name)
    Membership.objects.create(account=account, organisation=organisation)
    return SimpleNamespace(account=account, organisation=organisation, owner=owner)


def _organiser(name, programme):
    from surveyapp.models.people import Staff

    account = _account(name)
    Staff.objects.create(account=account, programme=programme)
    return SimpleNamespace(account=account, programme=programme)


@pytest.fixture
def publish_instrument(as_worker):
    """Store an instrument definition as a published version."""

    def publish(definition):
        from surveyapp.models.instrument import Instrument, InstrumentVersion

        with as_worker():
            instrument, _ = Instrument.objects.get_or_create(slug=definition["slug"])
            return InstrumentVersion.objects.create(
                instrument=instrument, version=definition["version"], definition=definition, sha256="0" * 64
            )

    return publish


@pytest.fixture
def make_wave(programme):
    """An open wave of the programme, with the given organisations taking part."""

    def make(version, *organisations, slug="2026", **fields):
        from surveyapp.models.wave import Participation, Wave

        opens = {"state": Wave.State.OPEN, "opens_at": timezone.now(), "title": {"en": f"{slug} survey"}}
        wave = Wave.objects.create(programme=programme, instrument_version=version, slug=slug, **(opens | fields))
        for organisation in organisations:
            Participation.objects.create(wave=wave, organisation=organisation, facets=organisation.facets)
        return wave

    return make
