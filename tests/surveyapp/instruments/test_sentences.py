import json

import pytest

from surveyapp.instruments.sentences import Sentence, at, from_plain, to_plain

NESTED = at(Sentence("line {line}", line=3), "at most {most:,} rows. Divide “{name}”.", most=4000, name="{code}")


def test_a_sentence_is_a_plain_string_to_whoever_does_not_ask_further():
    assert NESTED == "line 3: at most 4,000 rows. Divide “{code}”."
    assert {NESTED: 1} == {"line 3: at most 4,000 rows. Divide “{code}”.": 1}
    assert json.loads(json.dumps([NESTED])) == ["line 3: at most 4,000 rows. Divide “{code}”."]


def test_it_remembers_how_it_was_made():
    assert NESTED.template == "{place}: {fault}"
    assert NESTED.values["place"].values == {"line": 3}
    assert NESTED.values["fault"].template == "at most {most:,} rows. Divide “{name}”."


def test_a_value_that_is_missing_is_an_error_of_ours():
    with pytest.raises(KeyError, match="most"):
        Sentence("at most {most} rows")


@pytest.mark.parametrize("said", [NESTED, "plain, with {braces}", Sentence("{day}", day=1.5)])
def test_a_sentence_comes_back_from_json_as_it_was(said):
    kept = from_plain(json.loads(json.dumps(to_plain(said))))
    assert (kept, type(kept)) == (said, type(said))
    assert to_plain(kept) == to_plain(said)
