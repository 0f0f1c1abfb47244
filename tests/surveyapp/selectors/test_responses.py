from surveyapp.actions import invitations
from surveyapp.selectors import responses
from surveyapp.selectors.instruments import instrument


def test_facts_of_the_register_are_answers_only_where_the_questionnaire_has_them(begin, survey):
    participation = begin().participation
    participation.facets = {"size": "few", "country": "IE"}
    questionnaire = instrument(survey.version.pk)
    assert responses.known_facts(participation, questionnaire) == {"SIZE": {"value": "few"}}
    participation.facets = {"size": "gigantic"}
    assert responses.known_facts(participation, questionnaire) == {}


def test_a_response_is_found_until_its_link_is_withdrawn(begin, people):
    response = begin()
    assert responses.response(response.pk) == response
    invitations.revoke(invitation=response.invitation, by=people.olga.account)
    assert responses.response(response.pk) is None


def test_a_question_whose_choices_are_all_gone_is_not_visible(begin):
    asked = responses.asked(begin())
    short = {"SCREEN": {"value": "partly"}, "PY_NOW": {"value": "1"}, "PY_NEED": {"value": "2"}}
    assert "FIRST" in asked.visible(short)
    assert "FIRST" not in asked.visible(short | {"PY_NEED": {"value": "1"}})


def test_a_questionnaire_is_read_from_the_database_once(survey, django_assert_num_queries):
    instrument(survey.version.pk)
    with django_assert_num_queries(0):
        assert instrument(survey.version.pk).slug == "tiny"
