"""Files of answers as five tools write them, read with a questionnaire: cells become answers, or problems."""

import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.interchange.responses_cells import Reading, Unreadable, moment
from surveyapp.instruments.interchange.responses_headings import Heading, guess
from surveyapp.instruments.interchange.responses_rows import Rows
from surveyapp.instruments.interchange.responses_seen import Seen, add_row, day_comes_first, heading_of, holds_codes


def choices(*pairs):
    return [{"code": code, "text": {"en": en, "de": de}} for code, en, de in pairs]


YES_NO = choices(("Y", "Yes", "Ja"), ("N", "No", "Nein"))
ITEMS = {
    "OWN": {
        "kind": "single",
        "text": {"en": "Do you own a twin?", "de": "Haben Sie einen Zwilling?"},
        "choices": YES_NO,
    },
    "STEP": {
        "kind": "rating",
        "text": {"en": "How far are you?", "de": "Wie weit sind Sie?"},
        "choices": [
            {"code": str(n), "value": n, "text": {"en": label, "de": label}}
            for n, label in ((1, "0 - Not at all"), (2, "1"), (3, "2"))
        ],
        "dont_know": True,
    },
    "TOOLS": {
        "kind": "multiple",
        "text": {"en": "Which tools?", "de": "Welche Werkzeuge?"},
        "choices": choices(("py", "Python, or like it", "Python"), ("r", "R", "R"), ("other", "Other", "Sonstiges")),
        "merge": "union",
    },
    "TOOLS_other": {"kind": "text", "text": {"en": "Please say which", "de": "Bitte angeben"}, "one_line": True},
    "ORDER": {
        "kind": "ranking",
        "text": {"en": "What first?", "de": "Was zuerst?"},
        "choices": choices(("a", "Training", "Schulung"), ("b", "Machines", "Maschinen"), ("c", "People", "Leute")),
    },
    "SITES": {"kind": "number", "text": {"en": "How many sites?", "de": "Wie viele Standorte?"}, "minimum": 0},
    "SINCE": {"kind": "date", "text": {"en": "Since when?", "de": "Seit wann?"}},
    "WHY": {
        "kind": "text",
        "text": {"en": "Why not?", "de": "Warum nicht?"},
        "visible_when": {"item": "OWN", "in": ["N"]},
    },
}
DEFINITION = {
    "slug": "five",
    "version": "1",
    "name": {"en": "Five tools", "de": "Fünf Werkzeuge"},
    "languages": ["en", "de"],
    "default_language": "en",
    "unit_of_analysis": "organisation",
    "roles": {"it": {"en": "IT", "de": "EDV"}},
    "items": ITEMS,
    "sections": [
        {
            "code": "all",
            "title": {"en": "All", "de": "Alles"},
            "kind": "general",
            "pages": [
                {"code": "one", "title": {"en": "One", "de": "Eins"}, "items": ["OWN", "STEP", "TOOLS", "TOOLS_other"]},
                {"code": "two", "title": {"en": "Two", "de": "Zwei"}, "items": ["ORDER", "SITES", "SINCE", "WHY"]},
            ],
        }
    ],
}
NOT_SHOWN, NOT_ANSWERED = {"missing": "not_shown"}, {"missing": "not_answered"}


@pytest.fixture(scope="module")
def five():
    return loader.read(DEFINITION)


def read(instrument, heads, *rows, below=(), **reading):
    """What the last row says, as guessed."""
    headings = heading_of(heads, *below)
    columns = guess(headings, instrument)
    seen = []
    for row in rows:
        add_row(seen, row)
    reading = {"codes": holds_codes(instrument, columns, seen), "day_first": day_comes_first(columns, seen)} | reading
    return Rows(instrument, columns, Reading(**reading)).read(rows[-1])


def said(found):
    return {code: answer for code, answer in found.document.items() if answer != NOT_SHOWN}


