"""Pages of one survey of Olga's programme, whose clocks are Dublin's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.benchmarking.small_sector import DEFINITION


@pytest.fixture
def version(programme, publish_instrument):
    programme.peer_tree, programme.timezone, programme.languages = ["kind"], "Europe/Dublin", ["en", "de"]
    programme.save()
    return publish_instrument(DEFINITION)


@pytest.fixture
def olga(client, people):
    client.force_login(people.olga.account)
    return client


@pytest.fixture
def at(programme):
    """`at("dates")` is the address of that page of the survey 2026."""

    def address(name="detail", slug="2026"):
        return reverse(f"surveyapp:wave-{name}", args=[programme.slug, slug] if name != "new" else [programme.slug])

    return address
