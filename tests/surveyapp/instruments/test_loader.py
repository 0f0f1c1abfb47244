import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instruments import loader
from surveyapp.instruments.problems import InstrumentError

SMALL = yaml.safe_load(Path(__file__).with_name("small.yaml").read_text(encoding="utf-8"))
DEFINITIONS = sorted(loader.DEFINITIONS.glob("*/*.yaml"))


def shuffled(node, order):
    if isinstance(node, list):
        return [shuffled(child, order) for child in node]
    if not isinstance(node, dict):
        return node
    keys = list(node)
    order.shuffle(keys)
    return {key: shuffled(node[key], order) for key in keys}


def problems_of(definition):
    with pytest.raises(InstrumentError) as caught:
        loader.read(definition)
    return list(caught.value.problems)


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_definition_loads_under_its_own_name(path):
    instrument = loader.load(path)
    assert (instrument.slug, instrument.version) == (path.parent.name, path.stem)
    assert loader.find(instrument.slug, instrument.version) == path


def test_there_are_definitions_to_load():
    assert "bioprocess-digital" in {path.parent.name for path in DEFINITIONS}


@settings(max_examples=20)  # each example reads the whole file twice
@given(st.randoms())
def test_the_hash_does_not_depend_on_the_order_of_keys(order):
    again = loader.read(shuffled(SMALL, order))
    assert loader.definition_hash(again) == loader.definition_hash(loader.read(SMALL))


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_canonical_json_reads_back_as_the_same_instrument(path):
    instrument = loader.load(path)
    assert loader.read(json.loads(loader.canonical(instrument))) == instrument


def test_the_hash_changes_with_one_letter(definition, small):
    definition["items"]["OVEN"]["text"]["fr"] += "!"
    assert loader.definition_hash(loader.read(definition)) != loader.definition_hash(small)


def test_the_hash_survives_writing_out_a_default(definition, small):
    definition["items"]["OVEN"]["optional"] = False
    assert loader.definition_hash(loader.read(definition)) == loader.definition_hash(small)


def test_an_item_takes_its_code_from_its_key(small):
    assert small.items["OVEN"].code == "OVEN"


def test_all_faults_of_form_are_told_at_once(definition):
    definition["items"]["OVEN"]["kind"] = "ladder"
    definition["items"]["LOAVES"]["minimun"] = 3
    del definition["items"]["NOTE"]["text"]
    definition["items"]["BARRIERS"]["choices"][1]["code"] = "a-b"
    definition["items"]["HOW_TIME"]["visible_when"] = {"items": "BARRIERS"}
    definition["items"]["HOW_MONEY"]["visible_when"]["all"][0]["in"] = []
    definition["items"]["FLOUR"]["text"] = "Main flour"
    definition["roles"]["baker"] = {"en": True, "fr": "Boulanger"}
    assert problems_of(definition) == [
        "roles.baker.en: must be text. Write it in quotes.",
        'items.FLOUR.text: must be a mapping, a text one of languages such as {en: "..."}.',
        (
            "items.OVEN.kind: input should be 'anchored', 'single', 'multiple', 'rating', 'ranking', 'number', 'text', 'date', 'country', 'recommend', 'info' or "
            "'score'. It is now 'ladder'."
        ),
        "items.LOAVES.minimun: this key is unknown. Correct its spelling or remove it.",
        "items.BARRIERS.choices.a-b.code: 'a-b' is not a code. Use letters, digits and underscores, a letter first.",
        (
            "items.HOW_TIME.visible_when: a condition is {item, in}, {item, answered: true}, {item, at_least, at_most}, {all}, {any} or {not}. "
            "It is now {'items': 'BARRIERS'}."
        ),
        (
            "items.HOW_MONEY.visible_when.all.0.in: tuple should have at least 1 item after validation, not 0. "
            "It is now []."
        ),
        "items.NOTE.text: is missing. Add it.",
    ]


@pytest.mark.parametrize("definition", [None, [], "text", 3])
def test_what_is_no_mapping_is_refused(definition):
    assert problems_of(definition)[0].startswith("definition: ")


def test_items_that_are_no_mapping_are_refused(definition):
    definition["items"] = ["OVEN"]
    assert problems_of(definition)[0].startswith("items: must be a mapping")


def test_a_number_that_is_not_finite_is_refused(definition):
    definition["items"]["OVEN"]["choices"][0]["value"] = float("nan")
    assert problems_of(definition)[0].startswith("items.OVEN.choices.1.value: input should be a finite number")


def test_a_repeated_key_is_refused_with_its_line(tmp_path):
    path = tmp_path / "1.yaml"
    path.write_text("items:\n  A: {kind: text}\n  A: {kind: number}\n", encoding="utf-8")
    with pytest.raises(InstrumentError, match="line 3: key A stands twice"):
        loader.load(path)


@pytest.mark.parametrize("text", ["items: [", "name: 2026-99-99", "a: !!python/object:os.system x", "? {a: 1}\n: 2"])
def test_a_file_that_is_not_plain_yaml_is_refused(tmp_path, text):
    path = tmp_path / "1.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InstrumentError, match=r"1\.yaml: not valid YAML"):
        loader.load(path)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "1.yaml"
    path.write_bytes(b"name: \xff")
    with pytest.raises(InstrumentError, match=r"1\.yaml: not valid YAML"):
        loader.load(path)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(InstrumentError, match=r"none\.yaml: cannot be read"):
        loader.load(tmp_path / "none.yaml")


@pytest.mark.parametrize(("slug", "version"), [("bakery", "1"), ("..", "1"), ("bioprocess-digital", "../../x")])
def test_an_unknown_instrument_lists_those_there_are(slug, version):
    with pytest.raises(InstrumentError, match=r"Choose one of: .*bioprocess-digital 1"):
        loader.find(slug, version)


def test_the_json_schema_is_valid_and_accepts_the_small_instrument(definition):
    schema = loader.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    # Editors read the file with the codes in quotes.
    for choices in (*definition["scales"].values(), definition["items"]["OVEN"]["choices"]):
        for choice in choices:
            choice["code"] = str(choice["code"])
    definition["version"] = "1"
    definition["level_names"] = {str(level): name for level, name in definition["level_names"].items()}
    definition["statistics"][0]["in"] = ["3"]
    definition["items"]["HOW_MONEY"]["visible_when"]["all"][1]["not"]["in"] = ["1"]
    jsonschema.validate(definition, schema)


def test_the_json_schema_refuses_an_unknown_key(definition):
    definition["items"]["NOTE"]["texts"] = {}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(definition, loader.json_schema())