def test_limesurvey_with_codes_and_a_column_for_each_choice(five):
    heads = [
        "id",
        "submitdate",
        "startlanguage",
        "OWN",
        "STEP",
        "TOOLS[py]",
        "TOOLS[r]",
        "TOOLS[other]",
        "ORDER[1]",
        "ORDER[2]",
    ]
    found = read(five, heads, ["7", "2022-03-01 10:00:00", "de", "Y", "3", "Y", "", "Julia", "c", "a"])
    assert said(found) == {
        "OWN": {"value": "Y"},
        "STEP": {"value": "3"},
        "TOOLS": {"value": ["py", "other"]},
        "TOOLS_other": {"value": "Julia"},
        "ORDER": {"value": ["c", "a"]},
    }
    assert (found.about["language"], found.is_complete, f"{found.submitted:%H:%M}") == ("de", True, "10:00")


def test_limesurvey_with_full_texts_under_code_and_wording(five):
    heads = ["OWN. Do you own a twin?", "STEP._.How far are you?", "TOOLS[py]. Which tools? [Python, or like it]"]
    found = read(five, heads, ["Nein", "0 - Not at all", "No"], ["Yes", "1", "No"])
    assert said(found) == {"OWN": {"value": "Y"}, "STEP": {"value": "2"}, "TOOLS": {"value": []}}


def test_a_cell_that_may_be_code_or_words_is_read_as_the_file_is(five):
    columns = {0: "item:STEP"}
    assert Rows(five, columns, Reading(codes=True)).read(["1"]).document["STEP"] == {"value": "1"}
    assert Rows(five, columns, Reading(codes=False)).read(["1"]).document["STEP"] == {"value": "2"}


def test_qualtrics_with_three_rows_of_headings(five):
    heads = ["StartDate", "Finished", "OWN", "ORDER_a", "ORDER_b", "TOOLS"]
    texts = [
        "Start Date",
        "Finished",
        "Do you own a twin?",
        "What first? - Training",
        "What first? - Machines",
        "Which tools?",
    ]
    numbers = ['{"ImportId":"startDate"}', '{"ImportId":"finished"}', *('{"ImportId":"QID1"}' for _ in range(4))]
    row = ["2022-03-01 08:00:00", "True", "Yes", "2", "1", "Python, or like it,R"]
    found = read(five, heads, row, below=(texts, numbers))
    assert said(found) == {
        "OWN": {"value": "Y"},
        "ORDER": {"value": ["b", "a"]},
        "TOOLS": {"value": ["py", "r"]},
    }
    assert (found.is_complete, f"{found.started:%Y-%m-%d}") == (True, "2022-03-01")


def test_surveyjs_with_lists_in_cells(five):
    found = read(five, ["OWN", "TOOLS", "ORDER"], ["N", '["r", "py"]', '["b", "a", "c"]'])
    expected = {"OWN": {"value": "N"}, "TOOLS": {"value": ["py", "r"]}, "ORDER": {"value": ["b", "a", "c"]}}
    assert said(found) == expected
    assert found.document["WHY"] == NOT_SHOWN


def test_kobo_with_groups_and_choices_as_columns_or_separated_by_spaces(five):
    together = read(
        five,
        ["start", "grp/OWN", "grp/TOOLS", "_submission_time"],
        ["2022-03-01T08:00:00.000+01:00", "Y", "py r", "2022-03-01"],
    )
    assert said(together) == {"OWN": {"value": "Y"}, "TOOLS": {"value": ["py", "r"]}}
    apart = read(five, ["grp/OWN", "grp/TOOLS", "grp/TOOLS/py", "grp/TOOLS/r"], ["Y", "r", "0", "1"])
    assert said(apart)["TOOLS"] == {"value": ["r"]}


def test_headings_are_known_by_their_wording_in_any_language(five):
    assert guess([Heading("Haben Sie einen Zwilling?"), Heading("How many sites?")], five) == {
        0: "item:OWN",
        1: "item:SITES",
    }


def test_what_stands_twice_is_taken_once(five):
    assert guess([Heading("OWN"), Heading("OWN")], five) == {0: "item:OWN"}


