"""A questionnaire that comes with Waymark, and people who run programmes or are about to."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from surveyapp.instruments import loader
from surveyapp.models.people import Account


@pytest.fixture
def shipped(publish_instrument):
    """The published version of the bioprocess questionnaire."""
    return publish_instrument(json.loads(loader.canonical(loader.load(loader.find("bioprocess-digital", "1")))))


@pytest.fixture
def fiona(db):
    """Somebody whom the operator let start programmes."""
    return Account.objects.create_user(
        "fiona@example.org", "correct horse battery", name="Fiona", may_found_programmes=True
    )


@pytest.fixture
def signed_in(client):
    def make(person):
        client.force_login(getattr(person, "account", person))
        return client

    return make


@pytest.fixture
def olga(signed_in, people):
    return signed_in(people.olga)


@pytest.fixture
def opened(shipped, people, make_wave):
    """`opened(state="open", slug="2026")`: a survey with Alpha in it."""

    def make(state="open", slug="2026"):
        over = state in ("closed", "released")
        more = {"closed_at": timezone.now()} if over else {}
        return make_wave(shipped, people.alpha.organisation, slug=slug, state=state, **more)

    return make


@pytest.fixture
def words():
    """The words of a page, with single spaces."""

    def read(page):
        text = page.text if hasattr(page, "text") else page
        return re.sub(r"\s+", " ", strip_tags(text.replace("<", " <"))).strip()

    return read


@pytest.fixture
def at():
    def address(name, *args):
        return reverse(f"surveyapp:{name}", args=args)

    return address
