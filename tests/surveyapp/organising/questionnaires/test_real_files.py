from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp.instruments import loader, translation_sheet, translations
from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.models.instrument import InstrumentDraft, InstrumentVersion
from surveyapp.organising.questionnaires.preview_around import BY_NAME

FORMATS = {
    "xlsform": (".xls", ".xlsx"),
    "limesurvey_lss": (".lss",),
    "limesurvey_tsv": (".txt",),
    "surveyjs": (".json",),
    "qsf": (".qsf",),
}


@pytest.fixture
def files(questionnaires):
    """The files of one format, in their order."""

    def found(name):
        folder = questionnaires / name
        return sorted(path for path in folder.iterdir() if path.suffix in FORMATS[name])

    return found


@cache
def as_read(path):
    """The questionnaire of a file, None where it is refused; once for all tests, which change nothing in it."""
    try:
        return reading.read(path.read_bytes(), path.name).definition
    except FileRefused:
        return None


def bring(olga, path):
    sent = {"file": SimpleUploadedFile(path.name, path.read_bytes())}
    return olga.post(olga.address("questionnaire-upload"), sent)


@pytest.mark.parametrize("name", FORMATS)
def test_every_readable_file_can_be_brought_looked_at_and_published(olga, files, name):
    readable = [path for path in files(name) if as_read(path)]
    assert readable
    for path in readable:
        answer = bring(olga, path)
        assert answer.status_code == 302, path.name
        assert olga.get(answer.url).status_code == 200, path.name
        look_at_every_page(olga, InstrumentDraft.objects.get())
        publish(olga, InstrumentDraft.objects.get())


def look_at_every_page(olga, draft):
    instrument = loader.read(draft.definition, languages_complete=False)
    for section in instrument.sections:
        for page in section.pages:
            url = olga.address("preview-page", "drafts", draft.pk, section.code, page.code)
            assert olga.get(url).status_code == 200, url
    urls = [olga.address("preview-around-page", "drafts", draft.pk, name) for name in BY_NAME]
    for language in instrument.languages:
        for each in (url, *urls):
            assert olga.get(each, {"language": language}).status_code == 200, (each, language)
    assert olga.get(olga.address("preview-conditions", "drafts", draft.pk)).status_code == 200


def publish(olga, draft):
    """With the languages dropped that are not complete; renamed, since several files hold one questionnaire."""
    olga.post(olga.address("draft-rename", draft.pk), {"slug": f"n{InstrumentVersion.objects.count()}", "version": "1"})
    for language, lacking in translations.missing(draft.definition).items():
        if lacking:
            olga.post(olga.address("draft-languages", draft.pk), {"drop": language})
    answer = olga.post(olga.address("draft-publish", draft.pk))
    assert answer.status_code == 302, answer.context["problems"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_files_texts_go_out_and_come_back_unchanged(files, name):
    for path in files(name):
        if definition := as_read(path):
            rows = translations.rows(definition)
            back = translation_sheet.read(translation_sheet.write(rows, definition["languages"]), "texts.xlsx")
            outcome = translations.apply(definition, back)
            assert (outcome.edits, outcome.problems, outcome.left_out) == ((), (), ()), path.name


@pytest.mark.parametrize("name", FORMATS)
def test_every_other_file_is_refused_in_words_and_leaves_nothing(olga, files, name):
    for path in files(name):
        if not as_read(path):
            answer = bring(olga, path)
            assert answer.status_code == 422, path.name
            assert answer.context["problems"], path.name
            assert InstrumentDraft.objects.count() == 0
