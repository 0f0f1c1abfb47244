import pytest


@pytest.fixture
def definition(definition):
    """The tiny questionnaire in English and German."""

    def translated(part):
        if isinstance(part, dict):
            if set(part) == {"en"} and isinstance(part["en"], str):
                return {"en": part["en"], "de": f"{part['en']} (de)"}
            return {key: translated(value) for key, value in part.items()}
        return [translated(value) for value in part] if isinstance(part, list) else part

    return translated(definition) | {"languages": ["en", "de"]}


@pytest.fixture
def answering(client, begin):
    """A browser in which Alpha's person has opened their link and agreed."""
    response = begin("alpha")
    session = client.session
    session["response"] = str(response.pk)
    session.save()
    return response


def page_of(response, code):
    from surveyapp.selectors import responses

    sections = responses.asked(response).instrument.sections
    return next(f"/survey/{s.code}/{page.code}/" for s in sections for page in s.pages if code in page.items)


def test_every_page_offers_the_questionnaires_languages_by_their_own_names(client, answering):
    page = client.get("/survey/").content.decode()
    assert 'lang="de">Deutsch</button>' in page
    assert 'lang="en" aria-current="true">English</button>' in page
    assert "العربية" not in page


def test_the_page_of_a_link_offers_them_too_and_keeps_the_choice_before_anybody_has_begun(client, invite):
    _, token = invite("alpha")
    where = f"/answer/{token}/"
    page = client.get(where).content.decode()
    assert [name in page for name in ("English", "Deutsch", "Français", "العربية")] == [True, True, False, False]
    assert client.post("/language/", {"language": "de", "next": where}).url == where
    assert '<html lang="de" dir="ltr">' in client.get(where).content.decode()


def test_the_page_for_coming_back_later_and_that_of_a_closed_survey_offer_no_other(client, answering):
    later = client.get("/survey/later/").content.decode()
    wave = answering.participation.wave
    wave.state, wave.closed_at = "closed", wave.opens_at
    wave.save()
    closed = client.get("/survey/check/")
    assert closed.status_code == 410
    for page in (later, closed.content.decode()):
        assert "Deutsch</button>" in page
        assert "العربية" not in page


def test_switching_keeps_the_page(client, answering):
    where = page_of(answering, "TWIN")
    answer = client.post("/survey/language/", {"language": "de", "next": where})
    assert (answer.status_code, answer.url) == (302, where)
    assert "Is there a twin? (de)" in client.get(where).content.decode()


def test_switching_on_a_page_of_questions_keeps_what_was_typed_there(client, answering):
    from surveyapp.selectors import drafts

    where = page_of(answering, "TWIN")
    answer = client.post(where, {"shown": "TWIN", "TWIN": "none", "TWIN-revision": "0", "language": "de"})
    assert (answer.status_code, answer.url) == (302, where)
    assert drafts.answers(answering)["TWIN"] == {"value": "none"}
    assert "Is there a twin? (de)" in client.get(where).content.decode()


def test_switching_keeps_an_answer_that_cannot_be_stored_in_its_field(client, answering, words):
    where = page_of(answering, "BATCHES")
    sent = {"shown": "BATCHES", "BATCHES": "many", "BATCHES-revision": "0", "language": "de"}
    answer = client.post(where, sent)
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert "How many batches a year? (de)" in words(answer)


def test_a_language_that_the_questionnaire_does_not_have_changes_nothing(client, answering):
    client.post("/survey/language/", {"language": "xx", "next": "/survey/"})
    answering.refresh_from_db()
    assert answering.language == "en"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_switching_never_leads_to_another_site(client, answering, elsewhere):
    answer = client.post("/survey/language/", {"language": "de", "next": elsewhere})
    assert (answer.status_code, answer.url) == (302, "/survey/")


def test_the_choice_is_remembered_in_this_browser(client, answering):
    answer = client.post("/survey/language/", {"language": "de", "next": "/survey/"})
    assert answer.cookies["django_language"].value == "de"


def test_the_interface_offers_its_four_languages_before_signing_in(client):
    page = client.get("/accounts/login/").content.decode()
    assert [name in page for name in ("English", "Deutsch", "Français", "العربية")] == [True] * 4


def test_a_page_in_arabic_runs_from_right_to_left(client):
    client.post("/language/", {"language": "ar", "next": "/accounts/login/"})
    assert '<html lang="ar" dir="rtl">' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_link_of_somebody_who_has_begun_speaks_the_language_of_their_answers(client, arrive, withdrawn):
    visit = arrive()
    visit.browser.post("/survey/language/", {"language": "de"})
    if withdrawn:
        visit.browser.post("/survey/withdraw/")
    where = f"/answer/{visit.token}/"
    assert '<html lang="de"' in client.get(where, headers={"Accept-Language": "en"}).content.decode()
    client.post("/language/", {"language": "en", "next": where})
    assert '<html lang="en"' in client.get(where).content.decode()
