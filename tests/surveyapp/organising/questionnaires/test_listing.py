import pytest

from surveyapp.instruments.interchange import reading
from surveyapp.models.instrument import Instrument, InstrumentDraft
from surveyapp.models.programme import Programme


def test_olga_sees_her_drafts_and_versions_and_the_products(olga, keep, publish, publish_instrument, definition):
    publish_instrument(definition | {"slug": "product", "name": {"en": "The product's own"}})
    publish(definition | {"name": {"en": "Her first"}})
    keep(definition | {"slug": "second", "name": {"en": "Her second"}})
    text = olga.words(olga.get(olga.address("questionnaire-list")))
    assert all(name in text for name in ("The product's own", "Comes with Waymark", "Her first", "Her second"))


def test_another_programmes_drafts_and_versions_are_not_hers(olga, keep, publish_instrument, definition, as_worker):
    keep(definition | {"name": {"en": "Their draft"}}, into=Programme.objects.get(slug="elsewhere"))
    publish_instrument(definition | {"name": {"en": "Their version"}})
    with as_worker():
        Instrument.objects.update(programme=Programme.objects.get(slug="elsewhere"))
    text = olga.words(olga.get(olga.address("questionnaire-list")))
    assert "Their" not in text


def test_a_file_becomes_a_draft(olga, definition, as_file):
    answer = olga.post(olga.address("questionnaire-upload"), as_file(definition), follow=True)
    draft = InstrumentDraft.objects.get()
    assert answer.redirect_chain == [(olga.address("draft-detail", draft.pk), 302)]
    assert "The file was read" in answer.text


def test_a_refused_file_stores_nothing_and_lists_every_problem(olga, definition, as_file):
    definition["items"]["REC1"]["colour"] = "red"
    definition["items"]["REC2"]["size"] = 3
    answer = olga.post(olga.address("questionnaire-upload"), as_file(definition))
    assert answer.status_code == 422
    assert olga.words(answer).count("this key is unknown") == 2
    assert "Error: Questionnaires" in answer.text
    assert InstrumentDraft.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\x00\xff nothing", b"<html>", b"PK\x03\x04 broken", b"{}", b"[" * 9000])
def test_whatever_is_sent_the_answer_is_a_sentence(olga, as_file, content):
    answer = olga.post(olga.address("questionnaire-upload"), as_file(content, "own.bin"))
    assert answer.status_code == 422
    assert InstrumentDraft.objects.count() == 0


def test_no_file_is_said(olga):
    answer = olga.post(olga.address("questionnaire-upload"))
    assert answer.status_code == 422
    assert "No file was chosen" in olga.words(answer)


def test_a_file_that_is_too_large_is_refused_beside_where_it_is_chosen(olga, as_file):
    answer = olga.post(olga.address("questionnaire-upload"), as_file(b"x" * (reading.LARGEST_FILE + 1)))
    assert answer.status_code == 413
    assert "at most 10 MB are read. Take out pictures and notes, or divide it." in olga.words(answer)
    assert 'type="file"' in answer.text
    assert InstrumentDraft.objects.count() == 0


def test_the_page_says_how_large_a_file_may_be(olga):
    assert "At most 10 MB" in olga.words(olga.get(olga.address("questionnaire-list")))


def test_the_next_version_is_begun_from_a_published_one(olga, publish, definition):
    version = publish(definition)
    answer = olga.post(olga.address("version-next", version.pk))
    draft = InstrumentDraft.objects.get()
    assert answer.url == olga.address("draft-detail", draft.pk)
    assert draft.definition["version"] == "2"


def test_the_list_costs_the_same_for_one_and_for_three(olga, keep, definition, django_assert_num_queries):
    keep(definition)
    olga.get(olga.address("questionnaire-list"))
    with django_assert_num_queries(6):
        olga.get(olga.address("questionnaire-list"))
    keep(definition)
    keep(definition)
    with django_assert_num_queries(6):
        olga.get(olga.address("questionnaire-list"))
