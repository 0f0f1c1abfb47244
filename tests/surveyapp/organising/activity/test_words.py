"""Every action that is written down anywhere has a sentence, or is nobody's business in the log."""

import ast
import re
from pathlib import Path

import pytest

from surveyapp.organising.activity.words import KINDS, SENTENCES
from surveyapp.selectors.activity import is_shown

CHECKOUT = Path(__file__).resolve().parents[4]
PLACES = ("surveyapp", "benchmarking")
NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")


def actions():
    """Each string that names an action, where something is recorded: in calls of record or _record, and what is assigned
    to a variable called action."""
    for place in PLACES:
        for file in sorted((CHECKOUT / place).rglob("*.py")):
            if "record(" in (text := file.read_text()):
                yield from _actions_in(ast.parse(text))


def _actions_in(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in ("record", "_record"):
            said = [each.value for each in node.keywords if each.arg == "action"] or node.args[:1]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "action":
            said = [node.value]
        else:
            continue
        yield from (found for each in said for found in _strings(each))


def _called(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _strings(node):
    return [
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and NAME.fullmatch(each.value)
    ]


def of_drafts():
    """Their actions are put together: what is handed to _keep and _record, behind instrument_draft."""
    tree = ast.parse((CHECKOUT / "surveyapp/actions/instrument_drafts.py").read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in ("_keep", "_record"):
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            yield from (f"instrument_draft.{word}" for word in words)


FOUND = sorted({*actions(), *of_drafts(), "join.approved", "join.declined"})


def test_actions_are_found():
    assert {
        "wave.opened",
        "release.published",
        "organisation.merged",
        "instrument_draft.begun",
        "raw_export.made",
    } <= set(FOUND)


@pytest.mark.parametrize("action", [each for each in FOUND if is_shown(each)])
def test_every_action_that_is_shown_has_a_sentence(action):
    assert action in SENTENCES


def test_every_sentence_is_shown_and_can_be_asked_for():
    beginnings = tuple(each for _label, some in KINDS.values() for each in some)
    assert [each for each in SENTENCES if not is_shown(each) or not each.startswith(beginnings)] == []
