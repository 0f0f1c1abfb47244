import json
from pathlib import Path

import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.interchange import waymark
from surveyapp.instruments.interchange.report import FileRefused

SMALL = Path(__file__).resolve().parents[1] / "small.yaml"


def refused(content, filename="own.yaml"):
    with pytest.raises(FileRefused) as refusal:
        waymark.read(content, filename)
    return refusal.value.problems


def test_our_own_definition_is_read_whole_from_yaml_and_from_json():
    small = loader.load(SMALL)
    from_yaml = waymark.read(SMALL.read_bytes(), "small.yaml")
    from_json = waymark.read(json.dumps(from_yaml.definition).encode(), "small.json")
    assert loader.read(from_yaml.definition) == small
    assert from_json == from_yaml
    assert (from_yaml.source_format, from_yaml.findings) == ("waymark", ())


def test_every_definition_of_the_product_is_read():
    for path in loader.DEFINITIONS.glob("*/*.yaml"):
        assert waymark.is_ours(path.read_bytes(), path.suffix)
        assert waymark.read(path.read_bytes(), path.name).definition["slug"] == path.parent.name


def test_what_it_is_shows_in_its_content_not_in_its_name():
    content = json.dumps(waymark.read(SMALL.read_bytes(), "small.yaml").definition).encode()
    assert waymark.is_ours(content, ".json")
    assert waymark.is_ours(SMALL.read_bytes(), ".txt")
    assert not waymark.is_ours(b'{"pages": [{"elements": []}]}', ".json")
    assert not waymark.is_ours(b"class\tname\ttext\nSG\t1\thello", ".txt")


def test_a_language_may_be_incomplete():
    content = SMALL.read_text().replace(", fr: Enquête des boulangeries", "")
    assert waymark.read(content.encode(), "small.yaml").definition["name"] == {"en": "Bakery survey"}


def test_every_problem_is_named_with_its_place():
    content = (
        SMALL.read_text()
        .replace("merge: union\n    feeds: {barrier: true}", "merge: onion")
        .replace("kind: text", "kind: tent")
    )
    problems = refused(content.encode())
    assert [each.partition(":")[0] for each in problems] == ["items.BARRIERS.merge", "items.NOTE.kind"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"slug: [", "line 1: expected the node content"),
        (b'{"slug": ', "own.yaml: not valid YAML or JSON"),
        (b"slug: a\nslug: b\n", "line 2: key slug stands twice"),
        (b'{"slug": "a", "slug": "b"}', "key slug stands twice in one place"),
        (b"slug: \xff\xfe", "own.yaml: byte 6 is not UTF-8"),
        (b"a: b\n" * 200_001, "1,000,005 bytes of YAML; at most 1,000,000 are read"),
        (b"- 1\n", "definition"),
        (b"a: &a [1]\nb: [*a, *a]\n", "line 2: *a repeats another place. Write it out."),
        (b"a: !!python/object/apply:os.system [true]\n", "could not determine a constructor"),
        (b"[" * 5000 + b"]" * 5000, "nested too deeply"),
    ],
)
def test_a_broken_file_is_refused_in_words(content, problem):
    assert problem in " ".join(refused(content))
