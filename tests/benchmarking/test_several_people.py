"""Several people and a meeting of one organisation, through the pipeline to its own result."""

from dataclasses import replace

import pytest

from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.selectors import rater_noise, release_inputs
from benchmarking.selectors.rules import item_rules
from benchmarking.stats.aggregate import merge_respondents
from benchmarking.tasks import sweep
from surveyapp.actions.participations import confirm_participation
from surveyapp.models.response import Response
from surveyapp.models.row_scope import organisation_scope
from surveyapp.selectors import instruments, records
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part


@pytest.fixture
def site(programme, publish_instrument, make_wave):
    programme.peer_tree = ["kind"]
    programme.save()
    wave = make_wave(publish_instrument(DEFINITION))
    return take_part(wave, organisation(programme, "Alpha plant", "red"))


@pytest.fixture
def agree(as_worker):
    """A meeting's answers, as submitting leaves them."""

    def make(participation, document):
        response = respond(participation, document, role="")
        Response.objects.filter(pk=response.pk).update(is_agreed=True, roles_present=["it", "operations"])

    return make


@pytest.fixture
def own_result(as_worker):
    def build(participation):
        with as_worker():
            confirm_participation(participation=participation, by=None, by_kind="operator")
            sweep()
            assert OwnResultRequest.objects.latest("requested_at").state == "done"
        with organisation_scope(participation.organisation_id):
            return OwnResult.objects.get(participation=participation).document

    return build


def section(level, *codes):
    """Only these questions answered: the others were asked of somebody else."""
    document = answers(level)
    return {code: answer if code in codes else {"missing": "not_shown"} for code, answer in document.items()}


def test_two_holders_of_one_section_merge_by_each_items_rule(site, own_result, as_worker):
    with as_worker():
        respond(site, section(1, "A1", "A2", "A3", "HELD") | {"HELD": {"value": ["money"]}}, role="operations")
        respond(site, section(2, "A1", "A2", "A3", "HELD") | {"HELD": {"value": ["people"]}}, role="it")
        respond(site, section(5, "B1", "B2", "B3"), role="it")
    document = own_result(site)
    assert {code: document["items"][code]["level"] for code in ("A1", "A2", "A3", "B1")} == {
        "A1": 1.5,
        "A2": 1.5,
        "A3": 1.5,
        "B1": 5.0,
    }
    assert set(document["barriers"]) == {"money", "people"}
    assert (document["n_respondents"], document["roles"]) == (3, ["it", "operations"])


def test_what_a_meeting_agreed_on_stands_for_the_site_and_is_no_rater(site, own_result, agree, as_worker):
    with as_worker():
        respond(site, answers(1), role="operations")
        respond(site, answers(2), role="it")
        agree(site, section(5, "A1", "A2", "A3"))
    document = own_result(site)
    assert document["items"]["A1"]["level"] == 5.0
    assert document["items"]["B1"]["level"] == 1.5
    assert (document["n_respondents"], document["roles"]) == (2, ["it", "operations"])


def test_a_site_that_answered_in_a_meeting_alone_counts_as_one(site, own_result, agree, as_worker):
    with as_worker():
        agree(site, answers(4))
    document = own_result(site)
    assert (document["n_respondents"], document["roles"]) == (1, [])
    assert document["items"]["A1"]["level"] == 4.0


def test_a_meeting_says_nothing_about_how_far_one_rater_is_off(site, agree, as_worker):
    with as_worker():
        respond(site, answers(1))
        agree(site, answers(5))
        instrument = instruments.instrument(site.wave.instrument_version_id)
        people = release_inputs.respondents(records.of_participation(site, instrument))
    assert [person.is_agreed for person in people] == [False, True]
    sector = [replace(person, organisation=str(n)) for n in range(20) for person in people]
    assert rater_noise.of_sector(instrument, sector).is_default
    as_raters = [replace(person, is_agreed=False) for person in sector]
    assert not rater_noise.of_sector(instrument, as_raters).is_default


def test_merging_reads_who_agreed_from_what_was_submitted(site, agree, as_worker):
    with as_worker():
        agree(site, answers(3))
        respond(site, answers(1))
        instrument = instruments.instrument(site.wave.instrument_version_id)
        people = release_inputs.respondents(records.of_participation(site, instrument))
    assert (
        merge_respondents(people, list(item_rules(instrument).values()))[str(site.organisation_id)].values["A1"] == 3.0
    )
