import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp.actions import instrument_drafts
from surveyapp.instruments.interchange.report import Finding, Imported
from surveyapp.models.instrument import InstrumentDraft, InstrumentVersion

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"


def test_the_report_names_each_finding_with_its_place(olga, people, programme, definition):
    imported = Imported("xlsform", definition, (Finding("survey!B7", "The picture was left out."),))
    draft = instrument_drafts.keep_upload(
        programme=programme, imported=imported, filename="own.xlsx", by=people.olga.account
    )
    text = olga.words(olga.get(olga.address("draft-detail", draft.pk)))
    assert "1 thing did not carry over as it was" in text
    assert "survey!B7 The picture was left out." in text


def test_the_page_counts_what_is_there(olga, draft):
    text = olga.words(olga.get(olga.address("draft-detail", draft.pk)))
    assert "Sections 4 Pages 8 Questions 14 Languages 1" in text
    assert "Everything carried over" in text


def test_missing_texts_are_listed_with_their_place(olga, people, draft):
    instrument_drafts.add_language(draft=draft, language="fr", by=people.olga.account)
    text = olga.words(olga.get(olga.address("draft-detail", draft.pk)))
    assert "Français 0 of" in text
    assert "items.REC1.text How are records made?" in text


def test_hostile_texts_are_inert_everywhere(olga, keep, definition):
    definition["items"]["AREA"]["text"]["en"] = HOSTILE
    definition["items"]["TWIN"]["text"]["en"] = HOSTILE
    definition["name"]["en"] = HOSTILE
    definition["sections"][0]["pages"][0]["title"]["en"] = HOSTILE
    definition["sections"][0]["title"]["en"] = HOSTILE
    draft = keep(definition)
    names = ["draft-detail", "draft-compare", "draft-publish", "draft-translations"]
    urls = [olga.address("questionnaire-list"), *(olga.address(name, draft.pk) for name in names)]
    at = ("drafts", draft.pk)
    urls += [olga.address(name, *at, "you", "area") for name in ("preview-page", "preview-frame", "preview-both")]
    for url in [*urls, olga.address("preview-conditions", *at)]:
        answer = olga.get(url)
        assert answer.status_code == 200
        assert "&lt;script&gt;" in answer.text, url
        assert "<script>alert" not in answer.text, url
        assert "<img src=x" not in answer.text, url


def test_a_draft_is_renamed_and_a_wrong_name_comes_back_as_typed(olga, draft):
    olga.post(olga.address("draft-rename", draft.pk), {"slug": "smaller", "version": "2"})
    assert InstrumentDraft.objects.get().definition["slug"] == "smaller"
    answer = olga.post(olga.address("draft-rename", draft.pk), {"slug": "Not This", "version": "2"})
    assert answer.status_code == 422
    assert 'value="Not This"' in answer.text


def test_a_draft_goes_out_as_an_xlsform_and_comes_back(olga, draft):
    answer = olga.get(olga.address("questionnaire-xlsform", "drafts", draft.pk))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tiny-1.xlsx"'
    olga.post(olga.address("questionnaire-upload"), {"file": SimpleUploadedFile("tiny-1.xlsx", answer.content)})
    again = InstrumentDraft.objects.exclude(pk=draft.pk).get()
    assert again.definition["items"].keys() == draft.definition["items"].keys()


def test_a_draft_is_deleted_by_a_post_alone_and_only_after_a_question(olga, draft):
    page = olga.get(olga.address("draft-detail", draft.pk))
    assert f'action="{olga.address("draft-delete", draft.pk)}"' not in page.text
    assert "Delete the draft of tiny 1?" in olga.words(olga.get(olga.address("draft-delete", draft.pk)))
    assert InstrumentDraft.objects.count() == 1
    olga.post(olga.address("draft-delete", draft.pk))
    assert InstrumentDraft.objects.count() == 0


def test_publishing_asks_first_and_then_publishes(olga, draft):
    assert "Publish tiny 1?" in olga.words(olga.get(olga.address("draft-publish", draft.pk)))
    answer = olga.post(olga.address("draft-publish", draft.pk), follow=True)
    version = InstrumentVersion.objects.get()
    assert answer.redirect_chain == [(olga.address("version-detail", version.pk), 302)]
    assert InstrumentDraft.objects.count() == 0


def test_what_holds_up_publishing_is_listed(olga, people, draft):
    instrument_drafts.add_language(draft=draft, language="fr", by=people.olga.account)
    answer = olga.post(olga.address("draft-publish", draft.pk))
    assert answer.status_code == 422
    text = olga.words(answer).replace("&quot;", '"')
    assert text.count('no text in "fr". Add it.') == 20
    assert f"And {answer.context['n_missing'] - 20} more problems." in text
    assert InstrumentVersion.objects.count() == 0


def test_a_published_version_says_which_surveys_use_it(olga, publish, definition, make_wave):
    version = publish(definition)
    make_wave(version)
    assert "2026 survey: answers of 0 people" in olga.words(olga.get(olga.address("version-detail", version.pk)))


def test_an_incomplete_draft_has_no_button_to_publish_it(olga, people, draft):
    instrument_drafts.add_language(draft=draft, language="fr", by=people.olga.account)
    answer = olga.get(olga.address("draft-publish", draft.pk))
    assert f"It cannot be published yet: {answer.context['n_missing']} texts are missing." in olga.words(answer)
    assert f"{olga.address('draft-detail', draft.pk)}#languages-of-draft" in answer.text
    assert 'id="publish" type="submit"' not in answer.text


@pytest.mark.parametrize(
    ("slug", "version", "sentence"),
    [
        ("tiny", "1e5", "version: '1e5' is no version. Write a number, such as 2 or 2.1, of at most 16 characters."),
        ("tiny", "9" * 17, f"version: '{'9' * 17}' is no version. Write a number, such as 2 or 2.1"),
        ("Ünï", "2", "slug: 'Ünï' is no short name. Use lower-case letters, digits and hyphens, a letter first"),
        ("a" * 500, "2", "The short name has 500 characters. Shorten it to 50."),
    ],
)
def test_a_wrong_short_name_or_version_says_what_is_allowed(olga, draft, slug, version, sentence):
    answer = olga.post(olga.address("draft-rename", draft.pk), {"slug": slug, "version": version})
    problem = answer.context["problems"][0]["message"]
    assert answer.status_code == 422
    assert problem.startswith(sentence)
    assert len(problem) < 200


def test_a_file_name_cannot_turn_the_direction_of_the_page(olga, people, programme, definition):
    name = "own\u202exslx.\u2066yaml"
    given = {"programme": programme, "imported": Imported("waymark", definition), "filename": name}
    draft = instrument_drafts.keep_upload(**given, by=people.olga.account)
    assert draft.filename == "ownxslx.yaml"
    assert (
        '<td class="file" data-label="From"><bdi>ownxslx.yaml</bdi></td>'
        in olga.get(olga.address("questionnaire-list")).text
    )


def test_a_name_that_turns_its_direction_stands_apart(olga, keep, definition):
    draft = keep(definition | {"name": {"en": "Tiny \u202esurvey"}})
    assert "<h1><bdi>Tiny \u202esurvey</bdi></h1>" in olga.get(olga.address("draft-detail", draft.pk)).text
