import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.paths import expected_share, items_for, minutes, seconds, sections_for

BAKING = ["OVEN", "LOAVES", "TEMPERATURE", "BARRIERS", "HOW_TIME", "HOW_MONEY", "WORST"]


@pytest.fixture(scope="module")
def bioprocess():
    return loader.load(loader.find("bioprocess-digital", "1"))


def test_the_short_path_asks_its_items_in_page_order(small):
    assert items_for(small, "short") == ["ROLE", "OVEN", "BARRIERS", "HOW_TIME"]


def test_the_full_path_asks_everything_on_a_page(small):
    assert items_for(small, "full") == list(small.placed)
    assert "INDEX" not in small.placed


def test_a_role_takes_its_sections(small):
    assert sections_for(small, "baker") == ["you", "baking"]
    assert sections_for(small, "owner") == ["you", "site", "baking", "skills"]


def test_the_sections_of_a_role_are_the_default(small):
    assert items_for(small, "sections", role="baker") == ["ROLE", *BAKING]


def test_given_sections_come_with_the_questions_about_oneself(small):
    assert items_for(small, "sections", ["baking"]) == ["ROLE", *BAKING]


def test_a_role_is_asked_only_what_it_can_know(small):
    assert items_for(small, "sections", ["site"], role="baker") == ["ROLE"]
    assert items_for(small, "sections", ["site"], role="owner") == ["ROLE", "FLOUR"]


@pytest.mark.parametrize(
    ("path", "sections", "role", "message"),
    [
        ("long", None, None, 'There is no path "long"'),
        ("sections", ["attic"], None, "bakery has no section attic"),
        ("sections", None, "miller", 'bakery has no role "miller"'),
    ],
)
def test_an_unknown_path_section_or_role_is_refused(small, path, sections, role, message):
    with pytest.raises(ValueError, match=message):
        items_for(small, path, sections, role)


def test_seconds_are_the_items_own_or_follow_from_kind_and_length(small, definition):
    assert seconds(small, "ROLE") == 7.5
    # 5 words of question, 3 of help, 3 for "no oven here", 2 for each of three levels.
    assert seconds(small, "OVEN") == pytest.approx(17 / 3.3 + 10)
    definition["items"]["OVEN"]["seconds"] = 12
    assert seconds(loader.read(definition), "OVEN") == 12


def test_a_conditional_item_counts_at_its_expected_share(small):
    assert expected_share(small, "OVEN") == 1
    assert expected_share(small, "TEMPERATURE") == 0.4
    # Two of three barriers may be chosen: each is expected from two in three.
    assert expected_share(small, "HOW_TIME") == pytest.approx(2 / 3)
    assert expected_share(small, "HOW_MONEY") == 0.4


def test_minutes_add_up_questions_pages_checks_start_and_submit(small):
    # start 75, submit 30, oven 15.15, one page turn 4, one section check 8: 132 s
    assert minutes(small, ["OVEN"]) == 2
    assert minutes(small, []) == 2
    # 75 + 30 + 0.4 * (10 + 4) + 8 = 118.6 s
    assert minutes(small, ["TEMPERATURE"]) == 2


def test_minutes_without_checks_of_sections_count_none(small, definition):
    definition["items"]["OVEN"]["seconds"] = 35
    slower = loader.read(definition)
    # 75 + 30 + 35 + 4 = 144 s, and with the check 152 s
    assert minutes(slower, ["OVEN"], checks_sections=False) == 2
    assert minutes(slower, ["OVEN"]) == 3


def test_minutes_of_the_bioprocess_paths_stay_near_what_was_promised(bioprocess):
    assert minutes(bioprocess, items_for(bioprocess, "short"), checks_sections=False) in (7, 8)
    assert minutes(bioprocess, items_for(bioprocess, "full")) in range(28, 33)
