"""A respondent who answers whatever a page asks: reads the forms as a browser does, knows nothing of the questionnaire."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import count
from urllib.parse import urljoin, urlsplit

VOID = {"input", "br", "img", "hr", "meta", "link", "source", "wbr"}
MOST_STEPS = 3_000
REASONS = ("dont_know", "does_not_apply")
WORDS = ["Some words", "2026-03-31", "5", "1", "0", "10", "50", "100", "1000", "0.5", "-1"]


class Page(HTMLParser):
    """The forms and links inside <main>, the words of errors and of the reference."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.links: list[tuple[str, str]] = []
        self.words: dict[str, str] = {}
        self.errors: dict[str, str] = {}  # by the name of the question that they stand beside
        self._error_of = ""
        self._in_main = False
        self._form: dict | None = None
        self._open: list[tuple[str, str]] = []
        self._select: dict | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        at = {name: value or "" for name, value in attrs}
        if tag == "p":
            self._error_of = (
                at["id"].removeprefix("id_").removesuffix("_error") if at.get("id", "").endswith("_error") else ""
            )
        if tag not in VOID:
            self._open.append((tag, at.get("class", "")))
        if tag == "main":
            self._in_main = True
        elif tag == "a" and self._in_main:
            self.links.append((at.get("class", ""), at.get("href", "")))
        elif tag == "form" and self._in_main:
            self._form = {"method": at.get("method", "get"), "action": at.get("action", ""), "fields": []}
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, at)

    def _field(self, tag, at):
        fields = self._form["fields"]
        if tag == "option" and self._select is not None:
            self._select["options"].append(at.get("value", ""))
        elif "disabled" in at:
            return
        elif tag == "select":
            self._select = {"tag": tag, "type": "select", **at, "options": []}
            fields.append(self._select)
        elif tag in ("input", "textarea", "button"):
            fields.append({"tag": tag, "type": {"button": "submit"}.get(tag, "text" if tag == "input" else tag), **at})

    def handle_endtag(self, tag):
        if tag == "main":
            self._in_main = False
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        while self._open:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if self._error_of and self._open and self._open[-1][0] in ("p", "span"):
            self.errors[self._error_of] = self.errors.get(self._error_of, "") + data
        for _, names in self._open:
            for name in names.split():
                self.words[name] = self.words.get(name, "") + data


def walk(client, token: str) -> str:
    """From the link to the confirmation, answering every question; gives the reference that stands there."""
    path, answer = f"/answer/{token}/", client.get(f"/answer/{token}/")
    sent: dict[tuple[str, str], int] = {}
    for _ in range(MOST_STEPS):
        while answer.status_code in (301, 302, 303):
            path = urlsplit(urljoin(path, answer["Location"])).path + _query(answer["Location"])
            answer = client.get(path)
        page = Page(answer.content.decode())
        assert answer.status_code in (200, 422), f"{path}: {answer.status_code}"
        if "reference" in page.words and urlsplit(path).path.endswith("/done/"):
            return page.words["reference"].strip()
        path, answer = _next(client, path, page, sent)
    raise AssertionError(f"no end after {MOST_STEPS} pages, now at {path}")


def _query(location: str) -> str:
    query = urlsplit(location).query
    return f"?{query}" if query else ""


def _next(client, path, page, sent):
    form = next((f for f in page.forms if f["method"].lower() == "post"), None)
    at_list = urlsplit(path).path.endswith("/survey/")
    if form is None or at_list:
        href = next(href for names, href in page.links if "btn-primary" in names.split())
        path = urljoin(path, href)
        return path, client.get(path)
    attempt = sent[path] = sent.get(path, -1) + 1
    assert attempt < 2 * len(WORDS), f"{path} refuses every answer: {page.words.get('error', '')[:300]}"
    action = urljoin(path, form["action"] or path)
    return action, client.post(action, answers(form, attempt, page.errors))


def answers(form: dict, attempt: int = 0, errors: dict[str, str] | None = None) -> dict[str, list[str]]:
    """A value for every control of a form; further attempts type something else where an error stands."""
    given: dict[str, list[str]] = {}
    ranks: dict[str, count] = {}
    for field in form["fields"]:
        name = field.get("name", "")
        typed = _attempted(attempt, (errors or {}).get(name, ""), field.get("value", ""))
        if name and (value := _value(field, given, typed, ranks)) is not None:
            given.setdefault(name, []).append(value)
    return given


def _attempted(attempt: int, problem: str, shown: str) -> str:
    """What to type: first what the error names, then other words; what the page shows, where it has no complaint."""
    if not attempt or not problem:
        return shown or WORDS[0]
    named: list[str] = re.findall(r"-?\d+(?:\.\d+)?(?:-\d\d-\d\d)?", problem)
    return (named + WORDS)[attempt % len(named + WORDS)]


def _value(field, given, typed, ranks):
    name, value = field["name"], field.get("value", "on")
    match field["type"]:
        case "hidden":
            return field.get("value", "")
        case "radio" | "checkbox":
            is_reason = "data-exclusive" in field or value in REASONS
            return value if name not in given and not is_reason else None
        case "select":
            options = [option for option in field["options"] if option and option not in REASONS]
            # Only so many options of a ranking have a place as there are places.
            place = next(ranks.setdefault(name.partition("-place-")[0], count()))
            return options[place] if place < len(options) else ""
        case "submit":
            return None
        case "date":
            return field.get("min") or "2026-03-31"
        case _:
            return _typed(field, typed)


def _typed(field, typed):
    name = field["name"].lower()
    for part, value in (("day", "28"), ("month", "2"), ("year", "2026")):
        if re.search(rf"[-_.]{part}$", name):
            return value
    if field["type"] == "number" or field.get("inputmode") in ("decimal", "numeric"):
        return field.get("min") or field.get("max") or (typed if re.fullmatch(r"-?\d+(\.\d+)?", typed) else "1")
    return typed[: int(field.get("maxlength") or 2000)]
