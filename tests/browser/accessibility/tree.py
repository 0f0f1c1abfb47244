"""What a page tells a screen reader: Chromium's accessibility tree, read over the DevTools protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CONTROLS = {"textbox", "combobox", "radio", "checkbox", "button", "link"}
GROUPS = {"group", "radiogroup"}


@dataclass(frozen=True)
class Node:
    role: str
    name: str
    description: str
    invalid: bool
    groups: tuple[Node, ...] = ()

    def __str__(self) -> str:
        of = "".join(f" < {group}" for group in reversed(self.groups))
        return f"{self.role} “{self.name}” ({self.description}){' invalid' * self.invalid}{of}"


def read(page, *, inside: str = "#questions") -> list[Node]:
    """The controls of a part of the page, each with the groups that it belongs to, outermost first."""
    session = page.context.new_cdp_session(page)
    raw = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    element = session.send("DOM.querySelector", {"nodeId": root, "selector": inside})["nodeId"]
    backend = session.send("DOM.describeNode", {"nodeId": element})["node"]["backendNodeId"]
    session.detach()
    top = next(node for node in raw.values() if node.get("backendDOMNodeId") == backend)
    return list(_controls(top, raw, ()))


def _controls(node, raw, groups):
    made = _node(node, groups)
    if not node.get("ignored") and made.role in CONTROLS:
        yield made
    if not node.get("ignored") and made.role in GROUPS:
        groups = (*groups, made)
    for child in node.get("childIds", []):
        if child in raw:
            yield from _controls(raw[child], raw, groups)


def _node(node: dict[str, Any], groups: tuple[Node, ...]) -> Node:
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    return Node(
        role=_text(node, "role").lower(),
        name=_text(node, "name"),
        description=_text(node, "description"),
        invalid=properties.get("invalid", "false") not in ("false", False),
        groups=groups,
    )


def _text(node: dict[str, Any], key: str) -> str:
    return " ".join(str(node.get(key, {}).get("value", "")).split())
