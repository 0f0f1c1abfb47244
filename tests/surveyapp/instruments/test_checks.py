import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.problems import InstrumentError

ITEMS = "items"


def problems_of(definition):
    with pytest.raises(InstrumentError) as caught:
        loader.read(definition)
    return list(caught.value.problems)


def spoil(definition, path, value):
    node = definition
    *parents, last = path
    for step in parents:
        node = node[step]
    node[last] = value


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (
            ("dimensions", 0, "items"),
            ["OVEN", "GRILL"],
            "dimensions.BAKE.items: there is no item GRILL. Correct the code or add the item.",
        ),
        (
            ("statistics", 0, "item"),
            "GRILL",
            "statistics.sensors: there is no item GRILL. Correct the code or add the item.",
        ),
        (
            ("statistics", 0, "in"),
            [9],
            "statistics.sensors: OVEN has no choice 9. Correct the code or add the choice.",
        ),
        (
            (ITEMS, "HOW_TIME", "visible_when"),
            {"item": "GRILL", "answered": True},
            "items.HOW_TIME.visible_when: there is no item GRILL. Correct the code or add the item.",
        ),
        (
            (ITEMS, "HOW_TIME", "visible_when", "in"),
            ["rain"],
            "items.HOW_TIME.visible_when: BARRIERS has no choice rain. Correct the code or add the choice.",
        ),
        (
            (ITEMS, "HOW_TIME", "visible_when"),
            {"not": {"item": "HOW_TIME", "answered": True}},
            "items.HOW_TIME.visible_when: refers to itself. Refer to an item that is asked before it.",
        ),
        (
            (ITEMS, "OVEN", "visible_when"),
            {"item": "LOAVES", "answered": True},
            "items.OVEN.visible_when: refers to LOAVES, which is asked later. Move LOAVES before OVEN.",
        ),
        (
            (ITEMS, "OVEN", "knows"),
            ["miller"],
            "items.OVEN.knows: there is no role miller. Correct the code or add the role.",
        ),
        (
            (ITEMS, "FLOUR", "knows"),
            ["baker"],
            (
                "items.FLOUR.knows: nobody who takes section site can know it. Add a role to knows or to "
                "sections.site.who."
            ),
        ),
        (
            ("sections", 1, "who"),
            ["owner", "miller"],
            "sections.site.who: there is no role miller. Correct the code or add the role.",
        ),
        (
            (ITEMS, "OVEN", "feeds"),
            {"dimension": "BREAD"},
            "items.OVEN.feeds: there is no dimension BREAD. Correct the code or add the dimension.",
        ),
        (
            (ITEMS, "LOAVES", "feeds"),
            {"dimension": "BAKE"},
            "items.LOAVES.feeds: dimension BAKE does not list LOAVES. Add it there or remove it here.",
        ),
        (
            (ITEMS, "OVEN", "feeds"),
            None,
            (
                "dimensions.BAKE.items: OVEN does not feed this dimension. Write feeds: {dimension: BAKE} on OVEN "
                "or take it off the list."
            ),
        ),
        (
            (ITEMS, "knead_now", "feeds", "skill"),
            "milling",
            "items.knead_now.feeds: there is no skill milling. Correct the code or add the skill.",
        ),
        (
            (ITEMS, "LOAVES", "feeds"),
            {"skill_group": "crust", "measure": "people"},
            "items.LOAVES.feeds: there is no skill group crust. Correct the code or add the skill group.",
        ),
        (
            (ITEMS, "ROLE", "feeds"),
            {"facet": "flour"},
            "items.ROLE.feeds: facet flour takes its values from FLOUR. Correct one of the two.",
        ),
        (
            (ITEMS, "FLOUR", "feeds", "facet"),
            "grain",
            "items.FLOUR.feeds: there is no facet grain. Correct the code or add the facet.",
        ),
        (
            ("facets", 0, "families", "old"),
            ["rye", "wheat"],
            "facets.flour.families: wheat is in two families. Leave it in one.",
        ),
        (
            ("facets", 0, "families", "old"),
            ["oat"],
            "facets.flour: FLOUR has no choice oat. Correct the code or add the choice.",
        ),
        (
            ("peer_tree",),
            ["size"],
            "peer_tree: there is no facet size. Correct the code or add the facet.",
        ),
        (
            ("population", "when", "in"),
            ["oat"],
            "population.when: FLOUR has no choice oat. Correct the code or add the choice.",
        ),
        (
            (ITEMS, "WORST", "choices_from"),
            {"item": "OVEN"},
            "items.WORST.choices_from: OVEN is not a multiple choice. Refer to one that is.",
        ),
        (
            (ITEMS, "FIRST", "choices", 0, "code"),
            "bake",
            "items.FIRST.choices_from: there is no skill bake. Correct the code or add the skill.",
        ),
        (
            (ITEMS, "HOW_TIME", "scale"),
            "pain",
            "items.HOW_TIME.scale: there is no scale pain. Add it to scales or correct it.",
        ),
        (
            (ITEMS, "OVEN", "choices", 1, "value"),
            None,
            "items.OVEN.choices.2: no value. Add the number this level stands for.",
        ),
        (
            (ITEMS, "OVEN", "choices", 1, "value"),
            1,
            "items.OVEN.choices: values do not ascend. Order the choices from the lowest value to the highest.",
        ),
        (
            (ITEMS, "OVEN", "choices", 0, "first_step"),
            None,
            "items.OVEN.choices.1: no first_step. Say what to do first to reach the next level.",
        ),
        (
            (ITEMS, "OVEN", "choices", 2, "first_step"),
            {"en": "Rest", "fr": "Repos"},
            "items.OVEN.choices.3: a first_step, but no level is higher. Remove it.",
        ),
        (
            (ITEMS, "OVEN", "choices", 1, "code"),
            "1",
            "items.OVEN.choices: code 1 stands twice. Rename or remove one.",
        ),
        (
            (ITEMS, "FLOUR", "choices", 2, "code"),
            "dont_know",
            "items.FLOUR.choices.dont_know: this code is reserved. Set dont_know on the item instead.",
        ),
        (
            (ITEMS, "FLOUR", "choices", 0, "exclusive"),
            True,
            "items.FLOUR.choices.wheat: exclusive, but only one can be chosen anyway. Remove it.",
        ),
        (
            (ITEMS, "FLOUR", "maximum_choices"),
            1,
            "items.FLOUR.maximum_choices: only a multiple item or a ranking has it. Remove it.",
        ),
        (
            (ITEMS, "BARRIERS", "maximum_choices"),
            4,
            "items.BARRIERS.maximum_choices: 4, but only 3 can be chosen together. Lower it.",
        ),
        (
            (ITEMS, "LOAVES", "minimum"),
            5000,
            "items.LOAVES.minimum: 5000 is not below the maximum 5000. Correct one.",
        ),
        (
            (ITEMS, "NOTE", "unit"),
            "words",
            "items.NOTE.unit: a text item has none. Remove it or make the item a number.",
        ),
        (
            (ITEMS, "FLOUR", "merge"),
            "mean",
            "items.FLOUR.merge: mean needs a number behind every choice. Add values or use once.",
        ),
        (
            (ITEMS, "FLOUR", "merge"),
            "union",
            "items.FLOUR.merge: union needs several choices. Use once, or make the item multiple.",
        ),
        (
            (ITEMS, "NOTE", "scale"),
            "skill",
            "items.NOTE: a text item has no choices. Remove them or change its kind.",
        ),
        (
            (ITEMS, "OVEN", "code"),
            "GRILL",
            'items.OVEN: its code says "GRILL". Remove the code, the key is enough.',
        ),
        (
            ("sections", 1, "pages", 0, "items"),
            ["FLOUR", "GRILL"],
            "sections.site.pages.flour: there is no item GRILL. Correct the code or add the item.",
        ),
        (
            ("sections", 1, "pages", 0, "items"),
            ["FLOUR", "ROLE"],
            "items.ROLE: stands on a page more than once. Leave it on one page.",
        ),
        (
            ("sections", 1, "pages", 0, "code"),
            "area",
            "pages: code area stands twice. Rename or remove one.",
        ),
        (
            ("sections", 3, "kind"),
            "training",
            "sections.skills.pages.dough: 6 items, a page holds at most 4. Split the page.",
        ),
        (
            ("dimensions", 0, "minimum_items"),
            2,
            "dimensions.BAKE.minimum_items: 2 of 1 items. Lower it.",
        ),
        (
            ("default_language",),
            "de",
            'default_language: "de" is not one of the languages en, fr. Add it to languages or choose one of them.',
        ),
        (
            (ITEMS, "FLOUR", "choices", 1, "text"),
            {"en": "Rye"},
            'items.FLOUR.choices.rye.text: no text in "fr". Add it.',
        ),
        (("name",), {"en": " ", "fr": "Enquête"}, 'name: no text in "en". Add it.'),
        (
            ("level_names", 3),
            {"en": "Established", "fr": "Établi", "de": "Fest"},
            'level_names.3: text in "de", which is not declared. Add it to languages or remove it.',
        ),
    ],
)
def test_one_fault_gives_one_sentence_with_place_and_remedy(definition, path, value, problem):
    spoil(definition, path, value)
    assert problem in problems_of(definition)


