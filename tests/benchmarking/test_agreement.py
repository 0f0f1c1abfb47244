"""How an organisation's people agree, from their answers and what they allow to its own result."""

import json

import pytest

from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.tasks import sweep
from surveyapp.actions.participations import confirm_participation
from surveyapp.models.consent import ConsentChoice
from surveyapp.models.row_scope import organisation_scope
from surveyapp.models.wave import Wave
from surveyapp.signals import coordinator_sight_changed
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part


@pytest.fixture
def site(programme, publish_instrument, make_wave):
    programme.peer_tree = ["kind"]
    programme.save()
    wave = make_wave(publish_instrument(DEFINITION))
    return take_part(wave, organisation(programme, "Alpha plant", "red"))


def allow(response, allows):
    ConsentChoice.objects.create(
        response=response, purpose="coordinator_sees", is_granted=allows, text="May they?", language="en"
    )


@pytest.fixture
def people_of(as_worker):
    def build(participation):
        with as_worker():
            confirm_participation(participation=participation, by=None, by_kind="operator")
            sweep()
            assert OwnResultRequest.objects.latest("requested_at").state == "done"
        return stored(participation)

    return build


def stored(participation):
    with organisation_scope(participation.organisation_id):
        return OwnResult.objects.get(participation=participation).document["people"]


def test_four_people_leave_no_trace_of_how_they_differ(site, people_of, as_worker):
    with as_worker():
        for level in (1, 1, 1, 5):
            respond(site, answers(level))
    assert people_of(site) == {"why_not": "few"}


def test_five_people_one_of_them_of_another_area_are_told_of_together_alone(site, people_of, as_worker):
    with as_worker():
        for level in (1, 1, 1, 1):
            respond(site, answers(level), role="operations")
        respond(site, answers(5), role="it")
    found = people_of(site)
    assert found["dimensions"]["A"] == {"verdict": "split", "n": 5, "areas": {}}
    assert "it" not in json.dumps(found["dimensions"]).replace("split", "")


def test_what_is_told_of_two_people_ends_with_the_consent_of_one(site, people_of, as_worker):
    with as_worker():
        respond(site, answers(3), role="coordinator", coordinator=True)
        colleague = respond(site, answers(1), role="it")
    assert people_of(site) == {"why_not": "few"}
    with as_worker():
        allow(colleague, allows=True)
        coordinator_sight_changed.send(sender=None, participation_id=site.pk)
        sweep()
    assert stored(site)["dimensions"]["A"]["areas"] == {"coordinator": 50.0, "it": 0.0}
    with as_worker():
        allow(colleague, allows=False)
        coordinator_sight_changed.send(sender=None, participation_id=site.pk)
        sweep()
    assert stored(site) == {"why_not": "few"}


def test_a_coordinators_own_answers_allow_nothing_for_others(site, people_of, as_worker):
    with as_worker():
        respond(site, answers(3), coordinator=True)
        respond(site, answers(1))
        allow(respond(site, answers(5)), allows=True)
    assert people_of(site) == {"why_not": "few"}


def test_nobody_is_told_of_after_a_confidential_survey(site, people_of, as_worker):
    Wave.objects.filter(pk=site.wave_id).update(state=Wave.State.DRAFT)
    Wave.objects.filter(pk=site.wave_id).update(is_confidential=True)
    Wave.objects.filter(pk=site.wave_id).update(state=Wave.State.OPEN)
    with as_worker():
        for level in (1, 1, 1, 5, 5):
            allow(respond(site, answers(level)), allows=True)
        confirm_participation(participation=site, by=None, by_kind="operator")
        sweep()
    with organisation_scope(site.organisation_id):
        found = OwnResult.objects.filter(participation=site).values_list("document", flat=True)
        assert all(document["people"] == {"why_not": "confidential"} for document in found)
