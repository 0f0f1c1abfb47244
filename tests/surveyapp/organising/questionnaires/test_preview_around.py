"""The pages around the questions as an organiser sees them before any survey exists."""

import re

import pytest

from surveyapp.models.consent import Consent, ConsentChoice, ConsentText
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave

ASKED = {"benchmark": "yes", "training_contact": "no", "research": "no", "coordinator_sees": "no", "agree": "yes"}
PAGES = {
    "start-page": "answering/start.html",
    "consent-page": "answering/consent.html",
    "hub-page": "answering/hub.html",
    "check-page": "answering/check.html",
    "sent-page": "answering/done.html",
}


@pytest.fixture
def at(draft, address):
    def make(*place, name="preview-around-page", language=""):
        url = address(name, "drafts", draft.pk, *place)
        return f"{url}?language={language}" if language else url

    return make


@pytest.mark.parametrize("place", PAGES)
def test_each_is_the_page_that_respondents_see_with_the_bar_above(olga, at, place):
    answer = olga.get(at(place))
    assert PAGES[place] in [template.name for template in answer.templates]
    assert "Preview: nothing is stored." in olga.words(answer)


def test_a_visit_leads_from_the_start_over_consent_and_the_questions_to_the_confirmation(olga, at, draft):
    opened = olga.get(olga.address("preview-start", "drafts", draft.pk))
    assert opened.url == at("start-page", language="en")
    assert olga.post(opened.url).url == at("consent-page", language="en")
    hub = olga.post(at("consent-page"), ASKED)
    assert hub.url == at("hub-page", language="en")
    assert f'href="{at("you", "area", name="preview-page", language="en")}"' in olga.get(hub.url).text
    last = olga.post(at("skills", "screen", name="preview-page"), {"SCREEN": "yes_they_do"})
    assert last.url == at("check-page", language="en")
    sent = olga.post(last.url)
    assert sent.url == at("sent-page", language="en")
    assert olga.post(sent.url).url == sent.url


def test_back_from_the_first_question_is_the_list_of_sections(olga, at):
    page = olga.get(at("you", "area", name="preview-page"))
    assert f'href="{at("hub-page", language="en")}"' in page.text


def test_the_list_of_sections_and_the_check_know_the_answers_of_the_preview(olga, at):
    olga.post(at("work", "records", name="preview-page"), {"REC1": "2", "REC2": "dont_know"})
    hub, check = (olga.get(at(place)) for place in ("hub-page", "check-page"))
    assert re.search(r"Daily work 5 questions, about \d minutes? 2 of 5 answered", olga.words(hub))
    assert f'href="{at("check-page", language="en")}"' in hub.text
    assert "How are records made? 2. Level 2 words" in olga.words(check)
    assert f'href="{at("work", "records", name="preview-page", language="en")}#REC1"' in check.text
    assert f'href="{at("hub-page", language="en")}"' in check.text
    assert "Which kind is it?" not in olga.words(check)
    olga.post(at("work", "twins", name="preview-page"), {"TWIN": "in_use"})
    assert "Which kind is it?" in olga.words(olga.get(at("check-page")))


def test_a_required_question_holds_the_sending_up_as_it_would(olga, keep, definition):
    definition["items"]["REC1"]["required"] = True
    draft = keep(definition)
    url = olga.address("preview-around-page", "drafts", draft.pk, "check-page")
    answer = olga.post(url)
    assert answer.status_code == 422
    assert "There is a problem “How are records made?” needs an answer." in olga.words(answer)
    olga.post(olga.address("preview-page", "drafts", draft.pk, "work", "records"), {"REC1": "1"})
    assert olga.post(url).status_code == 302


def test_consent_says_what_this_programme_and_questionnaire_would_say(olga, at, programme):
    programme.keeps_answers_months, programme.funder = 6, {"en": "The Skills Fund"}
    programme.save()
    said = olga.words(olga.get(at("consent-page")))
    for words in ("Taking part is voluntary.", "6 months after the survey closes", "Funder The Skills Fund"):
        assert words in said


def test_an_open_decision_is_named_as_respondents_read_it(olga, at):
    answer = olga.post(at("consent-page"), {"benchmark": "yes"})
    assert answer.status_code == 422
    assert "Choose yes or no: May the organiser contact you about training?" in olga.words(answer)


def test_the_confirmation_offers_levels_where_these_answers_lead_to_some(olga, at):
    assert "See your own levels" not in olga.words(olga.get(at("sent-page")))
    olga.post(at("work", "records", name="preview-page"), {"REC1": "2"})
    assert "See your own levels" in olga.words(olga.get(at("sent-page")))


@pytest.mark.parametrize("place", PAGES)
def test_nothing_leads_out_of_the_preview_or_is_stored(olga, at, place, programme, draft):
    programme.information_sheet = {"en": "Why you are asked."}
    programme.save()
    html = olga.get(at(place, name="preview-around-frame")).text
    inside = html.split("<main", 1)[1].split("</main>", 1)[0]
    leading = set(re.findall(r'(?:href|action)="(?!#)([^"]*)"', inside)) - {""}
    assert {url for url in leading if not url.startswith(olga.address("preview-start", "drafts", draft.pk))} == set()
    assert all("framed" in url for url in leading)
    assert "autosave-url" not in html
    olga.post(at(place), ASKED)
    for table in (Wave, Response, Consent, ConsentChoice, ConsentText):
        assert not table.objects.exists()


def test_each_language_is_shown_in_its_own_words_and_direction(olga, keep, definition):
    definition["languages"] = ["en", "de", "ar"]
    definition["consent"][0] |= {"de": "Die Teilnahme ist freiwillig.", "ar": "المشاركة طوعية."}
    draft = keep(definition)
    url = olga.address("preview-around-page", "drafts", draft.pk, "consent-page")
    arabic, german = olga.get(f"{url}?language=ar").text, olga.get(f"{url}?language=de").text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "المشاركة طوعية." in arabic
    assert '<html lang="de" dir="ltr">' in german
    assert "Die Teilnahme ist freiwillig." in german
    for page in (arabic, german):
        assert "Preview: nothing is stored." in page


@pytest.mark.parametrize("place", PAGES)
def test_each_stands_on_a_phone_and_at_a_desk_side_by_side(olga, at, place):
    both = olga.get(at(place, name="preview-around-both"))
    framed = at(place, name="preview-around-frame", language="en")
    assert both.text.count(f'<iframe src="{framed}"') == 2
    answer = olga.get(framed)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "Preview: nothing is stored" not in answer.text


def test_what_is_pressed_in_a_frame_stays_in_the_frame(olga, at):
    assert olga.post(at("start-page", name="preview-around-frame")).url == at(
        "consent-page", name="preview-around-frame", language="en"
    )


def test_the_bar_lists_every_page_in_the_order_of_a_visit(olga, at):
    html = olga.get(at("start-page")).text
    listed = html.split("<details>", 1)[1].split("</details>", 1)[0]
    titles = re.findall(r"<a [^>]*>([^<]*)</a>", listed)
    assert titles[:4] == ["Start", "Who sees what, and whether you agree", "Your sections", "Your area"]
    assert titles[-2:] == ["Check your answers and send them", "Your answers were sent"]


def test_another_programmes_organiser_sees_none_of_it(client, people, at):
    client.force_login(people.gamma.account)
    for place in PAGES:
        assert client.get(at(place)).status_code in (403, 404)
