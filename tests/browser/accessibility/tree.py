"""What a page tells a screen reader: Chromium's accessibility tree, read over the DevTools protocol."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

CONTROLS = {"textbox", "combobox", "radio", "checkbox", "button", "link"}
GROUPS = {"group", "radiogroup"}


@dataclass(frozen=True)
class Node:
    """A control or a group; of a control, `groups` are those that it lies in, outermost first."""

    role: str
    name: str
    description: str = ""
    invalid: bool = False
    groups: tuple[Node, ...] = ()


def controls(page, inside: str) -> list[Node]:
    """The controls of a part of the page, in reading order."""
    raw, top = _tree(page, inside)
    return list(_controls(top, raw, ()))


def properties(page, selector: str) -> dict[str, Any]:
    """Role, words and properties of one element."""
    raw, node = _tree(page, selector)
    said = (_text(each, "name") for each in _below(node, raw) if _text(each, "role") == "StaticText")
    words = " ".join(" ".join(said).split())
    return {"role": _text(node, "role"), "name": _text(node, "name"), "words": words} | _properties(node)


def _tree(page, selector):
    page.wait_for_load_state()
    session = page.context.new_cdp_session(page)
    raw = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    # By the script's object: ids of DOM nodes are given anew whenever DevTools takes the document for another one.
    element = session.send("Runtime.evaluate", {"expression": f"document.querySelector({json.dumps(selector)})"})
    described = session.send("DOM.describeNode", {"objectId": element["result"]["objectId"]})
    known = described["node"]["backendNodeId"]
    session.detach()
    return raw, next(node for node in raw.values() if node.get("backendDOMNodeId") == known)


def _controls(node, raw, groups):
    made = _node(node, groups)
    if not node.get("ignored") and made.role in CONTROLS:
        yield made
    if not node.get("ignored") and made.role in GROUPS:
        groups = (*groups, made)
    for child in node.get("childIds", []):
        if child in raw:
            yield from _controls(raw[child], raw, groups)


def _below(node, raw):
    for child in node.get("childIds", []):
        if child in raw:
            yield raw[child]
            yield from _below(raw[child], raw)


def _node(node, groups):
    is_invalid = _properties(node).get("invalid", "false") not in ("false", False)
    return Node(_text(node, "role").lower(), _text(node, "name"), _text(node, "description"), is_invalid, groups)


def _properties(node):
    return {each["name"]: each["value"].get("value") for each in node.get("properties", [])}


def _text(node, key):
    return " ".join(str(node.get(key, {}).get("value", "")).split())
