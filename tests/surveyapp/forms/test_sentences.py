import pytest
from django.utils.translation import override

from surveyapp.forms.sentences import spoken
from surveyapp.instruments.sentences import Sentence, at

TOO_MANY = at(
    Sentence("{file}, line {line}", file="a.tsv", line=3), "more than {most:,} rows. Divide the survey.", most=100_000
)


@pytest.fixture(autouse=True)
def german():
    with override("de"):
        yield


def test_a_sentence_and_those_in_it_are_said_in_the_language_of_the_page():
    assert spoken(TOO_MANY) == "a.tsv, Zeile 3: mehr als 100.000 Zeilen. Teilen Sie die Umfrage auf."


def test_in_english_it_says_what_it_says_of_itself():
    with override("en"):
        assert spoken(TOO_MANY) == TOO_MANY == "a.tsv, line 3: more than 100,000 rows. Divide the survey."


def test_a_plain_string_stays_as_it_is():
    assert spoken("No such {thing}, 100 %.") == "No such {thing}, 100 %."


def test_what_stands_in_a_file_is_put_in_as_it_is():
    assert "„{name} %s“" in spoken(Sentence("“{kind}” is not carried over.", kind="{name} %s"))
