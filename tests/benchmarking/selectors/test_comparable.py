"""What a change may be made of: what two versions of a questionnaire ask alike."""

from benchmarking.selectors.comparable import comparable, same_items
from surveyapp.instruments import loader
from tests.benchmarking.small_sector import DEFINITION, ITEMS

BOTH = ("dimension:A", "dimension:B")


def version(name="2", **changes):
    """The small questionnaire, some of its items in another form; `since` says what became of them."""
    since = changes.pop("since", None)
    items = {code: item | changes.get(code, {}) for code, item in ITEMS.items() if changes.get(code) != {}}
    told = {"since": {"version": "1", "items": since}} if since else {}
    return loader.read(DEFINITION | {"version": name, "items": items} | told)


FIRST = version("1")


def test_of_one_version_everything_both_asked_is_the_same():
    assert same_items(FIRST, FIRST) == frozenset(ITEMS)
    assert comparable(BOTH, FIRST, FIRST) == set(BOTH)


def test_a_dimension_is_comparable_if_all_its_questions_are_asked_in_the_same_words():
    reworded = version(A2={"text": {"en": "How is A2 done nowadays?"}})
    assert "A2" not in same_items(reworded, FIRST)
    assert comparable(BOTH, reworded, FIRST) == {"dimension:B"}


def test_a_mended_typing_error_that_its_author_declares_is_the_same_question():
    mended = version(A2={"text": {"en": "How is A2 done??"}}, since={"A2": {"change": "same"}})
    assert comparable(BOTH, mended, FIRST) == set(BOTH)


def test_the_same_words_that_merge_in_another_way_are_another_question():
    assert comparable(BOTH, version(B1={"merge": "once"}), FIRST) == {"dimension:A"}


def test_a_dimension_of_other_questions_or_none_is_not_comparable():
    shorter = FIRST.model_copy(update={"dimensions": FIRST.dimensions[:1]})
    assert comparable(BOTH, shorter, FIRST) == {"dimension:A"}
    assert comparable(["dimension:C", "score:EES"], FIRST, FIRST) == frozenset()
