import copy
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveyapp.actions.responses import submit_response
from surveyapp.instruments import translations
from surveyapp.instruments.translations import TextRow
from surveyapp.models.instrument import Instrument, InstrumentDraft


@pytest.fixture
def second(publish, keep, definition):
    publish(definition)
    definition["version"] = "2"
    definition["items"]["REC1"]["text"]["en"] = "How are the records made?"
    definition["items"]["AREA"]["choices"][1]["code"] = "other"
    definition["items"]["BATCHES"]["maximum"] = 2000
    definition["items"]["NOTE"] = definition["items"].pop("REMARK")
    definition["sections"][2]["pages"][2]["items"][1] = "NOTE"
    return keep(definition)


def test_the_page_tells_each_change_and_what_follows_from_it(olga, second):
    rows = {row["code"]: row for row in olga.get(olga.address("draft-compare", second.pk)).context["rows"]}
    assert {code: (row["change"], row["effect"]) for code, row in rows.items()} == {
        "AREA": (
            "Recoded",
            "Earlier answers stay with their version. The trend line breaks and begins anew.",
        ),
        "BATCHES": (
            "Recoded",
            "Earlier answers stay with their version. The trend line breaks and begins anew.",
        ),
        "NOTE": ("New", "There are no earlier answers. A trend line begins here."),
        "REC1": (
            "Reworded",
            "Earlier answers stay beside the new ones. The trend line goes on with a mark at this version.",
        ),
        "REMARK": ("Dropped", "Earlier answers stay with their version. The trend line ends."),
    }
    assert rows["BATCHES"]["rules"] == ["the highest number"]
    assert [(each.before, each.now) for each in rows["REC1"]["texts"]] == [
        ("How are records made?", "How are the records made?")
    ]
    assert (bool(rows["AREA"]["map"]), bool(rows["BATCHES"]["map"])) == (True, False)


@pytest.fixture
def owned(survey, people, as_worker):
    """The running survey's questionnaire belongs to Olga's programme."""
    with as_worker():
        Instrument.objects.update(programme=people.olga.programme)


def test_answers_of_the_older_version_are_counted_and_never_read(olga, owned, keep, definition, begin):
    submit_response(response=begin("alpha"))
    begin("beta")
    draft = keep(definition | {"version": "2"})
    with CaptureQueriesContext(connection) as captured:
        answer = olga.get(olga.address("draft-compare", draft.pk))
    assert "2026 survey: answers of 1 person" in olga.words(answer)
    assert not re.search("draftanswer|responseanswers|unlinkedanswers", str(captured.captured_queries))


def test_the_author_calls_a_mended_error_the_same(olga, second):
    answer = olga.post(olga.address("draft-compare", second.pk), {"item": "REC1", "change": "same"})
    assert answer.url == olga.address("draft-compare", second.pk) + "#REC1"
    row = next(row for row in olga.get(answer.url).context["rows"] if row["code"] == "REC1")
    assert (row["found"], row["change"]) == ("Reworded", "Same")


def test_a_map_for_every_former_choice_keeps_the_line(olga, second):
    given = {"item": "AREA", "change": "recoded", "map-production": "production", "map-elsewhere": "other"}
    olga.post(olga.address("draft-compare", second.pk), given)
    row = next(
        row for row in olga.get(olga.address("draft-compare", second.pk)).context["rows"] if row["code"] == "AREA"
    )
    assert (row["change"], row["breaks"]) == ("Recoded with map", False)
    assert InstrumentDraft.objects.get().definition["since"]["items"]["AREA"]["map"] == {
        "production": "production",
        "elsewhere": "other",
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"item": "AREA", "change": "same"}, "it cannot be called same"),
        ({"item": "NOPE", "change": "same"}, "there is no question NOPE"),
        ({"item": "AREA", "change": "recoded", "map-production": "nowhere"}, "the map leads to nowhere"),
        ({"item": "AREA", "change": "better"}, "since.items.AREA.change"),
    ],
)
def test_what_cannot_be_so_is_refused_in_words(olga, second, given, sentence):
    answer = olga.post(olga.address("draft-compare", second.pk), given)
    assert answer.status_code == 422
    assert sentence in olga.words(answer)
    assert not InstrumentDraft.objects.get().definition.get("since", {}).get("items")


def test_a_first_version_has_none_before_it(olga, draft):
    assert "This is the first version" in olga.words(olga.get(olga.address("draft-compare", draft.pk)))


def test_the_changes_stand_on_the_page_before_publishing(olga, second):
    text = olga.words(olga.get(olga.address("draft-publish", second.pk)))
    assert "Since version 1" in text
    assert "How are the records made? Reworded Earlier answers stay beside the new ones." in text


def test_every_other_text_that_differs_is_listed_with_its_place(olga, publish, keep, definition):
    publish(copy.deepcopy(definition))
    definition["name"]["en"] = "A small survey"
    definition["sections"][0]["title"]["en"] = "About yourself"
    definition["items"]["AREA"]["choices"][0]["first_step"] = {"en": "Begin with one process."}
    definition["items"]["REC1"]["text"]["en"] = "How are the records made?"
    draft = keep(definition | {"version": "2"})
    answer = olga.get(olga.address("draft-compare", draft.pk))
    assert {each.place: (each.before, each.now) for each in answer.context["other_texts"]} == {
        "name": ("A tiny survey", "A small survey"),
        "sections.you.title": ("About you", "About yourself"),
        "items.AREA.choices.production.first_step": ("", "Begin with one process."),
    }
    assert "4 texts differ in all, counted once for each language. 3 of them stand" in olga.words(answer)


def test_texts_count_the_same_as_in_the_spreadsheet(olga, publish, keep, definition):
    publish(copy.deepcopy(definition))
    draft = keep(copy.deepcopy(definition) | {"version": "2"})
    rows = translations.rows(draft.definition)
    outcome = translations.apply(
        draft.definition, [TextRow(each.place, "", {"en": f"{each.texts['en']}!"}) for each in rows]
    )
    changed = keep(outcome.definition)
    answer = olga.get(olga.address("draft-compare", changed.pk))
    assert answer.context["n_texts"] == len(outcome.edits) == len(rows)
