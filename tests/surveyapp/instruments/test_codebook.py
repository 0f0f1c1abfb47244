import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.instruments import loader
from surveyapp.instruments.answers import MISSING_REASONS
from surveyapp.instruments.codebook import codebook_hash, columns, number_items, pack, unpack

SMALL = loader.load(Path(__file__).with_name("small.yaml"))
NUMBERS = ("LOAVES", "TEMPERATURE", "INDEX")


def values_of(item):
    codes = [choice.code for choice in SMALL.choices(item.code)]
    match item.kind:
        case "text":
            return st.text(max_size=5)
        case "number" | "score":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "multiple":
            return st.sets(st.sampled_from(codes), min_size=1).map(lambda chosen: [c for c in codes if c in chosen])
        case _:
            return st.sampled_from(codes)


def stored_answers(item):
    missing = st.sampled_from(MISSING_REASONS).map(lambda reason: {"missing": reason})
    return st.one_of(missing, values_of(item).map(lambda value: {"value": value}))


documents = st.fixed_dictionaries({code: stored_answers(item) for code, item in SMALL.items.items()})


@given(documents)
def test_packing_and_unpacking_gives_back_everything_but_texts(document):
    vector, numbers = pack(SMALL, document)
    without_texts = {code: stored for code, stored in document.items() if code != "NOTE"}
    assert unpack(SMALL, vector, numbers) == without_texts


def empty_document(**answers):
    return {code: {"missing": "not_shown"} for code in SMALL.items} | answers


def test_the_columns_follow_the_pages_one_byte_each():
    assert [(c.item, c.option) for c in columns(SMALL)] == [
        ("ROLE", None), ("FLOUR", None), ("OVEN", None), ("LOAVES", None), ("TEMPERATURE", None),
        ("BARRIERS", "time"), ("BARRIERS", "money"), ("BARRIERS", "staff"), ("BARRIERS", "nothing"),
        ("HOW_TIME", None), ("HOW_MONEY", None), ("WORST", None),
        ("knead_now", None), ("knead_need", None), ("shape_now", None), ("shape_need", None),
        ("FIRST", "knead"), ("FIRST", "shape"), ("INDEX", None),
    ]  # fmt: skip
    assert number_items(SMALL) == NUMBERS


def test_each_byte_means_what_the_codebook_says():
    document = empty_document(
        ROLE={"missing": "not_answered"},
        FLOUR={"value": "spelt"},
        OVEN={"missing": "does_not_apply"},
        LOAVES={"value": 12.5},
        TEMPERATURE={"missing": "dont_know"},
        BARRIERS={"value": ["money"]},
    )
    vector, numbers = pack(SMALL, document)
    assert list(vector) == [1, 6, 3, 4, 2, 4, 5, 4, 4, *[0] * 10]
    assert numbers[0] == 12.5
    assert [math.isnan(number) for number in numbers] == [False, True, True]


@pytest.mark.parametrize("answer", [{"value": "barley"}, {"missing": "lost"}])
def test_a_code_that_the_version_does_not_have_is_refused(answer):
    with pytest.raises(ValueError, match=r"not in tuple|x not in"):
        pack(SMALL, empty_document(FLOUR=answer))


def test_an_option_that_the_version_does_not_have_is_refused():
    with pytest.raises(ValueError, match="BARRIERS has no choice rain"):
        pack(SMALL, empty_document(BARRIERS={"value": ["time", "rain"]}))


def test_a_document_that_lacks_an_item_is_refused():
    with pytest.raises(KeyError):
        pack(SMALL, {})


def test_a_vector_of_another_codebook_is_refused():
    vector, numbers = pack(SMALL, empty_document())
    with pytest.raises(ValueError, match="another codebook"):
        unpack(SMALL, vector + b"\0", numbers)
    with pytest.raises(ValueError, match="another codebook"):
        unpack(SMALL, vector, numbers[1:])
    with pytest.raises(ValueError, match="Byte 200 is no code of ROLE"):
        unpack(SMALL, b"\xc8" + vector[1:], numbers)


def test_the_hash_is_that_of_the_codes_not_of_the_words(definition):
    definition["items"]["OVEN"]["text"]["en"] = "Who runs the oven?"
    assert codebook_hash(loader.read(definition)) == codebook_hash(SMALL)


def test_the_hash_does_not_depend_on_the_order_of_items_in_the_file(definition):
    definition["items"] = dict(reversed(definition["items"].items()))
    assert codebook_hash(loader.read(definition)) == codebook_hash(SMALL)


def test_the_hash_changes_with_a_code(definition):
    definition["items"]["ROLE"]["choices"][0]["code"] = "miller"
    assert codebook_hash(loader.read(definition)) != codebook_hash(SMALL)