def test_an_empty_cell_is_no_answer_where_the_question_was_shown(five):
    heads = ["OWN", "WHY", "SITES"]
    assert read(five, heads, ["N", "", ""]).document["WHY"] == NOT_ANSWERED
    assert read(five, heads, ["Y", "", ""]).document["WHY"] == NOT_SHOWN
    assert read(five, heads, ["Y", "", ""]).document["STEP"] == NOT_SHOWN


def test_what_was_said_stays_where_our_conditions_would_have_hidden_it(five):
    assert read(five, ["OWN", "WHY"], ["Y", "Too dear"]).document["WHY"] == {"value": "Too dear"}


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Don't know", {"missing": "dont_know"}),
        ("{question_not_shown}", NOT_SHOWN),
        ("-99", NOT_ANSWERED),
        ("dont_know", {"missing": "dont_know"}),
        ("2.0", {"value": "3"}),
        ("\ufeff0 – not at all", {"value": "1"}),
    ],
)
def test_reasons_and_spellings_of_a_closed_answer(five, cell, answer):
    assert Rows(five, {0: "item:STEP"}, Reading()).read([cell]).document["STEP"] == answer


@pytest.mark.parametrize(
    ("target", "cell", "code"),
    [
        ("item:OWN", "Maybe", "unknown_value"),
        ("item:SITES", "many", "answer:not_a_number"),
        ("item:SITES", "-3", "answer:too_low"),
        ("item:SINCE", "31.02.2022", "no_date"),
        ("option:TOOLS:py", "perhaps", "no_tick"),
        ("place:ORDER:a", "first", "no_place"),
        ("rank:ORDER:1", "Nobody", "unknown_value"),
        ("item:OWN", "=?", "formula"),
        ("item:WHY", "x" * 20_001, "too_long"),
        ("about:submitted", "yesterday", "no_date"),
        ("about:complete", "perhaps", "no_yes_or_no"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_column(five, target, cell, code):
    found = Rows(five, {3: target}, Reading()).read(["", "", "", cell])
    assert [(each.column, each.code) for each in found.problems] == [(3, code)]


@pytest.mark.parametrize(
    ("cell", "day_first", "iso"),
    [
        ("2022-03-04 10:11:12", True, "2022-03-04T10:11:12"),
        ("2022-03-04T10:11:12.5Z", True, "2022-03-04T10:11:12.500000"),
        ("03/04/2022", True, "2022-04-03T00:00:00"),
        ("03/04/2022", False, "2022-03-04T00:00:00"),
        ("31/12/2022 9:05", False, "2022-12-31T09:05:00"),
        ("4.3.2022", True, "2022-03-04T00:00:00"),
        ("3/4/2022 1:05:06 PM", False, "2022-03-04T13:05:06"),
    ],
)
def test_days_in_the_layouts_of_tools(cell, day_first, iso):
    assert moment(cell, Reading(day_first=day_first)).isoformat() == iso


def test_the_order_of_day_and_month_is_that_of_the_days_that_tell():
    columns = {0: "about:submitted"}
    seen = [Seen()]
    for cell in ("03/04/2022", "03/25/2022"):
        seen[0].add(cell)
    assert day_comes_first(columns, seen) is False
    assert day_comes_first(columns, [Seen()]) is True


def test_a_moment_that_is_none_is_refused():
    with pytest.raises(Unreadable):
        moment("soon", Reading())


def test_a_value_given_a_meaning_comes_before_all_else(five):
    reading = Reading(values={"OWN": {"Maybe": "N", "Yes": "?dont_know"}})
    rows = Rows(five, {0: "item:OWN"}, reading)
    assert rows.read(["maybe"]).document["OWN"] == {"value": "N"}
    assert rows.read(["Yes"]).document["OWN"] == {"missing": "dont_know"}


def test_a_role_is_known_by_code_or_words(five):
    rows = Rows(five, {0: "about:role"}, Reading())
    assert [rows.read([cell]).role for cell in ("IT", "EDV", "it", "Cook")] == ["it", "it", "it", ""]
