"""A sector of red, blue and green plants of which Olga watches the survey."""

from __future__ import annotations

import pytest
from django.urls import reverse

from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

SMALL = {**DEFINITION, "peer_tree": ["kind"]}


@pytest.fixture
def wave(programme, people, publish_instrument, make_wave):
    programme.peer_tree = ["kind"]
    programme.timezone = "Europe/Lisbon"
    programme.save()
    people.alpha.organisation.facets = people.beta.organisation.facets = {
        "type": "office"
    }  # the figures are not about them
    people.alpha.organisation.save()
    people.beta.organisation.save()
    return make_wave(publish_instrument(SMALL), frame=Wave.Frame.COMPLETE_LIST)


@pytest.fixture
def fill(wave, as_worker):
    """`fill(red=(14, 20))`: the register has twenty red plants, of which fourteen have finished."""

    def make(**numbers):
        with as_worker():
            for kind, (finished, registered) in numbers.items():
                for n in range(registered):
                    one = organisation(wave.programme, f"{kind.title()} {n:02}", kind)
                    if n < finished:
                        respond(take_part(wave, one), answers(3))

    return make


@pytest.fixture
def invite():
    def make(participation, **fields):
        digest = Invitation.digest(Invitation.new_token())
        return Invitation.objects.create(participation=participation, token_sha256=digest, **fields)

    return make


def address(wave, name="wave-watch"):
    return reverse(f"surveyapp:{name}", args=[wave.programme.slug, wave.slug])


@pytest.fixture
def look(client, people, wave):
    """The page as Olga sees it."""

    def get(query="", name="wave-watch", **headers):
        client.force_login(people.olga.account)
        return client.get(address(wave, name) + query, headers=headers)

    return get
