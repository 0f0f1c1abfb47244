"""What a page says of how an organisation's people agree."""

from dataclasses import replace

import pytest

from benchmarking.dashboards.page import page
from benchmarking.dashboards.your_people import to_discuss, your_people
from benchmarking.exports.tables import table
from benchmarking.selectors.own_results import OwnAgreement, OwnPeople


@pytest.fixture
def told(compared):
    def make(people, **changes):
        comparison = compared()
        return replace(comparison, own=replace(comparison.own, people=people, **changes))

    return make


def of(*verdicts, apart=(), areas=None, each_allows=False):
    dimensions = {
        code: OwnAgreement(verdict, 6, areas or {})
        for code, verdict in zip(("AUT", "DAT", "ANA"), verdicts, strict=False)
    }
    return OwnPeople(n=6, each_allows=each_allows, dimensions=dimensions, apart=tuple(apart))


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (("agree", "agree", "agree"), "Your people agree on 3 of 3 dimensions"),
        (("agree", "agree"), "Your people agree on 2 of 3 dimensions; of 1 it cannot be told"),
        (("agree", "mixed"), "Your people agree on 1 of 3 dimensions; of 1 it cannot be told"),
        (("agree", "mixed", "agree"), "Your people agree on 2 of 3 dimensions"),
        (("mixed", "mixed", "mixed"), "Your people agree on 0 of 3 dimensions"),
        (("agree", "split", "mixed"), "Your people are split on data and records"),
        (("split", "split", "split"), "Your people are split on automation, data and records and analysis"),
    ],
)
def test_the_title_names_what_people_are_split_on(told, verdicts, title):
    assert your_people(told(of(*verdicts))).title == title


def test_least_agreement_stands_first_with_areas_to_half_a_level(told):
    people = of("agree", "split", "mixed", areas={"it": 50.0, "": 75.0})
    found = your_people(told(people))
    assert [column.head for column in found.columns] == ["Dimension", "Your people", "People", "IT", "all others"]
    assert found.rows == (
        ("Data and records", "Split", "6", "Established", "Integrated"),
        ("Analysis", "Mixed", "6", "Established", "Integrated"),
        ("Automation", "Agree", "6", "Established", "Integrated"),
    )
    assert found.words.startswith("Data and records: lowest in IT (Established), highest in all others (Integrated).")


def test_areas_less_than_a_level_apart_are_not_named(told):
    found = your_people(told(of("agree", areas={"it": 50.0, "": 62.5})))
    assert found.words == (
        "No question has answers two levels apart or more. "
        "Left out, as fewer than five people have a score there: Data and records; Analysis."
    )


def test_what_is_left_out_where_each_allows_has_fewer_than_two(told):
    found = your_people(told(of("agree", "agree", each_allows=True)))
    assert found.words.endswith("Left out, as fewer than two people have a score there: Analysis.")


def test_how_many_people_begins_a_sentence_with_a_capital(told):
    people = of("split", apart=["AUT1"])
    assert "from each other. Six people, " in your_people(told(people)).subtitle
    assert "two levels apart or more. Six people, " in to_discuss(told(people)).subtitle


def test_an_area_that_is_not_shown_is_marked_as_held_back_in_a_workbook(told):
    found = your_people(told(replace_area(of("agree", "agree"))))
    heads, lines = (made := table(found)).heads, made.lines
    assert [line[heads.index("IT")] for line in lines] == ["Established", "[c]"]


def replace_area(people):
    """Only automation tells of areas."""
    first = replace(people.dimensions["AUT"], areas={"it": 50.0, "": 50.0})
    return replace(people, dimensions={**people.dimensions, "AUT": first})


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            "few",
            "Shown from five people on who answered, or where each of them lets their coordinator see the answers.",
        ),
        ("alone", "Not more than one person answered by themselves, so there is nobody to compare."),
        (
            "confidential",
            "This survey is confidential, so nothing is told of persons, not even whether they agree.",
        ),
    ],
)
def test_where_nothing_may_be_told_a_card_says_why(told, why, said):
    comparison = told(OwnPeople(why_not=why))
    found = your_people(comparison)
    assert (found.withheld.reason, found.rows, found.words) == (said, (), "")
    assert to_discuss(comparison) is None
    assert "your-people" in [finding.id for finding in page(comparison).findings]


def test_questions_to_talk_about_are_listed_with_your_level(told):
    found = to_discuss(told(of("split", apart=["AUT1", "ANA2"])))
    assert found.title == "Questions to talk about: 2"
    assert found.rows == (("How is AUT1 done?", "Automation", "4"), ("How is ANA2 done?", "Analysis", "1"))
    one = to_discuss(told(of("split", apart=["AUT1"])))
    assert one.title == "One question to talk about"
    assert one.words.startswith("“How is AUT1 done?” People may see")


@pytest.mark.parametrize("found", [None, of()])
def test_results_that_tell_nothing_of_people_have_no_such_part(told, found):
    assert your_people(told(found)) is None
    assert your_people(told(of("agree"), n_respondents=0)) is None
