"""Files of other products, and respondents who answer what was made of them."""

from __future__ import annotations

import pytest

from tests.surveyapp.walking import walk


@pytest.fixture
def answer_to_the_end(client, people, make_wave, as_worker):
    """Publish a definition, invite somebody to all of it and walk to the confirmation: gives the stored document."""

    def answer(definition):
        from surveyapp.actions import instruments, invitations
        from surveyapp.instruments.interchange.building import only_complete_languages
        from surveyapp.models.response import Response

        with as_worker():
            version = instruments.publish_instrument(definition=only_complete_languages(definition), by=None)
        wave = make_wave(version, people.alpha.organisation)
        participation = wave.participations.get()
        _, token = invitations.invite(participation=participation, path="full", by=None)
        reference = walk(client, token)
        response = Response.objects.get()
        assert response.is_submitted
        assert response.reference == reference
        with as_worker():
            return response.answers.document

    return answer
