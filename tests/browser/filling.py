"""Fill a page of questions of any kind, and say what its controls hold."""

from __future__ import annotations

WORDS = 'Typed "at length" <b>'
LINES = f"{WORDS}\nin two lines & more"
DAY = {"day": "28", "month": "2", "year": "2024"}

HELD = """() => [...document.querySelectorAll("[data-item]")].flatMap((question) =>
  [...question.querySelectorAll("input:not([type=hidden]), select, textarea")].map((control) =>
    [question.dataset.item, control.dataset.placeOf ?? control.id, /radio|checkbox/.test(control.type) ? `${control.value} ${control.checked}` : control.value]))"""


def fill(page) -> None:
    """An answer to every question on the page, whatever its kind."""
    page.wait_for_load_state()
    for question in page.locator("[data-item]").all():
        _fill(question)


def held(page) -> list[list[str]]:
    """What every control of the page's questions holds, whatever order a ranking shows them in."""
    return sorted(page.evaluate(HELD))


# What is asked of every question is asked at once: each of them crosses to the browser and back.
KIND = """question => {
  const has = (what) => question.querySelector(what) !== null;
  if (has("select[data-place-of]")) return "ranking";
  if (has("select")) return has("option[value=IE]") ? "country" : "list";
  if (has("[data-part]")) return "date";
  if (has("textarea")) return "lines";
  return has("input[type=text]") ? "line" : "options";
}"""


def _fill(question) -> None:
    kind = question.evaluate(KIND)
    if kind == "ranking":
        for place in (0, 1):
            question.locator("select[data-place-of]").nth(place).select_option(str(2 - place))
    elif kind in ("country", "list"):
        question.locator("select").select_option(**({"value": "IE"} if kind == "country" else {"index": 1}))
    elif kind == "date":
        for part, value in DAY.items():
            question.locator(f"[data-part={part}]").fill(value)
    elif kind == "lines":
        question.locator("textarea").fill(LINES)
    elif kind == "line":
        typed = question.locator("input[type=text]")
        typed.fill("12" if typed.get_attribute("inputmode") else _word_or_number(question))
    else:
        options = question.locator("input:is([type=radio], [type=checkbox]):not([data-exclusive])")
        options.nth(min(1, options.count() - 1)).check(force=True)


def _word_or_number(question) -> str:
    if question.get_attribute("data-item") == "TEMPERATURE":
        return "-20.5"
    return "12" if question.locator("input.number").count() else WORDS
