import io
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from surveyapp.instruments import loader, translation_sheet, translations
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.translations import TextRow

SMALL = Path(__file__).parent / "small.yaml"


def row(place, **texts):
    return TextRow(place, "", texts)


def changed(definition, *given):
    return translations.apply(definition, given)


def test_every_text_is_a_row_with_the_question_it_belongs_to(definition):
    rows = {each.place: each for each in translations.rows(definition)}
    assert rows["items.OVEN.text"] == TextRow(
        "items.OVEN.text", "", {"en": "How is the oven run?", "fr": "Comment le four est-il conduit ?"}
    )
    assert rows["items.OVEN.choices.2.text"].context == "How is the oven run?"
    assert rows["sections.baking.pages.oven.title"].context == "Baking"
    assert rows["scales.severity.1.text"].context == "Time"
    assert rows["name"].context == ""


def test_what_was_not_changed_changes_nothing(definition):
    outcome = translations.apply(definition, translations.rows(definition))
    assert (outcome.edits, outcome.problems, outcome.left_out) == ((), (), ())
    assert loader.definition_hash(loader.read(outcome.definition)) == loader.definition_hash(loader.read(definition))


def test_a_changed_text_arrives_in_its_place(definition):
    outcome = changed(definition, row("items.OVEN.choices.2.text", fr=" Au minuteur\r\nsuisse "))
    read = loader.read(outcome.definition)
    assert read.items["OVEN"].choices[1].text == {"en": "By timer", "fr": "Au minuteur\nsuisse"}
    assert [(each.before, each.after) for each in outcome.edits] == [("Avec minuteur", "Au minuteur\nsuisse")]


def test_places_that_the_file_leaves_out_stay_and_are_told(definition):
    outcome = changed(definition, row("name", fr="Les boulangeries"))
    assert "items.OVEN.text" in outcome.left_out
    assert outcome.definition["items"]["OVEN"]["text"]["fr"] == "Comment le four est-il conduit ?"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (row("items.NOPE.text", fr="x"), "items.NOPE.text: this questionnaire has no such text. Remove the row."),
        (row("name", fr="  "), "name, fr: the text is gone. Write it again, or leave the file's row out."),
        (row("name", de="Umfrage"), "de: not a language of this questionnaire. Add it there first."),
        (row("name", fr="x" * 10_001), "name, fr: 10,001 characters. Shorten it to 10,000."),
        (
            row("between_levels", fr="entre {lower} et le reste"),
            "between_levels, fr: {upper} is lost. Keep it as it is, braces included: something is put in there.",
        ),
        (row("name", fr="{answer:OVEN}"), "name, fr: {answer:OVEN} stands in no other language. Remove it."),
    ],
)
def test_one_wrong_row_holds_up_all_of_them(definition, wrong, problem):
    outcome = changed(definition, row("items.OVEN.text", fr="Qui conduit le four ?"), wrong)
    assert outcome.problems == (problem,)
    assert outcome.definition == definition


def test_a_place_that_stands_twice_is_refused(definition):
    outcome = changed(definition, row("name", fr="A"), row("name", fr="B"))
    assert outcome.problems == ("name: stands in 2 rows. Keep one of them.",)


def test_a_language_is_added_filled_and_dropped(definition):
    added = translations.add_language(definition, "de")
    assert len(translations.missing(added)["de"]) == len(translations.rows(definition))
    filled = translations.apply(added, [row(each.place, de=each.texts["en"]) for each in translations.rows(added)])
    assert (filled.problems, translations.missing(filled.definition)["de"]) == ((), [])
    loader.read(filled.definition)
    dropped = translations.drop_language(filled.definition, "de")
    assert loader.definition_hash(loader.read(dropped)) == loader.definition_hash(loader.read(definition))


def test_the_default_language_stays(definition):
    with pytest.raises(InstrumentError, match="en is the default language"):
        translations.drop_language(definition, "en")


def test_a_language_that_is_no_code_is_refused(definition):
    with pytest.raises(InstrumentError, match="languages"):
        translations.add_language(definition, "Klingon!")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() and "{" not in text and "x005F_" not in text and "_x" not in text
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["name", "items.OVEN.text", "items.ROLE.choices.owner.text"]), WORDS))
def test_a_spreadsheet_brings_every_text_back(written):
    definition = loader.load(SMALL).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rows = [
        TextRow(each.place, each.context, {**each.texts, "fr": written.get(each.place, each.texts["fr"])})
        for each in translations.rows(definition)
    ]
    back = translation_sheet.read(translation_sheet.write(rows, ["en", "fr"]), "texts.xlsx")
    assert back == rows
    outcome = translations.apply(definition, back)
    assert outcome.problems == ()
    assert {each.place: each.texts["fr"] for each in translations.rows(outcome.definition)} == {
        each.place: each.texts["fr"].strip() for each in rows
    }


@pytest.mark.parametrize("hostile", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "=1+1"])
def test_a_text_is_never_a_formula(hostile):
    content = translation_sheet.write([row("name", en=hostile)], ["en"])
    cell = load_workbook(io.BytesIO(content)).active["C2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", hostile, True)


def test_only_the_languages_can_be_written_in():
    sheet = load_workbook(io.BytesIO(translation_sheet.write([row("name", en="A", fr="B")], ["en", "fr"]))).active
    assert [sheet.cell(2, number).protection.locked for number in (1, 2, 3, 4)] == [True, True, False, False]
    assert (sheet.protection.sheet, sheet.freeze_panes) == (True, "C2")
    assert all(cell.alignment.wrap_text for cell in sheet[2])


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for line in rows:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no workbook", "texts.xlsx: not a workbook that can be read. Save it as .xlsx and choose it again."),
        (workbook(), 'texts.xlsx, row 1: no column is headed "place". Use a file that was exported from here.'),
        (
            workbook(["key", "en"]),
            'texts.xlsx, row 1: no column is headed "place". Use a file that was exported from here.',
        ),
        (workbook(["place", "en", "en"]), 'texts.xlsx, row 1: two columns are headed "en". Remove one.'),
        (
            workbook(["place", "en"], ["name", "A"], [None, "B"]),
            'texts.xlsx, row 3: the column "place" is empty. Undo what was changed there.',
        ),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(content, problem):
    with pytest.raises(FileRefused) as refused:
        translation_sheet.read(content, "texts.xlsx")
    assert refused.value.problems == (problem,)


def test_empty_rows_and_numbers_are_bearable():
    content = workbook(["place", "belongs to", "en"], [None, None, None], ["name", None, 2026.0])
    assert translation_sheet.read(content, "t.xlsx") == [row("name", en="2026")]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200) | st.text(string.printable).map(str.encode))
def test_whatever_the_bytes_it_is_a_refusal(content):
    with pytest.raises(FileRefused):
        translation_sheet.read(content, "x.xlsx")
