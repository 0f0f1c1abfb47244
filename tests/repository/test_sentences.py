import ast
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PLACES = ("surveyapp/instruments/interchange", "surveyapp/instruments/checks", "surveyapp/actions/instrument_drafts.py")
SAYING = {"FileRefused", "InstrumentError", "DraftRefused", "NotUnderstood", "Finding", "note"}
MARKING = {"Sentence", "at"}


def files():
    named = [CHECKOUT / place for place in PLACES]
    files = [each for place in named for each in ([place] if place.is_file() else sorted(place.glob("*.py")))]
    return files + sorted((CHECKOUT / "surveyapp/instruments").glob("*.py"))


@pytest.mark.parametrize("file", files(), ids=lambda path: path.stem)
def test_what_is_said_of_a_questionnaire_can_be_said_in_every_language(file):
    assert [ast.unparse(said) for each in said_in(file) for said in unmarked(each)] == []


def said_in(file):
    """What problems and findings are made of, in calls and in functions that yield problems."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and name(node) in SAYING:
            yield from node.args
        if isinstance(node, ast.Yield) and node.value is not None:
            yield node.value


def unmarked(node):
    """Words that stand in a string, or are put together there, without a mark."""
    if isinstance(node, ast.Call) and name(node) in MARKING:
        return
    if isinstance(node, ast.JoinedStr | ast.Constant):
        texts = node.values if isinstance(node, ast.JoinedStr) else [node]
        if any(isinstance(each, ast.Constant) and " " in str(each.value).strip(" :,") for each in texts):
            yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from unmarked(child)


def name(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
