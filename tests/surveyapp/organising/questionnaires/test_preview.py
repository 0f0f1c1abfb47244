import pytest

from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave


@pytest.fixture
def at(draft, address):
    """The address of a page of the preview."""

    def make(*place, name="preview-page", language=""):
        url = address(name, "drafts", draft.pk, *place)
        return f"{url}?language={language}" if language else url

    return make


def test_a_page_is_the_one_that_respondents_see(olga, at):
    answer = olga.get(at("work", "twins"))
    assert "answering/page.html" in [template.name for template in answer.templates]
    text = olga.words(answer)
    assert "Preview: nothing is stored." in text
    assert "Daily work, page 2 of 3" in text
    assert "Is there a twin?" in text
    assert "Which kind is it?" not in text


def test_a_condition_is_exercised(olga, at):
    answer = olga.post(at("work", "twins"), {"TWIN": "in_use"}, follow=True)
    assert answer.redirect_chain == [(at("work", "twins", language="en"), 302)]
    assert "Which kind is it?" in olga.words(answer)
    onwards = olga.post(at("work", "twins"), {"TWIN": "in_use", "TWIN_KIND": "live"})
    assert onwards.url == at("work", "more", language="en")


def test_a_page_that_no_answer_brings_up_can_still_be_looked_at(olga, at):
    text = olga.words(olga.get(at("skills", "detail")))
    assert "With the answers given so far nobody sees this page." in text


def test_an_answer_that_does_not_fit_is_said_as_respondents_read_it(olga, at):
    answer = olga.post(at("work", "more"), {"BATCHES": "many"})
    assert answer.status_code == 422
    assert "is not a number" in olga.words(answer)


def test_nothing_is_stored_but_in_the_session(olga, at):
    olga.post(at("work", "twins"), {"TWIN": "in_use"})
    assert olga.session["preview"]["answers"] == {"TWIN": {"value": "in_use"}}
    for table in (Response, DraftAnswer, ResponseAnswers, Wave):
        assert table.objects.count() == 0


def test_the_preview_begins_anew(olga, at, draft):
    olga.post(at("work", "twins"), {"TWIN": "in_use"})
    olga.post(olga.address("preview-forget", "drafts", draft.pk))
    assert "preview" not in olga.session


def test_another_questionnaires_preview_has_answers_of_its_own(olga, at, keep, definition):
    olga.post(at("work", "twins"), {"TWIN": "in_use"})
    other = keep(definition)
    assert "Which kind" not in olga.get(olga.address("preview-page", "drafts", other.pk, "work", "twins")).text


def test_a_kept_answer_that_no_longer_fits_is_left_out(olga, at, draft):
    olga.post(at("work", "twins"), {"TWIN": "in_use"})
    draft.definition["items"]["TWIN"]["choices"][0]["code"] = "used"
    draft.definition["items"]["TWIN_KIND"]["visible_when"]["in"] = ["used"]
    draft.save()
    assert olga.get(at("work", "twins")).status_code == 200


def test_each_language_is_shown_in_its_own_words_and_direction(olga, keep, definition):
    definition["languages"] = ["en", "ar"]
    definition["items"]["AREA"]["text"]["ar"] = "أين تعمل؟"
    draft = keep(definition)
    url = olga.address("preview-page", "drafts", draft.pk, "you", "area")
    arabic, english = olga.get(f"{url}?language=ar").text, olga.get(url).text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "أين تعمل؟" in arabic
    assert "Preview: nothing is stored." in arabic
    assert '<html lang="en" dir="ltr">' in english
    assert olga.get(f"{url}?language=tlh").text.count("Where do you work?")


def test_a_framed_page_alone_may_stand_in_a_frame_of_ours(olga, at):
    framed, page = olga.get(at("you", "area", name="preview-frame")), olga.get(at("you", "area"))
    both = olga.get(at("you", "area", name="preview-both"))
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    for closed in (page, both, olga.get("/organise/")):
        assert closed.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in closed.headers["Content-Security-Policy"]
    assert both.text.count("<iframe") == 2
    assert "Preview: nothing is stored" not in framed.text


def test_what_is_sent_in_a_frame_stays_in_the_frame(olga, at):
    answer = olga.post(at("you", "area", name="preview-frame"), {"AREA": "production"})
    assert answer.url == at("site", "size", name="preview-frame", language="en")


def test_a_published_version_is_previewed_too(olga, publish, definition):
    version = publish(definition)
    answer = olga.get(olga.address("preview-start", "versions", version.pk), follow=True)
    assert "A tiny survey: your questions for Example site" in olga.words(answer)
    page = olga.get(olga.address("preview-page", "versions", version.pk, "you", "area"))
    assert "Where do you work?" in page.text


def test_it_says_which_questions_appear_when(olga, at, draft):
    url = olga.address("preview-conditions", "drafts", draft.pk)
    text = olga.words(olga.get(url))
    assert "TWIN_KIND Which kind is it? “Is there a twin?” is “In use” Hidden" in text
    assert "some skill is needed at a higher level than today" in text
    answer = olga.post(f"{url}?question=TWIN", {"TWIN": "in_use"}, follow=True)
    text = olga.words(answer)
    assert "1 question appears: TWIN_KIND." in text
    assert "TWIN_KIND Which kind is it? “Is there a twin?” is “In use” Appears" in text
    text = olga.words(olga.post(f"{url}?question=TWIN", {"TWIN": "none"}, follow=True))
    assert "1 question goes: TWIN_KIND." in text
    assert "This answer changes no other question." in olga.words(olga.post(f"{url}?question=TWIN", {}, follow=True))


def test_a_question_is_whole_in_its_own_language_on_a_page_in_another(olga, draft):
    url = olga.address("preview-conditions", "drafts", draft.pk)
    page = olga.get(f"{url}?question=TWIN", headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    asked = page[page.index('<div lang="en" dir="ltr">') : page.index('<section aria-labelledby="appear">')]
    assert "Is there a twin?" in asked
    assert "I do not know" in asked
    assert "لا أعلم" not in page
    assert '<bdi lang="en">Which kind is it?</bdi>' in page


def test_an_invented_answer_is_refused(olga, draft):
    url = olga.address("preview-conditions", "drafts", draft.pk)
    assert olga.post(f"{url}?question=TWIN", {"TWIN": "perhaps"}).status_code == 422
    assert olga.get(f"{url}?question=NOPE").status_code == 200


def test_where_everybody_sees_everything_it_says_so(olga, keep):
    draft = keep(PLAIN)
    assert "Every question appears for everybody." in olga.words(
        olga.get(olga.address("preview-conditions", "drafts", draft.pk))
    )


PLAIN = {
    "slug": "plain",
    "version": "1",
    "name": {"en": "Plain"},
    "languages": ["en"],
    "default_language": "en",
    "unit_of_analysis": "organisation",
    "roles": {},
    "items": {"Q": {"kind": "text", "text": {"en": "What?"}}},
    "sections": [
        {
            "code": "only",
            "title": {"en": "Only"},
            "kind": "general",
            "pages": [{"code": "one", "title": {"en": "One"}, "items": ["Q"]}],
        }
    ],
}
