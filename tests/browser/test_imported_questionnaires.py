"""A questionnaire of another product in a real browser, from the link to the confirmation."""

from __future__ import annotations

import pytest

from tests.browser.filling import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

FILES = {
    "xlsform": "xlsform/pyxform_xlsform_spec_test.xlsx",
    "surveyjs": "surveyjs/aia_early_survey-enfr.1_23ec6d70.json",
    "limesurvey-lss": "limesurvey_lss/limesurvey_ls205_randomization_group_test.lss",
    "limesurvey-tsv": "limesurvey_tsv/rse_2017_nl_questions_to_import.txt",
    "qualtrics": "qsf/Text_Entry_Components__Questions_with_Text_Entry_Components.qsf",
}
MOST_STEPS = 120


@pytest.fixture
def invite(questionnaires, people, as_worker, make_wave):
    """`invite(kind)` is the way of somebody who has agreed to all questions of what was made of a file."""

    def make(kind):
        from surveyapp.actions import consents, invitations, responses
        from surveyapp.actions.instruments import publish_instrument
        from surveyapp.instruments.interchange import reading
        from surveyapp.instruments.interchange.building import only_complete_languages

        path = questionnaires / FILES[kind]
        definition = only_complete_languages(reading.read(path.read_bytes(), path.name).definition)
        with as_worker():
            version = publish_instrument(definition=definition, by=None, by_kind="operator")
        participation = make_wave(version, people.alpha.organisation).participations.get()
        invitation, token = invitations.invite(
            participation=participation, path="full", email="rosa@example.org", by=people.olga.account
        )
        response = responses.start_response(invitation=invitation, language="en")
        consents.give_consent(response=response)
        return f"/answer/{token}/"

    return make


@pytest.mark.parametrize("device", ["desk", "phone"])
@pytest.mark.parametrize("kind", FILES)
def test_an_imported_questionnaire_is_answered_to_its_end(invite, open_browser, shoot, kind, device):
    page = open_browser(device)
    page.goto(invite(kind))
    page.get_by_role("button", name="Go on").click()
    for step in range(MOST_STEPS):
        page.wait_for_load_state()
        if page.url.endswith("/done/"):
            break
        shoot(page, f"{kind}-{step:02d}")
        _go_on(page)
    assert page.url.endswith("/done/")


def _go_on(page):
    """Answer what the page asks and press what leads on."""
    if page.locator("#questions").count():
        fill(page)
        page.get_by_role("button", name="Continue", exact=True).click()
        return
    page.locator("main .btn-primary").first.click()
