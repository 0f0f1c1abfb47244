import pytest

from surveyapp.actions.waves import close_wave, open_wave
from surveyapp.models.organisation import Owner
from surveyapp.models.people import Membership
from surveyapp.models.register import Register
from surveyapp.models.wave import Wave
from surveyapp.selectors import coordination, instruments, populations, records, response_counts


@pytest.fixture
def bought(survey, people):
    """Beta's owner buys Alpha."""

    def buy():
        people.alpha.organisation.owner = people.beta.owner
        people.alpha.organisation.save()

    return buy


def owners_of(wave):
    counted = records.without_responses(wave, instruments.instrument(wave.instrument_version_id))
    return sorted(str(record.owner) for record in counted)


def test_a_closed_survey_keeps_its_owners_when_one_is_sold(survey, people, bought, as_worker):
    close_wave(wave=survey.wave, by=None, by_kind="operator")
    with as_worker():
        before = owners_of(survey.wave)
        bought()
        assert owners_of(survey.wave) == before == sorted(map(str, (people.alpha.owner.pk, people.beta.owner.pk)))


def test_an_open_survey_counts_owners_as_they_are(survey, people, bought, as_worker):
    bought()
    with as_worker():
        assert owners_of(survey.wave) == [str(people.beta.owner.pk)] * 2
    assert response_counts.total(survey.wave).owners == 1


def test_who_coordinates_whom_is_told_as_it_was_at_the_close(survey, people, bought):
    Membership.objects.create(account=people.beta.account, organisation=people.alpha.organisation)
    close_wave(wave=survey.wave, by=None, by_kind="operator")
    bought()
    pairs = coordination.account_and_owner(survey.wave.programme, survey.wave)
    assert (str(people.beta.account.pk), str(people.alpha.owner.pk)) in pairs
    today = coordination.account_and_owner(survey.wave.programme)
    assert {owner for _, owner in today} == {str(people.beta.owner.pk)}


def test_who_left_the_register_is_not_in_the_population(survey, people, programme):
    instrument = instruments.instrument(survey.wave.instrument_version_id)
    Owner.objects.create(programme=programme, name="Nobody")
    assert populations.owners_by_path(programme, instrument)[""] == 2
    people.alpha.organisation.left_at = survey.wave.opens_at
    people.alpha.organisation.save()
    assert populations.owners_by_path(programme, instrument)[""] == 1


def test_the_declared_frame_is_copied_when_the_survey_opens(survey, programme):
    Register.objects.create(programme=programme, frame=Wave.Frame.COMPLETE_LIST)
    Wave.objects.filter(pk=survey.wave.pk).update(state=Wave.State.DRAFT)
    assert open_wave(wave=survey.wave, by=None, by_kind="operator").frame == "complete_list"


def test_imported_results_write_into_the_history_what_they_change(people, programme, as_worker):
    from surveyapp.actions.register import match_register
    from surveyapp.instruments.results import OrganisationResult
    from surveyapp.selectors.register import history

    results = [
        OrganisationResult("", "Alpha site", "Beta Group", {"size": "few"}, {}),
        OrganisationResult("N1", "New site", "", {}, {}),
    ]
    with as_worker():
        match_register(programme=programme, results=results, is_newest=True)
    alpha = history(people.alpha.organisation)[0]
    assert alpha.changes == {"owner": ["Alpha Group", "Beta Group"], "facet:size": ["", "few"]}
    assert [event.kind for event in history(programme.organisations.get(name="New site"))] == ["added"]