def test_an_item_on_no_page_is_named_unless_it_is_a_score(definition):
    definition["sections"][1]["pages"][0]["items"] = ["NOTE"]
    definition["sections"][3]["pages"][0]["items"].remove("NOTE")
    assert problems_of(definition) == ["items.FLOUR: stands on no page. Add it to a page or remove the item."]


def test_a_closed_item_needs_choices(definition):
    definition["items"]["ROLE"]["choices"] = []
    assert problems_of(definition) == ["items.ROLE: a single item needs at least two choices. Add choices or a scale."]


def test_choices_and_a_scale_exclude_each_other(definition):
    definition["items"]["HOW_TIME"]["choices"] = definition["items"]["FLOUR"]["choices"]
    assert problems_of(definition) == ["items.HOW_TIME: has both choices and a scale. Keep one of them."]


def test_a_multiple_choice_needs_something_to_combine(definition):
    for choice in definition["items"]["FIRST"]["choices"]:
        choice["exclusive"] = True
    assert problems_of(definition) == ["items.FIRST.choices: every choice is exclusive. Make the item single."]


def test_more_choices_than_a_byte_holds_are_refused(definition):
    definition["items"]["ROLE"]["choices"] = [{"code": f"c{n}", "text": {"en": "x", "fr": "x"}} for n in range(251)]
    assert problems_of(definition) == ["items.ROLE.choices: 251 choices, at most 250 are possible. Group them."]


def test_a_fault_of_a_scale_is_told_once_though_four_items_use_it(definition):
    definition["scales"]["skill"][1]["value"] = None
    assert problems_of(definition) == ["scales.skill.1: no value. Add the number this level stands for."]


def test_all_problems_are_told_at_once(definition):
    definition["peer_tree"] = ["size"]
    del definition["items"]["FLOUR"]["choices"][1]["text"]["fr"]
    definition["items"]["FLOUR"]["maximum_choices"] = 1
    assert len(problems_of(definition)) == 3


def test_the_base_of_a_statistic_must_be_an_item(definition):
    definition["statistics"][0]["of"] = "GRILL"
    assert problems_of(definition) == [
        'statistics.sensors.of: there is no item "GRILL". Name an item, or write "answered".'
    ]
