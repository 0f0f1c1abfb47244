import json

import pytest

from benchmarking.management.commands.demo_story import STORY, n_questions
from surveyapp.instruments import loader


@pytest.fixture
def wave(people, as_worker, make_wave):
    from surveyapp.actions.instruments import publish_instrument

    definition = json.loads(loader.canonical(loader.load(loader.find("bioprocess-digital", "1"))))
    with as_worker():
        version = publish_instrument(definition=definition, by=None, by_kind="operator")
    return make_wave(version, people.alpha.organisation)


def test_the_story_says_as_many_questions_as_the_shift_lead_is_asked_at_first(wave, people):
    from surveyapp.actions.invitations import invite
    from surveyapp.actions.responses import start_response
    from surveyapp.forms import overview
    from surveyapp.selectors.responses import asked

    invitation, _ = invite(participation=wave.participations.get(), path="short", by=people.olga.account)
    response = start_response(invitation=invitation, language="en")
    hub = overview.hub(asked(response), {}, "en", page=str, complete=str)
    assert n_questions(wave) == hub["n_questions"]
    assert "answers {questions} questions" in STORY
