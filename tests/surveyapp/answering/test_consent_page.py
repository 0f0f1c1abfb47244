import pytest

from surveyapp.actions.answers import save_answer
from surveyapp.actions.consent_texts import set_consent_text
from surveyapp.models.consent import Consent, ConsentChoice
from surveyapp.selectors.consent_wording import sentences
from surveyapp.selectors.drafts import answers
from surveyapp.selectors.instruments import instrument

ASKED = {"benchmark": "yes", "training_contact": "no", "research": "no", "coordinator_sees": "yes"}


@pytest.fixture
def asked(arrive):
    """Somebody who has pressed Start and reads the consent page."""
    return arrive(agree=False)


def test_nothing_is_preselected(asked):
    page = asked.browser.get("/survey/consent/").text
    assert page.count('type="radio"') == 8
    assert "checked" not in page


def test_what_was_left_open_is_named_and_what_was_chosen_stays(asked, words):
    page = asked.browser.post("/survey/consent/", {"benchmark": "no"})
    assert page.status_code == 422
    said = words(page)
    assert said.startswith("Error: Who sees what")
    for sentence in (
        "Choose yes or no: May the organiser contact you about training?",
        "Choose yes or no: May your answers be used in research, without your name or your site's?",
        "Choose yes or no: May your coordinator see your answers, to discuss them with you?",
        "Tick the box if you agree to take part",
    ):
        assert said.count(sentence) == 2  # in the summary and beside the question
    assert page.text.count("checked") == 1
    assert not Consent.objects.exists()
    assert asked.browser.get("/survey/you/area/").url == "/survey/consent/"


@pytest.mark.parametrize("missing", [*ASKED, "agree"])
def test_each_question_must_be_answered(asked, missing):
    posted = {key: value for key, value in (ASKED | {"agree": "yes"}).items() if key != missing}
    assert asked.browser.post("/survey/consent/", posted).status_code == 422
    assert not ConsentChoice.objects.exists()


def test_anything_but_yes_or_no_is_refused(asked):
    posted = ASKED | {"agree": "yes", "research": "perhaps"}
    assert asked.browser.post("/survey/consent/", posted).status_code == 422
    assert not Consent.objects.exists()


def test_agreeing_keeps_each_decision_and_leads_to_the_sections(asked):
    assert asked.browser.post("/survey/consent/", ASKED | {"agree": "yes"}).url == "/survey/"
    decided = dict(ConsentChoice.objects.values_list("purpose", "is_granted"))
    assert decided == {purpose: answer == "yes" for purpose, answer in ASKED.items()}


def test_the_programme_says_who_is_responsible(asked, programme, words):
    said = words(asked.browser.get("/survey/consent/"))
    assert "Organiser Sector body" in said
    assert "Funder" not in said
    programme.ethics_reference = "EC 2026-17"
    programme.data_controller = {"en": "The Sector Body, Dublin"}
    programme.funder = {"en": "The Skills Fund"}
    programme.information_sheet = {"en": "Why you are asked.\n\nWhat <b>happens</b>."}
    programme.save()
    said = words(asked.browser.get("/survey/consent/"))
    for part in (
        "Data controller The Sector Body, Dublin",
        "Funder The Skills Fund",
        "Ethics reference EC 2026-17",
        "Questions and complaints survey@sector.example",
        "Read the information sheet",
    ):
        assert part in said
    sheet = asked.browser.get("/survey/information/").text
    assert "<p>Why you are asked.</p>" in sheet
    assert "<p>What &lt;b&gt;happens&lt;/b&gt;.</p>" in sheet


def test_without_a_sheet_its_page_says_whom_to_ask(asked, words):
    said = words(asked.browser.get("/survey/information/"))
    assert "The organiser has not written an information sheet" in said
    assert "survey@sector.example" in said


def test_a_questionnaire_without_sentences_of_its_own_says_the_plain_ones(  # noqa: PLR0913, PLR0917 - fixtures
    definition, people, make_wave, as_worker, client, words
):
    from surveyapp.actions.instruments import publish_instrument
    from surveyapp.actions.invitations import invite

    del definition["consent"]
    with as_worker():
        version = publish_instrument(definition=definition, by=None, by_kind="operator")
    wave = make_wave(version, people.alpha.organisation)
    _, token = invite(participation=wave.participations.get(), by=people.olga.account)
    client.post(f"/answer/{token}/")
    said = words(client.get("/survey/consent/"))
    for sentence in (
        "Your training manager sees the site's result. Where you alone answered, that is your answer.",
        "The organiser's analysts can see single answers; other organisations never do. The organiser also runs courses",
        "This is not a GxP record and not an inspection.",
    ):
        assert sentence in said


def test_a_new_text_is_shown_at_the_next_visit_and_answers_are_kept(visit, survey, people, words, agreed):
    save_answer(response=visit.response, item="REC1", raw="2", base_revision=0)
    sentences = [{"en": "Taking part is voluntary."}, {"en": "A second organiser reads along."}]
    questions = [{"purpose": "research", "text": {"en": "For science?"}}]
    set_consent_text(wave=survey.wave, sentences=sentences, questions=questions, by=people.olga.account)
    for place in ("", "work/records/", "check/"):
        assert visit.browser.get(f"/survey/{place}").url == "/survey/consent/"
    said = words(visit.browser.get("/survey/consent/"))
    assert "This text has changed since you agreed to it on" in said
    assert "New A second organiser reads along." in said
    assert "New Taking part is voluntary." not in said
    assert "withdraw your answers" in said
    assert visit.browser.post("/survey/consent/", {"research": "no", "agree": "yes"}).url == "/survey/"
    assert answers(visit.response) == {"REC1": {"value": "2"}}
    assert visit.browser.get("/survey/work/records/").status_code == 200


def test_what_an_open_page_posts_after_a_new_text_is_kept(visit, survey, people, autosave):
    set_consent_text(wave=survey.wave, sentences=[{"en": "New."}], questions=[], by=people.olga.account)
    assert autosave(visit.browser, "REC1", "2").status_code == 200
    visit.browser.post(
        "/survey/work/records/", {"shown": ["REC1", "REC2"], "REC1": "2", "REC1-revision": "1", "REC2": "3"}
    )
    assert answers(visit.response) == {"REC1": {"value": "2"}, "REC2": {"value": "3"}}
    assert visit.browser.post("/survey/check/").url == "/survey/consent/"


def test_whoever_has_sent_is_asked_too(visit, survey, people):
    visit.browser.post("/survey/check/")
    set_consent_text(wave=survey.wave, sentences=[{"en": "New."}], questions=[], by=people.olga.account)
    assert visit.browser.get("/survey/done/").url == "/survey/consent/"
    assert visit.browser.post("/survey/consent/", {"agree": "yes"}).url == "/survey/"
    assert visit.browser.get("/survey/done/").status_code == 200


def test_that_any_question_may_be_left_out_is_said_only_where_it_is_true(survey):
    questionnaire = instrument(survey.version.pk)
    free = questionnaire.model_copy(update={"consent": ()})
    needed = {code: item.model_copy(update={"required": True}) for code, item in questionnaire.items.items()}
    bound = free.model_copy(update={"items": needed})
    assert sentences(survey.wave, free)[0]["en"].startswith("Taking part is voluntary. You may leave out any question")
    assert sentences(survey.wave, bound)[0]["en"] == "Taking part is voluntary, and you may stop at any time."
