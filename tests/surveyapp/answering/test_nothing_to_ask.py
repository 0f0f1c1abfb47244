import pytest

ANN = {"email": "ann@alpha.example", "name": "Ann", "sections": ["skills"]}


@pytest.fixture
def definition(definition):
    """Only the coordinator can know about skills; another role is called like a choice."""
    definition["roles"]["other"] = {"en": "Another area"}
    asked = next(section for section in definition["sections"] if section["code"] == "skills")
    for code in [code for page in asked["pages"] for code in page["items"]]:
        definition["items"][code]["knows"] = ["coordinator"]
    return definition


def test_a_section_that_an_area_cannot_know_is_refused_with_the_areas_name(kim, words):
    page = kim.browser.post("/survey/colleagues/invite/", ANN | {"role": "other"})
    sentence = "Whoever works in “Another area” cannot know anything about this: Skills. Untick it, or change the area."
    assert (page.status_code, sentence in words(page)) == (422, True)


def test_a_section_that_nobody_in_a_meeting_can_know_is_refused_in_words_for_several(kim, words):
    page = kim.browser.post("/survey/colleagues/meeting/", {"roles": ["other", "production"], "sections": ["skills"]})
    sentence = "None of those present can know anything about this: Skills. Untick it, or tick one more area above."
    assert (page.status_code, sentence in words(page)) == (422, True)
