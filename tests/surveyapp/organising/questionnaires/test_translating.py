import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from surveyapp.instruments import translation_sheet
from surveyapp.models.instrument import InstrumentDraft


def sheet_of(answer):
    return load_workbook(io.BytesIO(answer.content))


def sent_back(book):
    file = io.BytesIO()
    book.save(file)
    return {"file": SimpleUploadedFile("texts.xlsx", file.getvalue())}


@pytest.fixture
def book(olga, draft):
    """The spreadsheet of a draft to which French was added."""
    olga.post(olga.address("draft-languages", draft.pk), {"add": "fr"})
    return sheet_of(olga.get(olga.address("draft-texts", draft.pk)))


def fill(book):
    for line in book.active.iter_rows(min_row=2):
        line[3].value = f"{line[2].value} (fr)"


def test_the_texts_go_out_as_a_spreadsheet(olga, draft):
    answer = olga.get(olga.address("draft-texts", draft.pk))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tiny-1-texts.xlsx"'
    head = [cell.value for cell in sheet_of(answer).active[1]]
    assert head == [translation_sheet.PLACE, translation_sheet.CONTEXT, "en"]


def test_first_the_report_then_all_of_it(olga, draft, book):
    fill(book)
    answer = olga.post(olga.address("draft-translations", draft.pk), sent_back(book))
    total = len(answer.context["outcome"].edits)
    assert f"{total} texts would change" in olga.words(answer)
    assert InstrumentDraft.objects.get().definition["name"] == {"en": "A tiny survey"}
    done = olga.post(olga.address("draft-translations-apply", draft.pk), follow=True)
    assert f"{total} texts are changed." in olga.words(done)
    assert InstrumentDraft.objects.get().definition["name"] == {"en": "A tiny survey", "fr": "A tiny survey (fr)"}
    assert olga.post(olga.address("draft-publish", draft.pk)).status_code == 302


def test_one_wrong_row_holds_up_the_file(olga, draft, book):
    fill(book)
    book.active["A5"].value = "items.NOPE.text"
    answer = olga.post(olga.address("draft-translations", draft.pk), sent_back(book))
    assert answer.status_code == 422
    assert "items.NOPE.text: this questionnaire has no such text." in olga.words(answer)
    assert olga.post(olga.address("draft-translations-apply", draft.pk)).status_code == 422
    assert "fr" not in InstrumentDraft.objects.get().definition["name"]


def test_what_was_reported_is_judged_again_when_it_is_applied(olga, draft, book):
    fill(book)
    olga.post(olga.address("draft-translations", draft.pk), sent_back(book))
    olga.post(olga.address("draft-languages", draft.pk), {"drop": "fr"})
    answer = olga.post(olga.address("draft-translations-apply", draft.pk))
    assert answer.status_code == 422
    assert "fr: not a language of this questionnaire" in olga.words(answer)


def test_another_drafts_report_is_not_applied_to_this_one(olga, draft, book, keep, definition):
    fill(book)
    olga.post(olga.address("draft-translations", draft.pk), sent_back(book))
    other = keep(definition)
    assert olga.post(olga.address("draft-translations-apply", other.pk)).status_code == 422


def test_a_file_that_is_no_spreadsheet_is_refused(olga, draft):
    sent = {"file": SimpleUploadedFile("texts.xlsx", b"nothing")}
    answer = olga.post(olga.address("draft-translations", draft.pk), sent)
    assert answer.status_code == 422
    assert "not a workbook that can be read" in olga.words(answer)
    assert olga.post(olga.address("draft-translations", draft.pk)).status_code == 422


def test_a_spreadsheet_that_is_too_large_is_refused(olga, draft):
    sent = {"file": SimpleUploadedFile("texts.xlsx", b"x" * (translation_sheet.LARGEST_FILE + 1))}
    assert olga.post(olga.address("draft-translations", draft.pk), sent).status_code == 413


def test_a_language_is_added_and_dropped(olga, draft):
    answer = olga.post(olga.address("draft-languages", draft.pk), {"add": "pt-br"}, follow=True)
    assert "Português (Brasil) is added, without texts yet." in olga.words(answer)
    assert InstrumentDraft.objects.get().definition["languages"] == ["en", "pt-br"]
    olga.post(olga.address("draft-languages", draft.pk), {"drop": "pt-br"})
    assert olga.post(olga.address("draft-languages", draft.pk), {"drop": "en"}).status_code == 422
    assert InstrumentDraft.objects.get().definition["languages"] == ["en"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("zz", "“zz” is the code of no language. Write one such as de, fr or pt-br."),
        ("no code", "“no code” is the code of no language."),
        ("en", "“en” is there already. Add another language."),
        ("EN", "“EN” is there already. Add another language."),
    ],
)
def test_a_language_that_is_none_or_is_there_is_refused_in_words(olga, draft, code, sentence):
    answer = olga.post(olga.address("draft-languages", draft.pk), {"add": code})
    assert answer.status_code == 422
    assert sentence in olga.words(answer)
    assert InstrumentDraft.objects.get().definition["languages"] == ["en"]
